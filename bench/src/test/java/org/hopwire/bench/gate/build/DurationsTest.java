package org.hopwire.bench.gate.build;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({"90s,90", "10m,600", "6m20s,380", "1h30m,5400", "0s,0"})
    void shouldRead(String text, long seconds) {
        assertThat(Durations.parse(text)).hasSeconds(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "5d", "1s2m", "-3s"})
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).hasMessageContaining("\"" + text + "\" is not a duration");
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "900,1 s", "59000,59 s", "60000,1 min", "378000,6 min 20 s", "3600000,1 h 0 min",
        "5430000,1 h 30 min 30 s", "-5,0 s"})
    void shouldWrite(long ms, String expected) {
        assertThat(Durations.inWords(ms)).isEqualTo(expected);
    }
}
