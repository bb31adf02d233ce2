package org.hopwire.port.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hopwire.memory.FrameSlab;

import static org.hopwire.testkit.Oracle.assertHolds;

/** Any bytes as a capture: frames and one {@link CaptureException} may come of them, and nothing else. */
class CaptureReaderFuzzTest {
    private static final int CAPACITY = 512;
    private static final FrameSlab SLAB = new FrameSlab(1, CAPACITY, 0);
    private static final long SLOT = SLAB.acquire();
    private static final int SMALLEST_RECORD = 16;

    @FuzzTest(maxDuration = "10m")
    void shouldGiveFramesOrOneComplaint(byte[] file) throws IOException {
        boolean compressed = file.length > 1 && file[0] == 0x1f;
        long records = 0;
        CaptureRecord record = new CaptureRecord();
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file), "fuzz")) {
            while (reader.next(record)) {
                records++;
                check(record);
            }
        } catch (CaptureException e) {
            if (!e.getMessage().startsWith("fuzz: ") || e.getMessage().contains("\n")) {
                throw new AssertionError("no clear line: " + e.getMessage(), e);
            }
        }
        if (!compressed && records > file.length / SMALLEST_RECORD) {
            throw new AssertionError(records + " records out of " + file.length + " bytes");
        }
    }

    private static void check(CaptureRecord record) throws CaptureException {
        assertHolds(record.timestampNs() >= 0, "time before 1970");
        assertHolds(record.originalLength() >= record.length(), "shorter on the wire than captured");
        assertHolds(record.bytes().length == record.length(), "length");
        if (record.copyFrame(SLOT, CAPACITY, 0x0200_0000_0001L)) {
            assertHolds(record.frameLength() <= CAPACITY, "frame exceeds its slot");
            assertHolds(record.frameOriginalLength() >= record.frameLength(), "frame longer than on the wire");
        }
    }
}
