package org.hopwire.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import org.agrona.UnsafeApi;

/**
 * Copies between raw addresses and arrays. Nothing here knows how much memory lies behind an address: the caller has
 * checked every length against the slot or the captured length before it comes here.
 */
public final class OffHeap {
    // one constant segment over everything: no wrapper object per frame, and the copies stay intrinsic; single values
    // go without it, for its bounds, which hold for every address, would be compared on every access
    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private OffHeap() {}

    /** Copies bytes between two places, which may overlap. */
    public static void copy(long source, long destination, int length) {
        MemorySegment.copy(ALL, source, ALL, destination, length);
    }

    /** Copies out of an array. */
    public static void put(byte[] source, int offset, long destination, int length) {
        MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, destination, length);
    }

    /** Copies into an array. */
    public static void get(long source, byte[] destination, int offset, int length) {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, source, destination, offset, length);
    }

    /** One byte: 0 to 255. */
    public static int getByte(long address) {
        return UnsafeApi.getByte(address) & 0xff;
    }

    /** Sets one byte. */
    public static void putByte(long address, int value) {
        UnsafeApi.putByte(address, (byte) value);
    }

    /** Eight bytes in the machine's own order, at any alignment. */
    public static long getLong(long address) {
        return UnsafeApi.getLong(address);
    }

    /** Eight bytes in network order, at any alignment. */
    public static long getNetworkLong(long address) {
        long value = UnsafeApi.getLong(address);
        return BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    /** Sets eight bytes in network order, at any alignment. */
    public static void putNetworkLong(long address, long value) {
        UnsafeApi.putLong(address, BIG_ENDIAN ? value : Long.reverseBytes(value));
    }

    /** Four bytes in network order, at any alignment. */
    public static int getNetworkInt(long address) {
        int value = UnsafeApi.getInt(address);
        return BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    /** Sets four bytes in network order, at any alignment. */
    public static void putNetworkInt(long address, int value) {
        UnsafeApi.putInt(address, BIG_ENDIAN ? value : Integer.reverseBytes(value));
    }

    /** Two bytes in network order, at any alignment: 0 to 65535. */
    public static int getNetworkShort(long address) {
        short value = UnsafeApi.getShort(address);
        return (BIG_ENDIAN ? value : Short.reverseBytes(value)) & 0xffff;
    }

    /** Sets two bytes in network order, at any alignment. */
    public static void putNetworkShort(long address, int value) {
        short low = (short) value;
        UnsafeApi.putShort(address, BIG_ENDIAN ? low : Short.reverseBytes(low));
    }

    /** Sets eight bytes in the machine's own order, at any alignment. */
    public static void putLong(long address, long value) {
        UnsafeApi.putLong(address, value);
    }

    /** Eight bytes another thread may have released; the address is a multiple of 8. */
    public static long getLongAcquire(long address) {
        return UnsafeApi.getLongAcquire(null, address);
    }

    /** Sets eight bytes for other threads to acquire, whole or not at all; the address is a multiple of 8. */
    public static void putLongRelease(long address, long value) {
        UnsafeApi.putLongRelease(null, address, value);
    }

    /**
     * Four bytes in the machine's own order, at any alignment. What another thread has set at a multiple of 4 is read
     * whole, and in order with what else it has set behind an acquire fence only.
     */
    public static int getInt(long address) {
        return UnsafeApi.getInt(address);
    }

    /** Sets four bytes in the machine's own order, at any alignment; at a multiple of 4 whole or not at all. */
    public static void putInt(long address, int value) {
        UnsafeApi.putInt(address, value);
    }

    /** Two bytes in the machine's own order, at any alignment: 0 to 65535. */
    public static int getShort(long address) {
        return UnsafeApi.getShort(address) & 0xffff;
    }

    /** Sets two bytes in the machine's own order, at any alignment. */
    public static void putShort(long address, int value) {
        UnsafeApi.putShort(address, (short) value);
    }

    /** Four bytes another thread or the kernel may have released; the address is a multiple of 4. */
    public static int getIntAcquire(long address) {
        return UnsafeApi.getIntAcquire(null, address);
    }

    /** Sets four bytes for other threads or the kernel to acquire; the address is a multiple of 4. */
    public static void putIntRelease(long address, int value) {
        UnsafeApi.putIntRelease(null, address, value);
    }

    /** A fresh array of the bytes at an address; for tests and cold paths. */
    public static byte[] bytes(long address, int length) {
        byte[] copy = new byte[length];
        get(address, copy, 0, length);
        return copy;
    }

    /** Sets one byte over a range. */
    public static void fill(long address, int length, byte value) {
        ALL.asSlice(address, length).fill(value);
    }
}
