package org.hopwire.bench.scale;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every curve can be made, gets right answers at its first and third point, and counts what it does. */
class CurvesTest {
    static List<Curve> curves() {
        return Curves.all();
    }

    @ParameterizedTest
    @MethodSource("curves")
    void shouldDoWhatItCounts(Curve curve) {
        for (int x : List.of(curve.steps().get(0), curve.steps().get(2))) {
            try (Probe probe = curve.probe().apply(x)) {
                long before = probe.done();
                probe.run();
                assertThat(probe.done()).as("%s at %d", curve.name(), x).isGreaterThan(before);
            }
        }
    }

    @Test
    void shouldGrow() {
        assertThat(Curves.all()).allSatisfy(curve -> assertThat(curve.steps()).isSorted().doesNotHaveDuplicates());
    }
}
