package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.hopwire.engine.config.ConfigChange;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.QuotePolicy;
import org.hopwire.icmp.IcmpConfig.RouterDiscoveryConfig;
import org.hopwire.icmp.IcmpConfig.TypePolicy;
import org.hopwire.ip.ReversePathCheck;
import org.hopwire.ip.neighbor.ArpConfig;
import org.hopwire.ip.neighbor.NeighbourSnapshot;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What a running engine makes of another configuration: all of it or nothing, and no more than differs. */
class ReconfigurationTest {
    private static final PortConfig LAN = PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC);
    private static final PortConfig WAN = PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC);
    private static final NeighborConfig HOST = new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC);
    private static final NeighborConfig PEER = new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC);
    private static final String BEYOND = "203.0.113.7";
    private static final long SECOND_NS = 1_000_000_000L;

    private final VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
    private final MemoryPort lan = new MemoryPort("lan");
    private final MemoryPort wan = new MemoryPort("wan");
    private EngineConfig config = router(List.of(), List.of(HOST, PEER), IpConfig.defaults(),
            IcmpConfig.defaults());
    private Engine engine;

    private static EngineConfig router(List<RouteConfig> routes, List<NeighborConfig> neighbours, IpConfig ip,
            IcmpConfig icmp) {
        return new EngineConfig(new EngineSettings(null, null, 1L), List.of(LAN, WAN), routes, neighbours, ip, icmp);
    }

    private void start() {
        engine = Engine.builder().config(config).open("lan", lan).open("wan", wan).clocks(clock, clock).build();
        VirtualTime.settle(engine);
    }

    private List<ConfigChange> change(EngineConfig wanted) {
        List<ConfigChange> changes = engine.reconfigure(wanted);
        VirtualTime.settle(engine);
        return changes;
    }

    private List<ConfigChange> routes(RouteConfig... routes) {
        return change(router(List.of(routes), config.neighbor(), config.ip(), config.icmp()));
    }

    private List<ConfigChange> neighbours(NeighborConfig... neighbours) {
        return change(router(List.of(), List.of(neighbours), config.ip(), config.icmp()));
    }

    private List<ConfigChange> icmp(IcmpConfig icmp) {
        return change(router(List.of(), config.neighbor(), config.ip(), icmp));
    }

    private List<ConfigChange> ip(IpConfig ip) {
        return change(router(List.of(), config.neighbor(), ip, config.icmp()));
    }

    @AfterEach
    void tearDown() {
        EngineSnapshot figures = engine.snapshot();
        assertThat(figures.received()).isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
        assertThat(engine.failures()).isEmpty();
        engine.close();
    }

    private List<byte[]> onLan(Packets frame) {
        assertThat(lan.inject(frame.build())).isTrue();
        VirtualTime.settle(engine);
        return new ArrayList<>(lan.drain());
    }

    private boolean isForwarded(String destination) {
        wan.drain();
        onLan(Lab.fromLan(destination).udp(1, 2));
        return !wan.drain().isEmpty();
    }

    private boolean answersEcho() {
        return !onLan(Lab.fromLan("192.0.2.1").echo(1, 2, new byte[8])).isEmpty();
    }

    @Test
    void shouldSayNothingWhereNothingDiffers() {
        start();
        assertThat(change(config)).isEmpty();
        assertThat(answersEcho()).isTrue();
    }

    @Test
    void shouldAddReplaceAndRemoveRoutesAndLeaveTheOthers() {
        start();
        engine.addRoute(RouteConfig.via("10.9.0.0/16", "198.51.100.10"));
        assertThat(isForwarded(BEYOND)).isFalse();
        assertThat(routes(RouteConfig.via("203.0.113.0/24", "198.51.100.10"))).hasToString(
                "[route 203.0.113.0/24: absent -> via 198.51.100.10]");
        assertThat(isForwarded(BEYOND)).isTrue();
        assertThat(isForwarded("10.9.1.1")).as("a route of the application's").isTrue();
        assertThat(routes(RouteConfig.reject("203.0.113.0/24", "admin-prohibited"))).hasToString(
                "[route 203.0.113.0/24 via: 198.51.100.10 -> absent, "
                        + "route 203.0.113.0/24 reject: absent -> admin-prohibited]");
        assertThat(onLan(Lab.fromLan(BEYOND).udp(1, 2)).getFirst()[35]).as("code").isEqualTo((byte) 13);
        routes();
        assertThat(isForwarded(BEYOND)).isFalse();
        assertThat(engine.routes()).isEqualTo(3);
    }

    @Test
    void shouldEnterReplaceAndForgetNeighbours() {
        start();
        assertThat(isForwarded("198.51.100.11")).isFalse();
        assertThat(neighbours(HOST, PEER, new NeighborConfig("wan", "198.51.100.11", "02:00:00:00:02:0b")))
                .hasToString("[neighbor wan 198.51.100.11: absent -> mac 02:00:00:00:02:0b]");
        assertThat(isForwarded("198.51.100.11")).isTrue();
        neighbours(HOST, new NeighborConfig("wan", "198.51.100.10", "02:00:00:00:02:0c"));
        assertThat(isForwarded("198.51.100.11")).isFalse();
        onLan(Lab.fromLan("198.51.100.10").udp(1, 2));
        assertThat(wan.drain().getFirst()[5]).isEqualTo((byte) 0x0c);
    }

    private static IpConfig arp(IpConfig.PortOptions... more) {
        List<IpConfig.PortOptions> options = new ArrayList<>(List.of(more));
        options.add(IpConfig.PortOptions.of("wan").withArp(true));
        return IpConfig.defaults().withPorts(options.toArray(IpConfig.PortOptions[]::new))
                .withArp(ArpConfig.defaults().withAnnouncements(0));
    }

    private String state(String address) {
        return engine.neighbours().stream().filter(each -> each.address() == Packets.address(address))
                .map(NeighbourSnapshot::state).map(String::valueOf).findFirst().orElse("none");
    }

    @Test
    void shouldKeepFoundNeighboursAndLetPacketsGoThatWaitForOneThatIsConfigured() {
        config = router(List.of(), List.of(HOST), arp(), IcmpConfig.defaults());
        start();
        wan.inject(Packets.frame().eth("02:00:00:00:02:0e", "ff:ff:ff:ff:ff:ff")
                .raw(0x0806, Packets.arp(1, "02:00:00:00:02:0e", "198.51.100.14", "00:00:00:00:00:00", "198.51.100.1"))
                .build());
        VirtualTime.settle(engine);
        assertThat(state("198.51.100.14")).isEqualTo("REACHABLE");
        onLan(Lab.fromLan("198.51.100.10").udp(1, 2));
        assertThat(state("198.51.100.10")).isEqualTo("INCOMPLETE");
        wan.drain();
        neighbours(HOST, PEER);
        assertThat(wan.drain()).as("what has waited").hasSize(1);
        assertThat(state("198.51.100.10")).isEqualTo("FIXED");
        assertThat(state("198.51.100.14")).isEqualTo("REACHABLE");
        VirtualTime.pass(engine, clock, 5 * SECOND_NS);
        assertThat(wan.drain()).as("nobody is asked for any more").isEmpty();
        neighbours(HOST);
        assertThat(state("198.51.100.10")).isEqualTo("none");
        assertThat(state("198.51.100.14")).isEqualTo("REACHABLE");
        VirtualTime.pass(engine, clock, 56 * SECOND_NS);
        assertThat(state("198.51.100.14")).as("its sixty seconds began before").isEqualTo("none");
    }

    @Test
    void shouldAnswerAndRefuseByTheNewPolicyAndKeepTheCounters() {
        start();
        assertThat(answersEcho()).isTrue();
        assertThat(icmp(IcmpConfig.defaults().withPolicy(IcmpType.ECHO_REQUEST, TypePolicy.OFF)))
                .hasToString("[icmp.policy.echo-request: absent -> off]");
        assertThat(answersEcho()).isFalse();
        icmp(IcmpConfig.defaults());
        assertThat(answersEcho()).isTrue();
        assertThat(engine.snapshot().icmpSent()).containsEntry("echo-reply", 2L);
        icmp(IcmpConfig.defaults().withQuote(QuotePolicy.MINIMAL));
        assertThat(onLan(Lab.fromLan(BEYOND).udp(1, 2, new byte[100])).getFirst()).hasSize(14 + 28 + 28);
    }

    private int errors(int packets) {
        int errors = 0;
        for (int i = 0; i < packets; i++) {
            errors += onLan(Lab.fromLan(BEYOND).udp(1, 2)).size();
        }
        return errors;
    }

    @Test
    void shouldNotRefillLimitsThatStay() {
        start();
        assertThat(errors(500)).isBetween(50, 400);
        icmp(IcmpConfig.defaults().withQuote(QuotePolicy.MINIMAL));
        assertThat(errors(100)).as("the bucket is as empty as it was").isZero();
        icmp(IcmpConfig.defaults().withLimits(new IcmpConfig.Limits(null, null, null, null, null, Set.of())));
        assertThat(errors(100)).as("no type is limited").isEqualTo(100);
    }

    @Test
    void shouldBeginToAdvertiseAndSayGoodbye() {
        start();
        RouterDiscoveryConfig on = RouterDiscoveryConfig.defaults().withEnabled(true);
        icmp(IcmpConfig.defaults().withRouterDiscovery(on));
        VirtualTime.pass(engine, clock, 16 * SECOND_NS);
        assertThat(lan.drain()).hasSize(1);
        icmp(IcmpConfig.defaults());
        byte[] goodbye = lan.drain().getFirst();
        assertThat(goodbye[34]).isEqualTo((byte) 9);
        assertThat(goodbye[40] | goodbye[41]).as("lifetime").isZero();
        VirtualTime.pass(engine, clock, 1000 * SECOND_NS);
        assertThat(lan.drain()).isEmpty();
    }

    @Test
    void shouldJudgeSourcesByTheNewRule() {
        start();
        assertThat(isForwarded("198.51.100.10")).isTrue();
        Packets forged = Packets.ipv4("198.51.100.77", "198.51.100.10").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).udp(1, 2);
        onLan(forged);
        assertThat(wan.drain()).hasSize(1);
        assertThat(ip(IpConfig.defaults().withPorts(
                IpConfig.PortOptions.of("lan").withReversePath(ReversePathCheck.Mode.STRICT))))
                .hasToString("[ip.port lan reverse_path: off -> strict]");
        onLan(forged);
        assertThat(wan.drain()).isEmpty();
        assertThat(isForwarded("198.51.100.10")).isTrue();
    }

    @Test
    void shouldTreatOptionsByTheNewPolicies() {
        start();
        Packets marked = Lab.fromLan("198.51.100.10").options("07 07 04 00 00 00 00 44 08 05 00 00 00 00 00").udp(1, 2);
        Packets routed = Lab.fromLan("192.0.2.1").options("83 07 04 c6 33 64 0a").udp(1, 2);
        onLan(marked);
        onLan(routed);
        assertThat(Hex.format(wan.drain().getFirst(), 34, 15))
                .isEqualTo("07 07 08 c6 33 64 01 44 08 09 00 02 93 2e 00");
        assertThat(ip(IpConfig.defaults().withRecordRoute(OptionStamp.Policy.IGNORE)
                .withTimestamp(OptionStamp.Policy.PASS).withSourceRoutes(SourceRoutePolicy.FORWARD)))
                .hasToString("[ip.source_routes: drop -> forward, ip.record_route: process -> ignore, "
                        + "ip.timestamp: process -> pass]");
        onLan(marked);
        onLan(routed);
        List<byte[]> sent = wan.drain();
        assertThat(Hex.format(sent.get(0), 34, 15)).isEqualTo("07 07 04 00 00 00 00 44 08 05 00 00 00 00 00");
        assertThat(Hex.format(sent.get(1), 30, 11)).isEqualTo("c6 33 64 0a 83 07 08 c6 33 64 01");
        assertThat(ip(IpConfig.defaults().withTimestamp(OptionStamp.Policy.DROP))).hasSize(3);
        onLan(marked);
        onLan(routed);
        assertThat(wan.drain()).isEmpty();
        assertThat(engine.snapshot().dropped())
                .containsExactlyInAnyOrderEntriesOf(Map.of("source-routed", 2L, "timestamp-option", 1L));
    }

    @Test
    void shouldRefuseWholeWhatNeedsARestart() {
        start();
        EngineConfig otherPort = new EngineConfig(config.engine(), List.of(LAN.withMtu(1400), WAN),
                List.of(RouteConfig.via("203.0.113.0/24", "198.51.100.10")), config.neighbor(), config.ip(),
                config.icmp());
        assertThatIllegalArgumentException().isThrownBy(() -> engine.reconfigure(otherPort))
                .withMessage("port lan mtu: 1500 -> 1400 needs a restart; nothing was changed");
        assertThat(isForwarded(BEYOND)).isFalse();
        assertThat(engine.changesTo(otherPort)).hasToString("[port lan mtu: 1500 -> 1400 needs a restart, "
                + "route 203.0.113.0/24: absent -> via 198.51.100.10]");
        for (Map.Entry<EngineConfig, String> each : restarts().entrySet()) {
            assertThatIllegalArgumentException().isThrownBy(() -> engine.reconfigure(each.getKey()))
                    .withMessage(each.getValue() + " needs a restart; nothing was changed");
        }
        assertThat(change(config)).isEmpty();
    }

    private Map<EngineConfig, String> restarts() {
        return Map.of(
                new EngineConfig(config.engine().withSeed(2L), config.port(), List.of(), config.neighbor(), config.ip(),
                        config.icmp()),
                "engine.seed: 1 -> 2",
                new EngineConfig(config.engine(), List.of(WAN, LAN), List.of(), config.neighbor(), config.ip(),
                        config.icmp()),
                "port: lan wan -> wan lan",
                new EngineConfig(config.engine(), List.of(LAN), List.of(), List.of(HOST), config.ip(), config.icmp()),
                "port wan: kind memory, mac 02:00:00:00:02:01, address 198.51.100.1/24, mtu 1500, vlan 0 -> absent",
                router(List.of(), config.neighbor(), arp(), config.icmp()), "ip.port wan arp: absent -> true");
    }

    @Test
    void shouldTellOfANewPortBeforeWhatLeadsToIt() {
        start();
        EngineConfig more = new EngineConfig(config.engine(),
                List.of(LAN, WAN, PortConfig.memory("dmz", "10.9.0.1/24")),
                List.of(RouteConfig.via("203.0.113.0/24", "10.9.0.9")), config.neighbor(), config.ip(), config.icmp());
        assertThatIllegalArgumentException().isThrownBy(() -> engine.reconfigure(more))
                .withMessageStartingWith("port dmz: absent -> kind memory, address 10.9.0.1/24, mtu 1500");
        assertThat(change(config)).isEmpty();
    }

    @Test
    void shouldRefuseWhatNamesNoPort() {
        start();
        EngineConfig wrong = router(List.of(RouteConfig.via("203.0.113.0/24", "10.9.9.9")), config.neighbor(),
                config.ip(), config.icmp());
        assertThatIllegalArgumentException().isThrownBy(() -> engine.reconfigure(wrong))
                .withMessage("route 203.0.113.0/24 via: 10.9.9.9 is on no port's network");
        assertThat(change(config)).isEmpty();
    }

    @Test
    void shouldHaveManyRoutesInForceWhenItReturns() {
        start();
        RouteConfig[] many = new RouteConfig[5_000];
        for (int i = 0; i < many.length; i++) {
            many[i] = RouteConfig.via("10." + (i >> 8) + "." + (i & 0xff) + ".0/24", "198.51.100.10");
        }
        engine.reconfigure(router(List.of(many), config.neighbor(), config.ip(), config.icmp()));
        assertThat(engine.routes()).as("nothing waits for another turn").isEqualTo(2 + many.length);
        engine.reconfigure(config);
        assertThat(engine.routes()).isEqualTo(2);
    }
}
