package org.hopwire.icmp;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.icmp.IcmpConfig.RedirectLimit;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RedirectBackoffTest {
    private static final long MS = 1_000_000;
    private static final int HOST = Packets.address("10.0.0.9");

    private final RedirectBackoff backoff = new RedirectBackoff(new RedirectLimit(null, null, null, null),
            new SplittableRandom(3));

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 5_000 * MS, Long.MIN_VALUE, -1})
    @DisplayName("RFC 1812 4.3.2.8: told at doubling intervals, nine times, then not again")
    void shouldTellAtGrowingIntervalsThenFallSilent(long startNs) {
        List<Integer> toldAtMs = new ArrayList<>();
        for (int ms = 0; ms < 60_000; ms++) {
            if (backoff.mayTell(HOST, startNs + ms * MS)) {
                toldAtMs.add(ms);
            }
        }
        assertThat(toldAtMs).containsExactly(0, 40, 120, 280, 600, 1240, 2520, 5080, 10_200);
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: after a time of silence all starts again")
    void shouldStartAgainAfterSilence() {
        for (int ms = 0; ms < 30_000; ms++) {
            backoff.mayTell(HOST, ms * MS);
        }
        assertThat(backoff.mayTell(HOST, 30_000 * MS)).isFalse();
        assertThat(backoff.mayTell(HOST, 50_480 * MS)).as("20,480 ms is not longer than 20,480 ms").isFalse();
        assertThat(backoff.mayTell(HOST, 70_961 * MS)).isTrue();
        assertThat(backoff.mayTell(HOST, 70_970 * MS)).isFalse();
        assertThat(backoff.mayTell(HOST, 71_001 * MS)).isTrue();
    }

    @Test
    void shouldTellEachSenderOnItsOwn() {
        for (int host = 0; host < 50; host++) {
            assertThat(backoff.mayTell(HOST + host, 0)).isTrue();
            assertThat(backoff.mayTell(HOST + host, MS)).isFalse();
        }
    }

    @Test
    @DisplayName("R-RATE-02: any number of forged senders is told no more than the table holds, and evicts nobody")
    void shouldHoldBackWhenTheTableIsFull() {
        int told = 0;
        for (int host = 0; host < 100_000; host++) {
            told += backoff.mayTell(host * 7919, 0) ? 1 : 0;
        }
        assertThat(told).isBetween(1000, 1024);
        assertThat(backoff.mayTell(0, MS)).as("the first one is still known").isFalse();
    }

    @Test
    void shouldForgetSendersAfterSilence() {
        for (int host = 0; host < 100_000; host++) {
            backoff.mayTell(host, 0);
        }
        assertThat(backoff.mayTell(HOST, 20_481 * MS)).isTrue();
    }

    @Test
    void shouldObeyTheConfiguredSteps() {
        RedirectBackoff quick = new RedirectBackoff(new RedirectLimit(3, 10, 1, 100), new SplittableRandom(3));
        List<Integer> toldAtMs = new ArrayList<>();
        for (int ms = 0; ms < 1000; ms += 5) {
            if (quick.mayTell(HOST, ms * MS)) {
                toldAtMs.add(ms);
            }
        }
        assertThat(toldAtMs).containsExactly(0, 10, 20);
    }
}
