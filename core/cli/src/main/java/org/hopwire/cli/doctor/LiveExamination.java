package org.hopwire.cli.doctor;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.hopwire.cli.lab.UserNamespaces;
import org.hopwire.port.linux.sys.Capability;

import static org.hopwire.port.linux.sys.Capability.CAP_BPF;
import static org.hopwire.port.linux.sys.Capability.CAP_NET_ADMIN;
import static org.hopwire.port.linux.sys.Capability.CAP_NET_RAW;

/** Looks at what live ports of each kind depend on. */
final class LiveExamination {
    /** Sockets of the kernel, one in a line. */
    private static final String PROTOCOLS = "/proc/net/protocols";
    /** Since this kernel an XDP program goes away with the process that attached it. */
    private static final int LEAST_MAJOR = 5;
    private static final int LEAST_MINOR = 9;

    private final Machine machine;
    private final List<Finding> findings;

    private LiveExamination(Machine machine, List<Finding> findings) {
        this.machine = machine;
        this.findings = findings;
    }

    static void of(Machine machine, List<Finding> findings) {
        LiveExamination examination = new LiveExamination(machine, findings);
        examination.capabilities();
        examination.userNamespaces();
        examination.packetSockets();
        examination.xdp();
        examination.tun();
    }

    private void capabilities() {
        Set<Capability> missing = EnumSet.of(CAP_NET_RAW, CAP_NET_ADMIN, CAP_BPF);
        missing.removeAll(Capability.in(Capability.effective(machine.lines("/proc/self/status"))));
        findings.add(missing.isEmpty()
                ? Finding.ok("capabilities", "enough for af_packet, af_xdp and tap ports; 'run' gives up the rest")
                : Finding.note("capabilities", Capability.labels(missing) + " not held; af_packet ports need "
                        + "cap_net_raw, tap ports cap_net_admin, af_xdp ports both and cap_bpf",
                        "sudo hopwire run --config router.toml"));
    }

    private void userNamespaces() {
        String remedy = UserNamespaces.remedy(machine::lines);
        findings.add(remedy.isEmpty()
                ? Finding.ok("user-namespaces", "allowed; 'hopwire lab up' needs no root")
                : Finding.note("user-namespaces", "not allowed; 'hopwire lab up' needs root", remedy));
    }

    private void packetSockets() {
        findings.add(hasProtocol("PACKET")
                ? Finding.ok("af-packet", "this kernel has AF_PACKET sockets")
                : Finding.note("af-packet", "this kernel has no AF_PACKET sockets", "sudo modprobe af_packet"));
    }

    private boolean hasProtocol(String name) {
        return machine.lines(PROTOCOLS).stream().anyMatch(line -> line.startsWith(name + " "));
    }

    private void xdp() {
        if (!hasProtocol("XDP")) {
            findings.add(Finding.note("af-xdp", "this kernel has no AF_XDP sockets; use af_packet ports", ""));
        } else if (!isRecent(machine.property("os.version"))) {
            findings.add(Finding.note("af-xdp", "Linux " + machine.property("os.version") + " is older than "
                    + LEAST_MAJOR + "." + LEAST_MINOR + "; use af_packet ports", ""));
        } else {
            findings.add(
                    Finding.ok("af-xdp", "this kernel has AF_XDP sockets, and programs that go with their process"));
        }
    }

    private static boolean isRecent(String version) {
        String[] numbers = version.split("[^0-9]+", 3);
        int major = Integer.parseInt("0" + numbers[0]);
        int minor = numbers.length < 2 ? 0 : Integer.parseInt("0" + numbers[1]);
        return major > LEAST_MAJOR || (major == LEAST_MAJOR && minor >= LEAST_MINOR);
    }

    private void tun() {
        findings.add(machine.lines("/proc/misc").stream().anyMatch(line -> line.endsWith(" tun"))
                ? Finding.ok("tun", "this kernel has TAP and TUN interfaces")
                : Finding.note("tun", "no TAP and TUN interfaces; tap and tun ports do not open",
                        "sudo modprobe tun"));
    }
}
