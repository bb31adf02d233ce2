package org.hopwire.igmp.router;

import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.igmp.core.QuerySink;
import org.hopwire.igmp.core.TimerOwner;
import org.hopwire.wire.igmp.RecordType;

/** API only, not yet complete. */
public final class GroupTable implements TimerOwner {
    public GroupTable(int attachment, RouterConfig config, RouterParts parts, Querier querier,
            ForwardingSink forwarding, QuerySink queries) {}

    public void onRecord(RecordType type, int group, int[] sources, int count, int reporter, long reporterMac,
            long nowNs) {}

    public void onOldReport(int version, int group, int reporter, long reporterMac, long nowNs) {}

    public void onLeave(int group, int reporter, long reporterMac, long nowNs) {}

    public void onQuery(int group, int[] sources, int count, boolean suppress, int version, long maxRespNs,
            long nowNs) {}

    public void addStatic(int group, long nowNs) {}

    public void addStatic(int group, int source, long nowNs) {}

    public void removeStatic(int group, long nowNs) {}

    public void removeStatic(int group, int source, long nowNs) {}

    public void flush(long nowNs) {}

    public void reconfigure(RouterConfig newConfig, long nowNs) {}

    public void forEach(GroupVisitor visitor, long nowNs) {}

    public int groups() {
        return 0;
    }

    public int sources() {
        return 0;
    }

    public int memberships() {
        return 0;
    }

    @Override
    public void onTimer(int kind, int slot, long deadlineNs, long nowNs) {}
}
