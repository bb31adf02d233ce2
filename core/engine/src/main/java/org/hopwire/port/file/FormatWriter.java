package org.hopwire.port.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.hopwire.memory.OffHeap;

/** Lays out the records of one format, little-endian, in a buffer that always holds whole records. */
abstract class FormatWriter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    FormatWriter(int capacity) {
        bytes = new byte[capacity];
    }

    boolean fits(int more) {
        return more <= bytes.length - size;
    }

    /** Makes an empty buffer at least so long. */
    void grow(int least) {
        if (least > bytes.length) {
            bytes = new byte[least];
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    FormatWriter putShort(int value) {
        SHORT.set(bytes, size, (short) value);
        size += Short.BYTES;
        return this;
    }

    FormatWriter putInt(int value) {
        INT.set(bytes, size, value);
        size += Integer.BYTES;
        return this;
    }

    FormatWriter putLong(long value) {
        LONG.set(bytes, size, value);
        size += Long.BYTES;
        return this;
    }

    void putFrame(long address, int length) {
        OffHeap.get(address, bytes, size, length);
        size += length;
    }

    FormatWriter putBytes(byte[] source) {
        System.arraycopy(source, 0, bytes, size, source.length);
        size += source.length;
        return this;
    }

    void setInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    /** Zeros up to the next multiple of four of a part that is {@code length} long. */
    void pad(int length) {
        for (int i = length; (i & 3) != 0; i++) {
            bytes[size++] = 0;
        }
    }

    int intAt(int at) {
        return (int) INT.get(bytes, at);
    }

    abstract int headerLength();

    abstract void putHeader();

    abstract int interfaceLength(byte[] name);

    abstract void putInterface(byte[] name);

    abstract int frameLength(int captured, byte[] comment);

    /** Header of a frame's record; the frame's bytes follow, then {@link #putFrameEnd}. */
    abstract void putFrameStart(int interfaceId, long timestampNs, int captured, int original);

    abstract void putFrameEnd(int captured, byte[] comment);

    abstract int statisticsLength();

    abstract void putStatistics(int interfaceId, long timestampNs, long frames);

    /** Length of the whole record that starts at an offset of the buffer. */
    abstract int recordLength(int at);
}
