package org.hopwire.bench.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.hopwire.bench.Frames;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.icmp.IcmpConfig.Limits;
import org.hopwire.icmp.IcmpConfig.PrefixLimit;
import org.hopwire.memory.Burst;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;

/** The curves of one worker. */
final class Curves {
    private static final String PER_PACKET = "ns per packet";
    private static final int SHORT = 64;
    private static final int TTL = 64;
    /** Different frames of a round: more than a cache of the first level holds. */
    private static final int TARGETS = 4096;
    /** 11.0.0.0: a million networks of 24 bits from here on. */
    private static final int FIRST_ROUTE = 11 << 24;
    /** 198.18.0.0, for measurements (RFC 2544). */
    private static final int FIRST_NEIGHBOUR = 0xc612_0000;
    /** 10.0.0.0: a network for each port. */
    private static final int FIRST_PORT = 10 << 24;
    private static final long STATION = 0x0200_0000_0000L;

    private static final List<Integer> LENGTHS = List.of(64, 128, 256, 512, 1024, 1514, 4096, 9000);
    private static final List<Integer> BURSTS = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256);
    private static final List<Integer> MANY = List.of(1, 16, 256, 4096, 65_536, 1_000_000);

    private Curves() {}

    /** All of them. */
    static List<Curve> all() {
        return List.of(
                new Curve("packet size, forward", PER_PACKET, "octets", LENGTHS, Curves::forward),
                new Curve("packet size, echo", PER_PACKET, "octets", LENGTHS, Curves::echo),
                new Curve("packet size, time exceeded", PER_PACKET, "octets", LENGTHS, Curves::exceeded),
                new Curve("burst size, forward", PER_PACKET, "packets in a burst", BURSTS, Curves::burst),
                new Curve("routes, forward", PER_PACKET, "routes", MANY, Curves::routes),
                new Curve("groups, lookup", "ns per lookup", "groups",
                        List.of(1, 16, 256, 4096, 65_536, 1_000_000, 4_000_000), GroupProbe::new),
                new Curve("ports, forward", PER_PACKET, "ports", List.of(2, 8, 32, 128, 512, 2048, 4096),
                        Curves::ports),
                new Curve("neighbours, forward", PER_PACKET, "neighbours", List.of(1, 16, 256, 4096, 65_536),
                        Curves::neighbours),
                new Curve("limiter, time exceeded", PER_PACKET, "groups of sources",
                        List.of(64, 256, 1024, 4096, 16_384, 65_536), Curves::limiter));
    }

    private static EngineProbe forwarding(List<byte[]> frames, int burst) {
        return new EngineProbe(frames, burst, EngineProbe::withWan, EngineSnapshot::forwarded);
    }

    private static Probe forward(int octets) {
        return forwarding(List.of(Frames.udp(octets, TTL, Frames.FAR_HOST)), Burst.MAX_SIZE);
    }

    private static Probe burst(int size) {
        return forwarding(List.of(Frames.udp(SHORT, TTL, Frames.FAR_HOST)), size);
    }

    private static Probe echo(int octets) {
        List<byte[]> frames = IntStream.range(0, Burst.MAX_SIZE).mapToObj(i -> Frames.echo(octets, i)).toList();
        return new EngineProbe(frames, Burst.MAX_SIZE, EngineProbe::withWan, EngineSnapshot::originated);
    }

    private static Probe exceeded(int octets) {
        return new EngineProbe(List.of(Frames.udp(octets, 1, Frames.FAR_HOST)), Burst.MAX_SIZE, EngineProbe::withWan,
                EngineSnapshot::originated);
    }

    /** Networks of 24 bits one after the other; packets go to any of them. */
    private static Probe routes(int count) {
        List<RouteConfig> routes = IntStream.range(0, count).mapToObj(i -> RouteConfig.via(
                Ipv4Address.format(FIRST_ROUTE + (i << 8)) + "/24", "198.51.100.10")).toList();
        return new EngineProbe(frames(count, i -> FIRST_ROUTE + (i << 8) + 1), Burst.MAX_SIZE, builder -> {
            EngineBuilder more = EngineProbe.withWan(builder);
            routes.forEach(more::route);
            return more;
        }, EngineSnapshot::forwarded);
    }

    private static Probe neighbours(int count) {
        return new EngineProbe(frames(count, i -> FIRST_NEIGHBOUR + 2 + i), Burst.MAX_SIZE, builder -> {
            EngineBuilder more = EngineProbe.withWan(builder)
                    .port(PortConfig.memory("many", Ipv4Address.format(FIRST_NEIGHBOUR + 1) + "/15"),
                            new SinkPort("many"));
            for (int i = 0; i < count; i++) {
                more.neighbor(new NeighborConfig("many", Ipv4Address.format(FIRST_NEIGHBOUR + 2 + i), mac(i)));
            }
            return more;
        }, EngineSnapshot::forwarded);
    }

    /** All ports but the first two take packets in turn. */
    private static Probe ports(int count) {
        int others = Math.max(0, count - 2);
        return new EngineProbe(frames(Math.max(1, others), i -> others == 0 ? Frames.FAR_HOST : host(i)),
                Burst.MAX_SIZE, builder -> {
                    EngineBuilder more = EngineProbe.withWan(builder);
                    for (int i = 0; i < others; i++) {
                        String name = "p" + i;
                        more.port(PortConfig.memory(name, Ipv4Address.format(host(i) - 1) + "/24").withMac(
                                mac(TARGETS + i)), new SinkPort(name))
                                .neighbor(new NeighborConfig(name, Ipv4Address.format(host(i)), mac(i)));
                    }
                    return more;
                }, EngineSnapshot::forwarded);
    }

    private static int host(int port) {
        return FIRST_PORT + (port << 8) + 2;
    }

    /** A bucket for each group of sources, none of which ever runs dry. */
    private static Probe limiter(int sources) {
        Limits wide = new Limits(1_000_000_000, 1_000_000,
                new PrefixLimit(32, 1_000_000_000, 1_000_000, Math.max(64, sources)), 1_000_000_000, null, null);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < TARGETS; i++) {
            frames.add(Frames.from(Frames.udp(SHORT, 1, Frames.FAR_HOST), FIRST_NEIGHBOUR + 2 + scattered(i, sources)));
        }
        return new EngineProbe(frames, Burst.MAX_SIZE, builder -> EngineProbe.withWan(builder)
                .icmp(IcmpConfig.defaults().withLimits(wide))
                .route(RouteConfig.via("198.18.0.0/15", "192.0.2.10")), EngineSnapshot::originated);
    }

    private interface Target {
        int address(int index);
    }

    /** Frames to targets all over the range. */
    private static List<byte[]> frames(int range, Target target) {
        return IntStream.range(0, Math.min(TARGETS, range))
                .mapToObj(i -> Frames.udp(SHORT, TTL, target.address(scattered(i, range)))).toList();
    }

    /** All over the range, without order. */
    private static int scattered(int index, int range) {
        return (int) Math.floorMod((index * 0x9E37_79B9_7F4A_7C15L) >>> 20, (long) range);
    }

    private static String mac(int station) {
        return MacAddress.format(STATION + station);
    }
}
