package org.hopwire.bench.wire;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.machine.Lab;
import org.hopwire.bench.machine.Shell;

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

    private final Lab lab = Lab.open("sender", "tested", "sink");
    private final String sender = lab.namespace("sender");
    private final String tested = lab.namespace("tested");
    private final String sink = lab.namespace("sink");

    private WireLab() {}

    /** Makes everything. */
    static WireLab make() {
        WireLab made = new WireLab();
        made.lab.cable(new Lab.End(made.sender, DEVICE, "02:00:00:00:01:01"),
                new Lab.End(made.tested, DEVICE, STATION));
        made.lab.cable(new Lab.End(made.sink, DEVICE, "02:00:00:00:02:01"),
                new Lab.End(made.tested, WAY_OUT, EXIT_STATION));
        return made;
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
        Shell.run(Lab.inside(tested, List.of(words.split(" ", -1))));
    }

    /** The words that run a command where the tested one is, on one processor. */
    List<String> wrap(int core, List<String> command) {
        return wrap(tested, core, command);
    }

    /** The words that run a command in a namespace, on one processor. */
    static List<String> wrap(String namespace, int core, List<String> command) {
        List<String> words = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        words.addAll(command);
        return Lab.inside(namespace, words);
    }

    @Override
    public void close() {
        lab.close();
    }
}
