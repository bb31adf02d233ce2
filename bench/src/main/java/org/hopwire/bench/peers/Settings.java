package org.hopwire.bench.peers;

/**
 * How much is measured.
 *
 * @param core the processor both sides are kept on
 */
record Settings(int core, int rounds, Length length) {
    /** How long one run of one side is. */
    enum Length {
        /** No time is taken. */
        CHECK(0),
        /** A smoke test. */
        QUICK(3),
        /** Long enough to quote. */
        FULL(12);

        private final int nativeIterations;

        Length(int nativeIterations) {
            this.nativeIterations = nativeIterations;
        }
    }

    /** Of a twentieth of a second. */
    int nativeIterations() {
        return length.nativeIterations;
    }

    boolean isQuick() {
        return length == Length.QUICK;
    }
}
