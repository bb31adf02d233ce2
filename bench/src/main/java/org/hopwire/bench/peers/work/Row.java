package org.hopwire.bench.peers.work;

/**
 * One peer beside Hopwire.
 *
 * @param build how the peer was compiled
 * @param ratio Hopwire's minimum by the peer's, of each round
 * @param unavailable why there are no figures, or empty
 */
public record Row(Work work, Peer peer, String build, Measured ours, Measured theirs, Interval ratio,
        String unavailable) {
    /** Minima of the rounds, and the middle of their medians. */
    public record Measured(Interval min, double median) {}

    /** A row without figures. */
    public static Row unavailable(Work work, Peer peer, String build, String reason) {
        return new Row(work, peer, build, null, null, null, reason);
    }

    /** Whether there are figures. */
    public boolean isAvailable() {
        return unavailable.isEmpty();
    }

    /** What became of the target. */
    public Verdict verdict() {
        return isAvailable() ? peer.target().verdict(ratio, ours.min()) : Verdict.NONE;
    }
}
