package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Ethernet II header (RFC 894, IEEE 802.3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |                      Destination address                      |
 * +                               +-------------------------------+
 * |                               |                               |
 * +-------------------------------+                               +
 * |                        Source address                         |
 * +-------------------------------+-------------------------------+
 * |             Type              |
 * +-------------------------------+
 * </pre>
 */
public final class EthernetHeader {
    /** Octets of the header without a VLAN tag. */
    public static final int LENGTH = 14;

    /** Smallest frame on a cable, without the frame check sequence. */
    public static final int MIN_FRAME_LENGTH = 60;

    private static final int DESTINATION = 0;
    private static final int SOURCE = 6;
    private static final int TYPE = 12;

    private UnsafeBuffer buffer;
    private int offset;

    /** Binds the view to the header that starts at {@code offset}. */
    public EthernetHeader wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    /** Destination, a {@link MacAddress}. */
    public long destination() {
        return mac(buffer, offset + DESTINATION);
    }

    /** Source, a {@link MacAddress}. */
    public long source() {
        return mac(buffer, offset + SOURCE);
    }

    /** An {@link EtherType}, or an 802.3 length when below {@link EtherType#MIN}. */
    public int etherType() {
        return buffer.getShort(offset + TYPE, BIG_ENDIAN) & 0xFFFF;
    }

    /** Writes the low 48 bits. */
    public EthernetHeader destination(long address) {
        mac(buffer, offset + DESTINATION, address);
        return this;
    }

    /** Writes the low 48 bits. */
    public EthernetHeader source(long address) {
        mac(buffer, offset + SOURCE, address);
        return this;
    }

    /** Writes the low 16 bits. */
    public EthernetHeader etherType(int etherType) {
        buffer.putShort(offset + TYPE, (short) etherType, BIG_ENDIAN);
        return this;
    }

    /** Exchanges source and destination, as an answer on the same port needs it. */
    public EthernetHeader swapAddresses() {
        long destination = destination();
        return destination(source()).source(destination);
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        MacAddress.appendTo(builder.append("ethernet "), source());
        return MacAddress.appendTo(builder.append(" > "), destination()).append(' ')
                .append(EtherType.name(etherType()));
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    static long mac(UnsafeBuffer buffer, int index) {
        long high = buffer.getShort(index, BIG_ENDIAN) & 0xFFFFL;
        long low = buffer.getInt(index + 2, BIG_ENDIAN) & 0xFFFF_FFFFL;
        return high << 32 | low;
    }

    static void mac(UnsafeBuffer buffer, int index, long address) {
        buffer.putShort(index, (short) (address >>> 32), BIG_ENDIAN);
        buffer.putInt(index + 2, (int) address, BIG_ENDIAN);
    }
}
