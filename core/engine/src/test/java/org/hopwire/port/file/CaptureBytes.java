package org.hopwire.port.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Lays out capture files byte by byte, in either byte order, so that tests do not lean on the writer they judge. */
final class CaptureBytes {
    private final ByteOrder order;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    CaptureBytes(ByteOrder order) {
        this.order = order;
    }

    static CaptureBytes little() {
        return new CaptureBytes(ByteOrder.LITTLE_ENDIAN);
    }

    CaptureBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    CaptureBytes u16(int value) {
        return raw(ByteBuffer.allocate(2).order(order).putShort((short) value).array());
    }

    CaptureBytes u32(long value) {
        return raw(ByteBuffer.allocate(4).order(order).putInt((int) value).array());
    }

    CaptureBytes u64(long value) {
        return raw(ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    CaptureBytes pcapHeader(int magic, int linkType) {
        return u32(magic).u16(2).u16(4).u32(0).u32(0).u32(65_535).u32(linkType);
    }

    CaptureBytes pcapRecord(long seconds, long fraction, int original, byte... data) {
        return u32(seconds).u32(fraction).u32(data.length).u32(original).raw(data);
    }

    /** A block around a body, padded. */
    CaptureBytes block(int type, CaptureBytes body) {
        byte[] bytes = body.bytes();
        int length = 12 + (bytes.length + 3) / 4 * 4;
        return u32(type).u32(length).raw(bytes).raw(new byte[length - 12 - bytes.length]).u32(length);
    }

    CaptureBytes fresh() {
        return new CaptureBytes(order);
    }

    CaptureBytes section() {
        return block(0x0A0D0D0A, fresh().u32(0x1A2B3C4D).u16(1).u16(0).u64(-1));
    }

    CaptureBytes iface(int linkType, int snapLength, CaptureBytes options) {
        return block(1, fresh().u16(linkType).u16(0).u32(snapLength).raw(options.bytes()));
    }

    CaptureBytes iface(int linkType) {
        return iface(linkType, 0, fresh());
    }

    CaptureBytes option(int code, byte... value) {
        return u16(code).u16(value.length).raw(value).raw(new byte[-value.length & 3]);
    }

    CaptureBytes endOfOptions() {
        return u32(0);
    }

    CaptureBytes enhanced(int interfaceId, long ticks, int original, byte... data) {
        return block(6, fresh().u32(interfaceId).u32(ticks >>> 32).u32(ticks).u32(data.length).u32(original).raw(data));
    }

    CaptureBytes simple(int original, byte... data) {
        return block(3, fresh().u32(original).raw(data));
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** A frame of {@code length} bytes that count up from {@code first}. */
    static byte[] frame(int length, int first) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    static CaptureReader reader(byte[] file) throws CaptureException {
        return CaptureReader.open(new ByteArrayInputStream(file), "demo");
    }

    CaptureReader reader() throws CaptureException {
        return reader(bytes());
    }

    /** What a whole file holds, up to its end or the first complaint. */
    static Content read(byte[] file) {
        Content content = new Content();
        try (CaptureReader reader = reader(file)) {
            content.reader = reader;
            CaptureRecord record = new CaptureRecord();
            while (reader.next(record)) {
                content.frames.add(new Frame(record.interfaceId(), record.timestampNs(), record.hasTimestamp(),
                        record.originalLength(), record.bytes()));
            }
        } catch (CaptureException e) {
            content.complaint = e.getMessage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return content;
    }

    Content read() {
        return read(bytes());
    }

    static final class Content {
        CaptureReader reader;
        final List<Frame> frames = new ArrayList<>();
        String complaint;
    }

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(int interfaceId, long timestampNs, boolean timed, long originalLength, byte[] bytes) {}
}
