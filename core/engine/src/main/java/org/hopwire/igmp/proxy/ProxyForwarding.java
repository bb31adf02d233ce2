package org.hopwire.igmp.proxy;

/**
 * Where a packet goes (RFC 4605 section 4.3). The table the data path reads holds, per group and source, the
 * downstreams that subscribed and where we are the querier; this adds what depends on where the packet came from:
 * {@code ports = table.lookup(group, source); if (fromDownstream) ports += upstream; ports -= incoming}.
 */
public final class ProxyForwarding {
    ProxyForwarding() {}

    /** Whether a packet that arrived at one attachment leaves through another. */
    public boolean forwards(int incoming, int outgoing, int group, int source) {
        return false;
    }

    /** Whether packets from that attachment go upstream, subscribed or not: those of every downstream do. */
    public boolean addsUpstream(int incoming) {
        return false;
    }
}
