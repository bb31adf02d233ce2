package org.hopwire.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.TypePolicy;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.pipeline.ObservedPacket;
import org.hopwire.pipeline.ObservedPacket.Fate;
import org.hopwire.pipeline.PacketFilter;
import org.hopwire.pipeline.PacketTap;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Whoever watches sees each packet as it arrived, and what became of it. */
class ObservationTest {
    private static final byte[] ECHO = Lab.fromLan("192.0.2.1").echo(1, 2, new byte[300]).build();
    private static final byte[] TRANSIT = Lab.fromLan("198.51.100.10").udp(1, 2).build();
    private static final byte[] EXPIRED = Lab.fromLan("198.51.100.10").ttl(1).udp(1, 2).build();
    private static final byte[] BROKEN = Lab.fromLan("192.0.2.1").badIpChecksum().udp(1, 2).build();
    private static final byte[] REPORT = Lab.fromLan("239.1.2.3").ttl(1).routerAlert()
            .igmp(Hex.parse("16 00 00 00 ef 01 02 03")).build();
    private static final int BURSTS = 200;
    private static final int UNWANTED = 64;

    private final Lab lab = new Lab();
    private final List<ObservedPacket> seen = new ArrayList<>();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void shouldShowEveryPacketAsItArrivedAndItsFate() {
        try (Observation observation = lab.engine().observe()) {
            lab.onLan(ECHO, TRANSIT, EXPIRED, BROKEN);
            assertThat(observation.poll(seen::add, 100)).isEqualTo(4);
            assertThat(observation.missed()).isZero();
            assertThat(seen).extracting(ObservedPacket::fate).containsExactly(Fate.ANSWERED, Fate.FORWARDED,
                    Fate.ANSWERED, Fate.DROPPED);
            assertThat(seen).extracting(ObservedPacket::reason).containsExactly("", "", "ttl-exceeded",
                    "bad-header-checksum");
            assertThat(seen).extracting(each -> observation.portName(each.inPort())).containsOnly("lan");
            assertThat(seen).extracting(each -> observation.portName(each.outPort())).containsExactly("lan", "wan",
                    "lan", "");
            assertThat(seen.get(0).frameLength()).isEqualTo(ECHO.length);
            assertThat(seen).extracting(ObservedPacket::head).containsExactly(Arrays.copyOf(ECHO, PacketTap.HEAD),
                    TRANSIT, EXPIRED, BROKEN);
        }
    }

    @Test
    void shouldShowNothingOfBeforeAndAfter() {
        lab.onLan(ECHO);
        try (Observation observation = lab.engine().observe()) {
            assertThat(observation.poll(seen::add, 100)).isZero();
            assertThatIllegalStateException().isThrownBy(lab.engine()::observe).withMessageContaining("already");
        }
        lab.onLan(ECHO);
        try (Observation observation = lab.engine().observe()) {
            assertThat(observation.poll(seen::add, 100)).isZero();
        }
    }

    @Test
    void shouldLeaveOutWhatTheWatcherIsTooSlowFor() {
        byte[][] burst = new byte[64][];
        Arrays.fill(burst, ECHO);
        try (Observation observation = lab.engine().observe()) {
            for (int i = 0; i < 200; i++) {
                lab.onLan(burst);
            }
            int shown = observation.poll(seen::add, Integer.MAX_VALUE);
            assertThat(shown).isBetween(5_000, 200 * 64 - 1);
            assertThat(shown + observation.missed()).isEqualTo(200 * 64);
            assertThat(lab.snapshot().icmpSent()).containsEntry("echo-reply", 200 * 64L);
        }
    }

    private static byte[][] unwantedBesides(byte[]... wanted) {
        byte[][] burst = Arrays.copyOf(wanted, wanted.length + UNWANTED);
        Arrays.fill(burst, wanted.length, burst.length, ECHO);
        return burst;
    }

    /** Of the unwanted a third would fill the tap, and none of them is fetched while they come. */
    @Test
    void shouldMissNothingThatIsWantedForWhatIsNot() {
        try (Observation observation = lab.engine().observe(lab.engine().packetFilter().protocol("igmp").build())) {
            for (int i = 0; i < BURSTS; i++) {
                lab.onLan(unwantedBesides(REPORT));
            }
            assertThat(observation.poll(seen::add, Integer.MAX_VALUE)).isEqualTo(BURSTS);
            assertThat(seen).extracting(ObservedPacket::head).containsOnly(REPORT);
            assertThat(observation.missed()).isZero();
            assertThat(lab.snapshot().icmpSent()).containsEntry("echo-reply", (long) BURSTS * UNWANTED);
        }
    }

    /** As above, but only the end tells what is wanted. */
    @Test
    void shouldMissNothingOfAVerdictForAnother() {
        try (Observation observation = lab.engine()
                .observe(lab.engine().packetFilter().verdict("dropped").reason("bad-header-checksum").build())) {
            for (int i = 0; i < BURSTS; i++) {
                lab.onLan(unwantedBesides(BROKEN, REPORT));
            }
            assertThat(observation.poll(seen::add, Integer.MAX_VALUE)).isEqualTo(BURSTS);
            assertThat(seen).extracting(ObservedPacket::reason).containsOnly("bad-header-checksum");
            assertThat(observation.missed()).isZero();
        }
    }

    @Test
    void shouldCountOnlyWhatIsWantedAsMissed() {
        byte[][] wanted = new byte[UNWANTED][];
        Arrays.fill(wanted, TRANSIT);
        try (Observation observation = lab.engine().observe(lab.engine().packetFilter().protocol("udp").build())) {
            for (int i = 0; i < BURSTS; i++) {
                lab.onLan(unwantedBesides(wanted));
                lab.wan().drain();
            }
            int shown = observation.poll(seen::add, Integer.MAX_VALUE);
            assertThat(shown).isBetween(5_000, BURSTS * UNWANTED - 1);
            assertThat(shown + observation.missed()).isEqualTo(BURSTS * UNWANTED);
        }
    }

    /** Conditions are those of the lines: what arrived, and what became of it. */
    @ParameterizedTest
    @CsvSource({"verdict, answered, 'ECHO EXPIRED'", "verdict, FORWARDED, TRANSIT", "verdict, dropped, 'BROKEN REPORT'",
        "reason, ttl-exceeded, EXPIRED", "reason, bad-header-checksum, BROKEN", "reason, no-route, ''",
        "port, lan, 'ECHO TRANSIT EXPIRED BROKEN REPORT'", "port, wan, TRANSIT", "protocol, icmp, ECHO",
        "protocol, igmp, REPORT", "protocol, 17, 'TRANSIT EXPIRED BROKEN'", "protocol, arp, ''",
        "protocol, ipv4, 'ECHO TRANSIT EXPIRED BROKEN REPORT'", "host, 198.51.100.10, 'TRANSIT EXPIRED'",
        "host, 198.51.100.0/24, 'TRANSIT EXPIRED'", "host, 224.0.0.0/4, REPORT", "host, 203.0.113.1, ''",
        "host, 192.0.2.10, 'ECHO TRANSIT EXPIRED BROKEN REPORT'"})
    void shouldShowOnlyWhatIsWanted(String kind, String word, String names) {
        try (Observation observation = lab.engine()
                .observe(condition(lab.engine().packetFilter(), kind, word).build())) {
            lab.onLan(ECHO, TRANSIT, EXPIRED, BROKEN, REPORT);
            observation.poll(seen::add, 100);
            assertThat(seen).extracting(each -> nameOf(each.head())).isEqualTo(
                    Arrays.stream(names.split(" ", -1)).filter(each -> !each.isEmpty()).toList());
        }
    }

    private static PacketFilter.Builder condition(PacketFilter.Builder filter, String kind, String word) {
        return switch (kind) {
            case "verdict" -> filter.verdict(word);
            case "reason" -> filter.reason(word);
            case "port" -> filter.port(word);
            case "protocol" -> filter.protocol(word);
            default -> filter.host(word);
        };
    }

    private static String nameOf(byte[] head) {
        return Map.of("ECHO", ECHO, "TRANSIT", TRANSIT, "EXPIRED", EXPIRED, "BROKEN", BROKEN, "REPORT", REPORT)
                .entrySet().stream()
                .filter(each -> Arrays.equals(head, Arrays.copyOf(each.getValue(), head.length)))
                .map(Map.Entry::getKey).findFirst().orElse("other");
    }

    @Test
    void shouldMeetAllKindsOfConditionsAndAnyOfOneKind() {
        PacketFilter filter = lab.engine().packetFilter().verdict("dropped").verdict("answered").protocol("udp")
                .protocol("igmp").build();
        try (Observation observation = lab.engine().observe(filter)) {
            lab.onLan(ECHO, TRANSIT, EXPIRED, BROKEN, REPORT);
            observation.poll(seen::add, 100);
            assertThat(seen).extracting(each -> nameOf(each.head())).containsExactly("EXPIRED", "BROKEN", "REPORT");
        }
    }

    @Test
    void shouldShowOnlyWhatIsWantedOfWhatIsSent() {
        try (Lab querier = new Lab(builder -> builder.igmp(IgmpConfig.of(IgmpRole.QUERIER)));
                Observation observation = querier.engine()
                        .observe(querier.engine().packetFilter().port("wan").verdict("sent").build())) {
            querier.onLan(REPORT);
            observation.poll(seen::add, 100);
            assertThat(seen).isNotEmpty().extracting(each -> observation.portName(each.outPort())).containsOnly("wan");
        }
    }

    /** Which ports a flooded frame left by its line does not tell, but each of them is one it left by. */
    @ParameterizedTest
    @CsvSource({"a, 1", "b, 1", "c, 1", "d, 0"})
    void shouldTakeAPortForOneOfSeveralAFrameLeftBy(String port, int shown) {
        MemoryPort first = new MemoryPort("a");
        try (Engine bridge = Engine.builder().mode(EngineMode.SWITCH).seed(1).clocks(lab.clock(), lab.clock())
                .port(PortConfig.memory("a"), first).port(PortConfig.memory("b"), new MemoryPort("b"))
                .port(PortConfig.memory("c"), new MemoryPort("c"))
                .port(PortConfig.memory("d").withVlan(9), new MemoryPort("d")).build();
                Observation observation = bridge.observe(bridge.packetFilter().port(port).verdict("forwarded")
                        .build())) {
            first.inject(TRANSIT);
            VirtualTime.settle(bridge);
            assertThat(observation.poll(seen::add, 100)).isEqualTo(shown);
        }
    }

    @Test
    void shouldTellWhatAPortDidNotTake() {
        try (Observation observation = lab.engine().observe()) {
            lab.wan().transmitLimit(0);
            lab.onLan(TRANSIT);
            lab.wan().transmitLimit(Integer.MAX_VALUE);
            lab.wan().down(true);
            lab.onLan(TRANSIT);
            lab.wan().down(false);
            lab.lan().transmitLimit(0);
            lab.onLan(ECHO, EXPIRED);
            observation.poll(seen::add, 100);
            assertThat(seen).extracting(ObservedPacket::fate).containsOnly(Fate.DROPPED);
            assertThat(seen).extracting(ObservedPacket::reason).containsExactly("port-full", "port-down",
                    "port-full", "port-full");
            assertThat(seen).extracting(each -> observation.portName(each.outPort())).containsOnly("");
            assertThat(lab.snapshot().dropped()).containsEntry("port-full", 3L).containsEntry("port-down", 1L);
        }
    }

    @Test
    void shouldTellWhatDrewASourceQuench() {
        try (Lab legacy = new Lab(builder -> builder
                .icmp(IcmpConfig.defaults().withPolicy(IcmpType.SOURCE_QUENCH, TypePolicy.LEGACY)));
                Observation observation = legacy.engine().observe()) {
            legacy.wan().transmitLimit(0);
            assertThat(legacy.onLan(TRANSIT)).hasSize(1);
            observation.poll(seen::add, 100);
            assertThat(seen).extracting(ObservedPacket::fate).containsExactly(Fate.ANSWERED);
            assertThat(seen).extracting(ObservedPacket::reason).containsExactly("source-quench");
        }
    }
}
