package org.hopwire.bench.scale;

/** Something to be measured at one point of a curve; its answer has been checked when it was made. */
interface Probe extends AutoCloseable {
    /** Does some of it, for some microseconds. */
    void run();

    /** Packets, or lookups, done so far. */
    long done();

    @Override
    void close();
}
