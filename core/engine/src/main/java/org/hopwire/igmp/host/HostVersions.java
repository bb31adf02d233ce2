package org.hopwire.igmp.host;

/**
 * Which versions an interface may speak. With {@code oldest} above 1, queries of versions below it are answered but
 * change nothing: one forged message cannot take source filters away (RFC 9776 sections 7.2.1 and 9.1).
 *
 * @param newest spoken where no older querier is heard, 1 to 3
 * @param oldest never go below this, 1 to {@code newest}
 */
public record HostVersions(int newest, int oldest) {
    static final int V1 = 1;
    static final int V2 = 2;
    static final int V3 = 3;

    /** Version 3, and down to 1 as the queriers of the link demand: what the RFC says. */
    public static final HostVersions ALL = new HostVersions(V3, V1);

    /** Checks both. */
    public HostVersions {
        if (newest < V1 || newest > V3) {
            throw new IllegalArgumentException("version: " + newest + " is not 1 to 3");
        }
        if (oldest < V1 || oldest > newest) {
            throw new IllegalArgumentException("oldest_version: " + oldest + " is not 1 to " + newest);
        }
    }
}
