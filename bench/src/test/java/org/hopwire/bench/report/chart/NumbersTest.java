package org.hopwire.bench.report.chart;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NumbersTest {
    @Test
    void shouldKeepThreeDigitsThatCount() {
        assertThat(Numbers.plain(0.02)).isEqualTo("0.02");
        assertThat(Numbers.plain(4.4561)).isEqualTo("4.46");
        assertThat(Numbers.plain(1152.4)).isEqualTo("1152");
        assertThat(Numbers.plain(0)).isEqualTo("0");
        assertThat(Numbers.plain(-0.0)).isEqualTo("0");
        assertThat(Numbers.plain(99.99, 7)).isEqualTo("99.99");
    }

    @Test
    void shouldEndAlikeInAColumn() {
        assertThat(Numbers.even(35)).isEqualTo("35.0");
        assertThat(Numbers.even(1.574)).isEqualTo("1.57");
        assertThat(Numbers.even(1152.4)).isEqualTo("1,152");
    }

    @Test
    void shouldChooseTheUnitThatSuits() {
        assertThat(Numbers.time(1.574)).isEqualTo("1.57 ns");
        assertThat(Numbers.time(999.9)).isEqualTo("1 µs");
        assertThat(Numbers.time(337_107_559)).isEqualTo("337 ms");
        assertThat(Numbers.time(4.2e12)).isEqualTo("4200 s");
        assertThat(Numbers.compact(65_536)).isEqualTo("65.5k");
        assertThat(Numbers.compact(1e6)).isEqualTo("1M");
    }

    @Test
    void shouldGiveAChangeItsSign() {
        assertThat(Numbers.change(0.0312)).isEqualTo("+3.1 %");
        assertThat(Numbers.change(-0.1)).isEqualTo("-10.0 %");
        assertThat(Numbers.changeTick(0)).isEqualTo("0 %");
        assertThat(Numbers.changeTick(0.05)).isEqualTo("+5 %");
    }
}
