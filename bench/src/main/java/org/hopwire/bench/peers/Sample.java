package org.hopwire.bench.peers;

/** One run: the least and the middle of its iterations, in nanoseconds per operation. */
record Sample(double min, double median) {
    /** What is left when an idle run of the same loop is taken off. */
    Sample less(Sample idle) {
        return new Sample(Math.max(min - idle.min, 0.01), Math.max(median - idle.median, 0.01));
    }
}
