package org.hopwire.igmp.proxy;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.Ipv4Family;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.MembershipEvents;
import org.hopwire.igmp.core.ReportSink;
import org.hopwire.igmp.host.HostConfig;
import org.hopwire.igmp.host.HostCounter;
import org.hopwire.igmp.host.HostInterface;
import org.hopwire.igmp.host.HostLimits;
import org.hopwire.igmp.host.HostServices;
import org.hopwire.packet.ControlTimers;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A proxy becomes querier, or is no longer, while it has very many groups (RFC 4605 section 4.3). */
class RoleWalkTest implements ReportSink {
    private static final int FIRST_GROUP = 0xef00_0000;
    private static final int GROUPS = 5000;
    private static final int SLICE = 64;
    private static final int[] NONE = {};

    // of downstream 1: group and whether it is in the table
    private final Map<Integer, Boolean> table = new HashMap<>();
    private MulticastProxy proxy;
    private int updates;

    @BeforeEach
    void build() {
        CounterRegistry registry = new CounterRegistry(100);
        MachineTimers timers = new MachineTimers(new ControlTimers(new TimerWheel(0), 0));
        HostInterface upstream = new HostInterface(0, HostConfig.RFC9776.with(new HostLimits(2 * GROUPS, 2, 1, 10)),
                new HostServices(Ipv4Family.INSTANCE, timers, this, new SplittableRandom(1), MembershipEvents.NONE,
                        registry.register(HostCounter.class, "upstream", HostCounter.TYPE_ID)));
        proxy = new MulticastProxy(upstream, Ipv4Family.INSTANCE, (attachment, group, mode, sources, count) -> {
            updates++;
            table.put(group, mode == FilterMode.EXCLUDE || count > 0);
        }, 2 * GROUPS, registry.register(ProxyCounter.class, "proxy", ProxyCounter.TYPE_ID));
        proxy.addDownstream(1);
        for (int i = 0; i < GROUPS; i++) {
            join(i);
        }
        settle();
    }

    private void join(int i) {
        proxy.update(1, FIRST_GROUP + i, FilterMode.EXCLUDE, NONE, 0);
    }

    private void leave(int i) {
        proxy.update(1, FIRST_GROUP + i, FilterMode.INCLUDE, NONE, 0);
    }

    private void settle() {
        updates = 0;
        while (proxy.settle(0, SLICE) > 0) {
            assertThat(updates).isLessThanOrEqualTo(SLICE);
            updates = 0;
        }
    }

    private void slices(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(proxy.settle(0, SLICE)).isPositive();
        }
    }

    private long inTable() {
        return table.values().stream().filter(present -> present).count();
    }

    @Test
    @DisplayName("4605 4.3: all groups of a link enter the table when we become its querier, a slice at a time")
    void shouldPublishInSlices() {
        proxy.querier(1, true);
        assertThat(inTable()).isEqualTo(SLICE);
        slices(10);
        assertThat(inTable()).isEqualTo(11 * SLICE);
        settle();
        assertThat(inTable()).isEqualTo(GROUPS);
    }

    @Test
    @DisplayName("4605 4.3: and leave it when another router does, those included that were left meanwhile")
    void shouldWithdrawWhatWasLeftInTheMiddle() {
        proxy.querier(1, true);
        settle();
        proxy.querier(1, false);
        slices(10);
        for (int i = 0; i < GROUPS; i += 3) {
            leave(i);
        }
        // made while another is querier: not ours to forward
        join(GROUPS);
        settle();
        assertThat(inTable()).isZero();
        assertThat(proxy.groups()).isEqualTo(GROUPS + 1 - (GROUPS + 2) / 3);
    }

    @Test
    @DisplayName("a report in the middle of it counts at once, in either direction")
    void shouldBeExactInTheMiddle() {
        proxy.querier(1, true);
        leave(0);
        join(GROUPS);
        assertThat(table.get(FIRST_GROUP)).isFalse();
        assertThat(table.get(FIRST_GROUP + GROUPS)).isTrue();
        settle();
        assertThat(inTable()).isEqualTo(GROUPS);
    }

    @Test
    @DisplayName("a role that changes again in the middle of it is followed to the end")
    void shouldTurnAround() {
        SplittableRandom random = new SplittableRandom(8);
        boolean ours = false;
        for (int round = 0; round < 50; round++) {
            ours = !ours;
            proxy.querier(1, ours);
            for (int i = random.nextInt(GROUPS / SLICE); i > 0; i--) {
                proxy.settle(0, SLICE);
                int which = random.nextInt(GROUPS);
                leave(which);
                proxy.settle(0, random.nextInt(3));
                join(which);
            }
        }
        settle();
        assertThat(inTable()).isEqualTo(ours ? GROUPS : 0);
        proxy.querier(1, true);
        settle();
        assertThat(inTable()).isEqualTo(GROUPS);
        assertThat(proxy.groups()).isEqualTo(GROUPS);
    }

    @Override
    public void reportV1(int group) {}

    @Override
    public void reportV2(int group) {}

    @Override
    public void leaveV2(int group) {}

    @Override
    public void record(RecordType type, int group, int[] sources, int count) {}

    @Override
    public void flush() {}
}
