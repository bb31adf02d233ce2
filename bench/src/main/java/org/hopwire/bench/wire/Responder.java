package org.hopwire.bench.wire;

import org.hopwire.bench.machine.BenchException;

/** One that takes part: started and stopped in every round, because there is one interface for all. */
interface Responder extends AutoCloseable {
    /** Who is compared with whom. */
    enum Family {
        KERNEL, C, TESTPMD, HOPWIRE
    }

    /** As {@code --only} takes it, unique. */
    String name();

    Family family();

    /** Whether it can do that at all. */
    boolean does(Work work);

    /**
     * Attaches to the interfaces; returns when it answers.
     *
     * @throws BenchException if it does not
     */
    void start(Work work);

    /** Leaves the interfaces to the next. */
    void stop();

    /** The process whose time counts; empty where it is the kernel. */
    String pid();

    /** How long it has to have run before it is measured at all, milliseconds: what compiles itself needs it. */
    int warmUpMillis();

    @Override
    void close();
}
