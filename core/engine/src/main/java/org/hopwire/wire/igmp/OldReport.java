package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.wire.Ipv4Address;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Report of version 1 or 2, or leave (RFC 1112 appendix I, RFC 2236 section 2).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      |    (unused)   |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |                         Group Address                         |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>A longer message is as good: what follows is in the checksum and nowhere else (RFC 2236 section 2.5).
 */
public final class OldReport {
    /** Octets that are read. */
    public static final int LENGTH = IgmpKind.MIN_LENGTH;

    private static final int CHECKSUM_OFFSET = 2;
    private static final int GROUP_OFFSET = 4;

    private UnsafeBuffer buffer;
    private int offset;
    private IgmpKind kind = IgmpKind.SHORT;

    /** Binds the view to the place where a report is to be written. */
    public OldReport wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        this.kind = IgmpKind.SHORT;
        return this;
    }

    /**
     * Binds the view to a message of {@code length} octets, whatever it is; reads none behind them.
     *
     * @param length octets of the IP payload
     */
    public OldReport wrap(UnsafeBuffer buffer, int offset, int length) {
        wrap(buffer, offset);
        kind = IgmpKind.of(buffer, offset, length);
        return this;
    }

    /** Judges kind and group. */
    public MessageFault validate() {
        if (!isOldReport()) {
            return MessageFault.KIND;
        }
        return Ipv4Address.isMulticast(group()) ? MessageFault.NONE : MessageFault.GROUP;
    }

    /** {@link IgmpKind#REPORT_V1}, {@link IgmpKind#REPORT_V2} or {@link IgmpKind#LEAVE} when valid. */
    public IgmpKind kind() {
        return kind;
    }

    /** 1 or 2 when valid. */
    public int version() {
        return kind.version();
    }

    /** True for a leave. */
    public boolean isLeave() {
        return kind == IgmpKind.LEAVE;
    }

    /** Checksum as it stands, over the whole message and what follows it. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Group joined or left, an {@link Ipv4Address}. */
    public int group() {
        return buffer.getInt(offset + GROUP_OFFSET, BIG_ENDIAN);
    }

    /** Writes all eight octets, the checksum as 0. */
    public OldReport write(IgmpKind written, int group) {
        kind = written;
        buffer.putInt(offset, written.type() << 24, BIG_ENDIAN);
        buffer.putInt(offset + GROUP_OFFSET, group, BIG_ENDIAN);
        return this;
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        builder.append("igmp ").append(kind.label());
        return isOldReport() ? Ipv4Address.appendTo(builder.append(" group "), group()) : builder;
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private boolean isOldReport() {
        return kind == IgmpKind.REPORT_V1 || kind == IgmpKind.REPORT_V2 || kind == IgmpKind.LEAVE;
    }
}
