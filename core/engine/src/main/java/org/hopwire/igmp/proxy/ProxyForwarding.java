package org.hopwire.igmp.proxy;

import java.util.BitSet;

import org.hopwire.igmp.core.AddressFamily;

/**
 * Where a packet goes (RFC 4605 section 4.3). The table the data path reads holds, per group and source, the
 * downstreams that subscribed and where we are the querier; this adds what depends on where the packet came from:
 * {@code ports = table.lookup(group, source); if (addsUpstream(incoming)) ports += upstream; ports -= incoming}.
 */
public final class ProxyForwarding {
    private final MembershipDatabase database;
    private final AddressFamily family;
    private final int upstream;
    private final BitSet downstreams = new BitSet();
    private final BitSet queriers = new BitSet();

    ProxyForwarding(MembershipDatabase database, AddressFamily family, int upstream) {
        this.database = database;
        this.family = family;
        this.upstream = upstream;
    }

    void addDownstream(int attachment) {
        if (attachment == upstream) {
            throw new IllegalArgumentException("downstream: " + attachment + " is the upstream interface");
        }
        downstreams.set(attachment);
    }

    void querier(int attachment, boolean ourselves) {
        queriers.set(attachment, ourselves);
    }

    /** Whether subscriptions of that downstream count: it is one, and we are the querier there. */
    public boolean isServed(int attachment) {
        return downstreams.get(attachment) && queriers.get(attachment);
    }

    /** Whether packets from that attachment go upstream, subscribed or not: those of every downstream do. */
    public boolean addsUpstream(int incoming) {
        return downstreams.get(incoming);
    }

    /** Whether a packet that arrived at one attachment leaves through another. */
    public boolean forwards(int incoming, int outgoing, int group, int source) {
        if (incoming == outgoing || family.isLinkScope(group) || !isOurs(incoming)) {
            return false;
        }
        return outgoing == upstream || (isServed(outgoing) && isSubscribed(outgoing, group, source));
    }

    private boolean isOurs(int attachment) {
        return attachment == upstream || downstreams.get(attachment);
    }

    private boolean isSubscribed(int attachment, int group, int source) {
        Subscription its = database.find(attachment, group);
        return its != null && its.accepts(source);
    }
}
