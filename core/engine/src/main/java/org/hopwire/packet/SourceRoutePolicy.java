package org.hopwire.packet;

/**
 * What happens to packets that carry a loose or strict source route (RFC 791 3.1). RFC 1812 5.3.13.4 asks routers to
 * follow them unless told otherwise, RFC 7126 4.3 and 4.4 to drop them; the later advice is the default.
 */
public enum SourceRoutePolicy {
    /** Dropped in silence, also where the route ends here (RFC 7126 4.3 and 4.4). */
    DROP,
    /**
     * Refused with "source route failed" (RFC 1812 5.2.7.1), unless the route is used up and the packet addressed to
     * us: that one is delivered (RFC 1122 3.2.1.8). What answers it goes straight to its source: no option chooses
     * where a reply goes (RFC 1812 4.3.3.6 leaves that to policy).
     */
    REJECT,
    /**
     * Followed, of a router (RFC 1812 5.3.13.4): to the next address of the route, in whose place ours is recorded as
     * the packet leaves. Refused with "source route failed" where no route leads there, where a strict one does not
     * stay on a link, and where the address is no station's or the packet's destination a crowd. One that ends here is
     * delivered and answered as under {@link #REJECT}.
     */
    FORWARD;

    /** Where a source route that is followed may lead. */
    @FunctionalInterface
    public interface Ways {
        /**
         * Whether there is a way to an address that is neither ours nor a crowd's; judged as the packet comes in.
         *
         * @param isStrict whether the address has to be on a link of ours (RFC 791 3.1)
         */
        boolean leadTo(int destination, boolean isStrict);
    }
}
