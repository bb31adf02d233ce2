package org.hopwire.igmp.core;

/**
 * How a querier's messages leave. The implementation knows link, version, addresses and MTU, writes Max Resp Code, QRV
 * and QQIC from the given values, and splits a long source list over several queries (RFC 9776 section 4.1.8).
 */
public interface QuerySink {
    /**
     * Sends a general query.
     *
     * @param timers robustness, query interval and query response interval to announce
     */
    void general(ProtocolTimers timers);

    /**
     * Sends a group-specific query.
     *
     * @param suppress the S flag: routers must not lower their timers for it
     */
    void group(int group, boolean suppress, ProtocolTimers timers);

    /** Sends a group-and-source-specific query about the first {@code count} sources, 1 or more. */
    void sources(int group, int[] sources, int count, boolean suppress, ProtocolTimers timers);
}
