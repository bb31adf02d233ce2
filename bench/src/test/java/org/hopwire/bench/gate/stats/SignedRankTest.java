package org.hopwire.bench.gate.stats;

import java.util.SplittableRandom;

import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SignedRankTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 14})
    void shouldCountEveryAssignmentOfSigns(int pairs) {
        int[] counts = new int[SignedRank.largest(pairs) + 1];
        for (int signs = 0; signs < 1 << pairs; signs++) {
            counts[rankSum(signs)]++;
        }
        int below = 0;
        for (int w = 0; w < counts.length; w++) {
            below += counts[w];
            assertThat(SignedRank.cumulative(pairs, w)).isCloseTo((double) below / (1 << pairs), within(1e-12));
        }
    }

    private static int rankSum(int signs) {
        int sum = 0;
        for (int rank = 1; signs >>> (rank - 1) != 0; rank++) {
            sum += (signs >>> (rank - 1) & 1) * rank;
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"5,-1", "6,-1", "7,0", "8,1", "10,5", "12,9", "15,19", "20,43"})
    void shouldKnowTheTablesValuesForOnePercent(int pairs, int expected) {
        assertThat(SignedRank.critical(pairs, 0.01)).isEqualTo(expected);
    }

    @Test
    void shouldNeverExceedTheLevelAndNeverWasteARank() {
        for (int pairs = 1; pairs <= 40; pairs++) {
            int k = SignedRank.critical(pairs, 0.003);
            assertThat(k < 0 ? 0 : SignedRank.cumulative(pairs, k)).isLessThanOrEqualTo(0.003);
            assertThat(SignedRank.cumulative(pairs, k + 1)).isGreaterThan(0.003);
        }
    }

    @Test
    void shouldAgreeWithAnotherImplementation() {
        SplittableRandom random = new SplittableRandom(1);
        for (int pairs = 5; pairs <= 21; pairs++) {
            double[] values = random.doubles(pairs, -1, 1.3).toArray();
            double expected = WilcoxonSignedRankTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN)
                    .test(values).getPValue();
            assertThat(new WalshAverages(values).estimate(0.01).slower()).isCloseTo(expected, within(1e-9));
        }
    }
}
