package org.hopwire.bench.gate.decide;

import org.hopwire.bench.gate.stats.Estimate;
import org.hopwire.bench.gate.stats.SignedRank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RuleTest {
    private static final Rule RULE = Rule.standard(Rule.DEFAULT_THETA);

    @ParameterizedTest
    @CsvSource({
        // change, bounds
        "0.04, 0.01, 0.06, REGRESSION",
        "0.035, 0.03, 0.04, REGRESSION", // below the margin, yet surely and noticeably slower
        "0.02, 0.01, 0.04, OK", // surely slower, by too little to matter
        "0.02, 0.01, 0.06, INCONCLUSIVE", // may be slower by more than the margin
        "0.04, -0.01, 0.06, INCONCLUSIVE",
        "0.04, -0.01, 0.049, OK",
        "0.0, -0.02, 0.02, OK",
        "0.0, -0.10, 0.10, INCONCLUSIVE",
        "-0.04, -0.06, -0.01, IMPROVEMENT",
        "-0.02, -0.03, -0.01, OK",
        "-0.04, -0.06, 0.01, OK"})
    void shouldJudge(double change, double low, double high, Verdict expected) {
        assertThat(RULE.judge(estimate(change, low, high))).isEqualTo(expected);
    }

    @Test
    void shouldWidenTheMarginWithTheThreshold() {
        Estimate estimate = estimate(0.07, 0.04, 0.09);
        assertThat(RULE.judge(estimate)).isEqualTo(Verdict.REGRESSION);
        assertThat(Rule.standard(0.10).judge(estimate)).isEqualTo(Verdict.OK);
    }

    @Test
    void shouldDecideNothingWithoutBounds() {
        Estimate unbounded = new Estimate(6, 0.5, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1, 1);
        assertThat(RULE.judge(unbounded)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldSpendAlphaOnceAndGiveEveryLookEnoughToDecide() {
        assertThat(RULE.looks().stream().mapToDouble(Look::alpha).sum()).isCloseTo(RULE.alpha(), within(1e-12));
        assertThat(RULE.looks()).allMatch(each -> SignedRank.critical(each.pairs(), each.alpha()) >= 0);
        assertThat(RULE.mostPairs()).isEqualTo(21);
    }

    @Test
    void shouldExitByVerdict() {
        assertThat(Verdict.values()).extracting(Verdict::exitCode).containsExactly(0, 0, 1, 3, 1);
    }

    private static Estimate estimate(double change, double low, double high) {
        return new Estimate(7, Math.log1p(change), Math.log1p(low), Math.log1p(high), 0, 0);
    }
}
