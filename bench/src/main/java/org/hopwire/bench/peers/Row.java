package org.hopwire.bench.peers;

/**
 * One peer beside Hopwire.
 *
 * @param build how the peer was compiled
 * @param ratio Hopwire's minimum by the peer's, of each round
 * @param unavailable why there are no figures, or empty
 */
record Row(Work work, Peer peer, String build, Measured ours, Measured theirs, Interval ratio, String unavailable) {
    /** Minima of the rounds, and the middle of their medians. */
    record Measured(Interval min, double median) {}

    static Row unavailable(Work work, Peer peer, String build, String reason) {
        return new Row(work, peer, build, null, null, null, reason);
    }

    boolean isAvailable() {
        return unavailable.isEmpty();
    }

    Verdict verdict() {
        return isAvailable() ? peer.target().verdict(ratio, ours.min()) : Verdict.NONE;
    }
}
