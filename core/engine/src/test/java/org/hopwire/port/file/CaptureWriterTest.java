package org.hopwire.port.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.file.CaptureBytes.Content;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.port.file.CaptureBytes.frame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class CaptureWriterTest {
    private static final long NOW_NS = 1_700_000_000_000_000_001L;

    private final FrameSlab slab = new FrameSlab(1, 1 << 20, 0);
    private final long address = slab.acquire();

    @TempDir
    private Path folder;

    @AfterEach
    void closeSlab() {
        slab.close();
    }

    private long at(byte[] bytes) {
        OffHeap.put(bytes, 0, address, bytes.length);
        return address;
    }

    private byte[] write(CaptureFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out, format, "out")) {
            int id = writer.addInterface("wan");
            assertThat(writer.write(id, NOW_NS, at(frame(2, 0xab)), 2, 3, "why")).isTrue();
        }
        return out.toByteArray();
    }

    @Test
    void shouldWritePcapngToTheByte() throws IOException {
        assertThat(HexFormat.of().formatHex(write(CaptureFormat.PCAPNG)))
                // section header without hardware, system or program
                .isEqualTo("0a0d0d0a" + "1c000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff" + "1c000000"
                // interface: Ethernet, no snap length, name, nanoseconds
                        + "01000000" + "28000000" + "01000000" + "00000000" + "0200030077616e00" + "0900010009000000"
                        + "00000000" + "28000000"
                        // enhanced packet with a comment
                        + "06000000" + "30000000" + "00000000" + "fe9c9717" + "01002a36" + "02000000" + "03000000"
                        + "abac0000" + "0100030077687900" + "00000000" + "30000000"
                        // interface statistics: one frame
                        + "05000000" + "28000000" + "00000000" + "fe9c9717" + "01002a36" + "08000800"
                        + "0100000000000000"
                        + "00000000" + "28000000");
    }

    @Test
    void shouldWriteNanosecondPcapToTheByte() throws IOException {
        assertThat(HexFormat.of().formatHex(write(CaptureFormat.PCAP)))
                .isEqualTo(
                        "4d3cb2a1" + "02000400" + "0000000000000000" + "00000400" + "01000000" + "00f15365" + "01000000"
                                + "02000000" + "03000000" + "abac");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pcap", "a.pcapng", "a.pcap.gz", "a.pcapng.gz"})
    void shouldReadBackWhatItWrote(String fileName) throws IOException {
        long seed = 41;
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] frames = new byte[2000][];
        Path file = folder.resolve(fileName);
        try (CaptureWriter writer = CaptureWriter.create(file.toString())) {
            int[] ids = {writer.addInterface("a"), writer.addInterface("b")};
            for (int i = 0; i < frames.length; i++) {
                frames[i] = frame(random.nextInt(1600), i);
                writer.write(ids[i % 2], NOW_NS + i, at(frames[i]), frames[i].length, frames[i].length + i % 3,
                        i % 5 == 0 ? "comment " + i : null);
            }
            assertThat(writer.records()).isEqualTo(frames.length);
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes[0] == 0x1f && bytes[1] == (byte) 0x8b).isEqualTo(fileName.endsWith(".gz"));
        Content content = CaptureBytes.read(bytes);
        assertThat(content.complaint).isNull();
        assertThat(content.frames).hasSize(frames.length);
        boolean named = fileName.contains("pcapng");
        for (int i = 0; i < frames.length; i++) {
            assertThat(content.frames.get(i).bytes()).as("seed %s frame %s", seed, i).isEqualTo(frames[i]);
            assertThat(content.frames.get(i).timestampNs()).isEqualTo(NOW_NS + i);
            assertThat(content.frames.get(i).originalLength()).isEqualTo(frames[i].length + i % 3);
            assertThat(content.frames.get(i).interfaceId()).isEqualTo(named ? i % 2 : 0);
        }
        assertThat(content.reader.statisticsBlocks()).isEqualTo(named ? 2 : 0);
    }

    @Test
    void shouldWriteTheSameBytesTwice() throws IOException {
        assertThat(write(CaptureFormat.PCAPNG)).isEqualTo(write(CaptureFormat.PCAPNG));
    }

    @Test
    void shouldWriteAFrameLargerThanItsBuffer() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] large = frame(1 << 20, 1);
        try (CaptureWriter writer = CaptureWriter.to(out, CaptureFormat.PCAPNG, "out")) {
            writer.write(writer.addInterface("wan"), 1, at(large), large.length);
            writer.write(0, 2, at(large), large.length);
        }
        assertThat(CaptureBytes.read(out.toByteArray()).frames).hasSize(2)
                .allSatisfy(f -> assertThat(f.bytes()).isEqualTo(large));
    }

    @Test
    void shouldPassTheJudgementOfTshark() throws IOException {
        Tool.require("tshark", "tshark");
        for (String fileName : List.of("out.pcapng", "out.pcapng.gz", "out.pcap")) {
            Path file = folder.resolve(fileName);
            try (CaptureWriter writer = CaptureWriter.create(file.toString())) {
                int lan = writer.addInterface("lan");
                int wan = writer.addInterface("wan");
                writer.write(lan, NOW_NS, at(frame(60, 0)), 60);
                writer.write(wan, NOW_NS + 1, at(frame(61, 0)), 61, 1500, "dropped: BAD_CHECKSUM");
            }
            boolean named = !fileName.endsWith(".pcap");
            assertThat(Tool.run("tshark", "-r", file.toString(), "-T", "fields", "-E", "separator=,", "-e",
                    "frame.time_epoch", "-e", "frame.cap_len", "-e", "frame.len", "-e", "frame.interface_name", "-e",
                    "frame.comment"))
                    .containsExactly("1700000000.000000001,60,60," + (named ? "lan" : "") + ",",
                            "1700000000.000000002,61,1500," + (named ? "wan,dropped: BAD_CHECKSUM" : ","));
        }
    }

    @Test
    void shouldPassTheJudgementOfCapinfos() throws IOException {
        Tool.require("capinfos", "wireshark-common");
        Path file = folder.resolve("out.pcapng");
        Files.write(file, write(CaptureFormat.PCAPNG));
        assertThat(Tool.run("capinfos", "-M", file.toString()))
                .anyMatch(line -> line.matches("Number of packets: +1"))
                .anyMatch(line -> line.contains("nanoseconds"))
                .anyMatch(line -> line.contains("Number of stat entries = 1"));
    }

    @Test
    void shouldChooseTheFormatByName() {
        assertThat(CaptureFormat.of("x.pcap")).isEqualTo(CaptureFormat.PCAP);
        assertThat(CaptureFormat.of("x.pcap.gz")).isEqualTo(CaptureFormat.PCAP);
        assertThat(CaptureFormat.of("x.pcapng")).isEqualTo(CaptureFormat.PCAPNG);
        assertThat(CaptureFormat.of("x.pcapng.gz")).isEqualTo(CaptureFormat.PCAPNG);
        assertThat(CaptureFormat.of("-")).isEqualTo(CaptureFormat.PCAPNG);
        assertThatIllegalArgumentException().isThrownBy(() -> CaptureFormat.of("x.txt"))
                .withMessage("output file: x.txt ends in neither .pcap nor .pcapng (nor those with .gz)");
    }

    @Test
    void shouldRefuseAnInterfaceNameNoReaderTakes() throws IOException {
        try (CaptureWriter writer = CaptureWriter.to(OutputStream.nullOutputStream(), CaptureFormat.PCAPNG, "out")) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.addInterface("x".repeat(256)))
                    .withMessageStartingWith("interface name: 256 bytes exceed 255");
        }
    }

    @Test
    void shouldWriteATimeBefore1970AsItsStart() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CaptureWriter writer = CaptureWriter.to(out, CaptureFormat.PCAPNG, "out")) {
            writer.write(writer.addInterface("wan"), -1, at(frame(60, 0)), 60);
        }
        assertThat(CaptureBytes.read(out.toByteArray()).frames.get(0).timestampNs()).isZero();
    }

    @Test
    void shouldSayInOneLineThatTheDiskIsFull() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        Path link = Files.createSymbolicLink(folder.resolve("full.pcapng"), Path.of("/dev/full"));
        assertThatThrownBy(() -> CaptureWriter.create(link.toString())).isInstanceOf(IOException.class)
                .hasMessage(link + ": writing failed: No space left on device");
    }

    /** R: a capture that ran out of disk is valid up to its last whole record. */
    @ParameterizedTest
    @ValueSource(strings = {"PCAP", "PCAPNG"})
    void shouldLeaveWholeRecordsWhereverTheDiskRunsFull(String formatName) throws IOException {
        CaptureFormat format = CaptureFormat.valueOf(formatName);
        int header = format == CaptureFormat.PCAP ? 24 : 28;
        for (int space = header; space < 1000; space++) {
            SmallDisk disk = new SmallDisk(space);
            CaptureWriter writer = new CaptureWriter(disk, format, "out");
            writer.addInterface("wan");
            for (int i = 0; i < 20; i++) {
                assertThat(writer.write(0, i, at(frame(61, i)), 61)).isTrue();
            }
            assertThatThrownBy(writer::flush).hasMessage("out: writing failed: disk full");
            assertThat(writer.write(0, 99, at(frame(61, 0)), 61)).as("refused after the failure").isFalse();
            assertThatThrownBy(writer::close).isSameAs(writer.failure());
            Content content = CaptureBytes.read(disk.content());
            assertThat(content.complaint).as("space %s", space).isNull();
            int fixed = format == CaptureFormat.PCAP ? 24 : 28 + 40;
            int each = format == CaptureFormat.PCAP ? 16 + 61 : 32 + 64;
            assertThat(content.frames).hasSize(Math.max(space - fixed, 0) / each);
        }
    }

    @Test
    void shouldFailAtOnceWhereNotEvenTheHeaderFits() {
        assertThatThrownBy(() -> new CaptureWriter(new SmallDisk(10), CaptureFormat.PCAPNG, "out"))
                .hasMessage("out: writing failed: disk full");
    }

    @Test
    void shouldCutBackARealFileToItsLastWholeRecord() throws IOException {
        Tool.require("/bin/bash", "bash");
        Path file = folder.resolve("limited.pcapng");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> said = Tool.run("/bin/bash", "-c", "ulimit -f 300; exec " + java
                + " --enable-native-access=ALL-UNNAMED -cp " + System.getProperty("java.class.path") + " "
                + "'" + LimitedDisk.class.getName() + "' " + file);
        assertThat(said).hasSize(1).allMatch(line -> line.startsWith(file + ": writing failed: "));
        Content content = CaptureBytes.read(Files.readAllBytes(file));
        assertThat(content.complaint).isNull();
        assertThat(content.frames).hasSize((300 * 1024 - 28 - 40) / (32 + 1000));
    }

    /** Fills a file until that fails, in a process that may write 300 KiB. */
    static final class LimitedDisk {
        private LimitedDisk() {}

        public static void main(String[] args) throws IOException {
            try (FrameSlab slab = new FrameSlab(1, 1000, 0)) {
                CaptureWriter writer = CaptureWriter.create(args[0]);
                writer.addInterface("wan");
                long frame = slab.acquire();
                while (writer.write(0, 1, frame, 1000)) {
                    // until the disk is full
                }
                System.out.println(writer.failure().getMessage());
            }
        }
    }

    private static final class SmallDisk extends CaptureOutput {
        private final byte[] space;
        private int used;

        SmallDisk(int bytes) {
            super(OutputStream.nullOutputStream(), true);
            space = new byte[bytes];
        }

        @Override
        void write(byte[] bytes, int length) throws IOException {
            int taken = Math.min(length, space.length - used);
            System.arraycopy(bytes, 0, space, used, taken);
            used += taken;
            if (taken < length) {
                throw new IOException("disk full");
            }
        }

        @Override
        long size() {
            return used;
        }

        @Override
        void truncate(long size) {
            used = (int) size;
        }

        byte[] content() {
            return Arrays.copyOf(space, used);
        }
    }
}
