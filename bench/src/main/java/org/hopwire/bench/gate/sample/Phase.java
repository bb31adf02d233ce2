package org.hopwire.bench.gate.sample;

/** What the forks of a run are for. */
public enum Phase {
    /** A frozen kernel against itself: is the machine quiet enough? */
    REFERENCE,
    /** The baseline against the candidate. */
    GATE,
    /** New pairs for what looked like a regression. */
    CONFIRM
}
