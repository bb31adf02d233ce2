package org.hopwire.wire.igmp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

import org.agrona.concurrent.UnsafeBuffer;

/** What the flyweights say of a message, in the words of {@link IgmpReference#describe}. */
final class IgmpDescription {
    private final MembershipQuery query = new MembershipQuery();
    private final OldReport oldReport = new OldReport();
    private final ReportV3 report = new ReportV3();
    private final MulticastRouterDiscovery discovery = new MulticastRouterDiscovery();

    String of(UnsafeBuffer buffer, int offset, int length) {
        IgmpKind kind = IgmpKind.of(buffer, offset, length);
        String text = "";
        if (kind.isQuery()) {
            query.wrap(buffer, offset, length);
            text = query.validate() == MessageFault.NONE ? query() : fault(query.validate());
        } else if (kind == IgmpKind.REPORT_V3) {
            report.wrap(buffer, offset, length);
            text = report.validate() == MessageFault.NONE ? report() : fault(report.validate());
        } else if (kind.isReport()) {
            oldReport.wrap(buffer, offset, length);
            MessageFault fault = oldReport.validate();
            text = fault == MessageFault.NONE ? Integer.toHexString(oldReport.group()) : fault(fault);
        } else if (kind == IgmpKind.MRD_ADVERTISEMENT) {
            discovery.wrap(buffer, offset, length);
            text = discovery.advertisementIntervalSeconds() + " " + discovery.queryIntervalSeconds() + " "
                    + discovery.robustness();
        }
        return kind.label() + " " + text;
    }

    private static String fault(MessageFault fault) {
        return "fault " + fault.label();
    }

    private String query() {
        String text = Integer.toHexString(query.group()) + " " + query.maxResponseNs() / 1_000_000;
        if (query.kind() != IgmpKind.QUERY_V3) {
            return text;
        }
        return text + " " + query.suppress() + " " + query.robustness() + " "
                + query.queryIntervalNs() / 1_000_000_000 + " " + sources(query.sourceCount(), query::source);
    }

    private String report() {
        List<String> records = new ArrayList<>();
        while (report.next()) {
            GroupRecord record = report.record();
            records.add(record.type().code() + " " + Integer.toHexString(record.group()) + " "
                    + sources(record.sourceCount(), record::source));
        }
        return report.unknownTypes() + " " + report.badGroups() + " " + records;
    }

    private static List<String> sources(int count, IntUnaryOperator source) {
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sources.add(Integer.toHexString(source.applyAsInt(i)));
        }
        return sources;
    }
}
