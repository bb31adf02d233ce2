package org.hopwire.packet;

import org.hopwire.counter.DropReason;

/**
 * Why a packet is refused, and the ICMP error that says so. One row is all a new cause needs: its writer, its counter
 * and its tests follow from it.
 */
public enum RejectCause {
    /** RFC 1812 5.2.7.1: no route. */
    NET_UNREACHABLE(3, 0, Rest.UNUSED, DropReason.NO_ROUTE),
    /** RFC 1812 5.2.7.1: the last hop cannot resolve the destination. */
    HOST_UNREACHABLE(3, 1, Rest.UNUSED, DropReason.NEIGHBOUR_UNRESOLVED),
    /** RFC 1122 3.2.2.1: local delivery, no such transport. */
    PROTOCOL_UNREACHABLE(3, 2, Rest.UNUSED, DropReason.PROTOCOL_UNREACHABLE),
    /** RFC 1122 3.2.2.1: local delivery, nobody listens. */
    PORT_UNREACHABLE(3, 3, Rest.UNUSED, DropReason.PORT_UNREACHABLE),
    /** RFC 1191 section 4: carries the next hop's MTU. */
    FRAGMENTATION_NEEDED(3, 4, Rest.MTU, DropReason.FRAGMENTATION_NEEDED),
    /** RFC 1812 5.2.7.1. */
    SOURCE_ROUTE_FAILED(3, 5, Rest.UNUSED, DropReason.SOURCE_ROUTED),
    /** RFC 1122 3.2.2.1. */
    NET_UNKNOWN(3, 6, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1122 3.2.2.1. */
    HOST_UNKNOWN(3, 7, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1122 3.2.2.1; obsolete, sent only by a reject route that asks for it. */
    SOURCE_HOST_ISOLATED(3, 8, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1122 3.2.2.1. */
    NET_PROHIBITED(3, 9, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1122 3.2.2.1. */
    HOST_PROHIBITED(3, 10, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1122 3.2.2.1. */
    NET_UNREACHABLE_FOR_TOS(3, 11, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1122 3.2.2.1. */
    HOST_UNREACHABLE_FOR_TOS(3, 12, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1812 5.2.7.1. */
    ADMIN_PROHIBITED(3, 13, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1812 5.3.3.3. */
    PRECEDENCE_VIOLATION(3, 14, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 1812 5.3.3.3. */
    PRECEDENCE_CUTOFF(3, 15, Rest.UNUSED, DropReason.REJECT_ROUTE),
    /** RFC 792; RFC 6633 forbids it, so only the legacy policy sends it. */
    SOURCE_QUENCH(4, 0, Rest.UNUSED, DropReason.PORT_FULL),
    /** RFC 1812 5.2.7.2: the packet itself is still forwarded. */
    REDIRECT_HOST(5, 1, Rest.GATEWAY, DropReason.REJECT_ROUTE),
    /** RFC 1812 5.2.7.2. */
    REDIRECT_TOS_HOST(5, 3, Rest.GATEWAY, DropReason.REJECT_ROUTE),
    /** RFC 1812 5.3.1. */
    TTL_EXCEEDED(11, 0, Rest.UNUSED, DropReason.TTL_EXPIRED),
    /** RFC 1122 3.3.2: only where fragment zero came. */
    REASSEMBLY_TIMEOUT(11, 1, Rest.UNUSED, DropReason.FRAGMENT_UNHANDLED),
    /** RFC 792: the pointer names the octet. */
    PARAMETER_PROBLEM(12, 0, Rest.POINTER, DropReason.BAD_OPTION),
    /** RFC 1122 3.2.2.5: the pointer names the option that is missing. */
    OPTION_MISSING(12, 1, Rest.POINTER, DropReason.BAD_OPTION),
    /**
     * RFC 1108 section 2.2: a security option shorter than its three octets; the pointer names its length octet. Every
     * other bad length is code 0 at the octet, as RFC 792 has it.
     */
    BAD_LENGTH(12, 2, Rest.POINTER, DropReason.BAD_OPTION);

    /** What the four octets behind the ICMP checksum carry. */
    public enum Rest {
        /** Nothing: zero. */
        UNUSED,
        /** Next-hop MTU in the low 16 bits (RFC 1191). */
        MTU,
        /** Octet offset in the high 8 bits (RFC 792). */
        POINTER,
        /** Gateway address (RFC 792). */
        GATEWAY
    }

    private static final RejectCause[] VALUES = values();

    private final int type;
    private final int code;
    private final Rest rest;
    private final DropReason dropReason;

    RejectCause(int type, int code, Rest rest, DropReason dropReason) {
        this.type = type;
        this.code = code;
        this.rest = rest;
        this.dropReason = dropReason;
    }

    /** Place among the causes, from 0, as a byte to store. */
    @SuppressWarnings("EnumOrdinal")
    byte index() {
        return (byte) ordinal();
    }

    /** The cause at an {@link #index}. */
    static RejectCause of(int index) {
        return VALUES[index];
    }

    /** ICMP type of the error. */
    public int type() {
        return type;
    }

    /** ICMP code of the error. */
    public int code() {
        return code;
    }

    /** What the rest of the ICMP header carries. */
    public Rest rest() {
        return rest;
    }

    /** Under which reason the packet is counted when no error may be sent. */
    public DropReason dropReason() {
        return dropReason;
    }

    /** The rest-of-header word for a cause's datum: an MTU, a pointer or a gateway. */
    public int restOfHeader(int datum) {
        return switch (rest) {
            case UNUSED -> 0;
            case MTU -> datum & 0xffff;
            case POINTER -> datum << 24;
            case GATEWAY -> datum;
        };
    }
}
