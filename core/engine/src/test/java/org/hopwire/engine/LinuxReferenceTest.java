package org.hopwire.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.LinuxReference;
import org.hopwire.testkit.Recordings;
import org.hopwire.testkit.SentFrame;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Linux as judge: every frame of every recording goes through an engine configured as that Linux was, and what comes
 * out is compared with what Linux sent, octet by octet. Where they differ stands in {@code rules/linux.tsv}, each row
 * with the reason; a difference that is not there fails, and so does a row that no longer holds.
 */
class LinuxReferenceTest {
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final Path TABLE = Path.of("src/test/resources/rules/linux.tsv");

    /** Codes are those Linux sent: its routes know no other. */
    private static EngineConfig asLinuxWas() {
        List<RouteConfig> routes = new ArrayList<>(List.of(
                RouteConfig.reject("203.0.113.0/28", "net-unreachable"),
                RouteConfig.reject("203.0.113.16/28", "host-unreachable"),
                RouteConfig.reject("203.0.113.192/28", "blackhole"),
                RouteConfig.via("203.0.113.208/28", "198.51.100.254"),
                RouteConfig.via("203.0.113.240/28", "192.0.2.20")));
        for (int i = 2; i < 12; i++) {
            routes.add(RouteConfig.reject("203.0.113." + 16 * i + "/28", "admin-prohibited"));
        }
        return new EngineConfig(null,
                List.of(PortConfig.memory("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC),
                        PortConfig.memory("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC).withMtu(1280)),
                routes,
                List.of(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC),
                        new NeighborConfig("lan", "192.0.2.20", "02:00:00:00:01:14"),
                        new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)),
                IpConfig.defaults(), icmpAsLinuxWas());
    }

    private static IcmpConfig icmpAsLinuxWas() {
        return IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none().withRedirects(
                IcmpConfig.Limits.defaults().redirects()))
                .withPolicy(IcmpType.TIMESTAMP_REQUEST, IcmpConfig.TypePolicy.LEGACY)
                .withPolicy(IcmpType.EXTENDED_ECHO_REQUEST, IcmpConfig.TypePolicy.LEGACY);
    }

    /** One engine and its two ports. */
    private static final class Rig implements AutoCloseable {
        private final MemoryPort lan = new MemoryPort("lan");
        private final MemoryPort wan = new MemoryPort("wan");
        private final VirtualClock clock;
        private final Engine engine;

        Rig(long startNs) {
            clock = new VirtualClock(startNs, startNs);
            engine = Engine.builder().seed(1).clocks(clock, clock).config(asLinuxWas()).open("lan", lan)
                    .open("wan", wan).build();
        }

        /** Lets time pass; what is said meanwhile nobody has just asked for. */
        List<SentFrame> passTo(long timestampNs) {
            VirtualTime.passTo(engine, clock, timestampNs, () -> {});
            return drain();
        }

        List<SentFrame> put(LinuxReference.Case each) {
            MemoryPort in = each.frame().port().equals("lan") ? lan : wan;
            assertThat(in.inject(each.frame().bytes(), each.timestampNs(), 0)).isTrue();
            VirtualTime.settle(engine);
            return drain();
        }

        private List<SentFrame> drain() {
            return Stream.of(lan, wan)
                    .flatMap(port -> port.drain().stream().map(bytes -> new SentFrame(port.name(), bytes))).toList();
        }

        @Override
        public void close() {
            engine.close();
        }
    }

    /** Recording, what Linux did and what we did, to the frames where it is so. */
    private static Map<String, Set<Integer>> differences(String name) {
        LinuxReference reference = new LinuxReference(Recordings.own(name));
        assertThat(reference.strays()).isEmpty();
        Map<String, Set<Integer>> differences = new TreeMap<>();
        try (Rig rig = new Rig(reference.cases().get(0).timestampNs())) {
            Map<Integer, List<SentFrame>> all = answers(reference, rig);
            for (LinuxReference.Case each : reference.cases()) {
                List<SentFrame> ours = all.getOrDefault(each.number(), List.of());
                assertThat(ours).as(name + " " + each.number()).allMatch(SentFrame::isSumRight);
                String[] difference = LinuxReference.difference(each.frame(), each.linux(), ours);
                if (difference != null) {
                    differences.computeIfAbsent(name + "\t" + difference[0] + "\t" + difference[1],
                            key -> new TreeSet<>()).add(each.number());
                }
            }
            assertThat(rig.engine.snapshot().received()).isEqualTo(reference.cases().size());
        }
        return differences;
    }

    /** What we sent, by the number of the frame it belongs to. */
    private static Map<Integer, List<SentFrame>> answers(LinuxReference reference, Rig rig) {
        Map<Integer, List<SentFrame>> answers = new TreeMap<>();
        LinuxReference.Case before = null;
        for (LinuxReference.Case each : reference.cases()) {
            add(answers, reference, before, rig.passTo(each.timestampNs()));
            add(answers, reference, each, rig.put(each));
            before = each;
        }
        add(answers, reference, before, rig.passTo(before.timestampNs() + MINUTE_NS));
        return answers;
    }

    private static void add(Map<Integer, List<SentFrame>> answers, LinuxReference reference, LinuxReference.Case last,
            List<SentFrame> sent) {
        if (!sent.isEmpty()) {
            LinuxReference.Case cause = reference.causeAmongFragments(last, sent.get(0));
            answers.computeIfAbsent(cause.number(), key -> new ArrayList<>()).addAll(sent);
        }
    }

    private static List<String[]> rows() throws IOException {
        return Files.readAllLines(TABLE).stream().filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** The reviewed table in the same form; a row may be split to give each part its own reason. */
    private static Map<String, Set<Integer>> reviewed(String name) throws IOException {
        Map<String, Set<Integer>> reviewed = new TreeMap<>();
        for (String[] row : rows()) {
            if (row[0].equals(name)) {
                Set<Integer> frames = reviewed.computeIfAbsent(name + "\t" + row[2] + "\t" + row[3],
                        key -> new TreeSet<>());
                Stream.of(row[1].split(" ")).map(Integer::valueOf)
                        .forEach(frame -> assertThat(frames.add(frame)).as(name + " " + frame).isTrue());
            }
        }
        return reviewed;
    }

    private static String printed(Map<String, Set<Integer>> differences) {
        return differences.entrySet().stream().map(each -> {
            String frames = each.getValue().stream().map(String::valueOf).collect(Collectors.joining(" "));
            return each.getKey().replaceFirst("\t", "\t" + frames + "\t");
        }).collect(Collectors.joining("\n", "\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "traceroute", "queries", "hostile", "udp-closed-ports", "rejects", "igmp-v1",
        "igmp-v2", "igmp-v3"})
    @DisplayName("what Linux did about each frame, we do, but for the reviewed differences")
    void shouldDoWhatLinuxDid(String name) throws IOException {
        assertThat(printed(differences(name))).isEqualTo(printed(reviewed(name)));
    }

    @Test
    @DisplayName("every reviewed difference has its reason")
    void shouldGiveAReasonForEveryDifference() throws IOException {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row).hasSize(5).doesNotContain("");
            assertThat(Recordings.own(row[0])).exists();
            assertThat(row[4]).containsPattern("RFC [0-9]+");
        });
    }
}
