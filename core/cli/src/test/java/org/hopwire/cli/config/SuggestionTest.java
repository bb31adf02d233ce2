package org.hopwire.cli.config;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SuggestionTest {
    @ParameterizedTest
    @CsvSource({"mtu, mtu, 0", "mut, mtu, 1", "mt, mtu, 1", "mtuu, mtu, 1", "nto, mtu, 2", "adress, address, 1",
        "'', mtu, 3", "kitten, sitting, 3"})
    void shouldCountLettersToMend(String a, String b, int expected) {
        assertThat(Suggestion.distance(a, b)).isEqualTo(expected);
        assertThat(Suggestion.distance(b, a)).isEqualTo(expected);
    }

    @Test
    void shouldSuggestTheNearestWord() {
        assertThat(Suggestion.hint("adres", List.of("name", "address", "mac")))
                .isEmpty();
        assertThat(Suggestion.hint("addres", List.of("name", "address", "mac")))
                .isEqualTo(" (did you mean \"address\"?)");
    }

    @Test
    void shouldSuggestNothingFarFetched() {
        assertThat(Suggestion.hint("zzz", List.of("name", "address", "mac"))).isEmpty();
        assertThat(Suggestion.hint("x", List.of())).isEmpty();
    }
}
