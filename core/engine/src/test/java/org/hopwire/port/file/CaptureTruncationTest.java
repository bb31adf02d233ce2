package org.hopwire.port.file;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.hopwire.port.file.CaptureBytes.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.port.file.CaptureBytes.frame;

/** A file that ends anywhere gives its whole records, then one clear complaint, and never anything else. */
class CaptureTruncationTest {
    private static ByteOrder order(String name) {
        return name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static void assertEveryTruncation(byte[] file, NavigableSet<Integer> ends, String complaint) {
        for (int length = 0; length < file.length; length++) {
            Content content = CaptureBytes.read(Arrays.copyOf(file, length));
            int whole = ends.headSet(length, true).size();
            assertThat(content.frames).as("cut to %s bytes", length).hasSize(Math.max(whole - 1, 0));
            if (ends.contains(length)) {
                assertThat(content.complaint).as("cut between records at %s", length).isNull();
            } else {
                assertThat(content.complaint).as("cut to %s bytes", length).matches("demo: (" + complaint
                        + ") at offset \\d+: .*(cut off after|file ends after|empty|first bytes).*");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void shouldGiveTheWholeRecordsOfAPcapCutAnywhere(String order) {
        CaptureBytes file = new CaptureBytes(order(order)).pcapHeader(0xA1B23C4D, 1);
        TreeSet<Integer> ends = new TreeSet<>();
        ends.add(file.bytes().length);
        for (int i = 0; i < 3; i++) {
            ends.add(file.pcapRecord(i, 0, 60 + i, frame(20 + i, i)).bytes().length);
        }
        assertEveryTruncation(file.bytes(), ends, "file header|record [123]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void shouldGiveTheWholeRecordsOfAPcapngCutAnywhere(String order) {
        CaptureBytes file = new CaptureBytes(order(order)).section();
        TreeSet<Integer> clean = new TreeSet<>();
        TreeSet<Integer> ends = new TreeSet<>();
        clean.add(file.bytes().length);
        clean.add(file.iface(1, 0, file.fresh().option(2, "eth0".getBytes(UTF_8))).bytes().length);
        ends.add(0);
        for (int i = 0; i < 3; i++) {
            ends.add(file.enhanced(0, i, 60 + i, frame(20 + i, i)).bytes().length);
        }
        for (int length = 0; length < file.bytes().length; length++) {
            Content content = CaptureBytes.read(Arrays.copyOf(file.bytes(), length));
            assertThat(content.frames).as("cut to %s bytes", length).hasSize(ends.headSet(length, true).size() - 1);
            if (clean.contains(length) || (length > 0 && ends.contains(length))) {
                assertThat(content.complaint).as("cut between blocks at %s", length).isNull();
            } else {
                assertThat(content.complaint).as("cut to %s bytes", length)
                        .matches("demo: (file header|block [1-5]( \\((SHB|IDB|EPB)\\))?) at offset \\d+: "
                                + ".*(cut off after|file ends after|empty|first bytes).*");
            }
        }
    }

    @Test
    void shouldComplainOnceWhereACompressedFileIsCutAnywhere() {
        CaptureBytes file = CaptureBytes.little().pcapHeader(0xA1B2C3D4, 1);
        for (int i = 0; i < 20; i++) {
            file.pcapRecord(i, 0, 60, frame(60, 31 * i));
        }
        byte[] packed = CaptureBytes.gzip(file.bytes());
        int most = 0;
        for (int length = 0; length < packed.length; length++) {
            Content content = CaptureBytes.read(Arrays.copyOf(packed, length));
            assertThat(content.complaint).as("cut to %s bytes", length).startsWith("demo: ").doesNotContain("\n");
            assertThat(content.frames.size()).as("a longer piece holds no less").isGreaterThanOrEqualTo(most);
            most = content.frames.size();
        }
        assertThat(most).as("what stands before the cut is given").isPositive();
    }

    @Test
    void shouldSurviveEveryByteOfAFileBeingAnother() {
        long seed = 6;
        SplittableRandom random = new SplittableRandom(seed);
        CaptureBytes file = CaptureBytes.little().section()
                .iface(113, 96, CaptureBytes.little().option(2, "eth0".getBytes(UTF_8)).option(9, (byte) 9))
                .enhanced(0, 77, 60, frame(20, 0)).simple(30, frame(30, 1))
                .block(5, CaptureBytes.little().u32(0).u64(0));
        byte[] whole = file.bytes();
        for (int at = 0; at < whole.length; at++) {
            for (int value : new int[] {0, 0x7f, 0x80, 0xff, random.nextInt(256)}) {
                byte[] damaged = whole.clone();
                damaged[at] = (byte) value;
                Content content = CaptureBytes.read(damaged);
                assertThat(content.frames).as("seed %s, byte %s is %s", seed, at, value).hasSizeLessThanOrEqualTo(2);
            }
        }
    }
}
