package org.hopwire.bench.wire;

/** The kernel's own IPv4, with as little to do as for the others: no filter, one route. */
final class KernelResponder implements Responder {
    private static final String EVERY_NEIGHBOUR = " nud permanent dev ";

    private final WireLab lab;

    KernelResponder(WireLab lab) {
        this.lab = lab;
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public Family family() {
        return Family.KERNEL;
    }

    @Override
    public boolean does(Work work) {
        return true;
    }

    @Override
    public void start(Work work) {
        lab.inTested("ip address add 192.0.2.1/24 dev " + WireLab.DEVICE);
        lab.inTested("ip neighbour replace " + WireLab.ASKER_ADDRESS + " lladdr " + WireLab.ASKER + EVERY_NEIGHBOUR
                + WireLab.DEVICE);
        if (work == Work.FORWARD) {
            lab.inTested("ip address add 203.0.113.1/24 dev " + WireLab.WAY_OUT);
            lab.inTested("ip neighbour replace " + WireLab.NEXT_HOP_ADDRESS + " lladdr " + WireLab.NEXT_HOP
                    + EVERY_NEIGHBOUR + WireLab.WAY_OUT);
            lab.inTested("ip route replace " + WireLab.FAR + " via " + WireLab.NEXT_HOP_ADDRESS);
            lab.inTested("sysctl -q -w net.ipv4.ip_forward=1");
        }
    }

    @Override
    public void stop() {
        for (String each : new String[] {WireLab.DEVICE, WireLab.WAY_OUT}) {
            lab.inTested("ip neighbour flush nud permanent dev " + each);
            lab.inTested("ip address flush dev " + each);
        }
        lab.inTested("sysctl -q -w net.ipv4.ip_forward=0");
    }

    @Override
    public String pid() {
        return "";
    }

    @Override
    public int warmUpMillis() {
        return 0;
    }

    @Override
    public void close() {
        // nothing is left once it is stopped
    }
}
