package org.hopwire.port.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A window on a stream: makes the next n bytes addressable in one array. The window grows only as bytes really arrive,
 * so that a length which lies costs no memory.
 */
final class ByteSource implements Closeable {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int INITIAL_WINDOW = 1 << 16;

    private final InputStream in;
    private byte[] window;
    private int position;
    private int limit;
    private long windowOffset;
    private boolean bigEndian;

    ByteSource(InputStream in) {
        this(in, INITIAL_WINDOW);
    }

    ByteSource(InputStream in, int initialWindow) {
        this.in = in;
        window = new byte[initialWindow];
    }

    void bigEndian(boolean isBig) {
        bigEndian = isBig;
    }

    /** Whether n more bytes exist; afterwards they lie in the window from {@link #position} on. */
    boolean require(int n) throws IOException {
        while (limit - position < n) {
            makeRoom(n);
            int got = in.read(window, limit, window.length - limit);
            if (got < 0) {
                return false;
            }
            limit += got;
        }
        return true;
    }

    private void makeRoom(int n) {
        if (position > 0 && position + n > window.length) {
            System.arraycopy(window, position, window, 0, limit - position);
            windowOffset += position;
            limit -= position;
            position = 0;
        }
        if (limit == window.length) {
            window = Arrays.copyOf(window, 2 * window.length);
        }
    }

    /** Moves on; the bytes were required before. */
    void advance(int n) {
        position += n;
    }

    byte[] window() {
        return window;
    }

    int position() {
        return position;
    }

    /** Bytes that lie in the window from the position on. */
    int available() {
        return limit - position;
    }

    /** Where the position lies in the (decompressed) file. */
    long offset() {
        return windowOffset + position;
    }

    int unsignedByteAt(int at) {
        return window[position + at] & 0xff;
    }

    int unsignedShortAt(int at) {
        short value = (short) SHORT.get(window, position + at);
        return (bigEndian ? Short.reverseBytes(value) : value) & 0xffff;
    }

    int intAt(int at) {
        int value = (int) INT.get(window, position + at);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    long unsignedIntAt(int at) {
        return Integer.toUnsignedLong(intAt(at));
    }

    long longAt(int at) {
        long value = (long) LONG.get(window, position + at);
        return bigEndian ? Long.reverseBytes(value) : value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
