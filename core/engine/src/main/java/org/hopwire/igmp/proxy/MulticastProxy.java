package org.hopwire.igmp.proxy;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.igmp.host.HostInterface;

/**
 * Proxy of one upstream interface (RFC 4605). Give it to the group tables of the downstream attachments as their
 * {@link ForwardingSink}; call {@link #settle} after each message or timer: only then upstream is told, in one batch.
 * <p>
 * Groups that never leave their link are not asked for upstream.
 */
public final class MulticastProxy implements ForwardingSink {
    /**
     * A proxy without subscriptions.
     *
     * @param upstream the interface towards the root of the tree
     * @param table gets each attachment's filter while we are the querier there, and its end when we no longer are
     * @param maxGroups most groups in the database
     */
    public MulticastProxy(HostInterface upstream, AddressFamily family, ForwardingSink table, int maxGroups,
            CounterSet<ProxyCounter> counters) {}

    @Override
    public void update(int attachment, int group, FilterMode mode, int[] sources, int count) {}

    /**
     * Tells upstream about groups that changed, at most {@code limit} of them.
     *
     * @return how many are left for a next call
     */
    public int settle(long nowNs, int limit) {
        return 0;
    }

    /** Our role on a downstream's link: only a querier forwards there (RFC 4605 section 4.3). At first we are none. */
    public void querier(int attachment, boolean ourselves) {}

    /** The rule packets are forwarded by. */
    public ProxyForwarding forwarding() {
        return null;
    }
}
