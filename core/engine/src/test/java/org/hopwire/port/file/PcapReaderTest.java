package org.hopwire.port.file;

import java.nio.ByteOrder;
import java.util.HexFormat;

import org.hopwire.port.file.CaptureBytes.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.port.file.CaptureBytes.frame;

class PcapReaderTest {
    private static final int MICROSECONDS = 0xA1B2C3D4;
    private static final int NANOSECONDS = 0xA1B23C4D;

    @ParameterizedTest
    @CsvSource({"LITTLE_ENDIAN, true", "LITTLE_ENDIAN, false", "BIG_ENDIAN, true", "BIG_ENDIAN, false"})
    void shouldReadBothByteOrdersAndBothResolutions(String order, boolean nanoseconds) {
        ByteOrder byteOrder = order.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Content content = new CaptureBytes(byteOrder).pcapHeader(nanoseconds ? NANOSECONDS : MICROSECONDS, 1)
                .pcapRecord(1_700_000_000, 123_456, 60, frame(60, 0))
                .pcapRecord(4_294_967_295L, 999_999, 1500, frame(64, 9))
                .pcapRecord(0, 0, 0).read();
        assertThat(content.complaint).isNull();
        long unit = nanoseconds ? 1 : 1000;
        assertThat(content.frames).hasSize(3);
        assertThat(content.frames.get(0).timestampNs()).isEqualTo(1_700_000_000_000_000_000L + 123_456 * unit);
        assertThat(content.frames.get(0).bytes()).isEqualTo(frame(60, 0));
        assertThat(content.frames.get(0).originalLength()).isEqualTo(60);
        assertThat(content.frames.get(1).timestampNs()).isEqualTo(4_294_967_295_000_000_000L + 999_999 * unit);
        assertThat(content.frames.get(1).originalLength()).isEqualTo(1500);
        assertThat(content.frames.get(2).bytes()).isEmpty();
        assertThat(content.reader.interfaces()).singleElement().satisfies(only -> {
            assertThat(only.name()).isNull();
            assertThat(only.linkType()).isEqualTo(1);
            assertThat(only.snapLength()).isEqualTo(65_535);
            assertThat(only.timestampResolution()).isEqualTo(nanoseconds ? 9 : 6);
        });
    }

    @Test
    void shouldReadAFileWrittenOutByHand() {
        Content content = CaptureBytes.read(HexFormat.of().parseHex("a1b2c3d4000200040000000000000000000000600000000c"
                + "3ade68b10005cc600000000400000006" + "45000004"));
        assertThat(content.complaint).isNull();
        assertThat(content.frames).singleElement().satisfies(only -> {
            assertThat(only.timestampNs()).isEqualTo(987_654_321_380_000_000L);
            assertThat(only.originalLength()).isEqualTo(6);
            assertThat(only.bytes()).containsExactly(0x45, 0, 0, 4);
        });
        assertThat(content.reader.interfaces().get(0).linkType()).isEqualTo(12);
    }

    @Test
    void shouldTakeAWireLengthBelowTheCapturedOneForAMistake() {
        Content content = CaptureBytes.little().pcapHeader(MICROSECONDS, 1).pcapRecord(1, 0, 10, frame(60, 0)).read();
        assertThat(content.frames.get(0).originalLength()).isEqualTo(60);
    }

    @Test
    void shouldCutOffTheFrameCheckSequenceTheHeaderAnnounces() {
        Content content = CaptureBytes.little().pcapHeader(MICROSECONDS, 1 | 1 << 26 | 2 << 28)
                .pcapRecord(1, 0, 64, frame(64, 0)).pcapRecord(1, 0, 1518, frame(62, 0))
                .pcapRecord(1, 0, 66, frame(64, 0))
                .pcapRecord(1, 0, 2, frame(2, 0)).read();
        assertThat(content.frames).extracting(f -> f.bytes().length).containsExactly(60, 62, 62, 0);
        assertThat(content.frames).extracting(CaptureBytes.Frame::originalLength).containsExactly(60L, 1514L, 62L, 0L);
        assertThat(content.reader.interfaces().get(0).linkType()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"2147483648", "4294967295", "16777217"})
    void shouldNotBelieveAHugeLength(long captured) {
        Content content = CaptureBytes.little().pcapHeader(MICROSECONDS, 1).pcapRecord(1, 0, 60, frame(60, 0)).u32(1)
                .u32(0)
                .u32(captured).u32(captured).raw(frame(100, 0)).read();
        assertThat(content.frames).hasSize(1);
        assertThat(content.complaint)
                .isEqualTo("demo: record 2 at offset 100: captured length " + captured + " exceeds 16777216");
    }

    @Test
    void shouldSayHowMuchOfALyingRecordExists() {
        Content content = CaptureBytes.little().pcapHeader(MICROSECONDS, 1).u32(1).u32(0).u32(16_000_000).u32(60)
                .raw(frame(60, 0)).read();
        assertThat(content.complaint)
                .isEqualTo("demo: record 1 at offset 24: captured length 16000000 but the file ends after 60 of them");
    }

    @Test
    void shouldRefuseAnotherVersionByName() {
        Content content = CaptureBytes.little().u32(MICROSECONDS).u16(2).u16(3).u64(0).u64(0).read();
        assertThat(content.complaint)
                .isEqualTo("demo: file header at offset 0: pcap version 2.3 is not supported, only 2.4");
    }

    @Test
    void shouldReadAFrameLargerThanItsWindow() {
        byte[] large = frame(3_000_000, 1);
        Content content = CaptureBytes.little().pcapHeader(MICROSECONDS, 1).pcapRecord(1, 0, 60, frame(60, 0))
                .pcapRecord(2, 0, large.length, large).pcapRecord(3, 0, 60, frame(60, 0)).read();
        assertThat(content.complaint).isNull();
        assertThat(content.frames).hasSize(3);
        assertThat(content.frames.get(1).bytes()).isEqualTo(large);
    }
}
