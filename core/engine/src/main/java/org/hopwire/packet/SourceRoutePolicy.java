package org.hopwire.packet;

/**
 * What happens to packets that carry a loose or strict source route (RFC 791 3.1; RFC 7126 4.3 and 4.4 advise to drop).
 */
public enum SourceRoutePolicy {
    /** Dropped in silence. */
    DROP,
    /** Refused with "source route failed" (RFC 1812 5.2.7.1). */
    REJECT
}
