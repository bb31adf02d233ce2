package org.hopwire.ip.path;

/** What the control agent counts of ways it learned of. */
public enum PathCounter {
    /** Path MTUs lowered to what a router said. */
    MTU_LEARNED,
    /** Path MTUs lowered to the next plateau, by a router that did not say (RFC 1191 section 5). */
    MTU_GUESSED,
    /** Errors that could not have been drawn by the packet they quote, or would have raised the MTU (RFC 5927). */
    MTU_REFUSED,
    /** Path MTUs forgotten in time. */
    MTU_EXPIRED,
    /** Redirects gone by. */
    REDIRECTED,
    /** Redirects not from the first hop of their destination, or to no neighbour of ours. */
    REDIRECT_REFUSED,
    /** Redirects forgotten in time. */
    REDIRECT_EXPIRED,
    /** Destinations that made room for others. */
    EVICTED,
    /** Router solicitations sent (RFC 1256 section 5.3). */
    SOLICITATIONS_SENT,
    /** Router advertisements that were gone by. */
    ADVERTISEMENTS_TAKEN,
    /** Changes of the default router. */
    ROUTER_CHANGED;

    /** Kind of these counters in a registry. */
    public static final int TYPE_ID = 151;
}
