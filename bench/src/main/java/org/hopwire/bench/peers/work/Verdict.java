package org.hopwire.bench.peers.work;

import java.util.Locale;

/** What became of a target. */
public enum Verdict {
    /** In every round. */
    MET,
    /** In no round. */
    MISSED,
    /** In some. */
    OPEN,
    /** There was none. */
    NONE;

    @Override
    public String toString() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
    }
}
