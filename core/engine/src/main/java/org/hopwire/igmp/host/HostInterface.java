package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.TimerOwner;

/**
 * One interface of a host: what applications asked for, and what routers are told of it.
 * <p>
 * A handle is the caller's number for one application (socket); every pair of handle and group has at most one filter.
 * Groups that every host is always in (224.0.0.1) are accepted, never held and never reported. A new interface is up.
 */
public final class HostInterface implements TimerOwner {
    /** An interface without groups, its link up. */
    public HostInterface(int link, HostConfig config, HostServices services) {}

    /** Asks for a group from all sources, in place of the handle's filter for it: EXCLUDE without sources. */
    public JoinResult join(int handle, int group, long nowNs) {
        return JoinResult.DONE;
    }

    /** Ends the handle's request for a group: INCLUDE without sources. */
    public JoinResult leave(int handle, int group, long nowNs) {
        return JoinResult.DONE;
    }

    /**
     * Puts the handle's filter for a group in place of what it was (RFC 9776 section 3.1); refused whole or not at all.
     *
     * @param sources the first {@code count} are meant, in any order; doubles count once
     */
    public JoinResult set(int handle, int group, FilterMode mode, int[] sources, int count, long nowNs) {
        return JoinResult.DONE;
    }

    /** Ends all requests of a handle. */
    public void close(int handle, long nowNs) {}

    /** Keeps reports back until {@link #endBatch()}, so that changes made together share messages; may be nested. */
    public void beginBatch() {}

    /** Sends what was kept back since {@link #beginBatch()}. */
    public void endBatch() {}

    /**
     * A version 1 or 2 query was heard.
     *
     * @param version 1 or 2
     * @param group 0 in a general query
     * @param maxRespNs what the query grants; for version 1 always 10 s
     */
    public void onOldQuery(int version, int group, long maxRespNs, long nowNs) {}

    /**
     * A version 3 query was heard.
     *
     * @param group 0 in a general query
     * @param sources the first {@code count} are asked for; none in a general or group query
     * @param maxRespNs decoded; 0 asks for an answer at once
     * @param qrv the querier's robustness, 0 if it has none to tell
     * @param qqicNs the querier's interval, decoded; 0 is no value
     */
    public void onQuery(int group, int[] sources, int count, long maxRespNs, int qrv, long qqicNs, long nowNs) {}

    /** Another host's version 1 or 2 report was heard, sent to the group itself on both layers (the caller checks). */
    public void onReportHeard(int version, int group, long nowNs) {}

    @Override
    public void onTimer(int kind, int slot, long deadlineNs, long nowNs) {}

    /** The link is down: what waits to be sent and what was learned of queriers is forgotten, requests are kept. */
    public void linkDown(long nowNs) {}

    /** The link is up again: everything joined is told as if joined now. */
    public void linkUp(long nowNs) {}

    /** Ends all requests and tells the routers, once. The interface can be used again. */
    public void stop(long nowNs) {}

    /** Whether any application wants the group, from whatever source; true for groups every host is in. */
    public boolean isMember(int group) {
        return false;
    }

    /** Whether any application wants the group from that source: local delivery by the merged filter. */
    public boolean accepts(int group, int source) {
        return false;
    }

    /** Whether that application wants the group from that source (RFC 9776 section 3.2, last paragraph). */
    public boolean accepts(int handle, int group, int source) {
        return false;
    }

    /** Version spoken now, 1 to 3 (Host Compatibility Mode, RFC 9776 section 7.2.1). */
    public int version() {
        return 3;
    }

    /** Robustness in use: the querier's, or the configured one (RFC 9776 section 4.1.6). */
    public int robustness() {
        return 2;
    }

    /** Query interval in use, nanoseconds: the querier's, or the configured one (RFC 9776 section 4.1.7). */
    public long queryIntervalNs() {
        return 0;
    }

    /** Groups with at least one request. */
    public int groups() {
        return 0;
    }

    /** Number of the link. */
    public int link() {
        return 0;
    }

    /** Shows every group that has a request. */
    public void forEach(HostGroupVisitor visitor) {}
}
