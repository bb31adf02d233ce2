package org.hopwire.simulation;

import java.util.List;

/**
 * How a schedule went.
 *
 * @param complaints of the checkers, each led by the checker's name; empty where all is well
 * @param hash of every frame: when, where, what
 * @param frames sent
 * @param virtualNs time that passed in the network
 */
record Outcome(List<String> complaints, long hash, long frames, long virtualNs) {
    Outcome {
        complaints = List.copyOf(complaints);
    }

    boolean isSound() {
        return complaints.isEmpty();
    }

    /** Name of the checker that complained first. */
    String checker() {
        String first = complaints.get(0);
        return first.substring(0, first.indexOf(' '));
    }
}
