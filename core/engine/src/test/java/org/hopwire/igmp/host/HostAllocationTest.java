package org.hopwire.igmp.host;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.Ipv4Family;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.ReportSink;
import org.hopwire.packet.ControlTimers;
import org.hopwire.time.TimerHandler;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.host.HostRig.G;
import static org.hopwire.igmp.host.HostRig.S;

/** Not one byte of garbage: the least over some rounds, the first of which are warm-up. */
class HostAllocationTest implements ReportSink {
    private static final int ROUNDS = 50;
    private static final int GROUPS = 500;
    private static final int[] SOURCES = {0x0a00_0003, 0x0a00_0001, 0x0a00_0002};

    private final TimerWheel wheel = new TimerWheel(0);
    private final MachineTimers timers = new MachineTimers(new ControlTimers(wheel, 0));
    private final TimerHandler handler = (kind, payload, deadlineNs, atNs) -> timers.expire(payload, deadlineNs, atNs);
    private HostInterface host;
    private long nowNs;
    private long sent;

    private void build(int version) {
        host = new HostInterface(1, HostRig.version(version, 1), new HostServices(Ipv4Family.INSTANCE, timers, this,
                new SplittableRandom(1), MembershipEvents.NONE, new CounterRegistry(HostCounter.values().length)
                        .register(HostCounter.class, "host", HostCounter.TYPE_ID)));
        for (int i = 0; i < GROUPS; i++) {
            host.set(1, G + i, i % 2 == 0 ? FilterMode.EXCLUDE : FilterMode.INCLUDE, SOURCES, 2, nowNs);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("queries of all kinds answered, timers and all, allocate nothing")
    void shouldNotAllocateForQueriesAnswered(int version) {
        build(version);
        assertThat(least(this::query)).isZero();
        assertThat(sent).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("joins, changed filters, leaves and their repetition allocate nothing once pools are filled")
    void shouldNotAllocateForJoinsAndLeaves(int version) {
        build(version);
        assertThat(least(this::zap)).isZero();
    }

    @Test
    @DisplayName("falling back to an older version and returning allocates nothing (R-QUER-03)")
    void shouldNotAllocateForVersionChanges() {
        build(3);
        assertThat(least(() -> {
            host.onOldQuery(1, 0, 0, nowNs);
            pass(100);
            host.onOldQuery(2, 0, 10 * S, nowNs);
            pass(400);
        })).isZero();
    }

    private void query() {
        host.onQuery(0, SOURCES, 0, 10 * S, 2, 125 * S, nowNs);
        for (int i = 0; i < GROUPS; i++) {
            host.onQuery(G + i, SOURCES, i % 4, 10 * S, 2, 125 * S, nowNs);
            host.onOldQuery(2, G + i, S, nowNs);
            host.onReportHeard(2, G + i, nowNs);
        }
        pass(20);
    }

    private void zap() {
        for (int i = 0; i < GROUPS; i++) {
            host.set(2, G + 1000 + i, FilterMode.INCLUDE, SOURCES, 2, nowNs);
            host.set(3, G + 1000 + i, FilterMode.EXCLUDE, SOURCES, 3, nowNs);
            host.set(2, G + 1000 + i, FilterMode.INCLUDE, SOURCES, 3, nowNs);
            host.leave(3, G + 1000 + i, nowNs);
        }
        host.close(2, nowNs);
        pass(30);
    }

    private void pass(long seconds) {
        for (int i = 0; i < seconds * 4; i++) {
            nowNs += S / 4;
            while (wheel.poll(nowNs, handler, 64) > 0) {
                // the wheel works in slices
            }
        }
    }

    private long least(Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS && least > 0; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Override
    public void reportV1(int group) {
        sent++;
    }

    @Override
    public void reportV2(int group) {
        sent++;
    }

    @Override
    public void leaveV2(int group) {
        sent++;
    }

    @Override
    public void record(RecordType type, int group, int[] sources, int count) {
        sent += count;
    }

    @Override
    public void flush() {
        sent++;
    }
}
