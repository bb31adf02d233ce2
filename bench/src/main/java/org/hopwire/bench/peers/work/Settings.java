package org.hopwire.bench.peers.work;

/**
 * How much is measured.
 *
 * @param core the processor both sides are kept on
 */
public record Settings(int core, int rounds, Length length) {
    /** How long one run of one side is. */
    public enum Length {
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
    public int nativeIterations() {
        return length.nativeIterations;
    }

    /** Whether it is a smoke test. */
    public boolean isQuick() {
        return length == Length.QUICK;
    }
}
