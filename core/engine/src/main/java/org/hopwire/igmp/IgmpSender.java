package org.hopwire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.QuerySink;
import org.hopwire.igmp.core.ReportSink;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.igmp.FloatCode;
import org.hopwire.wire.igmp.IgmpKind;
import org.hopwire.wire.igmp.IgmpWriter;
import org.hopwire.wire.igmp.RecordType;

/** Writes the messages of one link, split by its MTU. */
final class IgmpSender implements QuerySink, ReportSink {
    private static final int VERSION_3 = 3;

    private final Outbox out;
    private final int port;
    private final int vlan;
    private int version;
    private int source;
    private final int mtu;
    private final UnsafeBuffer datagram = new UnsafeBuffer(new byte[Outbox.LONGEST]);
    private final UnsafeBuffer reportDatagram = new UnsafeBuffer(new byte[Outbox.LONGEST]);
    private final IgmpWriter writer = new IgmpWriter();
    private final IgmpWriter report = new IgmpWriter();
    private boolean reporting;

    /**
     * A sender.
     *
     * @param port where messages leave; -1 for every port of the VLAN
     * @param vlan VLAN of a switch, 0 elsewhere
     * @param version version of the queries
     * @param source of every message; 0.0.0.0 where there is no address
     */
    IgmpSender(Outbox out, int port, int vlan, int version, int source, int mtu) {
        this.out = out;
        this.port = port;
        this.vlan = vlan;
        this.version = version;
        this.source = source;
        this.mtu = Math.min(mtu, Outbox.LONGEST);
    }

    /** Queries in another version, everything from another source, from the next message on. */
    void reconfigure(int otherVersion, int otherSource) {
        version = otherVersion;
        source = otherSource;
    }

    @Override
    public void general(ProtocolTimers timers) {
        query(Ipv4Address.ANY, timers.queryResponseIntervalNs(), false, timers);
    }

    /** Repeats another querier's general query by one port, from 0.0.0.0, so that nobody is elected by it. */
    void generalFromNobody(int egress, ProtocolTimers timers) {
        write(Ipv4Address.ANY, Ipv4Address.ANY, timers.queryResponseIntervalNs(), false, timers, egress);
    }

    @Override
    public void group(int group, boolean suppress, ProtocolTimers timers) {
        query(group, timers.lastMemberQueryIntervalNs(), suppress, timers);
    }

    private void query(int group, long responseNs, boolean suppress, ProtocolTimers timers) {
        write(source, group, responseNs, suppress, timers, port);
    }

    private void write(int from, int group, long responseNs, boolean suppress, ProtocolTimers timers, int egress) {
        writer.wrap(datagram, 0, mtu, from);
        switch (version) {
            case 1 -> out.send(datagram, writer.queryV1(), IgmpKind.QUERY_V1, egress, vlan);
            case 2 -> out.send(datagram, writer.queryV2(group, FloatCode.maxRespCodeV2(responseNs)),
                    IgmpKind.QUERY_V2, egress, vlan);
            default -> {
                beginV3(group, responseNs, suppress, timers);
                out.send(datagram, writer.finish(), IgmpKind.QUERY_V3, egress, vlan);
            }
        }
    }

    private void beginV3(int group, long responseNs, boolean suppress, ProtocolTimers timers) {
        writer.queryV3(group, FloatCode.maxRespCode(responseNs), suppress, timers.robustness(),
                FloatCode.qqic(timers.queryIntervalNs()));
    }

    /** Older versions have no query about sources and no S flag: they ask about the group (RFC 2236 section 2). */
    @Override
    public void sources(int group, int[] sources, int count, boolean suppress, ProtocolTimers timers) {
        if (version < VERSION_3) {
            if (!suppress) {
                group(group, false, timers);
            }
            return;
        }
        int from = 0;
        while (from < count) {
            writer.wrap(datagram, 0, mtu, source);
            beginV3(group, timers.lastMemberQueryIntervalNs(), suppress, timers);
            from += writer.querySources(sources, from, count - from);
            send(writer.finish(), IgmpKind.QUERY_V3);
        }
    }

    @Override
    public void reportV1(int group) {
        send(writer.wrap(datagram, 0, mtu, source).reportV1(group), IgmpKind.REPORT_V1);
    }

    @Override
    public void reportV2(int group) {
        send(writer.wrap(datagram, 0, mtu, source).reportV2(group), IgmpKind.REPORT_V2);
    }

    @Override
    public void leaveV2(int group) {
        send(writer.wrap(datagram, 0, mtu, source).leave(group), IgmpKind.LEAVE);
    }

    @Override
    public void record(RecordType type, int group, int[] sources, int count) {
        beginReport();
        if (type == RecordType.MODE_IS_EXCLUDE || type == RecordType.CHANGE_TO_EXCLUDE_MODE) {
            whole(type, group, sources, Math.min(count, IgmpWriter.maxReportSources(mtu)));
        } else {
            inParts(type, group, sources, count);
        }
    }

    private void whole(RecordType type, int group, int[] sources, int count) {
        if (!report.record(type, group, sources, 0, count)) {
            flush();
            beginReport();
            report.record(type, group, sources, 0, count);
        }
    }

    private void inParts(RecordType type, int group, int[] sources, int count) {
        int from = 0;
        do {
            // a part of a list is worth a record only if something is in it
            if (report.recordRoom() < Math.min(1, count)) {
                flush();
                beginReport();
            }
            int part = Math.min(count - from, report.recordRoom());
            report.record(type, group, sources, from, part);
            from += part;
        } while (from < count);
    }

    private void beginReport() {
        if (!reporting) {
            report.wrap(reportDatagram, 0, mtu, source).reportV3();
            reporting = true;
        }
    }

    @Override
    public void flush() {
        if (reporting) {
            reporting = false;
            out.send(reportDatagram, report.finish(), IgmpKind.REPORT_V3, port, vlan);
        }
    }

    private void send(int length, IgmpKind kind) {
        out.send(datagram, length, kind, port, vlan);
    }
}
