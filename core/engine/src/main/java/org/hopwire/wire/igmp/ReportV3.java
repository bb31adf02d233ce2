package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.wire.Ipv4Address;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Version 3 membership report (RFC 9776 section 4.2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  Type (0x22)  |   (reserved)  |           Checksum            |
 * +-+-------------+---------------+-------------------------------+
 * |E|            Flags            |   Number of Group Records     |
 * +-+-----------------------------+-------------------------------+
 * |                        Group Record 1                         |
 * |                              ...                              |
 * </pre>
 *
 * <p>To read: {@link #wrap(UnsafeBuffer, int, int)}, {@link #validate()}, which judges every record before the first is
 * shown, then {@code while (report.next())} with {@link #record()}. Records of an undefined type and records whose
 * group is no multicast address are passed over; {@link #unknownTypes()} and {@link #badGroups()} count them. Octets
 * behind the last record are not judged (section 4.2.11), be they extensions (RFC 9279) or not.
 */
public final class ReportV3 {
    /** Octets before the records. */
    public static final int LENGTH = 8;

    private static final int CHECKSUM_OFFSET = 2;
    private static final int FLAGS_OFFSET = 4;
    private static final int COUNT_OFFSET = 6;
    private static final int TYPE = 0x22;
    private static final int EXTENDED = 0x8000;

    private final GroupRecord record = new GroupRecord();
    private UnsafeBuffer buffer;
    private int offset;
    private int length;
    private IgmpKind kind = IgmpKind.SHORT;
    private int recordCount;
    private int unknownTypes;
    private int badGroups;
    private int read;
    private int at;

    /** Binds the view to the place where a report is to be written. */
    public ReportV3 wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = 0;
        this.kind = IgmpKind.SHORT;
        this.recordCount = 0;
        this.unknownTypes = 0;
        this.badGroups = 0;
        return rewind();
    }

    /**
     * Binds the view to a message of {@code length} octets, whatever it is; reads none behind them.
     *
     * @param length octets of the IP payload
     */
    public ReportV3 wrap(UnsafeBuffer buffer, int offset, int length) {
        wrap(buffer, offset);
        this.length = length;
        kind = IgmpKind.of(buffer, offset, length);
        if (kind == IgmpKind.REPORT_V3) {
            recordCount = buffer.getShort(offset + COUNT_OFFSET, BIG_ENDIAN) & 0xFFFF;
        }
        return this;
    }

    /** Judges the whole message, every record of it, and goes before the first record. */
    public MessageFault validate() {
        unknownTypes = 0;
        badGroups = 0;
        rewind();
        if (kind != IgmpKind.REPORT_V3) {
            return MessageFault.KIND;
        }
        // before any loop: an announced count costs at most as many steps as the octets that came with it
        if (LENGTH + (long) recordCount * GroupRecord.LENGTH > length) {
            return MessageFault.RECORDS;
        }
        MessageFault fault = walk();
        rewind();
        return fault;
    }

    /** Checksum as it stands, over the whole message and what follows it. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** E flag: what follows the records are extensions (RFC 9279 section 3); none is known here, all are skipped. */
    public boolean isExtended() {
        return (buffer.getShort(offset + FLAGS_OFFSET, BIG_ENDIAN) & EXTENDED) != 0;
    }

    /** Records announced, 0 to 65535, those that are passed over included. */
    public int recordCount() {
        return recordCount;
    }

    /** Records of a type the RFC does not define; known after {@link #validate()}. */
    public int unknownTypes() {
        return unknownTypes;
    }

    /** Records of a known type whose group is not in 224.0.0.0/4; known after {@link #validate()}. */
    public int badGroups() {
        return badGroups;
    }

    /** Goes before the first record. */
    public ReportV3 rewind() {
        read = 0;
        at = LENGTH;
        return this;
    }

    /** Goes to the next record worth reading; false when there is none. For a report found valid. */
    public boolean next() {
        while (read < recordCount) {
            if (!step()) {
                return false;
            }
            if (record.type() != null && Ipv4Address.isMulticast(record.group())) {
                return true;
            }
        }
        return false;
    }

    /** The record {@link #next()} went to; the same object each time. */
    public GroupRecord record() {
        return record;
    }

    /** Writes all eight octets before the records, checksum and number of records as 0. */
    public ReportV3 write() {
        buffer.putInt(offset, TYPE << 24, BIG_ENDIAN);
        buffer.putShort(offset + FLAGS_OFFSET, (short) 0, BIG_ENDIAN);
        kind = IgmpKind.REPORT_V3;
        return recordCount(0);
    }

    /** Writes the number of records, 0 to 65535. */
    public ReportV3 recordCount(int count) {
        recordCount = count;
        buffer.putShort(offset + COUNT_OFFSET, (short) count, BIG_ENDIAN);
        return this;
    }

    /** Appends one line without the records and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        builder.append("igmp ").append(kind.label());
        return kind == IgmpKind.REPORT_V3 ? builder.append(" records ").append(recordCount) : builder;
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private MessageFault walk() {
        while (read < recordCount) {
            if (!step()) {
                return MessageFault.RECORD_LENGTH;
            }
            if (record.type() == null) {
                unknownTypes++;
            } else if (!Ipv4Address.isMulticast(record.group())) {
                badGroups++;
            }
        }
        return MessageFault.NONE;
    }

    private boolean step() {
        int octets = record.wrap(buffer, offset + at, length - at);
        if (octets == GroupRecord.CUT) {
            read = recordCount;
            return false;
        }
        at += octets;
        read++;
        return true;
    }
}
