package org.hopwire.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a soak has shown: each line a claim, whether it holds, and the figures.
 *
 * @param checks in order
 */
record Verdict(List<Check> checks) {
    /** What a collection leaves is never to the octet the same. */
    private static final double HEAP_BYTES = 1 << 17;
    /** Compiler threads keep what the largest method they have compiled took. */
    private static final double RESIDENT_BYTES = 1 << 24;
    /** What is allocated for frames, even for the one in 64 that the control agent sees, is far more. */
    private static final long FRAMES_PER_OCTET = 1000;
    /** A JVM maps and unmaps for its compiler threads as they come and go. */
    private static final double MAPPINGS = 8;

    /**
     * One claim.
     *
     * @param claim that should hold
     * @param holds whether it does
     * @param figures it rests on
     */
    record Check(String claim, boolean holds, String figures) {}

    boolean holds() {
        return checks.stream().allMatch(Check::holds);
    }

    /** Judges the samples of the hold; the first was taken before it, the last when all had arrived. */
    static Verdict of(List<EngineSample> samples, Load.Counts before, Load.Counts after) {
        List<Check> checks = new ArrayList<>();
        EngineSample first = samples.get(0);
        EngineSample last = samples.get(samples.size() - 1);
        account(checks, first, last, before, after);
        long frames = last.received() - first.received();
        rare(checks, "the worker allocates nothing for a frame", last.workerBytes() - first.workerBytes(), frames);
        rare(checks, "the control agent allocates nothing for a frame", last.controlBytes() - first.controlBytes(),
                frames);
        equal(checks, "no garbage is collected", 0, last.collections() - first.collections(), "collections");
        equal(checks, "no agent fails", 0, last.failures(), "failures");
        List<EngineSample> collected = samples.stream().filter(each -> each.liveBytes() >= 0).toList();
        flat(checks, "live heap is flat", collected, EngineSample::liveBytes, HEAP_BYTES);
        flat(checks, "resident memory is flat", samples, EngineSample::residentBytes, RESIDENT_BYTES);
        flat(checks, "descriptors are flat", samples, EngineSample::descriptors, 0);
        flat(checks, "mappings are flat", samples, EngineSample::mappings, MAPPINGS);
        return new Verdict(List.copyOf(checks));
    }

    private static void account(List<Check> checks, EngineSample first, EngineSample last, Load.Counts before,
            Load.Counts after) {
        long sent = after.sent() - before.sent();
        long received = last.received() - first.received();
        long forwarded = last.forwarded() - first.forwarded();
        equal(checks, "what was sent was received, or dropped by the kernel and counted", sent,
                received + last.lost() - first.lost(), "frames");
        equal(checks, "received = forwarded + consumed + dropped", received,
                forwarded + last.consumed() - first.consumed() + last.dropped() - first.dropped(), "frames");
        equal(checks, "what was forwarded arrived", forwarded,
                after.arrived() - before.arrived() + after.lost() - before.lost(), "frames");
        equal(checks, "no frame was lost, no echo left unanswered", 0, after.unanswered() - before.unanswered(),
                "frames");
        equal(checks, "in order, and once", 0,
                after.missing() - before.missing() + after.disordered() - before.disordered(), "frames");
    }

    private static void equal(List<Check> checks, String claim, long wanted, long got, String unit) {
        checks.add(new Check(claim, wanted == got,
                wanted == got ? got + " " + unit : wanted + " and " + got + " " + unit));
    }

    private static void rare(List<Check> checks, String claim, long octets, long frames) {
        checks.add(new Check(claim, octets * FRAMES_PER_OCTET <= frames, octets + " octets in " + frames + " frames"));
    }

    private static void flat(List<Check> checks, String claim, List<EngineSample> samples,
            ToLongFunction<EngineSample> figure, double tolerance) {
        Trend trend = Trend.of(samples.stream().mapToLong(EngineSample::atMillis).toArray(),
                samples.stream().mapToLong(figure).toArray());
        checks.add(new Check(claim, trend.isFlat(tolerance),
                String.format(Locale.ROOT, "%.0f to %.0f, %+.1f an hour", trend.first(), trend.last(),
                        trend.perHour())));
    }
}
