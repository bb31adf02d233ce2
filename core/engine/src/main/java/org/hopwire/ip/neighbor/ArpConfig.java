package org.hopwire.ip.neighbor;

/**
 * How neighbours are found and kept. Absent ({@code null}) components take their defaults; a value out of range is
 * refused with an {@link IllegalArgumentException} that names it.
 *
 * @param maxEntries neighbours known or asked for at one time, besides those of the configuration, 16 to 262,144,
 *        default 4096; half of them at most may be neighbours that have not answered
 * @param queuePackets packets that wait for one neighbour, 0 to 64, default 3; the oldest makes room for the latest
 *        (RFC 1122 section 2.3.2.2)
 * @param queueTotal packets that wait for all neighbours together, 1 to 16,384, default 256
 * @param requests broadcast requests, one a second (RFC 1122 section 2.3.2.1), before a neighbour counts as
 *        unreachable, 1 to 10, default 3
 * @param reachableSeconds how long an answer is believed; then a neighbour in use is asked again by unicast, and one
 *        out of use is forgotten (RFC 1122 section 2.3.2.1), 1 to 86,400, default 60
 * @param failedSeconds how long a neighbour that did not answer is not asked again, and packets to it are refused at
 *        once, 1 to 3600, default 5
 * @param announcements how often each address of ours is announced, two seconds apart, at the start and when a link
 *        comes up (RFC 5227 section 2.3), 0 to 10, default 2
 */
public record ArpConfig(Integer maxEntries, Integer queuePackets, Integer queueTotal, Integer requests,
        Integer reachableSeconds, Integer failedSeconds, Integer announcements) {
    /** Checks every field. */
    public ArpConfig {
        maxEntries = inRange("max_entries", maxEntries, 4096, 16, 1 << 18);
        queuePackets = inRange("queue_packets", queuePackets, 3, 0, 64);
        queueTotal = inRange("queue_total", queueTotal, 256, 1, 1 << 14);
        requests = inRange("requests", requests, 3, 1, 10);
        reachableSeconds = inRange("reachable_seconds", reachableSeconds, 60, 1, 86_400);
        failedSeconds = inRange("failed_seconds", failedSeconds, 5, 1, 3600);
        announcements = inRange("announcements", announcements, 2, 0, 10);
    }

    /** What RFC 1122 and RFC 5227 recommend. */
    public static ArpConfig defaults() {
        return new ArpConfig(null, null, null, null, null, null, null);
    }

    /** The same with room for another number of neighbours. */
    public ArpConfig withMaxEntries(int entries) {
        return new ArpConfig(entries, queuePackets, queueTotal, requests, reachableSeconds, failedSeconds,
                announcements);
    }

    /** The same with other queues. */
    public ArpConfig withQueue(int packets, int total) {
        return new ArpConfig(maxEntries, packets, total, requests, reachableSeconds, failedSeconds, announcements);
    }

    /** The same with another number of announcements. */
    public ArpConfig withAnnouncements(int times) {
        return new ArpConfig(maxEntries, queuePackets, queueTotal, requests, reachableSeconds, failedSeconds, times);
    }

    /** Most neighbours that may be asked for, or have failed, at one time. */
    int maxUnresolved() {
        return maxEntries / 2;
    }

    private static int inRange(String field, Integer value, int absent, int least, int most) {
        int checked = value == null ? absent : value;
        if (checked < least || checked > most) {
            throw new IllegalArgumentException("ip.arp." + field + ": " + checked + " is not " + least + " to " + most);
        }
        return checked;
    }
}
