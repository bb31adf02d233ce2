package org.hopwire.icmp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.icmp.IcmpConfig.RouterDiscoveryConfig;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.ParserRig;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RouterDiscoveryTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long HOUR = 3600 * SECOND;

    private final PacketPool pool = new PacketPool(64, 4096, PacketPool.HEADROOM);
    private final Turn turn = new Turn(pool);
    private final TimerWheel wheel = new TimerWheel(0);
    private final List<Sent> sent = new ArrayList<>();
    private final IcmpRig rig = new IcmpRig(IcmpRig.everything());
    private IcmpHandlers handlers;
    private ControlHandler discovery;
    private long nowNs;

    private record Sent(long atNs, int port, int destination, String hex) {
        byte[] datagram() {
            return Hex.parse(hex);
        }

        double seconds() {
            return atNs / 1e9;
        }
    }

    @AfterEach
    void close() {
        rig.close();
        pool.close();
    }

    private static RouterDiscoveryConfig enabled() {
        return RouterDiscoveryConfig.defaults().withEnabled(true);
    }

    private void start(RouterDiscoveryConfig config, int seed) {
        start(config, seed, IcmpRig.INTERFACES);
    }

    private void start(RouterDiscoveryConfig config, int seed, InterfaceTable interfaces) {
        handlers = new IcmpHandlers(IcmpConfig.defaults().withRouterDiscovery(config), interfaces,
                new CounterRegistry(1000), "control", new SplittableRandom(seed));
        discovery = handlers.control().get(1);
        begin();
        discovery.onStart(new ControlTimers(wheel, 0), turn);
        collect();
    }

    private void begin() {
        turn.begin(nowNs, nowNs);
    }

    private void collect() {
        PacketList spawned = turn.spawned();
        for (int i = 0; i < spawned.size(); i++) {
            Packet packet = spawned.get(i);
            assertThat(packet.verdict()).isEqualTo(Verdict.OUTPUT);
            sent.add(new Sent(nowNs, packet.outPort(), packet.destination(),
                    Hex.format(ParserRig.datagram(packet))));
        }
        turn.releaseSpawned();
    }

    /** Moves the clock from one due timer to the next. */
    private void runUntil(long untilNs) {
        while (wheel.nextDeadlineNs() <= untilNs) {
            nowNs = Math.max(nowNs, wheel.nextDeadlineNs());
            begin();
            wheel.poll(nowNs, (kind, payload, deadlineNs, atNs) -> discovery.onTimer(payload, deadlineNs, turn), 100);
            collect();
        }
        nowNs = untilNs;
    }

    private void solicit(int port, String source) {
        solicit(port, source, IcmpRig.PEER_MAC);
    }

    private void solicit(int port, String source, String mac) {
        Packet packet = rig.receive(port, Packets.frame().eth(mac, "01:00:5e:00:00:02")
                .ip(source, "224.0.0.2").icmp(10, 0, 0).build());
        assertThat(packet.verdict()).isEqualTo(Verdict.PUNT);
        assertThat(discovery.handles(packet)).isTrue();
        PacketList part = new PacketList(1);
        part.add(packet);
        begin();
        discovery.onBurst(part, turn);
        collect();
    }

    private List<Sent> onPort(int port) {
        return sent.stream().filter(each -> each.port() == port).toList();
    }

    @Test
    @DisplayName("RFC 1256 3, 4.1: every address of the port with its preference, TTL 1, to 224.0.0.1")
    void shouldAdvertiseEveryAddress() {
        start(new RouterDiscoveryConfig(true, 600, 450, 1800, -5, null), 1);
        runUntil(16 * SECOND);

        byte[] expected = Packets.ipv4("10.0.0.1", "224.0.0.1").id(0).dontFragment().ttl(1).icmp(9, 0, 0x0202_0708,
                Hex.parse("0a 00 00 01 ff ff ff fb c0 a8 05 01 ff ff ff fb")).build();
        assertThat(Hex.format(onPort(0).get(0).datagram())).isEqualTo(Hex.format(expected));
        assertThat(onPort(0).get(0).destination()).isEqualTo(0xE000_0001);
        assertThat(handlers.originated().get(IcmpType.ROUTER_ADVERTISEMENT)).isEqualTo(2);
    }

    @Test
    @DisplayName("RFC 1256 4.1: 255.255.255.255 where multicast does not work; preference 0x80000000: no default")
    void shouldBroadcastWhereConfigured() {
        start(new RouterDiscoveryConfig(true, 600, 450, 9000, Integer.MIN_VALUE, "255.255.255.255"), 1);
        runUntil(16 * SECOND);

        byte[] expected = Packets.ipv4("10.0.1.1", "255.255.255.255").id(0).dontFragment().ttl(1)
                .icmp(9, 0, 0x0102_2328, Hex.parse("0a 00 01 01 80 00 00 00")).build();
        assertThat(Hex.format(onPort(1).get(0).datagram())).isEqualTo(Hex.format(expected));
    }

    @Test
    @DisplayName("RFC 1256 4.3: the first three at most 16 s apart, then at random between the bounds")
    void shouldKeepTheIntervals() {
        start(enabled(), 5);
        runUntil(24 * HOUR);

        List<Sent> first = onPort(0);
        double before = 0;
        for (int i = 0; i < first.size(); i++) {
            double interval = first.get(i).seconds() - before;
            before = first.get(i).seconds();
            if (i < 3) {
                assertThat(interval).isBetween(0.0, 16.0);
            } else {
                assertThat(interval).isBetween(450.0, 600.0);
            }
        }
        assertThat(first).hasSizeBetween(146, 194);
        assertThat(first.subList(4, 20).stream().map(each -> each.atNs() % SECOND).distinct().count())
                .as("random to the nanosecond").isGreaterThan(10);
        assertThat(onPort(2)).as("a port without address").isEmpty();
    }

    @Test
    @DisplayName("RFC 1256 4.3: short intervals stay short at the start")
    void shouldNotStretchShortIntervals() {
        start(new RouterDiscoveryConfig(true, 4, 3, 9000, 0, null), 5);
        runUntil(60 * SECOND);

        double before = 0;
        for (Sent each : onPort(1)) {
            assertThat(each.seconds() - before).isBetween(3.0, 4.0);
            before = each.seconds();
        }
    }

    @Test
    @DisplayName("RFC 1256 4.3: a solicitation is answered to its sender, within two seconds")
    void shouldAnswerASolicitation() {
        start(enabled(), 3);
        runUntil(HOUR);
        sent.clear();
        solicit(0, "10.0.0.9");
        assertThat(sent).as("never at once").isEmpty();
        runUntil(HOUR + 2 * SECOND);

        assertThat(sent).hasSize(1);
        byte[] expected = Packets.ipv4("10.0.0.1", "10.0.0.9").id(0).dontFragment().ttl(1).icmp(9, 0, 0x0202_0708,
                Hex.parse("0a 00 00 01 00 00 00 00 c0 a8 05 01 00 00 00 00")).build();
        assertThat(Hex.format(sent.get(0).datagram())).isEqualTo(Hex.format(expected));
        assertThat(sent.get(0).port()).isZero();
    }

    @Test
    @DisplayName("RFC 1256 4.3, 6: the delay of an answer is anything from nothing to MAX_RESPONSE_DELAY")
    void shouldSpreadItsAnswersOverTheWholeDelay() {
        start(enabled(), 3);
        LongSummaryStatistics delaysNs = new LongSummaryStatistics();
        for (int i = 1; i <= 500; i++) {
            runUntil(HOUR + 3L * i * SECOND);
            sent.clear();
            long askedNs = nowNs;
            solicit(0, "10.0.0.9");
            runUntil(askedNs + 2 * SECOND);
            onPort(0).stream().filter(each -> each.destination() == 0x0A00_0009)
                    .forEach(each -> delaysNs.accept(each.atNs() - askedNs));
        }
        assertThat(delaysNs.getCount()).isGreaterThan(450);
        assertThat(delaysNs.getMin()).isBetween(0L, SECOND / 20);
        assertThat(delaysNs.getMax()).isBetween(2 * SECOND - SECOND / 20, 2 * SECOND);
        assertThat(delaysNs.getAverage()).isBetween(0.9 * SECOND, 1.1 * SECOND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00:00:00:00:00:00", IcmpRig.MAC})
    @DisplayName("A solicitation whose link-layer source no other station can have is answered to all")
    void shouldNotAnswerNobodysStationAlone(String mac) {
        start(enabled(), 3);
        runUntil(HOUR);
        sent.clear();
        solicit(0, "10.0.0.9", mac);
        runUntil(HOUR + 2 * SECOND);

        assertThat(sent).extracting(Sent::destination).containsExactly(0xE000_0001);
    }

    @Test
    @DisplayName("One address from two stations is answered to all: who of them has it is not for us to say")
    void shouldNotAnswerTwoStationsOfOneAddressAlone() {
        start(enabled(), 3);
        runUntil(HOUR);
        sent.clear();
        solicit(0, "10.0.0.9");
        solicit(0, "10.0.0.9", "02:00:00:00:00:98");
        runUntil(HOUR + 2 * SECOND);

        assertThat(sent).extracting(Sent::destination).containsExactly(0xE000_0001);
    }

    @Test
    @DisplayName("RFC 1256 4.3: several solicitations draw one advertisement to all, which restarts the interval")
    void shouldMergeSolicitations() {
        start(enabled(), 3);
        runUntil(HOUR);
        sent.clear();
        for (int i = 0; i < 1000; i++) {
            solicit(1, i % 2 == 0 ? "10.0.1.2" : "0.0.0.0");
        }
        runUntil(HOUR + 2 * SECOND);

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).destination()).isEqualTo(0xE000_0001);
        long answeredNs = sent.get(0).atNs();
        runUntil(2 * HOUR);
        long next = onPort(1).get(1).atNs();
        assertThat((next - answeredNs) / 1e9).isBetween(450.0, 600.0);
    }

    @Test
    @DisplayName("one host that asks again and again is answered alone, once per delay")
    void shouldAnswerARepeatedSolicitationOnce() {
        start(enabled(), 3);
        runUntil(HOUR);
        sent.clear();
        for (int i = 0; i < 100; i++) {
            solicit(0, "10.0.0.9");
        }
        runUntil(HOUR + 2 * SECOND);

        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).destination()).isEqualTo(0x0A00_0009);
    }

    @Test
    @DisplayName("RFC 1256 4.3: no answer apart where an advertisement is due sooner anyway")
    void shouldLetThePeriodicOneAnswer() {
        start(enabled(), 3);
        runUntil(HOUR);
        long dueNs = wheel.nextDeadlineNs();
        runUntil(dueNs - 1);
        int before = sent.size();
        solicit(0, "10.0.0.9");
        solicit(1, "10.0.1.2");
        runUntil(dueNs);

        assertThat(sent).hasSize(before + 1);
        assertThat(sent.get(before).destination()).isEqualTo(0xE000_0001);
    }

    @Test
    @DisplayName("RFC 1256 4.3: a router that stops says so with lifetime 0, and nothing after")
    void shouldSayGoodbye() {
        start(enabled(), 3);
        runUntil(HOUR);
        sent.clear();
        begin();
        discovery.onStop(turn);
        collect();

        assertThat(sent).extracting(Sent::port).containsExactly(0, 1);
        assertThat(Hex.format(sent.get(1).datagram(), 20, 8).substring(12)).isEqualTo("01 02 00 00");
        sent.clear();
        runUntil(3 * HOUR);
        assertThat(sent).isEmpty();
    }

    @Test
    @DisplayName("as many addresses as fit the MTU, never more")
    void shouldNotExceedTheMtu() {
        Ipv4Prefix[] many = new Ipv4Prefix[300];
        Arrays.setAll(many, i -> new Ipv4Prefix(0x0A00_0001 + (i << 8), 24));
        start(enabled(), 3, new InterfaceTable(List.of(
                new Interface(0, "a", 1, false, 576, 0, List.of(many)),
                new Interface(1, "b", 2, false, 9000, 0, List.of(many)))));
        runUntil(16 * SECOND);

        assertThat(onPort(0).get(0).datagram()).hasSize(28 + 68 * 8);
        assertThat(onPort(1).get(0).datagram()).hasSize(28 + 255 * 8);
        assertThat(onPort(1).get(0).datagram()[24]).isEqualTo((byte) 255);
    }

    @Test
    @DisplayName("no spare packet: the turn is missed, the machine goes on")
    void shouldOutliveAnEmptyPool() {
        start(enabled(), 3);
        Packet[] taken = new Packet[pool.capacity()];
        Arrays.setAll(taken, i -> pool.acquire());
        runUntil(HOUR);
        assertThat(sent).isEmpty();
        assertThat(handlers.originated().get(IcmpType.ROUTER_ADVERTISEMENT)).isZero();
        for (Packet packet : taken) {
            pool.release(packet);
        }
        runUntil(2 * HOUR);

        assertThat(onPort(0)).isNotEmpty();
    }

    @Test
    @DisplayName("the same seed gives the same schedule")
    void shouldRepeatWithItsSeed() {
        start(enabled(), 9);
        runUntil(HOUR);
        List<Long> once = sent.stream().map(Sent::atNs).toList();
        sent.clear();
        TimerWheel second = new TimerWheel(0);
        handlers = new IcmpHandlers(IcmpConfig.defaults().withRouterDiscovery(enabled()), IcmpRig.INTERFACES,
                new CounterRegistry(1000), "control", new SplittableRandom(9));
        ControlHandler again = handlers.control().get(1);
        nowNs = 0;
        begin();
        again.onStart(new ControlTimers(second, 0), turn);
        while (second.nextDeadlineNs() <= HOUR) {
            nowNs = second.nextDeadlineNs();
            begin();
            second.poll(nowNs, (kind, payload, deadlineNs, atNs) -> again.onTimer(payload, deadlineNs, turn), 100);
            collect();
        }

        assertThat(sent.stream().map(Sent::atNs).toList()).isEqualTo(once);
    }

    @Test
    @DisplayName("R-LEAK-01: every octet of an advertisement is written, whatever the slot held before")
    void shouldWriteEveryOctet() {
        List<byte[]> seen = new ArrayList<>();
        for (int poison : new int[] {0x00, 0xFF}) {
            try (PacketPool poisoned = new PacketPool(1, 4096, PacketPool.HEADROOM)) {
                Turn once = new Turn(poisoned);
                Packet filler = once.spawn(2000);
                filler.view().setMemory(0, 2000, (byte) poison);
                once.releaseSpawned();
                once.begin(0, 0);
                IcmpHandlers fresh = new IcmpHandlers(
                        IcmpConfig.defaults().withRouterDiscovery(enabled()), IcmpRig.INTERFACES,
                        new CounterRegistry(1000), "control", new SplittableRandom(9));
                ControlHandler machine = fresh.control().get(1);
                machine.onStart(new ControlTimers(new TimerWheel(0), 0), once);
                machine.onTimer(0, 0, once);
                seen.add(ParserRig.datagram(once.spawned().get(0)));
            }
        }
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }
}
