package org.hopwire.engine;

/**
 * What a replay reads, writes and obeys. Files named {@code -} are standard input and output.
 *
 * @param input capture to read: pcap or pcapng, gzip or not
 * @param output where what the engine sends is written, or null for nowhere
 * @param drops where dropped frames are written with their reason as comment, or null
 * @param inPort port fed by a plain pcap or an unnamed interface; if null the first of kind pcap, or the first of all
 * @param settleNs how long timers go on firing after the last frame, nanoseconds of the capture's time
 * @param maxGapNs how long timers fire between two frames, nanoseconds of the capture's time: what is left of a longer
 *     gap is jumped over, and timers that came due in it fire once, at its end. It bounds what a capture whose clock
 *     leaps by years can cost, and what {@link Pace.Kind#MULTIPLIER} waits
 * @param limit most frames read in each pass
 * @param loops passes over the input, at least 1; the time of each goes on where the last one ended
 * @param pace how fast frames are fed
 */
public record ReplayOptions(String input, String output, String drops, String inPort, long settleNs,
        long maxGapNs, long limit, int loops, Pace pace) {
    private static final long DEFAULT_SETTLE_NS = 10_000_000_000L;
    /** One hour: {@code maxGapNs} where nobody says otherwise. */
    public static final long DEFAULT_MAX_GAP_NS = 3_600_000_000_000L;
    private static final String STANDARD_STREAM = "-";

    /** Fills in what is absent and checks the rest. */
    public ReplayOptions {
        if (settleNs < 0) {
            throw new IllegalArgumentException("settle: " + settleNs + " ns is negative");
        }
        if (maxGapNs < 0) {
            throw new IllegalArgumentException("max-gap: " + maxGapNs + " ns is negative");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " is less than 1");
        }
        if (loops < 1) {
            throw new IllegalArgumentException("loop: " + loops + " is less than 1");
        }
        if (loops > 1 && STANDARD_STREAM.equals(input)) {
            throw new IllegalArgumentException("loop: standard input can be read once only");
        }
        pace = pace == null ? Pace.TOP_SPEED : pace;
    }

    /** All of {@code input} at top speed into {@code output}. */
    public static ReplayOptions of(String input, String output) {
        return new ReplayOptions(input, output, null, null, DEFAULT_SETTLE_NS, DEFAULT_MAX_GAP_NS, Long.MAX_VALUE, 1,
                Pace.TOP_SPEED);
    }

    /** The same, with dropped frames written to a file. */
    public ReplayOptions withDrops(String file) {
        return new ReplayOptions(input, output, file, inPort, settleNs, maxGapNs, limit, loops, pace);
    }

    /** The same, feeding unnamed interfaces to a port. */
    public ReplayOptions withInPort(String port) {
        return new ReplayOptions(input, output, drops, port, settleNs, maxGapNs, limit, loops, pace);
    }

    /** The same, settling for so long. */
    public ReplayOptions withSettleNs(long ns) {
        return new ReplayOptions(input, output, drops, inPort, ns, maxGapNs, limit, loops, pace);
    }

    /** The same, with timers firing for so long between two frames. */
    public ReplayOptions withMaxGapNs(long ns) {
        return new ReplayOptions(input, output, drops, inPort, settleNs, ns, limit, loops, pace);
    }

    /** The same, reading at most so many frames a pass. */
    public ReplayOptions withLimit(long frames) {
        return new ReplayOptions(input, output, drops, inPort, settleNs, maxGapNs, frames, loops, pace);
    }

    /** The same, in so many passes. */
    public ReplayOptions withLoops(int passes) {
        return new ReplayOptions(input, output, drops, inPort, settleNs, maxGapNs, limit, passes, pace);
    }

    /** The same at a pace. */
    public ReplayOptions withPace(Pace newPace) {
        return new ReplayOptions(input, output, drops, inPort, settleNs, maxGapNs, limit, loops, newPace);
    }

    /**
     * How fast frames are fed in real time; the engine's own time is the capture's whatever the pace.
     *
     * @param kind what the value counts
     * @param value frames or megabits a second, or a factor; more than 0
     */
    public record Pace(Kind kind, double value) {
        /** As fast as the engine takes them. */
        public static final Pace TOP_SPEED = new Pace(Kind.TOP_SPEED, 1);

        private static final double NANOS_PER_SECOND = 1e9;
        private static final double NANOS_PER_MEGABIT_OCTET = 8e3;

        /** The names tcpreplay gives them. */
        public enum Kind {
            /** No waiting. */
            TOP_SPEED,
            /** Frames per second. */
            PPS,
            /** Megabits per second of frame octets. */
            MBPS,
            /** Multiple of the capture's own speed. */
            MULTIPLIER
        }

        /** Checks the value. */
        public Pace {
            if (!(value > 0) || Double.isInfinite(value)) {
                throw new IllegalArgumentException("pace: " + value + " is not more than 0");
            }
        }

        /** When what follows is due, in real nanoseconds after the start. */
        long dueNs(long frames, long octets, long captureNs) {
            return switch (kind) {
                case TOP_SPEED -> 0;
                case PPS -> (long) (frames / value * NANOS_PER_SECOND);
                case MBPS -> (long) (octets / value * NANOS_PER_MEGABIT_OCTET);
                case MULTIPLIER -> (long) (captureNs / value);
            };
        }
    }

    /** Told of progress now and then, on the caller's thread. */
    @FunctionalInterface
    public interface Progress {
        /**
         * So far.
         *
         * @param frames frames read from the capture
         * @param octets octets read from the file, as they lie there (compressed ones count as such)
         */
        void onProgress(long frames, long octets);
    }
}
