package org.hopwire.bench.soak;

import org.hopwire.bench.machine.Lab;

/** Two network namespaces, the router's and the load's, with two cables between them; no kernel address on any end. */
final class Cables implements AutoCloseable {
    /** MAC of the router's end of the left cable. */
    static final String LEFT_MAC = "02:00:00:00:01:01";
    /** MAC of the router's end of the right cable. */
    static final String RIGHT_MAC = "02:00:00:00:02:01";
    /** MAC of the load's end of the left cable. */
    static final String LEFT_HOST_MAC = "02:00:00:00:01:0a";
    /** MAC of the load's end of the right cable. */
    static final String RIGHT_HOST_MAC = "02:00:00:00:02:0a";
    /** Device in the router's namespace, and in the load's. */
    static final String LEFT = "left";
    /** Device in the router's namespace, and in the load's. */
    static final String RIGHT = "right";

    private final Lab lab = Lab.open("router", "load");

    private Cables() {}

    /** Makes both. */
    static Cables open() {
        Cables cables = new Cables();
        cables.connect(LEFT, LEFT_MAC, LEFT_HOST_MAC);
        cables.connect(RIGHT, RIGHT_MAC, RIGHT_HOST_MAC);
        return cables;
    }

    private void connect(String device, String mac, String hostMac) {
        lab.cable(new Lab.End(routerNamespace(), device, mac), new Lab.End(loadNamespace(), device, hostMac));
    }

    String routerNamespace() {
        return lab.namespace("router");
    }

    String loadNamespace() {
        return lab.namespace("load");
    }

    @Override
    public void close() {
        lab.close();
    }
}
