package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.wire.Ipv4Address;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Membership query of version 1, 2 or 3 (RFC 1112 appendix I, RFC 2236 section 2, RFC 9776 section 4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  Type (0x11)  | Max Resp Code |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |                         Group Address                         |
 * +-+-----+-+-----+---------------+-------------------------------+
 * |E|Flags|S| QRV |     QQIC      |       Number of Sources       |   from here on version 3 only
 * +-+-----+-+-----+---------------+-------------------------------+
 * |                        Source Address 1                       |
 * |                              ...                              |
 * </pre>
 *
 * <p>To read: {@link #wrap(UnsafeBuffer, int, int)}, {@link #validate()}, then the fields; those a version does not
 * have read as 0. Octets behind the last source are not judged: they are in the checksum and nowhere else (RFC 9776
 * section 4.1.10), be they extensions (RFC 9279) or not.
 */
public final class MembershipQuery {
    /** Octets of versions 1 and 2. */
    public static final int LENGTH = IgmpKind.MIN_LENGTH;

    /** Octets of version 3 before the sources. */
    public static final int V3_LENGTH = IgmpKind.QUERY_V3_MIN_LENGTH;

    /** Largest robustness that can be told (section 4.1.6). */
    public static final int MAX_QRV = 7;

    private static final int CODE_OFFSET = 1;
    private static final int CHECKSUM_OFFSET = 2;
    private static final int GROUP_OFFSET = 4;
    private static final int FLAGS_OFFSET = 8;
    private static final int QQIC_OFFSET = 9;
    private static final int COUNT_OFFSET = 10;
    private static final int TYPE = 0x11;
    private static final int EXTENDED = 0x80;
    private static final int SUPPRESS = 0x08;
    private static final long V1_RESPONSE_NS = 10_000_000_000L;

    private UnsafeBuffer buffer;
    private int offset;
    private int length;
    private int sourceCount;
    private IgmpKind kind = IgmpKind.SHORT;

    /** Binds the view to the place where a query is to be written. */
    public MembershipQuery wrap(UnsafeBuffer buffer, int offset) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = 0;
        this.sourceCount = 0;
        this.kind = IgmpKind.SHORT;
        return this;
    }

    /**
     * Binds the view to a message of {@code length} octets, whatever it is; reads none behind them.
     *
     * @param length octets of the IP payload
     */
    public MembershipQuery wrap(UnsafeBuffer buffer, int offset, int length) {
        wrap(buffer, offset);
        this.length = length;
        kind = IgmpKind.of(buffer, offset, length);
        if (isV3()) {
            sourceCount = buffer.getShort(offset + COUNT_OFFSET, BIG_ENDIAN) & 0xFFFF;
        }
        return this;
    }

    /** Judges the whole message: kind, group, and sources against the octets that are there. */
    public MessageFault validate() {
        if (!kind.isQuery()) {
            return MessageFault.KIND;
        }
        int group = group();
        if (group != Ipv4Address.ANY && !Ipv4Address.isMulticast(group)) {
            return MessageFault.GROUP;
        }
        if (additionalLength() < 0) {
            return MessageFault.SOURCES;
        }
        return group == Ipv4Address.ANY && sourceCount > 0 ? MessageFault.SOURCES_WITHOUT_GROUP : MessageFault.NONE;
    }

    /** One of the three kinds of query when valid. */
    public IgmpKind kind() {
        return kind;
    }

    /** 1 to 3 when valid. */
    public int version() {
        return kind.version();
    }

    /** Code octet as it stands. */
    public int maxRespCode() {
        return buffer.getByte(offset + CODE_OFFSET) & 0xFF;
    }

    /** Checksum as it stands, over the whole message and what follows it. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Group asked for, 0.0.0.0 in a general query; always 0.0.0.0 in version 1, which ignores the field. */
    public int group() {
        return kind == IgmpKind.QUERY_V1 ? Ipv4Address.ANY : buffer.getInt(offset + GROUP_OFFSET, BIG_ENDIAN);
    }

    /** True when no group is named. */
    public boolean isGeneral() {
        return group() == Ipv4Address.ANY;
    }

    /**
     * Nanoseconds the querier waits for an answer: 10 s in version 1, linear in version 2 up to 25.5 s, floating-point
     * in version 3 up to 3,174.4 s. 0, in version 3 only, asks for an answer at once.
     */
    public long maxResponseNs() {
        return switch (kind) {
            case QUERY_V3 -> FloatCode.maxResponseNs(maxRespCode());
            case QUERY_V2 -> FloatCode.maxResponseNsV2(maxRespCode());
            default -> V1_RESPONSE_NS;
        };
    }

    /** S flag: routers shall not lower their timers for this query (section 4.1.5). */
    public boolean suppress() {
        return (flags() & SUPPRESS) != 0;
    }

    /** E flag: what follows the sources are extensions (RFC 9279 section 3); none is known here, all are skipped. */
    public boolean isExtended() {
        return (flags() & EXTENDED) != 0;
    }

    /** QRV, 0 to 7; 0 tells nothing. */
    public int robustness() {
        return flags() & MAX_QRV;
    }

    /** QQIC as it stands. */
    public int qqic() {
        return isV3() ? buffer.getByte(offset + QQIC_OFFSET) & 0xFF : 0;
    }

    /** Nanoseconds between the querier's general queries; 0 tells nothing. */
    public long queryIntervalNs() {
        return FloatCode.queryIntervalNs(qqic());
    }

    /** Sources announced, 0 to 65535; all of them are there when valid. */
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

    /** Octets behind the query and its sources; below 0 where announced sources are missing. */
    public long additionalLength() {
        return length - (isV3() ? V3_LENGTH : LENGTH) - (long) sourceCount * Integer.BYTES;
    }

    /** Writes all eight octets of a version 1 query, the checksum as 0. */
    public MembershipQuery writeV1() {
        return write(IgmpKind.QUERY_V1, 0, Ipv4Address.ANY);
    }

    /**
     * Writes all eight octets of a version 2 query, the checksum as 0.
     *
     * @param maxRespCode tenths of a second, 1 to 255; 0 would be version 1
     */
    public MembershipQuery writeV2(int group, int maxRespCode) {
        return write(IgmpKind.QUERY_V2, maxRespCode, group);
    }

    /**
     * Writes all twelve octets before the sources, checksum and number of sources as 0.
     *
     * @param maxRespCode a {@link FloatCode} of tenths of a second
     * @param robustness above 7 it is told as 0 (section 4.1.6)
     * @param qqic a {@link FloatCode} of seconds
     */
    public MembershipQuery writeV3(int group, int maxRespCode, boolean suppress, int robustness, int qqic) {
        int qrv = robustness > MAX_QRV ? 0 : robustness;
        buffer.putByte(offset + FLAGS_OFFSET, (byte) ((suppress ? SUPPRESS : 0) | qrv));
        buffer.putByte(offset + QQIC_OFFSET, (byte) qqic);
        return write(IgmpKind.QUERY_V3, maxRespCode, group).sourceCount(0);
    }

    /** Writes the number of sources, 0 to 65535. */
    public MembershipQuery sourceCount(int count) {
        sourceCount = count;
        length = V3_LENGTH + count * Integer.BYTES;
        buffer.putShort(offset + COUNT_OFFSET, (short) count, BIG_ENDIAN);
        return this;
    }

    /** Writes one source. */
    public MembershipQuery source(int index, int address) {
        buffer.putInt(sourceOffset(index), address, BIG_ENDIAN);
        return this;
    }

    /** Appends one line without the sources and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        if (!kind.isQuery()) {
            return builder.append("igmp ").append(kind.label());
        }
        Ipv4Address.appendTo(builder.append("igmp ").append(kind.label()).append(" group "), group());
        builder.append(" max-response-ms ").append(maxResponseNs() / 1_000_000L);
        if (isV3()) {
            builder.append(suppress() ? " suppress" : "").append(" qrv ").append(robustness()).append(" qqi-s ")
                    .append(FloatCode.decode(qqic())).append(" sources ").append(sourceCount);
        }
        return builder;
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private MembershipQuery write(IgmpKind written, int code, int group) {
        kind = written;
        length = LENGTH;
        buffer.putInt(offset, TYPE << 24 | (code & 0xFF) << 16, BIG_ENDIAN);
        buffer.putInt(offset + GROUP_OFFSET, group, BIG_ENDIAN);
        return this;
    }

    private boolean isV3() {
        return kind == IgmpKind.QUERY_V3;
    }

    private int flags() {
        return isV3() ? buffer.getByte(offset + FLAGS_OFFSET) & 0xFF : 0;
    }

    private int sourceOffset(int index) {
        return offset + V3_LENGTH + index * Integer.BYTES;
    }
}
