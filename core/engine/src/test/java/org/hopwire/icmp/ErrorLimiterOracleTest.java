package org.hopwire.icmp;

import java.util.SplittableRandom;

import org.hopwire.icmp.IcmpConfig.Limits;
import org.hopwire.packet.RejectCause;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * R-RATE-01, CVE-2020-25705: an attacker sends probes with forged sources; all draw an error, or all but one, because
 * that one found an open port. From his own address he measures what is left of the common bucket and guesses. He wins
 * when he is right more often than by chance.
 */
class ErrorLimiterOracleTest {
    private static final int WINDOWS = 100_000;
    private static final double MOST_SUCCESS = 0.52;
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    /** A tenth of the default's burst: the fewer levels a bucket has, the more one of them tells. */
    private static final Limits SMALL = new Limits(1000, 50, null, null, null, null);

    private final SplittableRandom random = new SplittableRandom(20_201_112);
    private final ErrorLimiter limiter = new ErrorLimiter(SMALL, random.split());
    private long nowNs;
    private int source;

    /** An error to a source from a fresh prefix: the attacker has many, and each has a bucket of its own. */
    private boolean probe() {
        source += 0x0100_0100;
        return limiter.rule(0x0B00_0000 | ((source & 0x7FFF_FFFF) >>> 1), RejectCause.PORT_UNREACHABLE, nowNs) == null;
    }

    private void forge(int probes) {
        for (int i = 0; i < probes; i++) {
            probe();
        }
    }

    /** His best guess from one measurement, learnt on half of the windows, judged on the other half. */
    private double success(Attack attack) {
        int[][] seen = new int[2][1001];
        int right = 0;
        for (int window = 0; window < WINDOWS; window++) {
            nowNs += SECOND;
            int open = random.nextInt(2);
            int measured = Math.min(1000, attack.measure(open));
            if (window < WINDOWS / 2) {
                seen[open][measured]++;
            } else {
                int guess = seen[1][measured] > seen[0][measured] ? 1 : 0;
                right += guess == open ? 1 : 0;
            }
        }
        return right / (WINDOWS / 2.0);
    }

    private interface Attack {
        /** What the attacker sees in one window. */
        int measure(int open);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12, 25, 40, 49, 50, 51, 60, 87, 100, 1000})
    @DisplayName("R-RATE-01: N forged probes, then one of his own")
    void shouldNotTellByOneProbe(int forged) {
        assertThat(success(open -> {
            forge(forged - open);
            return probe() ? 1 : 0;
        })).isLessThan(MOST_SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 30, 50})
    @DisplayName("R-RATE-01: N forged probes, then he counts what is left")
    void shouldNotTellByCountingWhatIsLeft(int forged) {
        assertThat(success(open -> {
            forge(forged - open);
            return countLeft();
        })).isLessThan(MOST_SUCCESS);
    }

    private int countLeft() {
        int left = 0;
        while (probe()) {
            left++;
        }
        return left;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, 25})
    @DisplayName("R-RATE-01: he drains the bucket, waits for one refill, forges N probes, counts what is left")
    void shouldNotTellFromADrainedBucket(int forged) {
        assertThat(success(open -> {
            countLeft();
            nowNs += 25 * MS;
            forge(forged - open);
            return countLeft();
        })).isLessThan(MOST_SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20})
    @DisplayName("R-RATE-01: he polls a drained bucket until it refills, forges N probes at once, counts what is left")
    void shouldNotTellAtTheEdgeOfARefill(int forged) {
        assertThat(success(open -> {
            countLeft();
            do {
                nowNs += MS;
            } while (!probe());
            forge(forged - open);
            return countLeft();
        })).isLessThan(MOST_SUCCESS);
    }

    @Test
    @DisplayName("R-RATE-01: the same attack always succeeds against a bucket that is filled evenly")
    void shouldTellFromAnEvenBucket() {
        assertThat(success(open -> evenBucketHasCreditAfter(50 - open) ? 1 : 0)).isEqualTo(1.0);
    }

    private static boolean evenBucketHasCreditAfter(int errors) {
        int credit = SMALL.burst();
        return credit - errors > 0;
    }
}
