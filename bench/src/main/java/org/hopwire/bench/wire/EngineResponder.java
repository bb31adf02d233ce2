package org.hopwire.bench.wire;

import java.util.List;

import org.hopwire.bench.machine.Child;
import org.hopwire.bench.machine.Jvm;

/** A whole engine in a virtual machine of its own, which lives from round to round while its engines come and go. */
final class EngineResponder implements Responder {
    private static final int WARM_UP_MILLIS = 4000;

    private final String build;
    private final String classPath;
    private final EngineProcess.Way way;
    private final WireLab lab;
    private final int core;
    private Child child;

    /** Hopwire as a build has it, whose name stands first in the responder's. */
    EngineResponder(String build, String classPath, EngineProcess.Way way, WireLab lab, int core) {
        this.build = build;
        this.classPath = classPath;
        this.way = way;
        this.lab = lab;
        this.core = core;
    }

    @Override
    public String name() {
        return build + "-" + way.label();
    }

    @Override
    public Family family() {
        return Family.HOPWIRE;
    }

    @Override
    public boolean does(Work work) {
        return true;
    }

    @Override
    public void start(Work work) {
        if (child == null) {
            child = Child.start(name(), lab.wrap(core, command()));
        }
        child.tell(work.toString());
        child.await(EngineProcess.READY);
    }

    private List<String> command() {
        return Jvm.command(classPath, EngineProcess.class, List.of(), List.of(way.name()));
    }

    @Override
    public void stop() {
        if (child != null) {
            child.tell(EngineProcess.LEAVE);
            child.await(EngineProcess.LEFT);
        }
    }

    @Override
    public String pid() {
        return Long.toString(child.pid());
    }

    @Override
    public int warmUpMillis() {
        return WARM_UP_MILLIS;
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
            child = null;
        }
    }
}
