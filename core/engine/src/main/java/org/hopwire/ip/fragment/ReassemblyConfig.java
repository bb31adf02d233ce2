package org.hopwire.ip.fragment;

/**
 * How much is kept of datagrams for this engine that come in fragments. Absent ({@code null}) components take their
 * defaults; a value out of range is refused with an {@link IllegalArgumentException} that names it.
 *
 * @param timeoutSeconds how long a datagram may take from its first fragment, 15 to 120, default 30 (RFC 791 section
 *     3.2 begins with 15, RFC 1122 section 3.3.2 recommends 60 to 120)
 * @param datagrams unfinished datagrams in all, 1 to 65,536, default 1,024; the oldest goes for a new one
 * @param datagramsPerSource unfinished datagrams of one source, 1 to 65,536, default 64
 * @param kibibytes data kept in all, 64 to 1,048,576, default 4,096; the oldest datagram goes for a new one
 * @param kibibytesPerSource data kept of one source, 64 to 1,048,576, default 1,024
 * @param fragments fragments of one datagram, 2 to 8,189, default 128
 */
public record ReassemblyConfig(Integer timeoutSeconds, Integer datagrams, Integer datagramsPerSource,
        Integer kibibytes, Integer kibibytesPerSource, Integer fragments) {
    private static final int MOST_DATAGRAMS = 1 << 16;
    private static final int ONE_DATAGRAM = 64;
    private static final int MOST_KIBIBYTES = 1 << 20;
    private static final int MOST_FRAGMENTS = 8_189;

    /** Checks every field. */
    public ReassemblyConfig {
        timeoutSeconds = inRange("timeout_seconds", timeoutSeconds, 30, 15, 120);
        datagrams = inRange("datagrams", datagrams, 1024, 1, MOST_DATAGRAMS);
        datagramsPerSource = inRange("datagrams_per_source", datagramsPerSource, 64, 1, MOST_DATAGRAMS);
        kibibytes = inRange("kibibytes", kibibytes, 4096, ONE_DATAGRAM, MOST_KIBIBYTES);
        kibibytesPerSource = inRange("kibibytes_per_source", kibibytesPerSource, 1024, ONE_DATAGRAM, MOST_KIBIBYTES);
        fragments = inRange("fragments", fragments, 128, 2, MOST_FRAGMENTS);
    }

    private static int inRange(String field, Integer value, int absent, int least, int most) {
        int checked = value == null ? absent : value;
        if (checked < least || checked > most) {
            throw new IllegalArgumentException(
                    "ip.reassembly." + field + ": " + checked + " is not " + least + " to " + most);
        }
        return checked;
    }

    /** 30 seconds, 1,024 datagrams, 4 MiB; 64 datagrams and 1 MiB of one source; 128 fragments each. */
    public static ReassemblyConfig defaults() {
        return new ReassemblyConfig(null, null, null, null, null, null);
    }
}
