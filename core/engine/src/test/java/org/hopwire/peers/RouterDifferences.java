package org.hopwire.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.ip.RedirectRule;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.LinuxReference;
import org.hopwire.testkit.SentFrame;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;

import static org.assertj.core.api.Assertions.assertThat;

/** Our engine given the same frames as a kernel, and where the two differ, by class. */
final class RouterDifferences {
    /** Port, address and MAC. */
    static final List<String[]> NEIGHBOURS = List.of(new String[] {"lan", "192.0.2.10", Lab.LAN_HOST_MAC},
            new String[] {"lan", "192.0.2.20", "02:00:00:00:01:14"},
            new String[] {"wan", "198.51.100.10", Lab.WAN_HOST_MAC},
            new String[] {"wan", "198.51.100.254", "02:00:00:00:02:fe"});
    /** Prefix to gateway. */
    static final Map<String, String> GATEWAYS = new TreeMap<>(Map.of("10.77.0.0/16", "198.51.100.254",
            "172.16.0.0/16", "192.0.2.20", "203.0.113.208/28", "198.51.100.254", "203.0.113.240/28", "192.0.2.20"));

    private static final Path TABLE = Path.of("src/test/resources/peers/kernel-router.tsv");
    private static final long STEP_NS = 1_000_000;
    private static final long MINUTE_NS = 60_000_000_000L;

    private RouterDifferences() {}

    /** The same router as the kernel is, but for some choices of IP. */
    static EngineConfig ours(IpConfig ip) {
        List<RouteConfig> routes = new ArrayList<>();
        GATEWAYS.forEach((prefix, gateway) -> routes.add(RouteConfig.via(prefix, gateway)));
        routes.add(RouteConfig.reject("203.0.113.16/28", "host-unreachable"));
        routes.add(RouteConfig.reject("203.0.113.32/28", "admin-prohibited"));
        routes.add(RouteConfig.reject("203.0.113.192/28", "blackhole"));
        List<NeighborConfig> neighbours = NEIGHBOURS.stream()
                .map(each -> new NeighborConfig(each[0], each[1], each[2])).toList();
        IcmpConfig icmp = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none())
                .withPolicy(IcmpType.TIMESTAMP_REQUEST, IcmpConfig.TypePolicy.LEGACY);
        return new EngineConfig(null,
                List.of(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC),
                        PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC).withMtu(1280)),
                routes, neighbours, ip.withRedirects(RedirectRule.Mode.OFF), icmp);
    }

    /** What our engine sends because of each frame, by number. */
    static List<List<SentFrame>> answers(List<RouterFrame> frames, IpConfig ip) {
        MemoryPort lan = new MemoryPort("lan");
        MemoryPort wan = new MemoryPort("wan");
        VirtualClock clock = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);
        Attribution attribution = new Attribution(frames);
        try (Engine engine = Engine.builder().seed(1).clocks(clock, clock).config(ours(ip)).open("lan", lan)
                .open("wan", wan).build()) {
            for (RouterFrame each : frames) {
                MemoryPort in = each.frame().port().equals("lan") ? lan : wan;
                assertThat(in.inject(each.frame().bytes())).isTrue();
                VirtualTime.passTo(engine, clock, clock.nowNs() + STEP_NS, () -> drain(attribution, each, lan, wan));
            }
            RouterFrame last = frames.get(frames.size() - 1);
            VirtualTime.passTo(engine, clock, clock.nowNs() + MINUTE_NS, () -> drain(attribution, last, lan, wan));
            requireBalance(engine.snapshot(), frames.size());
        }
        return attribution.answers();
    }

    private static void drain(Attribution attribution, RouterFrame current, MemoryPort... ports) {
        for (MemoryPort port : ports) {
            port.drain().forEach(bytes -> attribution.add(current, new SentFrame(port.name(), bytes)));
        }
    }

    private static void requireBalance(EngineSnapshot figures, int frames) {
        assertThat(figures.received()).isEqualTo(frames)
                .isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
        assertThat(figures.transmitted()).isEqualTo(figures.forwarded() + figures.originated());
    }

    /** Class of difference, as kind, kernel and ours with tabs between, to the numbers of its frames. */
    static Map<String, List<Integer>> between(List<RouterFrame> frames, List<List<SentFrame>> kernel) {
        List<List<SentFrame>> ours = answers(frames, IpConfig.defaults());
        Map<String, List<Integer>> classes = new TreeMap<>();
        for (RouterFrame each : frames) {
            List<SentFrame> sent = ours.get(each.number());
            assertThat(sent).as("frame " + each.number()).allMatch(SentFrame::isSumRight);
            String[] difference = LinuxReference.difference(each.frame(), kernel.get(each.number()), sent);
            if (difference != null) {
                String name = each.kind() + "\t" + side(each, difference[0]) + "\t" + side(each, difference[1]);
                classes.computeIfAbsent(name, key -> new ArrayList<>()).add(each.number());
            }
        }
        return classes;
    }

    /** Which of the two ports it is does not matter, only whether the frame came by it. */
    private static String side(RouterFrame frame, String what) {
        boolean isLan = frame.frame().port().equals("lan");
        return what.replaceAll(" 0/[1-9][0-9]*", " 0/CODE").replaceAll("\\blan\\b", isLan ? "back" : "through")
                .replaceAll("\\bwan\\b", isLan ? "through" : "back");
    }

    /** The reviewed classes, in the same form, to who is right and why. */
    static Map<String, String> reviewed() throws IOException {
        Map<String, String> reviewed = new TreeMap<>();
        try (Stream<String> lines = Files.lines(TABLE)) {
            lines.filter(line -> !line.startsWith("#")).map(line -> line.split("\t", -1)).forEach(row -> {
                for (String kind : row[0].split(" ", -1)) {
                    String name = kind + "\t" + row[1] + "\t" + row[2];
                    assertThat(reviewed.put(name, row[3] + "\t" + row[4])).as(name).isNull();
                }
            });
        }
        return reviewed;
    }
}
