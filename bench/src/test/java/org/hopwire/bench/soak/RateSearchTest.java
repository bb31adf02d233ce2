package org.hopwire.bench.soak;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RateSearchTest {
    @ParameterizedTest
    @ValueSource(doubles = {10_000, 10_001, 137_000, 640_000, 5_300_000})
    void shouldFindTheHighestRateThatHolds(double limit) {
        double found = RateSearch.highest(each -> each <= limit, 0.05);
        assertThat(found).isLessThanOrEqualTo(limit).isGreaterThan(limit * 0.9);
    }

    @Test
    void shouldOfferOnlyRatesThatWereTriedAndHeld() {
        List<Double> held = new ArrayList<>();
        double found = RateSearch.highest(each -> {
            boolean holds = each < 250_000;
            if (holds) {
                held.add(each);
            }
            return holds;
        }, 0.05);
        assertThat(held).contains(found);
    }

    @Test
    void shouldFindNothingWhereNothingHolds() {
        assertThat(RateSearch.highest(each -> false, 0.05)).isZero();
    }

    @Test
    void shouldEndWhereEverythingHolds() {
        assertThat(RateSearch.highest(each -> true, 0.05)).isPositive();
    }
}
