package org.hopwire.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.hopwire.counter.DistinctErrors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AgentSupervisorTest {
    private static final long LONG_ENOUGH_MILLIS = 60_000;

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final DistinctErrors errors = new DistinctErrors(DistinctErrors.MIN_CAPACITY_BYTES, () -> 1);

    private AgentSupervisor over(IntSupplier work) {
        return new AgentSupervisor(new Agent() {
            @Override
            public void onStart() {
                calls.add("start");
            }

            @Override
            public int doWork() {
                calls.add("work");
                return work.getAsInt();
            }

            @Override
            public void onClose() {
                calls.add("close");
            }

            @Override
            public String roleName() {
                return "test";
            }
        }, errors);
    }

    private static int fail(Throwable error) {
        throw AgentSupervisorTest.<RuntimeException>sneaky(error);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable error) throws T {
        throw (T) error;
    }

    @Test
    void shouldStartOnceAndCloseOnce() throws InterruptedException {
        AgentSupervisor supervisor = over(() -> 3);
        assertThat(supervisor.invoke()).isEqualTo(3);
        supervisor.invoke();
        assertThat(supervisor.stop(0)).isTrue();
        supervisor.stop(0);
        assertThat(supervisor.invoke()).isZero();
        assertThat(calls).containsExactly("start", "work", "work", "close");
    }

    @Test
    void shouldGoOnAfterAnException() {
        int[] turns = {0};
        AgentSupervisor supervisor = over(() -> turns[0]++ == 0 ? fail(new IllegalStateException("once")) : 1);
        assertThat(supervisor.invoke()).isZero();
        assertThat(supervisor.invoke()).isOne();
        assertThat(supervisor.failure()).isNull();
        assertThat(errors.entries()).hasSize(1);
    }

    @Test
    void shouldCloseTheAgentAfterAnError() {
        AgentSupervisor supervisor = over(() -> fail(new InternalError("a fault in a mapped file")));
        supervisor.invoke();
        assertThat(supervisor.failure()).isInstanceOf(InternalError.class);
        assertThat(supervisor.invoke()).isZero();
        assertThat(calls).containsExactly("start", "work", "close");
    }

    @Test
    void shouldGiveUpAfterTooManyFailuresInARow() {
        AgentSupervisor supervisor = over(() -> fail(new IllegalStateException("always")));
        for (int i = 0; i < AgentSupervisor.MAX_FAILURES_IN_A_ROW + 5; i++) {
            supervisor.invoke();
        }
        assertThat(supervisor.failure()).hasMessage("always");
        assertThat(calls.stream().filter("work"::equals)).hasSize(AgentSupervisor.MAX_FAILURES_IN_A_ROW);
        assertThat(calls).endsWith("close");
        assertThat(errors.entries()).singleElement()
                .satisfies(entry -> assertThat(entry.count()).isEqualTo(AgentSupervisor.MAX_FAILURES_IN_A_ROW));
    }

    @Test
    void shouldCloseOnItsOwnThreadAndComeBack() throws InterruptedException {
        CountDownLatch worked = new CountDownLatch(1);
        AgentSupervisor supervisor = over(() -> {
            worked.countDown();
            return 1;
        });
        supervisor.start(Thread.ofPlatform().daemon().factory(), new YieldingIdleStrategy());
        worked.await();
        assertThat(supervisor.stop(LONG_ENOUGH_MILLIS)).isTrue();
        assertThat(calls).startsWith("start", "work").endsWith("close");
        assertThat(calls.stream().filter("close"::equals)).hasSize(1);
    }

    @Test
    void shouldSayWhenAThreadDoesNotComeBack() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AgentSupervisor supervisor = over(() -> {
            working.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 0;
        });
        supervisor.start(Thread.ofPlatform().daemon().factory(), new YieldingIdleStrategy());
        working.await();
        assertThat(supervisor.stop(1)).isFalse();
        release.countDown();
        assertThat(supervisor.stop(LONG_ENOUGH_MILLIS)).isTrue();
    }
}
