package org.hopwire.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.engine.replay.Replay;
import org.hopwire.engine.replay.ReplayOptions;
import org.hopwire.engine.replay.ReplayResult;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.memory.FrameSlab;
import org.hopwire.port.file.CaptureException;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.hopwire.port.file.CaptureWriter;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.Recordings;
import org.hopwire.testkit.Tool;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Independent readers judge every frame the engine says of itself: tshark, and scapy as the second. */
class EmittedFramesTest {
    private static final String OURS = "192.0.2.1,198.51.100.1";
    private static final int GENERATED = 100_000;

    @TempDir
    private Path folder;

    static Stream<Path> recordings() {
        return Recordings.own().stream();
    }

    /** Everything answered that can be, no limiter: the most frames a recording can draw. */
    private static IcmpConfig talkative() {
        IcmpConfig config = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none()).withInterfaceInformation(true);
        for (IcmpType type : IcmpType.values()) {
            config = config.withPolicy(type, IcmpConfig.TypePolicy.LEGACY);
        }
        return config;
    }

    private ReplayResult replay(Path input, Path output) throws IOException {
        return new Replay(Recordings.router(talkative()), ReplayOptions.of(input.toString(), output.toString()), null)
                .run();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void shouldEmitNothingThatTsharkFaultsOnOurRecordings(Path recording) throws IOException {
        Tool.require("tshark", "tshark");
        Path output = folder.resolve("out.pcapng");
        ReplayResult result = replay(recording, output);
        assertThat(result.failure()).isNull();
        assertThat(faults(output, "(ip.src==192.0.2.1 || ip.src==198.51.100.1)")).isEmpty();
        assertThat(headersNotGood(output)).isEmpty();
    }

    @Test
    void shouldEmitNothingThatTsharkFaultsOnForeignCaptures() throws IOException {
        Tool.require("tshark", "tshark");
        int read = 0;
        long originated = 0;
        long forwarded = 0;
        for (Path capture : Recordings.foreign()) {
            Path output = folder.resolve(capture.getFileName() + ".out.pcapng");
            try {
                ReplayResult result = new Replay(anyStation(), ReplayOptions.of(capture.toString(), output.toString()),
                        null).run();
                EngineSnapshot figures = result.snapshot();
                assertThat(figures.received()).as("%s", capture)
                        .isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
                assertThat(faults(output, "ip.src==10.255.255.1")).as("%s", capture).isEmpty();
                assertThat(headersNotGood(output)).as("%s", capture).isEmpty();
                read++;
                originated += figures.originated();
                forwarded += figures.forwarded();
            } catch (CaptureException e) {
                assertThat(e).as("%s", capture).hasMessageContaining(capture.getFileName().toString());
            }
        }
        assertThat(read).isGreaterThan(5);
        assertThat(originated).isPositive();
        assertThat(forwarded).isPositive();
    }

    /** A router that takes frames for any station and has a way, but a narrow one, to every destination. */
    private static EngineConfig anyStation() {
        return new EngineConfig(null, List.of(PortConfig.pcap("any", "10.255.255.1/8").withMtu(256)),
                List.of(RouteConfig.via("0.0.0.0/0", "10.255.255.2")),
                List.of(new NeighborConfig("any", "10.255.255.2", Lab.LAN_HOST_MAC)), IpConfig.defaults(),
                talkative());
    }

    @Test
    void shouldFindThePlantedFaults() throws IOException {
        Tool.require("tshark", "tshark");
        Path file = folder.resolve("planted.pcapng");
        byte[] quoteWithBadHeader = Packets
                .withoutEthernet(Lab.fromLan("192.0.2.1").badIpChecksum().udp(50_001, 50_002).build());
        List<byte[]> planted = List.of(Lab.fromLan("192.0.2.1").udp(50_001, 50_002).build(),
                Lab.fromLan("192.0.2.1").badIpChecksum().udp(50_001, 50_002).build(),
                Lab.fromLan("192.0.2.1").echo(1, 2).badL4Checksum().build(),
                Lab.fromLan("192.0.2.1").icmp(3, 3, 0, quoteWithBadHeader).build(),
                Lab.fromLan("192.0.2.1").icmp(11, 0, 0).build());
        write(file, planted.iterator()::next, planted.size());
        assertThat(faults(file, "ip.src==192.0.2.10")).map(line -> line.split("\t", -1)[0]).contains("2", "3")
                .doesNotContain("1", "4");
        assertThat(headersNotGood(file)).singleElement().asString().startsWith("2\t");
    }

    @Test
    void shouldEmitNothingThatTsharkFaultsOnGeneratedFrames() throws IOException {
        Tool.require("tshark", "tshark");
        Path output = folder.resolve("out.pcapng");
        ReplayResult result = replay(generate(GENERATED, 20260101), output);
        EngineSnapshot figures = result.snapshot();
        assertThat(figures.received()).isEqualTo(GENERATED);
        assertThat(figures.originated()).isGreaterThan(GENERATED / 3);
        assertThat(faults(output, "(ip.src==192.0.2.1 || ip.src==198.51.100.1)")).isEmpty();
        assertThat(figures.forwarded()).isGreaterThan(GENERATED / 100);
        assertThat(headersNotGood(output)).isEmpty();
    }

    @Test
    void shouldAgreeWithScapyOnTypeCodePointerMtuAndQuote() throws IOException {
        Tool.requireScapy();
        Path output = folder.resolve("out.pcapng");
        replay(generate(3_000, 7), output);
        List<String> theirs = Tool.run(List.of("/usr/bin/python3", "src/test/scripts/read_icmp.py", output.toString(),
                OURS));
        assertThat(theirs).isEqualTo(ourReading(output)).hasSizeGreaterThan(1_000);
    }

    @Test
    void shouldAgreeWithScapyOnTheDemo() throws IOException {
        Tool.requireScapy();
        Path output = folder.resolve("out.pcapng");
        replay(Recordings.own("demo"), output);
        List<String> theirs = Tool.run(List.of("/usr/bin/python3", "src/test/scripts/read_icmp.py", output.toString(),
                OURS));
        assertThat(theirs).isEqualTo(ourReading(output)).isNotEmpty();
    }

    /** Frames tshark calls malformed or whose own checksums it finds bad; checksums within a quote are not ours. */
    private static List<String> faults(Path capture, String filter) {
        return Tool.run(List.of("tshark", "-r", capture.toString(), "-o", "ip.check_checksum:TRUE", "-Y",
                filter + " && (_ws.malformed || ip.checksum.status==0 || icmp.checksum.status==0)", "-T", "fields",
                "-E", "occurrence=f", "-e", "frame.number", "-e", "ip.checksum.status", "-e", "icmp.checksum.status",
                "-e", "_ws.malformed", "-e", "icmp.type", "-e", "icmp.code", "-e",
                "frame.protocols")).stream()
                .filter(EmittedFramesTest::isOwnFault).toList();
    }

    private static boolean isOwnFault(String fields) {
        String[] values = fields.split("\t", -1);
        return values[1].equals("0") || values[2].equals("0") || !values[3].isEmpty();
    }

    /** IPv4 frames, forwarded ones too, whose outer header checksum tshark does not call good. */
    private static List<String> headersNotGood(Path capture) {
        return Tool
                .run(List.of("tshark", "-r", capture.toString(), "-o", "ip.check_checksum:TRUE", "-T", "fields", "-E",
                        "occurrence=f", "-e", "frame.number", "-e", "ip.version", "-e", "ip.checksum.status", "-e",
                        "frame.protocols"))
                .stream().filter(EmittedFramesTest::isHeaderNotGood).toList();
    }

    private static boolean isHeaderNotGood(String fields) {
        String[] values = fields.split("\t", -1);
        return !values[1].isEmpty() && !values[2].equals("1");
    }

    private Path generate(int count, long seed) throws IOException {
        Path file = folder.resolve("in.pcapng");
        SplittableRandom random = new SplittableRandom(seed);
        write(file, () -> frame(random), count);
        return file;
    }

    private static void write(Path file, Supplier<byte[]> frames, int count) throws IOException {
        try (CaptureWriter writer = CaptureWriter.create(file.toString());
                FrameSlab slab = new FrameSlab(1, 4096, 0)) {
            int lan = writer.addInterface("lan");
            long address = slab.acquire();
            UnsafeBuffer buffer = new UnsafeBuffer(address, 4096);
            for (int i = 0; i < count; i++) {
                byte[] frame = frames.get();
                buffer.putBytes(0, frame);
                writer.write(lan, Lab.NOON_NS + i * 1_000L, address, frame.length);
            }
        }
    }

    private static final String[] TARGETS = {"192.0.2.1", "192.0.2.1", "198.51.100.1", "198.51.100.10", "198.51.100.9",
        "203.0.113.5", "203.0.113.20", "203.0.113.150", "203.0.113.250", "10.1.1.1", "192.0.2.255", "224.0.0.1"};
    private static final String[] OPTIONS = {"", "", "", "", "94040000", "01010101", "07070400000000 00",
        "44080500 00000000", "07030400", "8307040a00000100", "00ff00ff", "0b03ff00", "4404 0500"};

    private static final int[] MESSAGES = {10, 13, 15, 17, 42, 0, 200};

    private static byte[] frame(SplittableRandom random) {
        Packets packets = Lab.fromLan(TARGETS[random.nextInt(TARGETS.length)]).ttl(random.nextInt(1, 4))
                .tos(random.nextInt(256)).id(random.nextInt(65_536));
        if (random.nextBoolean()) {
            packets.dontFragment();
        }
        String options = OPTIONS[random.nextInt(OPTIONS.length)];
        if (!options.isEmpty()) {
            packets.options(options);
        }
        return payload(packets, random).build();
    }

    /** Ports and protocols no dissector claims: random data that tshark took for DNS would be malformed DNS. */
    private static Packets payload(Packets packets, SplittableRandom random) {
        byte[] data = new byte[random.nextInt(4) == 0 ? random.nextInt(1400) : random.nextInt(64)];
        random.nextBytes(data);
        if (data.length > 0) {
            // the version bits of no protocol that is recognised by its looks (RTP, RTCP, STUN)
            data[0] = 0x7f;
        }
        return switch (random.nextInt(6)) {
            case 0, 1 -> packets.udp(random.nextInt(50_000, 60_000), random.nextInt(33_434, 33_535), data);
            case 2 -> packets.tcp(50_001, 50_002, 3, 2, data);
            case 3 -> packets.payload(random.nextInt(200, 253), data);
            case 4 -> packets.icmp(MESSAGES[random.nextInt(MESSAGES.length)], 0, random.nextInt(), data);
            default -> packets.echo(random.nextInt(65_536), random.nextInt(65_536), data);
        };
    }

    /** The same fields as scapy's script prints, read by offset. */
    private static List<String> ourReading(Path capture) throws IOException {
        List<String> lines = new ArrayList<>();
        CaptureRecord record = new CaptureRecord();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            for (int number = 0; reader.next(record); number++) {
                byte[] frame = record.bytes();
                String source = Hex.format(frame, 26, 4);
                boolean ours = source.equals("c0 00 02 01") || source.equals("c6 33 64 01");
                if (ours && frame[23] == 1) {
                    lines.add(line(number, frame));
                }
            }
        }
        return lines;
    }

    private static String line(int number, byte[] frame) {
        int icmp = 14 + (frame[14] & 0xf) * 4;
        int type = frame[icmp] & 0xff;
        int code = frame[icmp + 1] & 0xff;
        int end = 14 + (frame[16] & 0xff) * 256 + (frame[17] & 0xff);
        boolean error = List.of(3, 4, 5, 11, 12).contains(type);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("pointer", type == 12 ? String.valueOf(frame[icmp + 4] & 0xff) : "-");
        fields.put("mtu", type == 3 && code == 4
                ? String.valueOf((frame[icmp + 6] & 0xff) * 256 + (frame[icmp + 7] & 0xff))
                : "-");
        fields.put("gateway", type == 5
                ? (frame[icmp + 4] & 0xff) + "." + (frame[icmp + 5] & 0xff) + "."
                        + (frame[icmp + 6] & 0xff) + "." + (frame[icmp + 7] & 0xff)
                : "-");
        fields.put("quote", error ? Hex.format(frame, icmp + 8, end - icmp - 8).replace(" ", "") : "");
        return number + "\t" + type + "\t" + code + "\t" + String.join("\t", fields.values());
    }
}
