package org.hopwire.bridge;

/** Where multicast goes that no membership speaks of (RFC 4541 section 2.1.2). */
public enum GroupPolicy {
    /** To every other port of its VLAN. */
    FLOOD,
    /** To the ports with a multicast router behind them. */
    ROUTER_PORTS,
    /** Nowhere. */
    DROP;

    private static final GroupPolicy[] VALUES = values();

    /** A number to store. */
    @SuppressWarnings("EnumOrdinal")
    int code() {
        return ordinal();
    }

    static GroupPolicy of(int code) {
        return VALUES[code];
    }
}
