package org.hopwire.igmp.router;

import org.hopwire.igmp.core.ProtocolTimers;

/** So many in a second, a burst at a time; those beyond are refused or told when their turn is. */
final class Pacer {
    private final long intervalNs;
    private final long burstNs;
    private long nextNs;
    private boolean used;

    Pacer(int perSecond, int burst) {
        this.intervalNs = Math.max(1, ProtocolTimers.SECOND_NS / perSecond);
        this.burstNs = intervalNs * (burst - 1L);
    }

    /** Whether one more may happen now; it is counted then. */
    boolean allows(long nowNs) {
        if (turnNs(nowNs) - nowNs > 0) {
            return false;
        }
        take(nowNs);
        return true;
    }

    /** When the next may happen: now, or later. */
    long turnNs(long nowNs) {
        return used && nextNs - burstNs - nowNs > 0 ? nextNs - burstNs : nowNs;
    }

    /** Takes the next turn. */
    void take(long nowNs) {
        nextNs = (used && nextNs - nowNs > 0 ? nextNs : nowNs) + intervalNs;
        used = true;
    }
}
