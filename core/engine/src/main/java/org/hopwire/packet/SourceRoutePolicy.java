package org.hopwire.packet;

/**
 * What happens to packets that carry a loose or strict source route (RFC 791 3.1; RFC 7126 4.3 and 4.4 advise to drop).
 */
public enum SourceRoutePolicy {
    /** Dropped in silence, also where the route ends here (RFC 7126 4.3 and 4.4). */
    DROP,
    /**
     * Refused with "source route failed" (RFC 1812 5.2.7.1), unless the route is used up and the packet addressed to
     * us: that one is delivered (RFC 1122 3.2.1.8). What answers it goes straight to its source: no option chooses
     * where a reply goes (RFC 1812 4.3.3.6 leaves that to policy).
     */
    REJECT
}
