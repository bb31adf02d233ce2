package org.hopwire.bench.scale;

/**
 * Times a probe in slices.
 *
 * @param warmUpNs how long it runs before anything counts
 * @param count slices that count
 */
record Slices(long warmUpNs, int count) {
    private static final long SLICE_NS = 200_000;

    /** What figures are made with: half a second of warm-up, 400 slices. */
    static final Slices FULL = new Slices(500_000_000, 400);
    /** A smoke test. */
    static final Slices QUICK = new Slices(50_000_000, 40);

    /** Nanoseconds of one packet. */
    LowQuantile measure(Probe probe) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < warmUpNs) {
            probe.run();
        }
        double[] slices = new double[count];
        for (int i = 0; i < count; i++) {
            slices[i] = slice(probe);
        }
        return LowQuantile.of(slices);
    }

    private static double slice(Probe probe) {
        long before = probe.done();
        long start = System.nanoTime();
        long elapsed;
        do {
            probe.run();
            elapsed = System.nanoTime() - start;
        } while (elapsed < SLICE_NS);
        return (double) elapsed / (probe.done() - before);
    }
}
