package org.hopwire.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.memory.FrameSlab;
import org.hopwire.port.file.CaptureWriter;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Independent readers judge all that the membership roles say in whole engines: tshark, and scapy as the second. */
class EmittedMembershipTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final String GROUP = "239.1.1.1";
    private static final String SOURCE = "c6 33 64 0";
    /** So many groups or sources that a report, or a query, takes more than one datagram. */
    private static final int MANY = 400;

    @TempDir
    private Path folder;

    /** One engine, all of whose words are kept. */
    static final class Rig implements AutoCloseable {
        private final VirtualClock clock = new VirtualClock(SECOND_NS, SECOND_NS);
        private final Map<String, MemoryPort> ports = new LinkedHashMap<>();
        private final List<byte[]> sent = new ArrayList<>();
        private final Engine engine;

        Rig(EngineMode mode, IgmpConfig igmp) {
            EngineBuilder builder = Engine.builder().mode(mode).seed(7).clocks(clock, clock).igmp(igmp);
            for (String name : List.of("a", "b")) {
                ports.put(name, new MemoryPort(name));
                String[] address = mode == EngineMode.SWITCH
                        ? new String[0]
                        : new String[] {name.equals("a") ? "10.0.0.5/24" : "10.0.1.5/24"};
                builder.port(PortConfig.memory(name, address).withMac("02:00:00:00:00:0" + name), ports.get(name));
            }
            engine = builder.build();
            run();
            run();
        }

        void run() {
            VirtualTime.settle(engine, this::collect);
        }

        void pass(long seconds) {
            VirtualTime.passTo(engine, clock, clock.nowNs() + seconds * SECOND_NS, this::collect);
        }

        private void collect() {
            ports.values().forEach(port -> sent.addAll(port.drain()));
        }

        void on(String port, Packets frame) {
            assertThat(ports.get(port).inject(frame.build())).isTrue();
            run();
        }

        @Override
        public void close() {
            assertThat(engine.failures()).isEmpty();
            engine.close();
        }
    }

    /** From a member behind port b. */
    private static Packets report(String destination, String hex) {
        return Packets.ipv4("10.0.1.7", destination).eth("02:00:00:00:0f:01", mac(destination)).ttl(1).routerAlert()
                .igmp(Hex.parse(hex));
    }

    private static String mac(String group) {
        int[] octets = Stream.of(group.split("\\.")).mapToInt(Integer::parseInt).toArray();
        return String.format("01:00:5e:%02x:%02x:%02x", octets[1] & 0x7f, octets[2], octets[3]);
    }

    private static Packets reportV3(String records) {
        return report("224.0.0.22", "22 00 00 00 00 00 00 01 " + records);
    }

    private static Packets query(String hex) {
        return Packets.ipv4("10.0.0.1", "224.0.0.1").eth("02:00:00:00:0f:02", "01:00:5e:00:00:01").ttl(1).routerAlert()
                .igmp(Hex.parse(hex));
    }

    private static IgmpConfig withHello(IgmpConfig config) {
        return config.withPim(new IgmpConfig.Pim(true, 5, 10));
    }

    /** Start-up and general queries, group queries and, in version 3, those of sources, over more than one datagram. */
    private static Rig querier(int version) {
        Rig rig = new Rig(EngineMode.ROUTER, withHello(IgmpConfig.of(IgmpRole.QUERIER).withVersion(version)));
        rig.pass(130);
        rig.on("b", report(GROUP, "16 00 00 00 ef 01 01 01"));
        rig.on("b", report("224.0.0.2", "17 00 00 00 ef 01 01 01"));
        rig.pass(5);
        if (version == 3) {
            String two = "ef 01 01 02 " + SOURCE + "1 " + SOURCE + "2";
            rig.on("b", reportV3("05 00 00 02 " + two));
            rig.on("b", reportV3("06 00 00 02 " + two));
            rig.pass(5);
            String many = IntStream.range(0, MANY / 2).mapToObj(i -> String.format("c6 33 65 %02x", i + 1))
                    .collect(Collectors.joining(" "));
            rig.on("b", reportV3("05 00 00 c8 ef 01 01 03 " + many));
            rig.on("b", reportV3("06 00 00 c8 ef 01 01 03 " + many));
            // one source is wanted again before the second question, which then has two halves: with S flag and without
            rig.on("b", reportV3("05 00 00 01 ef 01 01 03 c6 33 65 01"));
            rig.pass(300);
        }
        return rig;
    }

    private static Rig host(int version) {
        Rig rig = new Rig(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST).withVersion(version));
        List<Integer> handles = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            handles.add(rig.engine.join("a", "239.2." + i / 200 + "." + i % 200, FilterMode.EXCLUDE, List.of()));
            rig.run();
        }
        handles.add(rig.engine.join("a", GROUP, FilterMode.INCLUDE, List.of("198.51.100.1", "198.51.100.2")));
        handles.add(rig.engine.join("a", "239.1.1.2", FilterMode.EXCLUDE, List.of("198.51.100.1")));
        rig.pass(5);
        rig.on("a", query(version == 3 ? "11 64 00 00 00 00 00 00 02 7d 00 00" : "11 64 00 00 00 00 00 00"));
        rig.pass(15);
        handles.forEach(rig.engine::leave);
        rig.pass(15);
        return rig;
    }

    private static Rig proxy() {
        Rig rig = new Rig(EngineMode.ROUTER, withHello(IgmpConfig.of(IgmpRole.PROXY_DOWNSTREAM,
                IgmpPortConfig.of("a", IgmpRole.PROXY_UPSTREAM))));
        rig.on("b", reportV3("04 00 00 00 ef 01 01 01"));
        rig.on("b", reportV3("05 00 00 01 ef 01 01 02 " + SOURCE + "1"));
        rig.on("a", query("11 64 00 00 00 00 00 00 02 7d 00 00"));
        rig.pass(20);
        rig.on("b", reportV3("03 00 00 00 ef 01 01 01"));
        rig.pass(20);
        return rig;
    }

    private static Rig snooper() {
        Rig rig = new Rig(EngineMode.SWITCH, IgmpConfig.of(IgmpRole.OFF));
        rig.pass(130);
        rig.on("b", reportV3("04 00 00 00 ef 01 01 01"));
        rig.on("b", reportV3("03 00 00 00 ef 01 01 01"));
        rig.on("b", reportV3("05 00 00 01 ef 01 01 02 " + SOURCE + "1"));
        rig.on("b", reportV3("06 00 00 01 ef 01 01 02 " + SOURCE + "1"));
        rig.pass(5);
        return rig;
    }

    /** What runs, and the kinds it must have sent, as tshark numbers them; PIM is 103. */
    record Run(String name, Supplier<Rig> rig, String kinds) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Run> runs() {
        return Stream.of(new Run("querier v1", () -> querier(1), "0x11 pim"),
                new Run("querier v2", () -> querier(2), "0x11 pim"),
                new Run("querier v3", () -> querier(3), "0x11 pim"),
                new Run("host v1", () -> host(1), "0x12"), new Run("host v2", () -> host(2), "0x16 0x17"),
                new Run("host v3", () -> host(3), "0x22"),
                new Run("proxy", EmittedMembershipTest::proxy, "0x11 0x22 pim"),
                new Run("snooper", EmittedMembershipTest::snooper, "0x11"));
    }

    /** All that our engine said, and nothing that it only passed on. */
    private Path emitted(Run run) throws IOException {
        try (Rig rig = run.rig().get()) {
            return write(rig.sent.stream().filter(frame -> frame[6 + 4] == 0).toList());
        }
    }

    private Path write(List<byte[]> frames) throws IOException {
        Path file = folder.resolve("sent.pcapng");
        try (CaptureWriter writer = CaptureWriter.create(file.toString()); FrameSlab slab = new FrameSlab(1, 4096, 0)) {
            int port = writer.addInterface("sent");
            long address = slab.acquire();
            UnsafeBuffer buffer = new UnsafeBuffer(address, 4096);
            for (byte[] frame : frames) {
                buffer.putBytes(0, frame);
                assertThat(writer.write(port, 0, address, frame.length)).isTrue();
            }
        }
        return file;
    }

    private static List<String[]> tshark(Path capture, String... fields) {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", capture.toString(), "-o",
                "ip.check_checksum:TRUE", "-T", "fields", "-E", "occurrence=f"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        return Tool.run(command).stream().map(line -> line.split("\t", -1)).toList();
    }

    /** Frames tshark calls malformed or does not call right. */
    private static List<String> faults(Path capture) {
        return tshark(capture, "frame.number", "_ws.malformed", "_ws.expert.severity", "ip.checksum.status",
                "igmp.checksum.status", "pim.cksum.status", "ip.proto").stream()
                .filter(row -> !row[1].isEmpty() || isGrave(row[2]) || !row[3].equals("1")
                        || !(row[6].equals("2") ? row[4] : row[5]).equals("1"))
                .map(row -> String.join(" ", row)).toList();
    }

    /** A warning or an error, in the numbers of the expert: a note is that a report has a TTL of 1. */
    private static boolean isGrave(String severity) {
        return !severity.isEmpty() && Integer.parseInt(severity) >= 0x600000;
    }

    @ParameterizedTest
    @MethodSource("runs")
    @DisplayName("tshark finds nothing malformed and every checksum good in what the membership roles send")
    void shouldSendNothingThatTsharkFaults(Run run) throws IOException {
        Tool.require("tshark", "tshark");
        Path capture = emitted(run);
        assertThat(faults(capture)).isEmpty();
        assertThat(tshark(capture, "igmp.type", "pim.type").stream().map(row -> row[1].isEmpty() ? row[0] : "pim")
                .distinct().sorted().collect(Collectors.joining(" "))).isEqualTo(run.kinds());
        assertThat(tshark(capture, "ip.ttl", "ip.dsfield", "eth.dst", "ip.dst"))
                .allSatisfy(row -> assertThat(row).startsWith("1", "0xc0", mac(row[3])));
    }

    @ParameterizedTest
    @MethodSource("runs")
    @DisplayName("scapy reads the same messages, and computes the checksums we sent")
    void shouldSendWhatScapyReads(Run run) throws IOException {
        Tool.requireScapy();
        Path capture = emitted(run);
        List<String> read = Tool.run("/usr/bin/python3", "src/test/scripts/read_igmp.py", capture.toString());
        assertThat(read).isNotEmpty().allMatch(line -> line.startsWith("good "));
        assertThat(read).hasSize(tshark(capture, "frame.number").size());
        assertThat(read.stream().map(line -> line.split(" ", -1)[1]).distinct().sorted()
                .collect(Collectors.joining(" "))).isEqualTo(run.kinds());
    }

    @Test
    @DisplayName("The judges do find a wrong checksum and a record that is cut off")
    void shouldFindPlantedFaults() throws IOException {
        Tool.require("tshark", "tshark");
        Tool.requireScapy();
        Path capture = write(List.of(reportV3("04 00 00 00 ef 01 01 01").build(),
                reportV3("04 00 00 00 ef 01 01 01").badL4Checksum().build(),
                reportV3("04 00 00 09 ef 01 01 01").build()));
        assertThat(faults(capture)).map(line -> line.substring(0, 1)).containsExactly("2", "3");
        assertThat(Tool.run("/usr/bin/python3", "src/test/scripts/read_igmp.py", capture.toString()))
                .extracting(line -> line.substring(0, 4)).containsExactly("good", "bad ", "bad ");
    }

    @Test
    @DisplayName("A version 3 querier's run has group and source queries, over more than one datagram, S flag and not")
    void shouldHaveAskedEveryKindOfQuestion() throws IOException {
        try (Rig rig = querier(3)) {
            List<String> queries = rig.sent.stream().map(frame -> new LinkRecording.Frame(0,
                    HexFormat.of().formatHex(frame))).filter(frame -> frame.isOf(2))
                    .map(LinkRecording.Frame::message).toList();
            assertThat(queries).anyMatch(each -> each.startsWith("00000000", 8))
                    .anyMatch(each -> each.startsWith("ef010101", 8) && each.endsWith("0000"))
                    .anyMatch(each -> each.startsWith("ef010102", 8) && each.startsWith("0002", 20))
                    .anyMatch(each -> each.startsWith("ef010103", 8) && each.startsWith("0a", 16));
        }
    }
}
