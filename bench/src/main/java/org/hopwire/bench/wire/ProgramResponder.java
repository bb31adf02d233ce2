package org.hopwire.bench.wire;

import java.util.List;

import org.hopwire.bench.machine.Child;

/** A native program that answers echo requests from its start to its end. */
final class ProgramResponder implements Responder {
    private static final int SECONDS_TO_LEAVE = 5;

    /**
     * How to run it.
     *
     * @param command words
     * @param ready what the line says by which it tells that it answers
     * @param farewell line that ends it; empty where a signal does
     */
    record Program(List<String> command, String ready, String farewell) {}

    private final String name;
    private final Family family;
    private final WireLab lab;
    private final int core;
    private final Program program;
    private Child child;

    ProgramResponder(String name, Family family, WireLab lab, int core, Program program) {
        this.name = name;
        this.family = family;
        this.lab = lab;
        this.core = core;
        this.program = program;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Family family() {
        return family;
    }

    @Override
    public boolean does(Work work) {
        return work == Work.ECHO;
    }

    @Override
    public void start(Work work) {
        child = Child.start(name, lab.wrap(core, program.command()));
        child.await(program.ready());
    }

    @Override
    public void stop() {
        if (child != null && !program.farewell().isEmpty()) {
            child.tell(program.farewell());
            child.awaitEnd(SECONDS_TO_LEAVE);
        }
        close();
    }

    @Override
    public String pid() {
        return Long.toString(child.pid());
    }

    @Override
    public int warmUpMillis() {
        return 0;
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
            child = null;
            // a program attached by netlink stays where its owner was killed
            lab.inTested("ip link set dev " + WireLab.DEVICE + " xdp off");
        }
    }
}
