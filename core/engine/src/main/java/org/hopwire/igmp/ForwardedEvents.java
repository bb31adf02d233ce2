package org.hopwire.igmp;

import org.hopwire.igmp.core.MembershipEvents;

/** Tells another what it is told. */
class ForwardedEvents implements MembershipEvents {
    private final MembershipEvents next;

    ForwardedEvents(MembershipEvents next) {
        this.next = next;
    }

    @Override
    public void joined(int attachment, int group, int reporter, long nowNs) {
        next.joined(attachment, group, reporter, nowNs);
    }

    @Override
    public void left(int attachment, int group, long nowNs) {
        next.left(attachment, group, nowNs);
    }

    @Override
    public void querierChanged(int link, int querier, boolean ourselves, long nowNs) {
        next.querierChanged(link, querier, ourselves, nowNs);
    }

    @Override
    public void limitReached(int attachment, Limit limit, int group, long nowNs) {
        next.limitReached(attachment, limit, group, nowNs);
    }

    @Override
    public void watermark(int attachment, Limit limit, int percent, boolean above, long nowNs) {
        next.watermark(attachment, limit, percent, above, nowNs);
    }

    @Override
    public void duplicateQuerier(int link, int address, long nowNs) {
        next.duplicateQuerier(link, address, nowNs);
    }

    @Override
    public void querierVersion(int link, int querier, int version, long nowNs) {
        next.querierVersion(link, querier, version, nowNs);
    }
}
