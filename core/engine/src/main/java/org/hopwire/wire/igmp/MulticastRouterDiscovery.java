package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Multicast router discovery in IGMP: advertisement, solicitation and termination (RFC 4286 sections 3 to 5). Switches
 * learn from it where routers are.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     Type      | Ad. Interval  |           Checksum            |
 * +---------------+---------------+-------------------------------+
 * |        Query Interval         |      Robustness Variable      |   advertisement only
 * +-------------------------------+-------------------------------+
 * </pre>
 */
public final class MulticastRouterDiscovery {
    /** Octets of an advertisement. */
    public static final int ADVERTISEMENT_LENGTH = IgmpKind.MIN_LENGTH;

    /** Octets of a solicitation or termination. */
    public static final int LENGTH = IgmpKind.MRD_MIN_LENGTH;

    private static final int INTERVAL_OFFSET = 1;
    private static final int CHECKSUM_OFFSET = 2;
    private static final int QUERY_INTERVAL_OFFSET = 4;
    private static final int ROBUSTNESS_OFFSET = 6;

    private UnsafeBuffer buffer;
    private int offset;
    private IgmpKind kind = IgmpKind.SHORT;

    /** Binds the view to the place where a message is to be written. */
    public MulticastRouterDiscovery wrap(UnsafeBuffer buffer, int offset) {
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
    public MulticastRouterDiscovery wrap(UnsafeBuffer buffer, int offset, int length) {
        wrap(buffer, offset);
        kind = IgmpKind.of(buffer, offset, length);
        return this;
    }

    /** Judges the kind, which says that all octets are there. */
    public MessageFault validate() {
        return kind.isRouterDiscovery() ? MessageFault.NONE : MessageFault.KIND;
    }

    /** One of the three kinds of router discovery when valid. */
    public IgmpKind kind() {
        return kind;
    }

    /** Checksum as it stands. */
    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Seconds between advertisements, 4 to 180 from a sane sender; advertisement only. */
    public int advertisementIntervalSeconds() {
        return buffer.getByte(offset + INTERVAL_OFFSET) & 0xFF;
    }

    /** Seconds between the router's general queries, 0 where it sends none; advertisement only. */
    public int queryIntervalSeconds() {
        return buffer.getShort(offset + QUERY_INTERVAL_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** The router's robustness variable, 0 where it sends no queries; advertisement only. */
    public int robustness() {
        return buffer.getShort(offset + ROBUSTNESS_OFFSET, BIG_ENDIAN) & 0xFFFF;
    }

    /** Writes all eight octets of an advertisement, the checksum as 0. */
    public MulticastRouterDiscovery writeAdvertisement(int intervalSeconds, int queryIntervalSeconds, int robustness) {
        buffer.putShort(offset + QUERY_INTERVAL_OFFSET, (short) queryIntervalSeconds, BIG_ENDIAN);
        buffer.putShort(offset + ROBUSTNESS_OFFSET, (short) robustness, BIG_ENDIAN);
        return write(IgmpKind.MRD_ADVERTISEMENT, intervalSeconds);
    }

    /** Writes all four octets of a solicitation, the checksum as 0. */
    public MulticastRouterDiscovery writeSolicitation() {
        return write(IgmpKind.MRD_SOLICITATION, 0);
    }

    /** Writes all four octets of a termination, the checksum as 0. */
    public MulticastRouterDiscovery writeTermination() {
        return write(IgmpKind.MRD_TERMINATION, 0);
    }

    /** Appends one line and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        builder.append("igmp ").append(kind.label());
        if (kind == IgmpKind.MRD_ADVERTISEMENT) {
            builder.append(" interval-s ").append(advertisementIntervalSeconds()).append(" query-interval-s ")
                    .append(queryIntervalSeconds()).append(" robustness ").append(robustness());
        }
        return builder;
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private MulticastRouterDiscovery write(IgmpKind written, int intervalSeconds) {
        kind = written;
        buffer.putInt(offset, written.type() << 24 | (intervalSeconds & 0xFF) << 16, BIG_ENDIAN);
        return this;
    }
}
