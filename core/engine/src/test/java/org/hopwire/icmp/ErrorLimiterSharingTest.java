package org.hopwire.icmp;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.hopwire.icmp.IcmpConfig.Limits;
import org.hopwire.icmp.IcmpConfig.PrefixLimit;
import org.hopwire.packet.RejectCause;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Several workers keep to one limit together, whoever of them needs it. */
class ErrorLimiterSharingTest {
    private static final long MS = 1_000_000;
    private static final int WORKERS = 4;
    private static final int SECONDS = 100;
    private static final int SENDER = Packets.address("203.0.113.9");
    private static final Limits WIDE_PREFIX = new Limits(1000, 50,
            new PrefixLimit(32, Limits.MAX_RATE, Limits.MAX_BURST, 16), null, null, null);

    private final SplittableRandom random = new SplittableRandom(12);
    private final long[] passed = new long[WORKERS];
    private ErrorLimiter[] workers;

    @BeforeEach
    void setUp() {
        workers = workers(WIDE_PREFIX);
    }

    private ErrorLimiter[] workers(Limits limits) {
        ErrorLimiter[] all = new ErrorLimiter[WORKERS];
        all[0] = new ErrorLimiter(limits, random);
        for (int i = 1; i < WORKERS; i++) {
            all[i] = new ErrorLimiter(all[0], random, i);
        }
        return all;
    }

    private void ask(int worker, int attempts, RejectCause cause, long nowNs) {
        for (int i = 0; i < attempts; i++) {
            passed[worker] += workers[worker].rule(SENDER, cause, nowNs) == null ? 1 : 0;
        }
    }

    private long total() {
        return Arrays.stream(passed).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    @DisplayName("one busy worker of four gets the whole rate")
    void shouldGiveAllToTheOnlyOneThatAsks(int busy) {
        for (int ms = 0; ms < SECONDS * 1000; ms++) {
            ask(busy, 20, RejectCause.TTL_EXCEEDED, ms * MS);
        }
        assertThat(passed[busy]).isBetween(98_000L, 102_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 2})
    @DisplayName("four busy workers get a quarter each, whoever asks first")
    void shouldDivideItEvenly(int attempts) {
        for (int ms = 0; ms < SECONDS * 1000; ms++) {
            for (int i = 0; i < WORKERS; i++) {
                ask(i, attempts, RejectCause.TTL_EXCEEDED, ms * MS);
            }
        }
        assertThat(total()).isBetween(96_000L, 102_000L);
        assertThat(Arrays.stream(passed)).allMatch(each -> each > 23_000 && each < 27_000);
    }

    @Test
    @DisplayName("what one worker does not need the others get")
    void shouldPassOnWhatIsLeft() {
        for (int ms = 0; ms < SECONDS * 1000; ms++) {
            ask(0, ms % 100 == 0 ? 1 : 0, RejectCause.TTL_EXCEEDED, ms * MS);
            ask(1, 20, RejectCause.TTL_EXCEEDED, ms * MS);
            ask(2, 20, RejectCause.TTL_EXCEEDED, ms * MS);
        }
        assertThat(passed[0]).as("nearly every time, though it is not expected").isGreaterThan(SECONDS * 9L);
        assertThat(total()).isBetween(95_000L, 102_000L);
        assertThat(passed[1]).isBetween(passed[2] - 2000, passed[2] + 2000);
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: in no second do all together send more than one alone may")
    void shouldNeverExceedTheLimitTogether() {
        int alone = mostInASecond(1);
        Arrays.fill(passed, 0);
        workers = workers(WIDE_PREFIX);
        assertThat(mostInASecond(WORKERS)).isLessThanOrEqualTo(1500).isLessThanOrEqualTo(alone * 11 / 10);
    }

    private int mostInASecond(int busy) {
        long most = 0;
        for (int second = 0; second < SECONDS; second++) {
            long before = total();
            for (int ms = 0; ms < 1000; ms++) {
                for (int i = 0; i < busy; i++) {
                    ask(i, 20, RejectCause.TTL_EXCEEDED, (second * 1000L + ms) * MS);
                }
            }
            most = Math.max(most, total() - before);
        }
        return (int) most;
    }

    @Test
    @DisplayName("the bucket of a group of sources is one for all workers, and so is the cap on fragmentation needed")
    void shouldShareTheOtherBucketsToo() {
        workers = workers(Limits.defaults().withPerPrefix(new PrefixLimit(24, 100, 20, 4096)));
        for (int ms = 0; ms < SECONDS * 1000; ms++) {
            for (int i = 0; i < WORKERS; i++) {
                ask(i, 2, RejectCause.TTL_EXCEEDED, ms * MS);
            }
        }
        assertThat(total()).isBetween(9_500L, 10_500L);
        Arrays.fill(passed, 0);
        for (int ms = 0; ms < 10_000; ms++) {
            for (int i = 0; i < WORKERS; i++) {
                ask(i, 20, RejectCause.FRAGMENTATION_NEEDED, (SECONDS * 1000L + ms) * MS);
            }
        }
        assertThat(total()).isBetween(95_000L, 105_000L);
        assertThat(Arrays.stream(passed)).allMatch(each -> each > 20_000);
    }

    @Test
    @DisplayName("threads that ask at one moment get one burst between them")
    void shouldNotGiveOneCreditTwice() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            ErrorLimiter[] all = workers(WIDE_PREFIX);
            AtomicInteger sum = new AtomicInteger();
            CountDownLatch go = new CountDownLatch(WORKERS);
            Thread[] threads = new Thread[WORKERS];
            for (int i = 0; i < WORKERS; i++) {
                ErrorLimiter own = all[i];
                threads[i] = Thread.ofPlatform().start(() -> {
                    go.countDown();
                    while (go.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    for (int n = 0; n < 200; n++) {
                        sum.addAndGet(own.rule(SENDER, RejectCause.TTL_EXCEEDED, 0) == null ? 1 : 0);
                    }
                });
            }
            for (Thread each : threads) {
                each.join();
            }
            assertThat(sum.get()).isBetween(3, 87);
        }
    }
}
