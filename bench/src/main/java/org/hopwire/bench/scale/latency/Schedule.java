package org.hopwire.bench.scale.latency;

/**
 * When packets are meant to arrive: evenly, at a rate, from a start on, whatever became of those before. So a packet
 * that had to wait for one that was late counts its wait (no coordinated omission).
 *
 * @param startNs monotonic time of packet 0
 * @param perSecond packets a second
 */
record Schedule(long startNs, double perSecond) {
    private static final double NS_PER_SECOND = 1e9;

    /** When a packet is due, monotonic nanoseconds. */
    long dueNs(long packet) {
        return startNs + (long) (packet * (NS_PER_SECOND / perSecond));
    }

    /** How many packets are due by then. */
    long dueBy(long nowNs) {
        if (nowNs < startNs) {
            return 0;
        }
        long about = (long) ((nowNs - startNs) * (perSecond / NS_PER_SECOND));
        // the division may be off by one either way
        while (dueNs(about) <= nowNs) {
            about++;
        }
        while (about > 0 && dueNs(about - 1) > nowNs) {
            about--;
        }
        return about;
    }
}
