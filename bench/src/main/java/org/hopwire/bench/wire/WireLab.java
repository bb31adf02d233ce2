package org.hopwire.bench.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A sender, whoever is under test, and a sink, each in a network namespace of its own: two cables, and nothing else
 * anywhere near. Stations 02:00:00:00:01:0f and 02:00:00:00:02:0f, which are nobody, are where answers and forwarded
 * datagrams go, so that the kernel that receives them only counts them.
 */
final class WireLab implements AutoCloseable {
    /** Interface of the tested one towards the sender, and of the others. */
    static final String DEVICE = "eth0";
    /** Interface of the tested one towards the sink. */
    static final String WAY_OUT = "eth1";
    /** MAC of the tested one towards the sender. */
    static final String STATION = "02:00:00:00:01:02";
    /** MAC of the tested one towards the sink. */
    static final String EXIT_STATION = "02:00:00:00:02:02";
    /** Who sends, as MAC and address. */
    static final String ASKER = "02:00:00:00:01:0f";
    static final String ASKER_ADDRESS = "192.0.2.10";
    /** Next hop behind the way out. */
    static final String NEXT_HOP = "02:00:00:00:02:0f";
    static final String NEXT_HOP_ADDRESS = "203.0.113.2";
    /** Where datagrams go. */
    static final String FAR = "198.51.100.0/24";

    private static final String PREFIX = "hopwire-wire-";
    private static final Path NAMESPACES = Path.of("/run/netns");

    private final String sender = name("sender");
    private final String tested = name("tested");
    private final String sink = name("sink");

    private WireLab() {}

    private static String name(String role) {
        return PREFIX + ProcessHandle.current().pid() + "-" + role;
    }

    /** Makes everything; what a killed run has left is removed first. */
    static WireLab make() {
        sweep();
        WireLab lab = new WireLab();
        try {
            lab.build();
            return lab;
        } catch (WireException e) {
            lab.close();
            throw e;
        }
    }

    private void build() {
        for (String each : namespaces()) {
            Shell.run("ip netns add " + each);
            Shell.run("ip -n " + each + " link set lo up");
        }
        cable(sender, "02:00:00:00:01:01", DEVICE, STATION);
        cable(sink, "02:00:00:00:02:01", WAY_OUT, EXIT_STATION);
    }

    private List<String> namespaces() {
        return List.of(sender, tested, sink);
    }

    private void cable(String there, String thereMac, String device, String mac) {
        Shell.run(
                "ip link add " + DEVICE + " netns " + there + " address " + thereMac + " type veth peer name " + device
                        + " netns " + tested + " address " + mac);
        raise(there, DEVICE);
        raise(tested, device);
    }

    /** Without an address: IPv6 would say things nobody asked for. */
    private static void raise(String namespace, String device) {
        Shell.run("ip -n " + namespace + " link set " + device + " addrgenmode none");
        Shell.run("ip -n " + namespace + " link set " + device + " up");
    }

    private static void sweep() {
        String[] names = Files.isDirectory(NAMESPACES) ? NAMESPACES.toFile().list() : null;
        if (names != null) {
            Arrays.stream(names).filter(WireLab::isAbandoned).forEach(each -> Shell.run("ip netns del " + each));
        }
    }

    private static boolean isAbandoned(String name) {
        String[] parts = name.split("-", -1);
        return name.startsWith(PREFIX) && parts.length == 4 && parts[2].matches("\\d{1,9}")
                && ProcessHandle.of(Long.parseLong(parts[2])).isEmpty();
    }

    String sender() {
        return sender;
    }

    /** Namespace and interface where what the tested one sends arrives. */
    String counted(Work work) {
        return (work == Work.ECHO ? sender : sink) + ":" + DEVICE;
    }

    /** A command of words, where the tested one is. */
    void inTested(String words) {
        Shell.run("ip netns exec " + tested + " " + words);
    }

    /** The words that run a command where the tested one is, on one processor. */
    List<String> wrap(int core, List<String> command) {
        return wrap(tested, core, command);
    }

    /** The words that run a command in a namespace, on one processor. */
    static List<String> wrap(String namespace, int core, List<String> command) {
        List<String> words = new ArrayList<>(
                List.of("ip", "netns", "exec", namespace, "taskset", "-c", Integer.toString(core)));
        words.addAll(command);
        return words;
    }

    @Override
    public void close() {
        for (String each : namespaces()) {
            Shell.tryRun(List.of("ip", "netns", "del", each));
        }
    }
}
