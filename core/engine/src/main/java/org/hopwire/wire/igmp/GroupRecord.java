package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.wire.Ipv4Address;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * One group record of a version 3 report (RFC 9776 section 4.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  Record Type  | Aux Data Len  |       Number of Sources       |
 * +---------------+---------------+-------------------------------+
 * |                       Multicast Address                       |
 * +---------------------------------------------------------------+
 * |                        Source Address 1                       |
 * |                              ...                              |
 * +---------------------------------------------------------------+
 * |              Auxiliary Data, in words of 32 bits              |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class GroupRecord {
    /** Octets before the sources. */
    public static final int LENGTH = 8;

    /** What {@link #wrap(UnsafeBuffer, int, int)} answers where there is no whole record. */
    static final int CUT = -1;

    private static final int AUXILIARY_OFFSET = 1;
    private static final int COUNT_OFFSET = 2;
    private static final int GROUP_OFFSET = 4;

    private UnsafeBuffer buffer;
    private int offset;
    private int sourceCount;
    private int auxiliaryLength;

    /** Binds the view to the place where a record is to be written. */
    public GroupRecord wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        this.sourceCount = 0;
        this.auxiliaryLength = 0;
        return this;
    }

    /**
     * Binds the view to the record at {@code offset}.
     *
     * @param remaining octets of the message from there on
     * @return octets of the record, or {@link #CUT} when they are more than remain
     */
    int wrap(UnsafeBuffer buffer, int offset, int remaining) {
        wrap(buffer, offset);
        if (remaining < LENGTH) {
            return CUT;
        }
        auxiliaryLength = (buffer.getByte(offset + AUXILIARY_OFFSET) & 0xFF) * Integer.BYTES;
        sourceCount = buffer.getShort(offset + COUNT_OFFSET, BIG_ENDIAN) & 0xFFFF;
        return length() <= remaining ? length() : CUT;
    }

    /** Type octet as it stands. */
    public int typeCode() {
        return buffer.getByte(offset) & 0xFF;
    }

    /** The type; null for one that the RFC does not define. */
    public RecordType type() {
        return RecordType.of(typeCode());
    }

    /** Group, an {@link Ipv4Address}. */
    public int group() {
        return buffer.getInt(offset + GROUP_OFFSET, BIG_ENDIAN);
    }

    /** Number of sources, 0 to 65535. */
    public int sourceCount() {
        return sourceCount;
    }

    /** Source at an index below {@link #sourceCount()}, an {@link Ipv4Address}. */
    public int source(int index) {
        return buffer.getInt(sourceOffset(index), BIG_ENDIAN);
    }

    /** Copies the first sources, as many as there are and fit, and returns how many. */
    public int copySources(int[] target) {
        return Sources.copy(buffer, sourceOffset(0), sourceCount, target);
    }

    /** Octets of auxiliary data, a multiple of 4 up to 1020; what they say is ignored (section 4.2.12). */
    public int auxiliaryLength() {
        return auxiliaryLength;
    }

    /** Octets of the whole record: at most 263,168, so no overflow. */
    public int length() {
        return LENGTH + sourceCount * Integer.BYTES + auxiliaryLength;
    }

    /** Writes all eight octets before the sources; there is no auxiliary data. */
    public GroupRecord write(RecordType type, int group, int count) {
        sourceCount = count;
        auxiliaryLength = 0;
        buffer.putInt(offset, type.code() << 24 | (count & 0xFFFF), BIG_ENDIAN);
        buffer.putInt(offset + GROUP_OFFSET, group, BIG_ENDIAN);
        return this;
    }

    /** Writes one source. */
    public GroupRecord source(int index, int address) {
        buffer.putInt(sourceOffset(index), address, BIG_ENDIAN);
        return this;
    }

    /** Appends one line without the sources and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        Ipv4Address.appendTo(builder.append("record ").append(typeCode()).append(" group "), group());
        return builder.append(" sources ").append(sourceCount);
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private int sourceOffset(int index) {
        return offset + LENGTH + index * Integer.BYTES;
    }
}
