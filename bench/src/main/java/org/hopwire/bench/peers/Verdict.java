package org.hopwire.bench.peers;

import java.util.Locale;

/** What became of a target. */
enum Verdict {
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
