package org.hopwire.bench.wire;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.machine.Shell;
import org.hopwire.bench.wire.ProgramResponder.Program;
import org.hopwire.bench.wire.Responder.Family;

/** Who takes part. */
final class Responders {
    /** DPDK's own echo responder. */
    static final String TESTPMD = "dpdk-testpmd";
    /** How to get it. */
    static final String TESTPMD_ADVICE = TESTPMD + " is missing, so DPDK does not take part: apt-get install dpdk";

    private final WireLab lab;
    private final int core;
    private final List<Responder> all = new ArrayList<>();

    private Responders(WireLab lab, int core) {
        this.lab = lab;
        this.core = core;
    }

    /** Everyone this machine can offer, each on one processor; and another build of Hopwire, or null. */
    static List<Responder> of(WireLab lab, int core, WirePrograms programs, Path beside) {
        Responders responders = new Responders(lab, core);
        responders.all.add(new KernelResponder(lab));
        responders.addNative(programs);
        if (Shell.has(TESTPMD)) {
            responders.addTestpmd();
        }
        if (beside != null) {
            responders.addHopwire("base", beside.toAbsolutePath().toString());
        }
        responders.addHopwire("hopwire", System.getProperty("java.class.path"));
        return responders.all;
    }

    private void addHopwire(String build, String classPath) {
        for (EngineProcess.Way way : EngineProcess.Way.values()) {
            all.add(new EngineResponder(build, classPath, way, lab, core));
        }
    }

    private void addNative(WirePrograms programs) {
        String xdp = programs.compile("xdp_echo");
        add("c-packet-v3", List.of(programs.compile("ring_echo"), WireLab.DEVICE));
        add("c-xdp-generic", List.of(xdp, WireLab.DEVICE, "generic"));
        add("c-xdp-native", List.of(xdp, WireLab.DEVICE, "native"));
    }

    private void add(String name, List<String> command) {
        all.add(new ProgramResponder(name, Family.C, lab, core, new Program(command, "ready", "")));
    }

    private void addTestpmd() {
        addTestpmd("testpmd-packet", "net_af_packet0,iface=" + WireLab.DEVICE + ",qdisc_bypass=1");
        addTestpmd("testpmd-xdp", "net_af_xdp0,iface=" + WireLab.DEVICE);
    }

    /** Its main thread only waits for the line that ends it. */
    private void addTestpmd(String name, String device) {
        List<String> command = List.of("stdbuf", "-oL", TESTPMD, "--no-huge", "-m", "512", "--no-shconf",
                "--no-telemetry", "--no-pci",
                "--lcores=0@" + core + ",1@" + core, "--vdev=" + device, "--", "--forward-mode=icmpecho",
                "--auto-start", "--total-num-mbufs=32768");
        all.add(new ProgramResponder(name, Family.TESTPMD, lab, core,
                new Program(command, "icmpecho packet forwarding", " ")));
    }
}
