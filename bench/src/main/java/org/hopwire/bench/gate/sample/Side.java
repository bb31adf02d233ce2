package org.hopwire.bench.gate.sample;

/** Which of the two builds a fork ran. */
public enum Side {
    /** The baseline. */
    A,
    /** The candidate. */
    B;

    /** The side that goes first in a pair: A B, B A, A B and so on, so that a drift favours neither. */
    public static Side firstOf(int pair) {
        return pair % 2 == 1 ? A : B;
    }

    /** The other one. */
    public Side other() {
        return this == A ? B : A;
    }
}
