package org.hopwire.bench.gate.decide;

/** What is said of a benchmark, and of a whole run. */
public enum Verdict {
    /** Surely not slower by the margin or more. */
    OK,
    /** Surely faster, and by more than the threshold. */
    IMPROVEMENT,
    /** Surely slower, and by more than the threshold. */
    REGRESSION,
    /** The noise hides the answer. */
    INCONCLUSIVE,
    /** The candidate has no such benchmark any more, or cannot run it. */
    LOST;

    /** The exit code that says so. */
    public int exitCode() {
        return switch (this) {
            case OK, IMPROVEMENT -> 0;
            case REGRESSION, LOST -> 1;
            case INCONCLUSIVE -> 3;
        };
    }

    /** Whether more pairs would change nothing. */
    public boolean isFinal() {
        return this != INCONCLUSIVE;
    }
}
