package org.hopwire.bench.report.input;

/** As the gate writes it. */
public enum GateVerdict {
    /** Surely not slower by the margin. */
    OK,
    /** Surely faster. */
    IMPROVEMENT,
    /** Surely slower. */
    REGRESSION,
    /** The noise hides the answer. */
    INCONCLUSIVE,
    /** The benchmark is gone. */
    LOST
}
