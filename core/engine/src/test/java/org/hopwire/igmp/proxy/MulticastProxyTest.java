package org.hopwire.igmp.proxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ForwardingSink;
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
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** IGMP proxying (RFC 4605). */
class MulticastProxyTest implements ReportSink, ForwardingSink {
    private static final int UPSTREAM = 0;
    private static final int DOWNSTREAMS = 3;
    private static final int G = Ipv4Address.parse("239.1.1.1");
    private static final int[] SOURCES = {0x0a00_0001, 0xc000_0202, 0xac10_0003};
    private static final int OTHER_SOURCE = 0x0a09_0909;
    private static final int SHAPES = 16;
    private static final int MAX_GROUPS = 5;
    private static final int MAX_UPSTREAM_GROUPS = 3;

    private final List<String> records = new ArrayList<>();
    private final Map<Integer, Integer> table = new HashMap<>();
    private int messages;
    private boolean gathered;
    private HostInterface upstream;
    private CounterSet<ProxyCounter> counters;
    private MulticastProxy proxy;

    @BeforeEach
    void build() {
        build(2);
    }

    private void build(int maxUpstreamSources) {
        CounterRegistry registry = new CounterRegistry(100);
        MachineTimers timers = new MachineTimers(new ControlTimers(new TimerWheel(0), 0));
        HostLimits limits = new HostLimits(MAX_UPSTREAM_GROUPS, maxUpstreamSources, 1, 10);
        upstream = new HostInterface(UPSTREAM, HostConfig.RFC9776.with(limits),
                new HostServices(Ipv4Family.INSTANCE, timers, this, new SplittableRandom(1), MembershipEvents.NONE,
                        registry.register(HostCounter.class, "upstream", HostCounter.TYPE_ID)));
        counters = registry.register(ProxyCounter.class, "proxy", ProxyCounter.TYPE_ID);
        proxy = new MulticastProxy(upstream, Ipv4Family.INSTANCE, this, MAX_GROUPS, counters);
        for (int i = 1; i <= DOWNSTREAMS; i++) {
            proxy.addDownstream(i);
            proxy.querier(i, true);
        }
    }

    private void subscribe(int attachment, int group, int shape) {
        int[] list = list(shape);
        proxy.update(attachment, group, shape >= 8 ? FilterMode.EXCLUDE : FilterMode.INCLUDE, list, list.length);
    }

    private static int[] list(int shape) {
        return IntStream.range(0, 3).filter(i -> (shape >> i & 1) != 0).map(i -> SOURCES[i]).toArray();
    }

    private static boolean passes(int shape, int i) {
        boolean listed = i < 3 && (shape >> i & 1) != 0;
        return listed != shape >= 8;
    }

    private void settle() {
        assertThat(proxy.settle(0, 1000)).isZero();
    }

    private static int source(int i) {
        return i < 3 ? SOURCES[i] : OTHER_SOURCE;
    }

    @Test
    @DisplayName("4605 4.1, 4.2: subscriptions of three downstreams of every shape, merged, are asked for upstream")
    void shouldAskUpstreamForTheMergedSubscriptions() {
        build(3);
        for (int all = 0; all < SHAPES * SHAPES * SHAPES; all++) {
            int[] shapes = {all % SHAPES, all / SHAPES % SHAPES, all / SHAPES / SHAPES};
            for (int i = 0; i < DOWNSTREAMS; i++) {
                subscribe(i + 1, G, shapes[i]);
            }
            settle();
            for (int i = 0; i < 4; i++) {
                int number = i;
                assertThat(upstream.accepts(G, source(i))).as(Arrays.toString(shapes))
                        .isEqualTo(Arrays.stream(shapes).anyMatch(shape -> passes(shape, number)));
            }
            assertThat(upstream.isMember(G)).isEqualTo(all != 0);
            assertThat(proxy.groups()).isEqualTo(all == 0 ? 0 : 1);
        }
    }

    @Test
    @DisplayName("4605 4.3: forwarding from and to every interface, by subscription and by our being the querier")
    void shouldForwardByInterfaceSubscriptionAndRole() {
        build(3);
        SplittableRandom random = new SplittableRandom(3);
        int[] shapes = new int[DOWNSTREAMS];
        boolean[] querier = {true, true, true};
        for (int round = 0; round < 3_000; round++) {
            int changed = random.nextInt(DOWNSTREAMS);
            if (random.nextInt(3) == 0) {
                querier[changed] = random.nextBoolean();
                proxy.querier(changed + 1, querier[changed]);
            } else {
                shapes[changed] = random.nextInt(SHAPES);
                subscribe(changed + 1, G, shapes[changed]);
            }
            if (random.nextBoolean()) {
                settle();
            }
            checkForwarding(shapes, querier);
        }
    }

    private void checkForwarding(int[] shapes, boolean[] querier) {
        for (int i = 0; i < 4; i++) {
            for (int in = 0; in <= DOWNSTREAMS; in++) {
                for (int out = 0; out <= DOWNSTREAMS; out++) {
                    boolean wanted = out == UPSTREAM || (querier[out - 1] && passes(shapes[out - 1], i));
                    assertThat(proxy.forwarding().forwards(in, out, G, source(i))).isEqualTo(in != out && wanted);
                }
            }
        }
        for (int out = 1; out <= DOWNSTREAMS; out++) {
            assertThat(table.getOrDefault(out, 0)).as("what the data path was told")
                    .isEqualTo(querier[out - 1] ? shapes[out - 1] : 0);
        }
    }

    @Test
    void shouldTakePacketsOnlyFromItsOwnInterfacesAndNeverForwardLinkScope() {
        int mdns = Ipv4Address.parse("224.0.0.251");
        subscribe(1, G, 8);
        subscribe(1, mdns, 8);
        settle();
        assertThat(proxy.forwarding().forwards(9, 1, G, OTHER_SOURCE)).isFalse();
        assertThat(proxy.forwarding().addsUpstream(9)).isFalse();
        assertThat(proxy.forwarding().addsUpstream(UPSTREAM)).isFalse();
        assertThat(proxy.forwarding().addsUpstream(2)).isTrue();
        assertThat(proxy.forwarding().forwards(UPSTREAM, 1, mdns, OTHER_SOURCE)).isFalse();
        assertThat(proxy.forwarding().forwards(2, UPSTREAM, mdns, OTHER_SOURCE)).isFalse();
        assertThat(upstream.isMember(mdns)).as("not asked for upstream").isFalse();
        assertThatThrownBy(() -> proxy.addDownstream(UPSTREAM)).hasMessageContaining("downstream: 0");
    }

    @Test
    @DisplayName("4605 4.2: one aggregated report upstream, and only when the merged subscription changes")
    void shouldReportUpstreamOnceForAllThatChanged() {
        subscribe(1, G, 8);
        subscribe(2, G, 1);
        subscribe(1, G + 1, 2);
        settle();
        assertThat(records).containsExactly("CHANGE_TO_EXCLUDE_MODE 239.1.1.1 0", "ALLOW_NEW_SOURCES 239.1.1.2 1");
        assertThat(messages).isEqualTo(1);
        subscribe(3, G, 8);
        subscribe(1, G, 0);
        settle();
        settle();
        assertThat(messages).as("R-LEAVE-02: one downstream of two leaves, upstream stays").isEqualTo(1);
        subscribe(3, G, 0);
        settle();
        assertThat(records.get(2)).isEqualTo("CHANGE_TO_INCLUDE_MODE 239.1.1.1 1");
    }

    @Test
    @DisplayName("lists too long for upstream become EXCLUDE without sources, and exact again when they fit")
    void shouldDegradeListsTooLongForUpstream() {
        subscribe(1, G, 0b001);
        subscribe(2, G, 0b110);
        settle();
        assertThat(counters.get(ProxyCounter.UPSTREAM_DEGRADED)).isEqualTo(1);
        assertThat(upstream.accepts(G, OTHER_SOURCE)).isTrue();
        assertThat(proxy.forwarding().forwards(UPSTREAM, 1, G, OTHER_SOURCE)).as("downstream exact").isFalse();
        subscribe(1, G, 0);
        settle();
        assertThat(upstream.accepts(G, OTHER_SOURCE)).isFalse();
        assertThat(upstream.accepts(G, SOURCES[0])).isFalse();
        assertThat(upstream.accepts(G, SOURCES[1]) && upstream.accepts(G, SOURCES[2])).isTrue();
    }

    @Test
    void shouldAskForARefusedGroupWhenAnotherIsGivenUp() {
        for (int i = 0; i < MAX_GROUPS + 1; i++) {
            subscribe(1, G + i, 8);
        }
        settle();
        assertThat(proxy.groups()).isEqualTo(MAX_GROUPS);
        assertThat(counters.get(ProxyCounter.REFUSED_GROUPS)).isEqualTo(1);
        assertThat(counters.get(ProxyCounter.UPSTREAM_REFUSED)).isEqualTo(2);
        assertThat(upstream.groups()).isEqualTo(MAX_UPSTREAM_GROUPS);
        subscribe(1, G + 3, 0);
        subscribe(1, G + 1, 0);
        settle();
        assertThat(upstream.isMember(G + 4)).isTrue();
        assertThat(upstream.groups()).isEqualTo(MAX_UPSTREAM_GROUPS);
        assertThat(proxy.groups()).isEqualTo(MAX_GROUPS - 2);
        for (int i = 0; i < MAX_GROUPS; i++) {
            subscribe(1, G + i, 0);
        }
        settle();
        assertThat(proxy.groups()).isZero();
        assertThat(upstream.groups()).isZero();
    }

    @Test
    void shouldSettleInSlices() {
        subscribe(1, G, 8);
        subscribe(1, G + 1, 8);
        subscribe(1, G + 2, 8);
        subscribe(2, G, 8);
        assertThat(proxy.settle(0, 2)).isEqualTo(1);
        assertThat(upstream.groups()).isEqualTo(2);
        assertThat(proxy.settle(0, 2)).isZero();
        assertThat(upstream.groups()).isEqualTo(3);
    }

    @Test
    void shouldRefuseADatabaseWithoutRoom() {
        assertThatThrownBy(() -> new MulticastProxy(upstream, Ipv4Family.INSTANCE, this, 0, counters))
                .hasMessageContaining("max_groups: 0");
    }

    @Override
    public void update(int attachment, int group, FilterMode mode, int[] sources, int count) {
        int bits = mode == FilterMode.EXCLUDE ? 8 : 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < 3; j++) {
                bits |= sources[i] == SOURCES[j] ? 1 << j : 0;
            }
        }
        if (group == G) {
            table.put(attachment, bits);
        }
    }

    @Override
    public void reportV1(int group) {
        throw new AssertionError();
    }

    @Override
    public void reportV2(int group) {
        throw new AssertionError();
    }

    @Override
    public void leaveV2(int group) {
        throw new AssertionError();
    }

    @Override
    public void record(RecordType type, int group, int[] sources, int count) {
        records.add(type.name() + ' ' + Ipv4Address.format(group) + ' ' + count);
        gathered = true;
    }

    @Override
    public void flush() {
        messages += gathered ? 1 : 0;
        gathered = false;
    }
}
