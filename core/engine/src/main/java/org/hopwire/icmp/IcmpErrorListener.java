package org.hopwire.icmp;

import java.nio.ByteBuffer;

/**
 * Wants to hear what comes back about one flow: the ICMP errors that quote it and, for a flow of ICMP queries, the
 * replies to them. Called on the control agent's thread, one message at a time; what it throws is recorded and goes no
 * further.
 *
 * <p>An error is a hint from an unauthenticated third party, never a command (RFC 5927 section 3): it has quoted an
 * address pair and ports of the flow, no more. Nothing in the engine changes its state because of one.
 */
@FunctionalInterface
public interface IcmpErrorListener {
    /**
     * An ICMP error or redirect quotes a packet of the flow.
     *
     * @param error valid until this call returns
     */
    void onIcmpError(ReceivedError error);

    /** An ICMP reply answers a query of the flow; ignored unless overridden. */
    default void onIcmpReply(Reply reply) {}

    /**
     * A reply to an ICMP query.
     *
     * @param type 0, 14, 16, 18 or 43
     * @param code 0, but for extended echo (RFC 8335 section 3)
     * @param source who answered, an IPv4 address as {@code int}
     * @param identifier of the query, 0 to 65535
     * @param sequence octets 6 and 7 of the message: the sequence number of all but extended echo, 0 to 65535
     * @param ttl time to live on arrival, 0 to 255
     * @param timestampNs arrival, nanoseconds since 1970 UTC; 0 where the port does not say
     * @param data what follows the eight octets of the header: a read-only copy from position 0 to its limit
     */
    record Reply(int type, int code, int source, int identifier, int sequence, int ttl, long timestampNs,
            ByteBuffer data) {}
}
