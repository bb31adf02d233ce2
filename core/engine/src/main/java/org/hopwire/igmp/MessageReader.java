package org.hopwire.igmp;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.host.HostInterface;
import org.hopwire.igmp.router.GroupTable;
import org.hopwire.igmp.router.Querier;
import org.hopwire.packet.Packet;
import org.hopwire.wire.igmp.GroupRecord;
import org.hopwire.wire.igmp.IgmpKind;
import org.hopwire.wire.igmp.MembershipQuery;
import org.hopwire.wire.igmp.OldReport;
import org.hopwire.wire.igmp.RecordType;
import org.hopwire.wire.igmp.ReportV3;

/** Reads messages the gate has let through and tells the roles. One source array serves all. */
final class MessageReader {
    /** More than any message holds. */
    private static final int MOST_SOURCES = 65_535 / Integer.BYTES;

    private final CounterSet<IgmpCounter> counters;
    private final MembershipQuery query = new MembershipQuery();
    private final OldReport oldReport = new OldReport();
    private final ReportV3 report = new ReportV3();
    private final int[] sources = new int[MOST_SOURCES];

    MessageReader(CounterSet<IgmpCounter> counters) {
        this.counters = counters;
    }

    static IgmpKind kindOf(Packet packet) {
        return IgmpKind.of(packet.view(), packet.headerLength(), packet.payloadLength());
    }

    /** Binds a query; {@link #toQuerier}, {@link #toTable} and {@link #toHost} then tell it. */
    void readQuery(Packet packet) {
        query.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
    }

    boolean toQuerier(Querier querier, int source, long nowNs) {
        return querier.onQuery(source, query.isGeneral(), query.version(), query.robustness(),
                query.queryIntervalNs(), query.maxResponseNs(), nowNs);
    }

    /** A general query lowers nobody's timers. */
    void toTable(GroupTable table, long nowNs) {
        if (!query.isGeneral()) {
            int count = query.copySources(sources);
            table.onQuery(query.group(), sources, count, query.suppress(), query.version(), query.maxResponseNs(),
                    nowNs);
        }
    }

    void toHost(HostInterface host, long nowNs) {
        if (query.version() < 3) {
            host.onOldQuery(query.version(), query.group(), query.maxResponseNs(), nowNs);
        } else {
            int count = query.copySources(sources);
            host.onQuery(query.group(), sources, count, query.maxResponseNs(), query.robustness(),
                    query.queryIntervalNs(), nowNs);
        }
    }

    /** Another host's report silences ours, in versions 1 and 2. */
    void reportToHost(Packet packet, IgmpKind kind, HostInterface host, long nowNs) {
        if (kind == IgmpKind.REPORT_V1 || kind == IgmpKind.REPORT_V2) {
            oldReport.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
            host.onReportHeard(kind.version(), oldReport.group(), nowNs);
        }
    }

    void reportToTable(Packet packet, IgmpKind kind, GroupTable table, long nowNs) {
        if (kind == IgmpKind.REPORT_V3) {
            recordsToTable(packet, table, nowNs);
            return;
        }
        oldReport.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
        if (kind == IgmpKind.LEAVE) {
            table.onLeave(oldReport.group(), packet.source(), packet.sourceMac(), nowNs);
        } else {
            table.onOldReport(kind.version(), oldReport.group(), packet.source(), packet.sourceMac(), nowNs);
        }
    }

    private void recordsToTable(Packet packet, GroupTable table, long nowNs) {
        report.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
        report.validate();
        counters.add(IgmpCounter.RECORD_UNKNOWN, report.unknownTypes());
        counters.add(IgmpCounter.RECORD_BAD_GROUP, report.badGroups());
        report.rewind();
        while (report.next()) {
            GroupRecord record = report.record();
            RecordType type = record.type();
            int count = record.copySources(sources);
            table.onRecord(type, record.group(), sources, count, packet.source(), packet.sourceMac(), nowNs);
        }
    }
}
