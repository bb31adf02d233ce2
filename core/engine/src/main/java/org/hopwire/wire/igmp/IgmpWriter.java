package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;

/**
 * Writes whole IPv4 datagrams of IGMP: TTL 1, TOS 0xC0, router alert, the destination that the message wants, both
 * checksums (RFC 9776 section 4, RFC 2236 section 2). Every octet of a datagram is written.
 *
 * <p>{@link #wrap} says where, from whom and how long at most. What has no list is one call and returns the octets of
 * the datagram. A version 3 query is {@link #queryV3}, then its sources; a version 3 report is {@link #reportV3}, then
 * its records; {@link #finish()} ends both. What no longer fits is refused and nothing of it written: the caller sends,
 * wraps again, and goes on.
 */
public final class IgmpWriter {
    /** Octets of the IP header with its router alert. */
    public static final int HEADER_LENGTH = LinkDatagram.ALERT_LENGTH;

    private static final int NONE = 0;

    private final LinkDatagram datagram = new LinkDatagram();
    private final MembershipQuery query = new MembershipQuery();
    private final OldReport oldReport = new OldReport();
    private final ReportV3 report = new ReportV3();
    private final GroupRecord record = new GroupRecord();
    private final MulticastRouterDiscovery discovery = new MulticastRouterDiscovery();

    private UnsafeBuffer buffer;
    private int offset;
    private int source;
    private int limit;
    private int length;
    private int destination;
    private int sources;
    private int records;
    private boolean reporting;

    /** Sources that fit into one version 3 query (366 at 1500 octets). */
    public static int maxQuerySources(int mtu) {
        return room(mtu, HEADER_LENGTH + MembershipQuery.V3_LENGTH, Integer.BYTES);
    }

    /** Sources that fit into one version 3 report of one record (365 at 1500 octets). */
    public static int maxReportSources(int mtu) {
        return room(mtu, HEADER_LENGTH + ReportV3.LENGTH + GroupRecord.LENGTH, Integer.BYTES);
    }

    /** Records without sources that fit into one version 3 report (183 at 1500 octets). */
    public static int maxReportRecords(int mtu) {
        return room(mtu, HEADER_LENGTH + ReportV3.LENGTH, GroupRecord.LENGTH);
    }

    /**
     * Says where the next datagram goes.
     *
     * @param offset index of the first octet of the IP header
     * @param mtu octets of the longest datagram, 68 or more; above 65535 it is 65535
     * @param source an {@link Ipv4Address}; 0.0.0.0 where there is none yet
     */
    public IgmpWriter wrap(UnsafeBuffer buffer, int offset, int mtu, int source) {
        this.buffer = buffer;
        this.offset = offset;
        this.source = source;
        this.limit = Math.min(mtu, Ipv4Header.MAX_TOTAL_LENGTH);
        this.length = NONE;
        return this;
    }

    /** A version 1 query, to all systems. */
    public int queryV1() {
        query.wrap(buffer, message()).writeV1();
        return send(MembershipQuery.LENGTH, Ipv4Address.ALL_SYSTEMS);
    }

    /**
     * A version 2 query: general, to all systems, when the group is 0.0.0.0, else to the group.
     *
     * @param maxRespCode tenths of a second, 1 to 255; 0 would make it a version 1 query, and 1 is written instead
     */
    public int queryV2(int group, int maxRespCode) {
        query.wrap(buffer, message()).writeV2(group, Math.max(1, maxRespCode));
        return send(MembershipQuery.LENGTH, queryDestination(group));
    }

    /**
     * Begins a version 3 query: general, to all systems, when the group is 0.0.0.0, else to the group.
     *
     * @param maxRespCode see {@link FloatCode#maxRespCode}
     * @param suppress the S flag
     * @param robustness QRV; above 7 it is told as 0
     * @param qqic see {@link FloatCode#qqic}
     */
    public IgmpWriter queryV3(int group, int maxRespCode, boolean suppress, int robustness, int qqic) {
        query.wrap(buffer, message()).writeV3(group, maxRespCode, suppress, robustness, qqic);
        begin(MembershipQuery.V3_LENGTH, queryDestination(group), false);
        return this;
    }

    /** Adds sources to the query begun, from an index on and at most so many, and returns how many did fit. */
    public int querySources(int[] addresses, int from, int count) {
        int taken = Math.max(0, Math.min(count, (limit - length) / Integer.BYTES));
        for (int i = 0; i < taken; i++) {
            query.source(sources + i, addresses[from + i]);
        }
        sources += taken;
        length += taken * Integer.BYTES;
        return taken;
    }

    /** A version 1 report, to the group. */
    public int reportV1(int group) {
        return oldReport(IgmpKind.REPORT_V1, group, group);
    }

    /** A version 2 report, to the group. */
    public int reportV2(int group) {
        return oldReport(IgmpKind.REPORT_V2, group, group);
    }

    /** A leave, to all routers. */
    public int leave(int group) {
        return oldReport(IgmpKind.LEAVE, group, Ipv4Address.ALL_ROUTERS);
    }

    /** Begins a version 3 report, to all IGMPv3 routers. */
    public IgmpWriter reportV3() {
        report.wrap(buffer, message()).write();
        begin(ReportV3.LENGTH, Ipv4Address.ALL_IGMPV3_ROUTERS, true);
        return this;
    }

    /** Sources the next record of the report begun may have; -1 when not even one without sources fits. */
    public int recordRoom() {
        int left = limit - length - GroupRecord.LENGTH;
        return left < 0 ? -1 : left / Integer.BYTES;
    }

    /**
     * Adds a record to the report begun.
     *
     * @param from index of its first source
     * @param count number of its sources
     * @return false, and nothing is written, when it does not fit
     */
    public boolean record(RecordType type, int group, int[] addresses, int from, int count) {
        if (count > recordRoom()) {
            return false;
        }
        record.wrap(buffer, offset + length).write(type, group, count);
        for (int i = 0; i < count; i++) {
            record.source(i, addresses[from + i]);
        }
        records++;
        length += record.length();
        return true;
    }

    /** Records in the report begun. */
    public int recordCount() {
        return records;
    }

    /** Ends the version 3 query or report begun and returns the octets of the datagram. */
    public int finish() {
        if (reporting) {
            report.recordCount(records);
        } else {
            query.sourceCount(sources);
        }
        return send(length - HEADER_LENGTH, destination);
    }

    /** A multicast router advertisement, to all snoopers; see {@link MulticastRouterDiscovery}. */
    public int routerAdvertisement(int intervalSeconds, int queryIntervalSeconds, int robustness) {
        discovery.wrap(buffer, message()).writeAdvertisement(intervalSeconds, queryIntervalSeconds, robustness);
        return send(MulticastRouterDiscovery.ADVERTISEMENT_LENGTH, Ipv4Address.ALL_SNOOPERS);
    }

    /** A multicast router solicitation, to all routers. */
    public int routerSolicitation() {
        discovery.wrap(buffer, message()).writeSolicitation();
        return send(MulticastRouterDiscovery.LENGTH, Ipv4Address.ALL_ROUTERS);
    }

    /** A multicast router termination, to all snoopers. */
    public int routerTermination() {
        discovery.wrap(buffer, message()).writeTermination();
        return send(MulticastRouterDiscovery.LENGTH, Ipv4Address.ALL_SNOOPERS);
    }

    private static int room(int mtu, int fixed, int each) {
        return Math.max(0, (Math.min(mtu, Ipv4Header.MAX_TOTAL_LENGTH) - fixed) / each);
    }

    private static int queryDestination(int group) {
        return group == Ipv4Address.ANY ? Ipv4Address.ALL_SYSTEMS : group;
    }

    private int message() {
        return offset + HEADER_LENGTH;
    }

    private int oldReport(IgmpKind kind, int group, int to) {
        oldReport.wrap(buffer, message()).write(kind, group);
        return send(OldReport.LENGTH, to);
    }

    private void begin(int messageLength, int to, boolean isReport) {
        length = HEADER_LENGTH + messageLength;
        destination = to;
        reporting = isReport;
        sources = NONE;
        records = NONE;
    }

    private int send(int messageLength, int to) {
        int total = HEADER_LENGTH + messageLength;
        LinkDatagram.checksum(buffer, message(), messageLength);
        datagram.alert(buffer, offset, total, IpProtocol.IGMP, source, to);
        return total;
    }
}
