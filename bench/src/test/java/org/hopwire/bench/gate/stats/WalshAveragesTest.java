package org.hopwire.bench.gate.stats;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WalshAveragesTest {
    private static final double[] SEVEN = {0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.30};

    @Test
    void shouldEstimateTheMedianOfAllAverages() {
        assertThat(new WalshAverages(new double[] {1, 2, 6}).estimate(0.5).center()).isEqualTo(2.75);
        assertThat(new WalshAverages(SEVEN).estimate(0.01).center()).isCloseTo(0.04, within(1e-12));
    }

    @Test
    void shouldBoundBySevenPairsWithTheSmallestAndTheLargest() {
        Estimate estimate = new WalshAverages(SEVEN).estimate(0.01);
        assertThat(estimate.lower()).isEqualTo(0.01);
        assertThat(estimate.upper()).isEqualTo(0.30);
        assertThat(estimate.slower()).isEqualTo(1.0 / 128);
        assertThat(estimate.faster()).isEqualTo(1);
    }

    @Test
    void shouldTurnAroundWithItsData() {
        Estimate up = new WalshAverages(SEVEN).estimate(0.02);
        Estimate down = new WalshAverages(Arrays.stream(SEVEN).map(each -> -each).toArray()).estimate(0.02);
        assertThat(down.center()).isCloseTo(-up.center(), within(1e-15));
        assertThat(down.lower()).isEqualTo(-up.upper());
        assertThat(down.faster()).isEqualTo(up.slower());
    }

    @Test
    void shouldHaveNoBoundsWhereThePairsAreTooFew() {
        Estimate estimate = new WalshAverages(Arrays.copyOf(SEVEN, 6)).estimate(0.01);
        assertThat(estimate.isBounded()).isFalse();
        assertThat(estimate.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(estimate.upper()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(estimate.center()).isCloseTo(0.035, within(1e-12));
    }

    @Test
    void shouldFindNothingInZeros() {
        Estimate estimate = new WalshAverages(new double[9]).estimate(0.01);
        assertThat(estimate.center()).isZero();
        assertThat(estimate.lower()).isZero();
        assertThat(estimate.upper()).isZero();
        assertThat(estimate.slower()).isEqualTo(1);
        assertThat(estimate.faster()).isEqualTo(1);
    }

    @Test
    void shouldErrTowardsNoChangeWhereDifferencesTie() {
        double[] tied = {0.02, 0.02, 0.02, 0.02, 0.02, 0.02, -0.02};
        double[] untied = {0.021, 0.022, 0.023, 0.024, 0.025, 0.026, -0.0199};
        assertThat(new WalshAverages(tied).estimate(0.01).slower())
                .isGreaterThan(new WalshAverages(untied).estimate(0.01).slower());
    }

    @Test
    void shouldTakeALogarithmForAChange() {
        assertThat(Estimate.change(Math.log(1.05))).isCloseTo(0.05, within(1e-12));
        assertThat(new Estimate(7, 0, Math.log(0.99), Math.log(1.01), 1, 1).halfWidth()).isCloseTo(0.01, within(1e-4));
    }
}
