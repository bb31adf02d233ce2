package org.hopwire.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Linux bridge as judge of our switch: every frame that was put into a live bridge goes into ours, and after each
 * we compare what came out of which port, which shows the router ports too, and the groups. Where they differ stands in
 * {@code peers/bridge-divergences.tsv} with the reason; a difference that is not there fails, and so does a row that no
 * longer holds. A difference of groups is told when it begins and when it ends, not at each step it lasts.
 */
class LinuxBridgeTest {
    private static final Path TABLE = LinkRecording.KEPT.resolve("bridge-divergences.tsv");
    private static final long STEP_NS = 60_000_000;

    /** One step; {@code groups} are those that went and came. */
    record Step(String phase, String name, String port, String what, String out, String groups,
            String routers) {
        byte[] frame() {
            return HexFormat.of().parseHex(what);
        }
    }

    Path folder() {
        return LinkRecording.KEPT;
    }

    private static List<Step> steps(Path folder, String phase) {
        return rows(folder.resolve("bridge.tsv")).stream().filter(row -> row[0].equals(phase))
                .map(row -> new Step(row[0], row[1], row[2], row[3], row[4], row[5], row[6])).toList();
    }

    static List<String[]> rows(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Our switch of four ports, step by step. */
    interface Rig extends AutoCloseable {
        /** What came out, in the words of the recording. */
        String put(Step step);

        /** The groups it has now. */
        Set<String> groups();

        @Override
        void close();
    }

    /** Our switch before a phase. */
    Rig rig(String phase) {
        return new VirtualRig(phase.startsWith("v3") ? 3 : 2, phase.endsWith("own querier"));
    }

    /** In virtual time. */
    private static final class VirtualRig implements Rig {
        private final VirtualClock clock = new VirtualClock(1_000_000_000L, 1_000_000_000L);
        private final Map<String, MemoryPort> ports = new TreeMap<>();
        private final Engine engine;

        VirtualRig(int version, boolean queries) {
            EngineBuilder builder = LiveSwitch.builder(version, queries).clocks(clock, clock);
            for (String name : LiveSwitch.PORTS) {
                ports.put(name, new MemoryPort(name));
                builder.port(LiveSwitch.withItsMac(PortConfig.memory(name)), ports.get(name));
            }
            engine = builder.build();
            run();
            run();
            ports.values().forEach(MemoryPort::drain);
        }

        private void run() {
            VirtualTime.settle(engine);
        }

        private void pass(long ns) {
            VirtualTime.pass(engine, clock, ns);
        }

        @Override
        public String put(Step step) {
            if (step.port().equals("wait")) {
                pass(Long.parseLong(step.what()) * 1_000_000);
            } else {
                assertThat(ports.get(step.port()).inject(step.frame())).isTrue();
                run();
                pass(STEP_NS);
            }
            return ports.values().stream()
                    .flatMap(port -> port.drain().stream()
                            .map(bytes -> port.name() + ":" + HexFormat.of().formatHex(bytes)))
                    .collect(Collectors.joining(" "));
        }

        @Override
        public Set<String> groups() {
            return LiveSwitch.groups(engine);
        }

        @Override
        public void close() {
            assertThat(engine.failures()).isEmpty();
            engine.close();
        }
    }

    /** "a c" for the frame itself, "a:query 239.1.1.1 ..." for one of the switch's. */
    private static String inShort(Step step, String out) {
        Set<String> told = new TreeSet<>();
        for (String each : out.isEmpty() || out.equals("-") ? new String[0] : out.split(" ", -1)) {
            String port = each.substring(0, 1);
            byte[] frame = HexFormat.of().parseHex(each.substring(2));
            if (!step.port().equals("wait") && unpadded(frame).equals(unpadded(step.frame()))) {
                told.add(port);
            } else {
                told.add(port + ":" + query(frame));
            }
        }
        return told.isEmpty() ? "nothing" : String.join(" ", told);
    }

    /** Padding is nobody's business. */
    private static String unpadded(byte... frame) {
        int at = frame[12] == (byte) 0x81 ? 18 : 14;
        int total = ((frame[at + 2] & 0xff) << 8) | (frame[at + 3] & 0xff);
        return HexFormat.of().formatHex(Arrays.copyOf(frame, at + total));
    }

    /** A query in words without blanks; the order of sources means nothing. */
    private static String query(byte... frame) {
        LinkRecording.Frame each = new LinkRecording.Frame(0, HexFormat.of().formatHex(frame));
        if (!each.isOf(2) || !each.message().startsWith("11")) {
            return each.hex();
        }
        String message = each.message();
        String words = "query-" + address(message, 8) + "-from-" + each.source() + "-code-" + message.substring(2, 4);
        if (message.length() == 16) {
            return words;
        }
        return words + "-flags-" + message.substring(16, 18) + IntStream.iterate(24, at -> at < message.length(),
                at -> at + 8).mapToObj(at -> "-" + address(message, at)).sorted().collect(Collectors.joining());
    }

    private static String address(String hex, int at) {
        return Ipv4Address.format(HexFormat.fromHexDigits(hex, at, at + 8));
    }

    /** Kind of step or of state, and what differs, Linux first, to the steps from 1 where it is so. */
    private Map<String, Set<Integer>> differences(String phase, List<Step> steps) {
        Map<String, Set<Integer>> found = new LinkedHashMap<>();
        Set<String> theirs = new TreeSet<>();
        Set<String> linuxAlone = new TreeSet<>();
        Set<String> oursAlone = new TreeSet<>();
        int number = 0;
        try (Rig rig = rig(phase)) {
            for (Step step : steps) {
                number++;
                String linux = inShort(step, step.out());
                String ours = inShort(step, rig.put(step));
                if (!linux.equals(ours)) {
                    add(found, kind(step) + "\t" + linux + "\t" + ours, number);
                }
                change(step.groups(), theirs);
                Set<String> groups = rig.groups();
                String linuxChange = becomes(linuxAlone, without(theirs, groups));
                String oursChange = becomes(oursAlone, without(groups, theirs));
                if (!linuxChange.equals(oursChange)) {
                    add(found, "groups\t" + linuxChange + "\t" + oursChange, number);
                }
            }
        }
        return found;
    }

    private static void add(Map<String, Set<Integer>> found, String difference, int step) {
        found.computeIfAbsent(difference, key -> new TreeSet<>()).add(step);
    }

    private static String kind(Step step) {
        if (step.port().equals("wait")) {
            return "wait";
        }
        LinkRecording.Frame frame = new LinkRecording.Frame(0, step.what());
        return !frame.isOf(2) ? "data" : switch (frame.message().substring(0, 2)) {
            case "11" -> "query";
            case "22" -> "report v3";
            case "16" -> "report v2";
            case "17" -> "leave";
            default -> "report v1";
        };
    }

    private static void change(String groups, Set<String> held) {
        for (String each : groups.isEmpty() ? new String[0] : groups.split(", ", -1)) {
            if (each.charAt(0) == '+') {
                held.add(each.substring(1));
            } else {
                held.remove(each.substring(1));
            }
        }
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> left = new TreeSet<>(all);
        left.removeAll(some);
        return left;
    }

    /** What one has alone: "+" what it did not have alone before, "-" what it no longer has alone. */
    private static String becomes(Set<String> alone, Set<String> now) {
        String text = Stream.concat(without(now, alone).stream().map(each -> "+" + each),
                without(alone, now).stream().map(each -> "-" + each)).collect(Collectors.joining(", "));
        alone.clear();
        alone.addAll(now);
        return text.isEmpty() ? "same" : text;
    }

    private static String printed(String phase, Map<String, Set<Integer>> differences) {
        return differences.entrySet().stream().map(each -> {
            String numbers = each.getValue().stream().map(String::valueOf).collect(Collectors.joining(" "));
            return phase + "\t" + numbers + "\t" + each.getKey();
        }).sorted().collect(Collectors.joining("\n", "\n", "\n"));
    }

    /**
     * The reviewed table in the same form; a row may be split to give each part its own reason. A step behind
     * {@code ~} is one where Linux does now this, now that: it counts where it is found.
     */
    private static Map<String, Set<Integer>> reviewed(String phase, Map<String, Set<Integer>> found) {
        Map<String, Set<Integer>> reviewed = new LinkedHashMap<>();
        for (String[] row : rows(TABLE)) {
            if (row[0].equals(phase)) {
                String difference = row[2] + "\t" + row[3] + "\t" + row[4];
                for (String step : row[1].split(" ", -1)) {
                    int number = Integer.parseInt(step.replace("~", ""));
                    if (!step.startsWith("~") || found.getOrDefault(difference, Set.of()).contains(number)) {
                        add(reviewed, difference, number);
                    }
                }
            }
        }
        return reviewed;
    }

    @ParameterizedTest
    @ValueSource(strings = {"v3, another querier", "v2, another querier", "v3, own querier", "v2, own querier"})
    @DisplayName("RFC 4541: our switch sends and remembers what a Linux bridge does, but for the reviewed differences")
    void shouldDoWhatTheBridgeDid(String phase) {
        List<Step> steps = steps(folder(), phase);
        assertThat(steps).hasSizeGreaterThan(10).extracting(Step::name).doesNotHaveDuplicates();
        Map<String, Set<Integer>> found = differences(phase, steps);
        assertThat(printed(phase, found)).isEqualTo(printed(phase, reviewed(phase, found)));
    }

    @Test
    @DisplayName("Every reviewed difference has its reason, in a standard")
    void shouldGiveAReasonForEveryDifference() {
        assertThat(rows(TABLE)).allSatisfy(row -> {
            assertThat(row).hasSize(6).doesNotContain("");
            assertThat(row[5]).containsPattern("RFC [0-9]+|IEEE 802|as above");
        });
    }
}
