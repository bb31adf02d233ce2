package org.hopwire.bench.scale;

import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The statistic of the curves. */
class LowQuantileTest {
    @Test
    void shouldBeTheTenthOfAHundred() {
        LowQuantile found = LowQuantile.of(IntStream.range(0, 100).mapToDouble(i -> 99 - i).toArray());
        assertThat(found).isEqualTo(new LowQuantile(10, 4, 15));
    }

    @Test
    void shouldNotMoveWithWhatIsSlow() {
        double[] quiet = IntStream.range(0, 100).mapToDouble(i -> i < 50 ? 10 + i * 0.01 : 11).toArray();
        double[] loud = IntStream.range(0, 100).mapToDouble(i -> i < 50 ? 10 + i * 0.01 : 5000).toArray();
        assertThat(LowQuantile.of(loud)).isEqualTo(LowQuantile.of(quiet));
    }

    @Test
    void shouldHoldTheTrueQuantileNineteenTimesInTwenty() {
        Random random = new Random(1);
        int held = 0;
        for (int i = 0; i < 1000; i++) {
            LowQuantile found = LowQuantile.of(random.doubles(400).toArray());
            held += found.low() <= 0.1 && 0.1 <= found.high() ? 1 : 0;
        }
        assertThat(held).isBetween(925, 975);
    }

    @Test
    void shouldTakeOneAndRefuseNone() {
        assertThat(LowQuantile.of(7)).isEqualTo(new LowQuantile(7, 7, 7));
        assertThatIllegalArgumentException().isThrownBy(LowQuantile::of);
    }
}
