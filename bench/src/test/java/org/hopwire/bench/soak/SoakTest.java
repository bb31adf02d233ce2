package org.hopwire.bench.soak;

import java.io.IOException;

import org.hopwire.bench.machine.BenchException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

/** The way from the load through the engine and back, at a rate any machine has. */
class SoakTest {
    private static final double FRAMES_PER_SECOND = 20_000;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int RING_FRAMES = 65_536;

    private static Cables cables() {
        try {
            return Cables.open();
        } catch (BenchException e) {
            abort(e.getMessage());
            throw e;
        }
    }

    @Test
    void shouldAccountForEveryFrame() throws IOException {
        try (Cables cables = cables();
                WatchedEngine engine = WatchedEngine.start(cables.routerNamespace(), Integer.toString(RING_FRAMES),
                        "BACKOFF");
                Load load = new Load(cables.loadNamespace(), RING_FRAMES)) {
            EngineSample before = engine.sample(true);
            load.run(FRAMES_PER_SECOND, 2 * SECOND_NS, Long.MAX_VALUE);
            EngineSample after = engine.sample(true);
            Load.Counts counts = load.counts();
            assertThat(counts.sent()).isGreaterThan((long) FRAMES_PER_SECOND);
            assertThat(after.received() + after.lost()).isEqualTo(counts.sent());
            assertThat(after.forwarded()).isEqualTo(counts.arrived() + counts.lost());
            assertThat(counts.unanswered()).isZero();
            assertThat(counts.missing() + counts.disordered()).isZero();
            assertThat(after.descriptors()).isEqualTo(before.descriptors());
            assertThat(after.failures()).isZero();
        }
    }
}
