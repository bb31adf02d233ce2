package org.hopwire.igmp.config;

/** What the engine is to the membership protocol on one interface. */
public enum IgmpRole {
    /** Nothing: IGMP that arrives is counted and dropped. */
    OFF,
    /** Reports what the program has joined (RFC 9776 section 5). */
    HOST,
    /** Keeps the groups of its link and asks for them (RFC 9776 section 6). */
    QUERIER,
    /** The proxy's side towards the multicast routers: a host (RFC 4605 section 4). */
    PROXY_UPSTREAM,
    /** The proxy's side towards members: a router (RFC 4605 section 4). */
    PROXY_DOWNSTREAM;

    /** Whether groups of the link are kept and asked for. */
    public boolean isRouter() {
        return this == QUERIER || this == PROXY_DOWNSTREAM;
    }

    /** Whether groups are joined. */
    public boolean isHost() {
        return this == HOST || this == PROXY_UPSTREAM;
    }
}
