package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * MPLS label stack as an ICMP extension object, class 1, type 1 (RFC 4950 section 3, RFC 3032 section 2.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------+-----+-+---------------+
 * |                 Label                 | EXP |S|      TTL      |   one row per entry, top of the stack first
 * +---------------------------------------+-----+-+---------------+
 * </pre>
 */
public final class MplsLabelStack {
    /** Class of the extension object. */
    public static final int OBJECT_CLASS = 1;

    /** Type of the extension object: incoming stack. */
    public static final int OBJECT_TYPE = 1;

    /** Octets of one entry. */
    public static final int ENTRY_LENGTH = 4;

    private UnsafeBuffer buffer;
    private int offset;
    private int length;

    /** Binds the view to the payload of an object. */
    public MplsLabelStack wrap(UnsafeBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /** True for one entry or more and nothing left over. */
    public boolean isValid() {
        return length >= ENTRY_LENGTH && length % ENTRY_LENGTH == 0;
    }

    /** Number of whole entries. */
    public int count() {
        return length / ENTRY_LENGTH;
    }

    /** The 32 bits of an entry, 0 being the top of the stack. */
    public int entry(int index) {
        return buffer.getInt(offset + index * ENTRY_LENGTH, BIG_ENDIAN);
    }

    /** Label of an entry, 0 to 2^20 - 1. */
    public static int label(int entry) {
        return entry >>> 12;
    }

    /** Traffic class of an entry, once named EXP, 0 to 7. */
    public static int trafficClass(int entry) {
        return entry >> 9 & 7;
    }

    /** True for the last entry of a stack. */
    public static boolean isBottom(int entry) {
        return (entry & 0x100) != 0;
    }

    /** Time to live of an entry. */
    public static int ttl(int entry) {
        return entry & 0xFF;
    }

    /** Puts an entry together; all values in the ranges above. */
    public static int entry(int label, int trafficClass, boolean bottom, int ttl) {
        return label << 12 | trafficClass << 9 | (bottom ? 0x100 : 0) | ttl;
    }

    /** Writes the 32 bits of an entry. */
    public MplsLabelStack write(int index, int entry) {
        buffer.putInt(offset + index * ENTRY_LENGTH, entry, BIG_ENDIAN);
        return this;
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        builder.append("mpls");
        for (int i = 0; i < count(); i++) {
            int entry = entry(i);
            builder.append(" label ").append(label(entry)).append(" class ").append(trafficClass(entry))
                    .append(" ttl ").append(ttl(entry)).append(isBottom(entry) ? " bottom" : "");
        }
        return builder;
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }
}
