package org.hopwire.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.QuotePolicy;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** Repeated reload under load: applied whole or not at all, and never at a packet's expense. */
class ReloadUnderLoadTest {
    private static final int RELOADS = 10_000;
    private static final PortConfig LAN = PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC);
    private static final PortConfig WAN = PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC);
    private static final NeighborConfig HOST = new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC);
    private static final NeighborConfig PEER = new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC);
    private static final RouteConfig STEADY = RouteConfig.via("203.0.113.0/24", "198.51.100.10");
    private static final byte[] TO_STEADY = Lab.fromLan("203.0.113.1").udp(1, 2).build();
    private static final byte[] TO_PEER = Lab.fromLan("198.51.100.10").udp(1, 2).build();
    private static final int PLACES = 16;

    private static EngineConfig config(int workers, List<RouteConfig> routes, List<NeighborConfig> neighbours,
            IcmpConfig icmp, IgmpConfig igmp) {
        return new EngineConfig(new EngineSettings(null, null, 1L, workers, null), List.of(LAN, WAN), routes,
                neighbours, null, icmp, igmp);
    }

    private static EngineConfig random(SplittableRandom random, int workers) {
        List<RouteConfig> routes = new ArrayList<>(List.of(STEADY));
        List<NeighborConfig> neighbours = new ArrayList<>(List.of(HOST, PEER));
        List<FixedGroup> joins = new ArrayList<>();
        List<FixedGroup> fixed = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            int dice = random.nextInt(4);
            if (dice > 0) {
                routes.add(dice == 1
                        ? RouteConfig.reject(net(i), "host-unreachable")
                        : dice == 2
                                ? RouteConfig.via(net(i), "198.51.100.10")
                                : RouteConfig.on(net(i), "wan"));
            }
            if (random.nextBoolean()) {
                neighbours.add(new NeighborConfig("wan", "198.51.100." + (20 + i), "02:00:00:00:03:0" + dice));
            }
            if (random.nextBoolean()) {
                joins.add(FixedGroup.any("239.0.0." + (1 + i)));
            }
            if (random.nextBoolean()) {
                fixed.add(FixedGroup.any("239.0.1." + (1 + i)));
            }
        }
        IcmpConfig icmp = IcmpConfig.defaults()
                .withQuote(random.nextBoolean() ? QuotePolicy.FULL : QuotePolicy.MINIMAL);
        return config(workers, routes, neighbours, icmp, IgmpConfig.of(IgmpRole.QUERIER,
                IgmpPortConfig.named("lan").withJoins(joins.toArray(FixedGroup[]::new)),
                IgmpPortConfig.named("wan").withStaticGroups(fixed.toArray(FixedGroup[]::new))));
    }

    private static String net(int place) {
        return "10." + place + ".0.0/16";
    }

    private static void assertInForce(Engine engine, EngineConfig config) {
        assertThat(engine.routes()).isEqualTo(2 + config.route().size());
        List<String> shown = new ArrayList<>();
        for (GroupSnapshot each : engine.membership().groups()) {
            shown.add(each.port() + " " + Ipv4Address.format(each.group()));
        }
        TreeSet<String> wanted = new TreeSet<>();
        for (IgmpPortConfig port : config.igmp().port()) {
            port.join().forEach(each -> wanted.add(port.name() + " " + each.group()));
            port.staticGroup().forEach(each -> wanted.add(port.name() + " " + each.group()));
        }
        assertThat(new TreeSet<>(shown)).isEqualTo(wanted);
        assertThat(engine.changesTo(config)).isEmpty();
    }

    @Test
    @DisplayName("hostile control: 10,000 reloads, every other one wrong: each applied whole or not at all")
    void shouldBeInTheStateOfTheLastConfigurationAfterEachOfManyReloads() {
        SplittableRandom random = new SplittableRandom(47);
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        MemoryPort lan = new MemoryPort("lan");
        MemoryPort wan = new MemoryPort("wan");
        EngineConfig config = random(random, 1);
        try (Engine engine = Engine.builder().config(config).open("lan", lan).open("wan", wan).clocks(clock, clock)
                .build()) {
            VirtualTime.settle(engine);
            for (int i = 0; i < RELOADS; i++) {
                EngineConfig next = random(random, 1);
                lan.inject(TO_STEADY);
                lan.inject(Lab.fromLan("10." + random.nextInt(PLACES) + ".1.1").udp(1, 2).build());
                EngineConfig wrong = wrong(next, i % 3);
                assertThatIllegalArgumentException().isThrownBy(() -> engine.reconfigure(wrong));
                if (i % 100 == 0) {
                    assertInForce(engine, config);
                }
                engine.reconfigure(next);
                config = next;
                if (i % 100 == 0) {
                    assertInForce(engine, config);
                }
                VirtualTime.pass(engine, clock, 1_000_000);
                lan.drain();
                wan.drain();
            }
            assertInForce(engine, config);
            EngineSnapshot figures = engine.snapshot();
            assertThat(figures.received()).isEqualTo(2L * RELOADS)
                    .isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
            assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
            assertThat(figures.forwarded()).as("those by the route that never changed").isGreaterThanOrEqualTo(RELOADS);
            assertThat(engine.failures()).isEmpty();
        }
    }

    /** What differs from it in something that cannot be changed, or names what there is not. */
    private static EngineConfig wrong(EngineConfig right, int how) {
        return switch (how) {
            case 0 -> new EngineConfig(right.engine().withSeed(2L), right.port(), right.route(), right.neighbor(),
                    right.ip(), right.icmp(), right.igmp());
            case 1 -> right.withPorts(List.of(LAN.withMtu(1400), WAN));
            default -> {
                List<RouteConfig> routes = new ArrayList<>(right.route());
                routes.add(RouteConfig.on("10.200.0.0/16", "nowhere"));
                yield new EngineConfig(right.engine(), right.port(), routes, right.neighbor(), right.ip(),
                        right.icmp(), right.igmp());
            }
        };
    }

    @Test
    @DisplayName("hostile control: reloads while two workers forward: no packet is lost, none sees half of two")
    void shouldLoseNothingOnThreads() throws InterruptedException {
        long frames = 400_000;
        GeneratorPort[] lan = {generator(frames), generator(frames)};
        SinkPort[] wan = {new SinkPort("wan"), new SinkPort("wan")};
        SplittableRandom random = new SplittableRandom(48);
        Engine engine = Engine.builder().config(random(random, 2)).open("lan", lan).open("wan", wan).build();
        engine.start();
        int reloads = 0;
        EngineConfig last = null;
        while (engine.snapshot().received() < 2 * frames || reloads < 100) {
            last = random(random, 2);
            engine.reconfigure(last);
            assertThat(engine.routes()).isEqualTo(2 + last.route().size());
            reloads++;
        }
        assertInForce(engine, last);
        engine.close();
        EngineSnapshot figures = engine.snapshot();
        assertThat(engine.failures()).isEmpty();
        assertThat(figures.received()).isEqualTo(2 * frames);
        assertThat(figures.forwarded()).as("after " + reloads + " reloads").isEqualTo(2 * frames);
        assertThat(wan[0].transmitted() + wan[1].transmitted()).isGreaterThanOrEqualTo(2 * frames);
        Map<String, Long> dropped = new HashMap<>(figures.dropped());
        assertThat(dropped).isEmpty();
    }

    private static EngineConfig pair(boolean isOpen) {
        List<RouteConfig> routes = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            routes.add(isOpen
                    ? RouteConfig.via(net(i), i % 2 == 0 ? "198.51.100.10" : "192.0.2.10")
                    : RouteConfig.reject(net(i), "blackhole"));
        }
        return config(1, routes, List.of(HOST, PEER), null, null);
    }

    @Test
    void shouldDecideOnAWholeBurstByOneConfiguration() throws InterruptedException {
        long frames = 2_000_000;
        List<byte[]> everyPlace = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            everyPlace.add(Lab.fromLan("10." + i + ".0.1").udp(1, 2).build());
        }
        // a burst has as many frames for one port as for the other
        GeneratorPort lan = new GeneratorPort("lan", everyPlace, 512, 128);
        lan.limit(frames);
        SinkPort wan = new SinkPort("wan");
        Engine engine = Engine.builder().config(pair(true)).open("lan", lan).open("wan", wan).build();
        engine.start();
        int reloads = 0;
        while (engine.snapshot().received() < frames) {
            engine.reconfigure(pair(++reloads % 2 == 0));
        }
        engine.close();
        EngineSnapshot figures = engine.snapshot();
        assertThat(engine.failures()).isEmpty();
        assertThat(figures.forwarded()).as("of " + reloads + " reloads").isBetween(1L, frames - 1);
        assertThat(figures.forwarded() + figures.dropped().get("blackhole")).isEqualTo(frames);
        assertThat(wan.transmitted()).isEqualTo(lan.transmitted());
    }

    private static GeneratorPort generator(long frames) {
        GeneratorPort port = new GeneratorPort("lan", List.of(TO_STEADY, TO_PEER), 512, 128);
        port.limit(frames);
        return port;
    }
}
