package org.hopwire.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.replay.Replay;
import org.hopwire.engine.replay.ReplayOptions;
import org.hopwire.engine.replay.ReplayResult;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.IgmpEvent;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.Recordings;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whole engines with membership roles, in virtual time: what they say, deliver and forward. */
class MulticastEngineTest {
    private static final String GROUP = "239.1.2.3";
    private static final String GROUP_MAC = "01:00:5e:01:02:03";
    private static final long SECOND_NS = 1_000_000_000L;

    private final VirtualClock clock = new VirtualClock(SECOND_NS, SECOND_NS);
    private final Map<String, MemoryPort> ports = Map.of("a", new MemoryPort("a"), "b", new MemoryPort("b"), "c",
            new MemoryPort("c"), "d", new MemoryPort("d"));
    private final List<String> delivered = new ArrayList<>();
    private Engine engine;

    private void start(EngineMode mode, IgmpConfig igmp) {
        EngineBuilder builder = Engine.builder().mode(mode).seed(1).clocks(clock, clock).igmp(igmp)
                .multicastListener(packet -> delivered.add(packet.inPort() + " " + packet.payloadLength()));
        List<String> names = List.of("a", "b", "c", "d");
        for (int i = 0; i < names.size(); i++) {
            PortConfig port = mode == EngineMode.SWITCH
                    ? PortConfig.memory(names.get(i))
                    : PortConfig.memory(names.get(i), "10.0." + i + ".5/24");
            builder.port(port.withMac("02:00:00:00:00:0" + (i + 1)), ports.get(names.get(i)));
        }
        engine = builder.build();
        // the first turn starts the agents, the second sends what they began with
        engine.invoke();
        run();
        ports.values().forEach(MemoryPort::drain);
    }

    @AfterEach
    void close() {
        if (engine != null) {
            assertThat(engine.failures()).isEmpty();
            EngineSnapshot figures = engine.snapshot();
            assertThat(figures.received())
                    .isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
            assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
            engine.close();
        }
    }

    private void run() {
        VirtualTime.settle(engine);
    }

    private void pass(long ns) {
        VirtualTime.pass(engine, clock, ns);
    }

    private void on(String port, Packets frame) {
        assertThat(ports.get(port).inject(frame.build())).isTrue();
        run();
    }

    private List<String> sent(String port) {
        return ports.get(port).drain().stream().map(Hex::format).toList();
    }

    private static Packets message(String source, String destination, String destinationMac, String hex) {
        return Packets.ipv4(source, destination).eth("02:00:00:00:0f:01", destinationMac).ttl(1).routerAlert()
                .igmp(Hex.parse(hex));
    }

    private static Packets reportV3(String source, String records) {
        return message(source, "224.0.0.22", "01:00:5e:00:00:16", "22 00 00 00 00 00 00 01 " + records);
    }

    private static Packets reportV2(String source) {
        return message(source, GROUP, GROUP_MAC, "16 00 00 00 ef 01 02 03");
    }

    private static Packets data(String source) {
        return Packets.ipv4(source, GROUP).eth("02:00:00:00:0f:02", GROUP_MAC).ttl(7).udp(5000, 5000, new byte[20]);
    }

    private static final String JOIN_ALL = "04 00 00 00 ef 01 02 03";
    private static final String JOIN_ONE = "03 00 00 01 ef 01 02 03 0a 00 00 63";

    @Test
    @DisplayName("RFC 9776 section 8.6: a querier starts with general queries, TTL 1, Router Alert, TOS 0xC0")
    void shouldSendStartupQueries() {
        start(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("b", IgmpRole.QUERIER)));
        pass(32 * SECOND_NS);
        List<String> queries = sent("b");
        assertThat(queries).hasSize(1);
        assertThat(queries.get(0).replace(" ", "")).startsWith("01005e000001" + "020000000002" + "0800" + "46c0")
                .contains("0a000105" + "e0000001" + "94040000" + "1164").endsWith("00000000" + "027d0000");
        assertThat(sent("a")).isEmpty();
        assertThat(engine.snapshot().igmpSent()).containsEntry("query-v3", 2L);
    }

    @Test
    @DisplayName("A report makes data flow to its port: TTL one less, the port's own MAC, never back, one copy each")
    void shouldForwardToMembers() {
        start(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER));
        on("a", data("10.0.0.99"));
        on("b", reportV3("10.0.1.7", JOIN_ALL));
        on("c", reportV2("10.0.2.7"));
        on("d", reportV2("0.0.0.0"));
        on("a", reportV2("10.0.0.7"));
        on("a", data("10.0.0.99"));
        for (int i = 1; i < 4; i++) {
            List<String> out = sent(List.of("a", "b", "c", "d").get(i));
            assertThat(out).hasSize(1);
            assertThat(out.get(0).replace(" ", "")).startsWith("01005e010203" + "02000000000" + (i + 1) + "0800");
            byte[] frame = Hex.parse(out.get(0));
            assertThat(frame[14 + 8]).isEqualTo((byte) 6);
            assertThat(sum(frame, 14, 20)).as("header checksum").isEqualTo(0xffff);
        }
        assertThat(sent("a")).isEmpty();
        assertThat(engine.snapshot().forwarded()).isEqualTo(1);
        assertThat(engine.snapshot().originated()).isEqualTo(4 + 2);
        assertThat(engine.snapshot().dropped()).containsOnly(Map.entry("multicast-unregistered", 1L));
    }

    private static int sum(byte[] bytes, int from, int count) {
        int sum = 0;
        for (int i = from; i < from + count; i += 2) {
            sum += ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff);
        }
        return (sum & 0xffff) + (sum >>> 16);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.99, 7, 239.1.2.3, ''", "10.0.0.98, 7, 239.1.2.3, multicast-source-unwanted",
        "10.0.3.99, 7, 239.1.2.3, multicast-wrong-interface", "10.0.0.99, 1, 239.1.2.3, ttl-expired",
        "10.0.0.99, 7, 224.0.0.9, multicast-link-scope", "10.0.0.99, 7, 239.1.2.4, multicast-unregistered",
        "10.0.0.5, 7, 239.1.2.3, bad-source", "10.0.0.99, 7, 239.9.0.1, multicast-boundary"})
    @DisplayName("RFC 1812 section 5.2.1.3, RFC 1112 section 6.1, RFC 2365: what keeps multicast from going on")
    void shouldForwardOnlyWhatMayBe(String source, int ttl, String group, String reason) {
        start(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER,
                IgmpPortConfig.named("a").withBoundary("239.9.0.0/16")));
        on("b", reportV3("10.0.1.7", JOIN_ONE));
        on("a", Packets.ipv4(source, group).eth("02:00:00:00:0f:02", GROUP_MAC).ttl(ttl).udp(1, 2, new byte[4]));
        assertThat(engine.snapshot().dropped().keySet()).isEqualTo(reason.isEmpty()
                ? Set.of()
                : Set.of(reason));
        assertThat(sent("b")).hasSize(reason.isEmpty() ? 1 : 0);
    }

    @Test
    @DisplayName("RFC 9776 section 6.4.2: a leave is asked about, then the group ends, told as events and in the snapshot")
    void shouldEndAGroupAfterItsLastMember() {
        start(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER));
        on("b", reportV3("10.0.1.7", JOIN_ALL));
        GroupSnapshot group = engine.membership().groups().get(0);
        assertThat(group.mode()).isEqualTo(FilterMode.EXCLUDE);
        assertThat(group.remainingNs()).isEqualTo(260 * SECOND_NS);
        assertThat(group.hosts()).hasSize(1);
        on("b", reportV3("10.0.1.7", "03 00 00 00 ef 01 02 03"));
        pass(3 * SECOND_NS);
        assertThat(engine.membership().groups()).isEmpty();
        List<IgmpEvent.Kind> kinds = new ArrayList<>();
        engine.pollEvents(event -> kinds.add(event.kind()));
        assertThat(kinds).filteredOn(kind -> kind == IgmpEvent.Kind.JOIN || kind == IgmpEvent.Kind.LEAVE)
                .containsExactly(IgmpEvent.Kind.JOIN, IgmpEvent.Kind.LEAVE);
        assertThat(sent("b")).as("two group-specific queries").hasSize(2);
        on("a", data("10.0.0.99"));
        assertThat(sent("b")).isEmpty();
    }

    @Test
    @DisplayName("R-QUER-01: a lower address takes over, and we take back after the other querier's silence")
    void shouldElectTheLowestAddress() {
        start(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER));
        String query = "11 64 00 00 00 00 00 00 02 7d 00 00";
        on("b", message("10.0.1.2", "224.0.0.1", "01:00:5e:00:00:01", query));
        on("c", message("10.0.2.9", "224.0.0.1", "01:00:5e:00:00:01", query));
        assertThat(engine.membership().queriers()).extracting(each -> each.isOurselves())
                .containsExactly(true, false, true, true);
        pass(256 * SECOND_NS);
        assertThat(engine.membership().queriers()).allMatch(each -> each.isOurselves());
    }

    @Test
    @DisplayName("A host joins, reports, gets exactly the sources it wants, and leaves (RFC 9776 section 5)")
    void shouldDeliverWhatAHostHasJoined() {
        start(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST));
        int handle = engine.join("b", GROUP, FilterMode.INCLUDE, List.of("10.0.1.99"));
        run();
        assertThat(sent("b").get(0).replace(" ", "")).startsWith("01005e000016").endsWith(
                "00000001" + "05000001" + "ef010203" + "0a000163");
        on("b", data("10.0.1.99"));
        on("b", data("10.0.1.98"));
        on("a", data("10.0.0.99"));
        assertThat(delivered).containsExactly("1 28");
        engine.leave(handle);
        pass(2 * SECOND_NS);
        on("b", data("10.0.1.99"));
        assertThat(delivered).hasSize(1);
        assertThat(engine.membership().groups()).isEmpty();
        assertThatThrownBy(() -> engine.join("x", GROUP, FilterMode.EXCLUDE, List.of())).hasMessageContaining("\"x\"");
        assertThatThrownBy(() -> engine.join("b", "10.0.0.1", FilterMode.EXCLUDE, List.of()))
                .hasMessageContaining("10.0.0.1");
    }

    @Test
    @DisplayName("RFC 4605: one report upstream for all downstreams; data down to members, up always; R-LEAVE-02")
    void shouldProxy() {
        start(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.PROXY_DOWNSTREAM,
                IgmpPortConfig.of("a", IgmpRole.PROXY_UPSTREAM)));
        on("b", reportV3("10.0.1.7", JOIN_ALL));
        on("c", reportV3("10.0.2.7", JOIN_ALL));
        assertThat(engine.membership().groups()).filteredOn(each -> each.port().equals("a")).hasSize(1);
        assertThat(sent("a")).as("one state change, the second member changes nothing").hasSize(1);
        on("a", data("10.9.9.9"));
        assertThat(sent("b")).hasSize(1);
        assertThat(sent("c")).hasSize(1);
        assertThat(sent("d")).isEmpty();
        on("b", data("10.0.1.9"));
        assertThat(sent("a")).hasSize(1);
        assertThat(sent("b")).isEmpty();
        assertThat(sent("c")).hasSize(1);
        on("b", reportV3("10.0.1.7", "03 00 00 00 ef 01 02 03"));
        pass(3 * SECOND_NS);
        assertThat(engine.membership().groups()).filteredOn(each -> each.port().equals("a")).hasSize(1);
    }

    @Test
    @DisplayName("R-TIMER-01, RFC 4541: link down forgets the port's members, link up asks")
    void shouldForgetALinkThatIsDown() {
        start(EngineMode.SWITCH, IgmpConfig.defaults());
        on("b", reportV3("10.0.1.7", JOIN_ALL));
        on("c", reportV3("10.0.1.8", JOIN_ALL));
        engine.linkChanged("b", false);
        run();
        assertThat(engine.membership().groups()).extracting(GroupSnapshot::port).containsExactly("c");
        ports.values().forEach(MemoryPort::drain);
        engine.linkChanged("b", true);
        run();
        assertThat(sent("c")).as("a query from 0.0.0.0").hasSize(1);
    }

    @Test
    @DisplayName("RFC 4541 section 2.1.1: reports go to router ports alone, data to members and routers, by source")
    void shouldSnoop() {
        start(EngineMode.SWITCH, IgmpConfig.defaults());
        on("d", message("10.0.0.2", "224.0.0.1", "01:00:5e:00:00:01", "11 64 00 00 00 00 00 00 02 7d 00 00"));
        ports.values().forEach(MemoryPort::drain);
        on("b", reportV3("10.0.1.7", JOIN_ONE));
        assertThat(sent("a")).isEmpty();
        assertThat(sent("c")).isEmpty();
        assertThat(sent("d")).as("the querier's port").hasSize(1);
        on("a", data("10.0.0.99"));
        assertThat(sent("b")).hasSize(1);
        assertThat(sent("c")).isEmpty();
        assertThat(sent("d")).hasSize(1);
        on("a", data("10.0.0.98"));
        assertThat(sent("b")).as("another source").isEmpty();
        assertThat(sent("d")).hasSize(1);
        pass(256 * SECOND_NS);
        ports.values().forEach(MemoryPort::drain);
        assertThat(engine.membership().queriers()).allMatch(each -> each.isOurselves());
    }

    @Test
    @DisplayName("RFC 7761 section 4.3.2: the querier of version 1 is the designated router PIM elects")
    void shouldLetPimElectTheQuerierOfVersion1() {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("b", IgmpRole.QUERIER)).withVersion(1)
                .withPim(new IgmpConfig.Pim(true, 1, 30));
        start(EngineMode.ROUTER, igmp);
        assertThat(engine.membership().queriers().get(0).isOurselves()).isTrue();
        on("b", hello("00 01 00 02 00 69 00 13 00 04 00 00 00 02"));
        assertThat(engine.membership().queriers().get(0).isOurselves()).as("a higher priority").isFalse();
        pass(6 * SECOND_NS);
        assertThat(engine.snapshot().igmpEvents()).containsKeys("pim-hello-sent", "pim-hello-received");
        pass(110 * SECOND_NS);
        assertThat(engine.membership().queriers().get(0).isOurselves()).as("its holdtime is over").isTrue();
    }

    @ParameterizedTest
    @CsvSource({"igmp-v1, 10, lan 239.1.2.3 EXCLUDE lan 239.1.2.4 EXCLUDE",
        "igmp-v2, 10, lan 239.1.2.3 EXCLUDE wan 239.9.9.9 EXCLUDE",
        "igmp-v3, 10, lan 232.1.1.1 INCLUDE lan 239.1.2.3 EXCLUDE wan 239.9.9.9 EXCLUDE"})
    @DisplayName("Linux hosts, recorded: which groups there are ten seconds into the recording")
    void shouldKeepTheGroupsOfLinuxHosts(String recording, int seconds, String groups) throws IOException {
        EngineConfig plain = Recordings.router(IcmpConfig.defaults());
        EngineConfig config = new EngineConfig(plain.engine(), plain.port(), plain.route(), plain.neighbor(),
                plain.ip(), plain.icmp(), IgmpConfig.of(IgmpRole.QUERIER));
        ReplayResult result = new Replay(config, ReplayOptions.of(Recordings.own(recording).toString(), null)
                .withAtNs(seconds * SECOND_NS), null).run();
        assertThat(result.failures()).isEmpty();
        assertThat(result.membership().groups().stream().sorted(Comparator.comparing(GroupSnapshot::port)
                .thenComparingInt(GroupSnapshot::group)).map(
                        each -> each.port() + " "
                                + Ipv4Address.format(each.group()) + " " + each.mode())
                .collect(Collectors.joining(" "))).isEqualTo(groups);
    }

    private static Packets hello(String options) {
        return Packets.ipv4("10.0.1.9", "224.0.0.13").eth("02:00:00:00:0f:03", "01:00:5e:00:00:0d").ttl(1)
                .payload(103, withSum(Hex.parse("20 00 00 00 " + options)));
    }

    private static byte[] withSum(byte[] message) {
        int sum = ~sum(message, 0, message.length) & 0xffff;
        message[2] = (byte) (sum >>> 8);
        message[3] = (byte) sum;
        return message;
    }

    @Test
    @DisplayName("an engine that is closed leaves every group it had joined, however many, before its port closes")
    void shouldLeaveThousandsOfGroupsOnClose() {
        int groups = 3000;
        FixedGroup[] joins = new FixedGroup[groups];
        for (int i = 0; i < groups; i++) {
            joins[i] = FixedGroup.any(Ipv4Address.format(0xef01_0000 + i));
        }
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("a", IgmpRole.HOST).withJoins(joins));
        int records = 0;
        try (MulticastLab lab = new MulticastLab(EngineMode.HOST, igmp)) {
            lab.pass(10);
            lab.quiet();
            lab.engine.close();
            for (byte[] frame : lab.frames("a")) {
                assertThat(frame[38]).as("a report of version 3").isEqualTo((byte) 0x22);
                records += (frame[44] & 255) << 8 | (frame[45] & 255);
            }
        }
        assertThat(records).isEqualTo(groups);
    }
}
