package org.hopwire.cli;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10000000000", "500ms, 500000000", "1.5s, 1500000000", "2m, 120000000000",
        "1h, 3600000000000", "7us, 7000", "3ns, 3"})
    void shouldReadDurations(String text, long nanos) {
        assertThat(new Quantities.DurationConverter().convert(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1 s", "1d", "1e3", "0.5ns", "999999999999999h", "NaN"})
    void shouldRefuseWhatIsNoDuration(String text) {
        assertThatThrownBy(() -> new Quantities.DurationConverter().convert(text))
                .isInstanceOf(TypeConversionException.class).hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"10ms, 10000000", "1s, 1000000000"})
    void shouldReadIntervals(String text, long nanos) {
        assertThat(new Quantities.IntervalConverter().convert(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0s", "9ms", "1ns", "x"})
    void shouldRefuseAnIntervalWithoutAPause(String text) {
        assertThatThrownBy(() -> new Quantities.IntervalConverter().convert(text))
                .isInstanceOf(TypeConversionException.class).hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0.5, 0.5", "10k, 10000", "1.5M, 1500000", "2G, 2000000000"})
    void shouldReadRates(String text, double rate) {
        assertThat(new Quantities.RateConverter().convert(text)).isEqualTo(rate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "10K", "1T", "Infinity", "NaN", "1e9"})
    void shouldRefuseWhatIsNoRate(String text) {
        assertThatThrownBy(() -> new Quantities.RateConverter().convert(text))
                .isInstanceOf(TypeConversionException.class).hasMessageContaining("'" + text + "'");
    }
}
