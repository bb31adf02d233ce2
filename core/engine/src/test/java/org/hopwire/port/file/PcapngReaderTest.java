package org.hopwire.port.file;

import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

import org.hopwire.port.file.CaptureBytes.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.port.file.CaptureBytes.frame;

class PcapngReaderTest {
    private static CaptureBytes le() {
        return CaptureBytes.little();
    }

    @Test
    void shouldReadAFileWrittenOutByHand() {
        Content content = CaptureBytes.read(HexFormat.of().parseHex(
                // section header, big-endian, length unknown
                "0a0d0d0a0000001c1a2b3c4d00010000ffffffffffffffff0000001c"
                        // interface: Ethernet, snap length 96, name eth0, nanoseconds
                        + "0000000100000028" + "00010000" + "00000060" + "0002000465746830" + "0009000109000000"
                        + "00000000" + "00000028"
                        // enhanced packet: interface 0, 2 captured of 3, padded
                        + "0000000600000024" + "00000000" + "17979cfe362a0001" + "00000002" + "00000003" + "abcd0000"
                        + "00000024"));
        assertThat(content.complaint).isNull();
        assertThat(content.frames).singleElement().satisfies(only -> {
            assertThat(only.timestampNs()).isEqualTo(1_700_000_000_000_000_001L);
            assertThat(only.bytes()).containsExactly(0xab, 0xcd);
            assertThat(only.originalLength()).isEqualTo(3);
        });
        assertThat(content.reader.interfaces().get(0)).hasToString("interface 0 (eth0)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void shouldReadNamesResolutionsAndOffsetsInBothByteOrders(String order) {
        CaptureBytes file = new CaptureBytes(
                order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        CaptureBytes options = file.fresh().option(3, "a description".getBytes(UTF_8)).option(2, "eth0".getBytes(UTF_8))
                .option(9, (byte) 9).raw(file.fresh().u16(14).u16(8).u64(-5).bytes()).endOfOptions();
        Content content = file.section().iface(1, 96, options).iface(101)
                .iface(113, 0, file.fresh().option(9, (byte) (0x80 | 20)))
                .enhanced(0, 1_700_000_005_123_456_789L, 1500, frame(96, 1))
                .enhanced(1, 1_700_000_000_123_456L, 21, frame(21, 2))
                .enhanced(2, 1_700_000_000L << 20 | 1 << 19, 33, frame(33, 3)).read();
        assertThat(content.complaint).isNull();
        assertThat(content.frames).extracting(CaptureBytes.Frame::timestampNs).containsExactly(
                1_700_000_000_123_456_789L, 1_700_000_000_123_456_000L, 1_700_000_000_500_000_000L);
        assertThat(content.frames).extracting(CaptureBytes.Frame::interfaceId).containsExactly(0, 1, 2);
        assertThat(content.frames.get(0).bytes()).isEqualTo(frame(96, 1));
        assertThat(content.frames.get(1).bytes()).isEqualTo(frame(21, 2));
        assertThat(content.frames.get(0).originalLength()).isEqualTo(1500);
        assertThat(content.reader.interfaces()).hasSize(3);
        assertThat(content.reader.interfaces().get(0)).hasToString("interface 0 (eth0)").satisfies(eth0 -> {
            assertThat(eth0.snapLength()).isEqualTo(96);
            assertThat(eth0.timestampResolution()).isEqualTo(9);
            assertThat(eth0.timestampOffsetSeconds()).isEqualTo(-5);
        });
        assertThat(content.reader.interfaces().get(1)).hasToString("interface 1");
    }

    @Test
    void shouldStartInterfaceNumbersAnewInEachSectionWhateverItsByteOrder() {
        CaptureBytes big = new CaptureBytes(ByteOrder.BIG_ENDIAN);
        byte[] second = big.section().iface(1, 0, big.fresh().option(2, "b0".getBytes(UTF_8)))
                .enhanced(0, 7, 60, frame(60, 7)).bytes();
        Content content = le().section().iface(1).iface(1).enhanced(1, 5, 60, frame(60, 5)).raw(second).section()
                .iface(101).enhanced(0, 9, 60, frame(60, 9)).read();
        assertThat(content.complaint).isNull();
        assertThat(content.frames).extracting(CaptureBytes.Frame::interfaceId).containsExactly(1, 2, 3);
        assertThat(content.frames).extracting(CaptureBytes.Frame::timestampNs).containsExactly(5000L, 7000L, 9000L);
        assertThat(content.reader.interfaces()).extracting(CaptureInterface::section).containsExactly(0, 0, 1, 2);
        assertThat(content.reader.interfaces().get(2).name()).isEqualTo("b0");
    }

    @Test
    void shouldReadSimplePacketsUpToTheSnapLengthOfTheFirstInterface() {
        Content content = le().section().iface(1, 64, le()).simple(1500, frame(64, 1)).simple(61, frame(61, 2)).read();
        assertThat(content.complaint).isNull();
        assertThat(content.frames).extracting(f -> f.bytes().length).containsExactly(64, 61);
        assertThat(content.frames).extracting(CaptureBytes.Frame::originalLength).containsExactly(1500L, 61L);
        assertThat(content.frames).noneMatch(CaptureBytes.Frame::timed);
    }

    @Test
    void shouldReadTheObsoletePacketBlock() {
        Content content = le().section().iface(1).iface(1)
                .block(2, le().u16(1).u16(77).u32(0).u32(42).u32(3).u32(9).raw(frame(3, 1))).read();
        assertThat(content.complaint).isNull();
        assertThat(content.frames).singleElement().satisfies(only -> {
            assertThat(only.interfaceId()).isEqualTo(1);
            assertThat(only.timestampNs()).isEqualTo(42_000);
            assertThat(only.originalLength()).isEqualTo(9);
        });
    }

    @Test
    void shouldCountUnknownBlocksAndStatisticsApart() {
        Content content = le().section().block(0x0BAD, le().u32(32_473).raw(frame(9, 0))).iface(1).block(4, le().u32(0))
                .enhanced(0, 1, 60, frame(60, 0)).block(0xFFFF_FFFF, le())
                .block(5, le().u32(0).u64(0).raw(le().u16(5).u16(8).u64(17).endOfOptions().bytes())).read();
        assertThat(content.complaint).isNull();
        assertThat(content.frames).hasSize(1);
        assertThat(content.reader.unknownBlocks()).isEqualTo(3);
        assertThat(content.reader.statisticsBlocks()).isEqualTo(1);
        assertThat(content.reader.reportedDrops()).isEqualTo(17);
        assertThat(content.reader.records()).isEqualTo(1);
    }

    @Test
    void shouldCutOffTheFrameCheckSequenceOfAnInterface() {
        Content content = le().section().iface(1, 0, le().option(13, (byte) 4)).enhanced(0, 1, 64, frame(64, 0)).read();
        assertThat(content.frames.get(0).bytes()).hasSize(60);
    }

    @Test
    void shouldIgnoreATerminatorInsideAName() {
        Content content = le().section().iface(1, 0, le().option(2, (byte) 'e', (byte) '0', (byte) 0)).read();
        assertThat(content.reader.interfaces().get(0).name()).isEqualTo("e0");
    }

    @Test
    void shouldReadACompressedFile() {
        byte[] plain = le().section().iface(1).enhanced(0, 1, 60, frame(60, 0)).bytes();
        assertThat(CaptureBytes.read(CaptureBytes.gzip(plain)).frames).hasSize(1);
    }

    /** Each of these stands behind one good frame, which must be given first. */
    private static void assertComplaint(UnaryOperator<CaptureBytes> damage, String expected) {
        CaptureBytes good = le().section().iface(1).enhanced(0, 1, 60, frame(60, 0));
        Content content = damage.apply(good).read();
        assertThat(content.frames).hasSize(1);
        assertThat(content.complaint).isEqualTo("demo: " + expected);
    }

    @Test
    void shouldNameBlockOffsetAndCauseOfLyingLengths() {
        assertComplaint(file -> file.block(6, le().u32(0).u64(0).u32(70_000).u32(70_000).raw(frame(64, 0))),
                "block 4 (EPB) at offset 140: captured length 70000 exceeds block length 96");
        assertComplaint(file -> file.block(6, le().u32(0).u64(0).u32(0xFFFF_FFFFL).u32(60)),
                "block 4 (EPB) at offset 140: captured length 4294967295 exceeds block length 32");
        assertComplaint(file -> file.block(6, le().u32(0).u64(0).u32(0)),
                "block 4 (EPB) at offset 140: block length 28 is less than 32");
        assertComplaint(file -> file.block(3, le().u32(61).raw(frame(60, 0))),
                "block 4 (SPB) at offset 140: captured length 61 exceeds block length 76");
        assertComplaint(file -> file.u32(6).u32(0x7FFF_FFFC).raw(frame(40, 0)),
                "block 4 (EPB) at offset 140: block length 2147483644 is not a multiple of 4 from 12 to 16777216");
        assertComplaint(file -> file.u32(99).u32(0xFFFF_FFF0L).raw(frame(40, 0)),
                "block 4 (0x00000063) at offset 140: "
                        + "block length 4294967280 is not a multiple of 4 from 12 to 16777216");
        assertComplaint(file -> file.u32(6).u32(33).raw(frame(40, 0)),
                "block 4 (EPB) at offset 140: block length 33 is not a multiple of 4 from 12 to 16777216");
        assertComplaint(file -> file.u32(6).u32(1 << 24).raw(frame(40, 0)),
                "block 4 (EPB) at offset 140: block length 16777216 but the file ends after 48 of them");
        assertComplaint(file -> file.u32(6).u32(36).raw(new byte[24]).u32(40),
                "block 4 (EPB) at offset 140: block length 36 but 40 at its end");
    }

    @Test
    void shouldNameBlockOffsetAndCauseOfOtherDamage() {
        assertComplaint(file -> file.enhanced(1, 1, 60, frame(60, 0)),
                "block 4 (EPB) at offset 140: interface 1 of a section that has described 1");
        assertComplaint(file -> file.enhanced(-1, 1, 60, frame(60, 0)),
                "block 4 (EPB) at offset 140: interface 4294967295 of a section that has described 1");
        assertComplaint(file -> file.section().simple(60, frame(60, 0)),
                "block 5 (SPB) at offset 168: interface 0 of a section that has described 0");
        assertComplaint(file -> file.enhanced(0, -1, 60, frame(60, 0)),
                "block 4 (EPB) at offset 140: timestamp 18446744073709551615 lies before 1970 or after April 2262");
        assertComplaint(file -> file.block(0x0A0D0D0A, le().u32(0x1A2B3C4E).u64(0).u32(0)),
                "block 4 at offset 140: byte-order magic 0x4e3c2b1a is not 0x1a2b3c4d either way");
        assertComplaint(file -> file.block(0x0A0D0D0A, le().u32(0x1A2B3C4D).u16(2).u16(0).u64(-1)),
                "block 4 (SHB) at offset 140: pcapng version 2.0 is not supported, only 1.0");
        assertComplaint(file -> file.iface(1, 0, le().u16(2).u16(40).u32(0)),
                "block 4 (IDB) at offset 140: option 2: length 40 exceeds the block's 28");
        assertComplaint(file -> file.iface(1, 0, le().option(9, (byte) 9, (byte) 9)),
                "block 4 (IDB) at offset 140: option 9: length 2 is not 1");
    }

    @Test
    void shouldRefuseMoreInterfacesThanAnyCaptureHas() {
        CaptureBytes file = le().section();
        for (int i = 0; i < FormatReader.MAX_INTERFACES; i++) {
            file.iface(1);
        }
        assertThat(file.read().complaint).isNull();
        assertThat(file.iface(1).read().complaint).endsWith("more than 65536 interfaces");
    }

    @ParameterizedTest
    @CsvSource({"'', the file is empty", "00, first bytes 00 are neither pcap nor pcapng",
        "47455420, first bytes 47 45 54 20 are neither pcap nor pcapng",
        "a1b2c3, first bytes a1 b2 c3 are neither pcap nor pcapng",
        "a1b2cd34, first bytes a1 b2 cd 34 are neither pcap nor pcapng", "1f8b08, gzip data cut off",
        "1f8b0900000000000000, gzip data damaged: Unsupported compression method"})
    void shouldSayWhatIsNoCapture(String hex, String cause) {
        assertThat(CaptureBytes.read(HexFormat.of().parseHex(hex)).complaint)
                .isEqualTo("demo: file header at offset 0: " + cause);
    }
}
