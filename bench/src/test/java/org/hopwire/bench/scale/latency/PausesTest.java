package org.hopwire.bench.scale.latency;

import java.time.Instant;
import java.util.List;

import org.hopwire.bench.scale.latency.Pauses.Pause;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which pause a long wait is put down to. */
class PausesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Instant ms(long ms) {
        return START.plusMillis(ms);
    }

    @Test
    void shouldNameThePauseThatCoversMost() {
        Pauses pauses = new Pauses(List.of(new Pause("collector: young", ms(10), ms(13)),
                new Pause("safepoint: Deoptimize", ms(12), ms(14)), new Pause("collector: old", ms(50), ms(90))));
        assertThat(pauses.explain(ms(9), ms(14))).isEqualTo("longest 5.00 ms: collector: young 3.00 ms");
        assertThat(pauses.summary()).isEqualTo("3 pauses, the longest collector: old 40.00 ms");
    }

    @Test
    void shouldBlameNoPauseThatWasTooShortOrElsewhere() {
        Pauses pauses = new Pauses(List.of(new Pause("collector: young", ms(10), ms(11))));
        assertThat(pauses.explain(ms(10), ms(14))).contains("no pause of the virtual machine");
        assertThat(pauses.explain(ms(20), ms(21))).contains("no pause of the virtual machine");
        assertThat(new Pauses(List.of()).explain(ms(0), ms(1))).contains("no pause of the virtual machine");
        assertThat(new Pauses(List.of()).summary()).isEqualTo("no pauses");
    }
}
