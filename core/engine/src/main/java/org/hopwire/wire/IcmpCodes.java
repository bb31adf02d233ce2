package org.hopwire.wire;

import java.util.Arrays;

/** Values and names of the ICMP code octet (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1). */
public final class IcmpCodes {
    /** No route to the network. */
    public static final int NET_UNREACHABLE = 0;

    /** The last hop could not resolve the neighbour. */
    public static final int HOST_UNREACHABLE = 1;

    /** Only the destination host sends it. */
    public static final int PROTOCOL_UNREACHABLE = 2;

    /** Only the destination host sends it. */
    public static final int PORT_UNREACHABLE = 3;

    /** Carries the next-hop MTU (RFC 1191 section 4). */
    public static final int FRAGMENTATION_NEEDED = 4;

    /** RFC 792. */
    public static final int SOURCE_ROUTE_FAILED = 5;

    /** RFC 1122. */
    public static final int NET_UNKNOWN = 6;

    /** RFC 1122. */
    public static final int HOST_UNKNOWN = 7;

    /** Obsolete. */
    public static final int SOURCE_HOST_ISOLATED = 8;

    /** RFC 1122. */
    public static final int NET_PROHIBITED = 9;

    /** RFC 1122. */
    public static final int HOST_PROHIBITED = 10;

    /** RFC 1122. */
    public static final int NET_UNREACHABLE_FOR_TOS = 11;

    /** RFC 1122. */
    public static final int HOST_UNREACHABLE_FOR_TOS = 12;

    /** RFC 1812. */
    public static final int ADMIN_PROHIBITED = 13;

    /** RFC 1812. */
    public static final int HOST_PRECEDENCE_VIOLATION = 14;

    /** RFC 1812. */
    public static final int PRECEDENCE_CUTOFF = 15;

    /** Never sent (RFC 1812 section 5.2.7.2). */
    public static final int REDIRECT_NET = 0;

    /** RFC 792. */
    public static final int REDIRECT_HOST = 1;

    /** Never sent (RFC 1812 section 5.2.7.2). */
    public static final int REDIRECT_NET_FOR_TOS = 2;

    /** RFC 792. */
    public static final int REDIRECT_HOST_FOR_TOS = 3;

    /** Time to live spent on the way. */
    public static final int TTL_EXCEEDED = 0;

    /** Fragments did not arrive in time; only with fragment zero at hand. */
    public static final int REASSEMBLY_TIMEOUT = 1;

    /** The pointer says where. */
    public static final int POINTER_INDICATES_ERROR = 0;

    /** RFC 1108. */
    public static final int MISSING_REQUIRED_OPTION = 1;

    /** IANA registry. */
    public static final int BAD_LENGTH = 2;

    /** Advertisement of a mobility agent that does not route common traffic (RFC 5944 section 2.1). */
    public static final int DOES_NOT_ROUTE_COMMON_TRAFFIC = 16;

    /** RFC 8335 section 3. */
    public static final int NO_ERROR = 0;

    /** RFC 8335 section 3. */
    public static final int MALFORMED_QUERY = 1;

    /** RFC 8335 section 3. */
    public static final int NO_SUCH_INTERFACE = 2;

    /** RFC 8335 section 3. */
    public static final int NO_SUCH_TABLE_ENTRY = 3;

    /** RFC 8335 section 3. */
    public static final int MULTIPLE_INTERFACES = 4;

    private static final String[][] NAMES = names();

    private IcmpCodes() {}

    /**
     * Lower-case name with hyphens; {@code none} for the single code 0 of a type without codes, {@code code-N} for a
     * code nobody defined. Never allocates; only the low 8 bits count.
     */
    public static String name(int type, int code) {
        return NAMES[type & 0xFF][code & 0xFF];
    }

    /** True when a document defines this code for this type. */
    public static boolean isDefined(int type, int code) {
        return IcmpType.of(type) != IcmpType.UNKNOWN && !name(type, code).startsWith("code-");
    }

    private static String[][] names() {
        String[] undefined = new String[256];
        Arrays.setAll(undefined, code -> "code-" + code);
        String[][] names = new String[256][];
        Arrays.fill(names, undefined);
        for (IcmpType type : IcmpType.values()) {
            if (type != IcmpType.UNKNOWN) {
                names[type.number()] = row(undefined, type);
            }
        }
        names[IcmpType.ROUTER_ADVERTISEMENT.number()][DOES_NOT_ROUTE_COMMON_TRAFFIC] = "does-not-route-common-traffic";
        return names;
    }

    private static String[] row(String[] undefined, IcmpType type) {
        String[] row = undefined.clone();
        String[] defined = defined(type);
        System.arraycopy(defined, 0, row, 0, defined.length);
        return row;
    }

    private static String[] defined(IcmpType type) {
        return switch (type) {
            case DESTINATION_UNREACHABLE -> new String[] {"net-unreachable", "host-unreachable",
                "protocol-unreachable", "port-unreachable", "fragmentation-needed", "source-route-failed",
                "net-unknown", "host-unknown", "source-host-isolated", "net-prohibited", "host-prohibited",
                "net-unreachable-for-tos", "host-unreachable-for-tos", "admin-prohibited",
                "host-precedence-violation", "precedence-cutoff"};
            case REDIRECT -> new String[] {"net", "host", "net-for-tos", "host-for-tos"};
            case TIME_EXCEEDED -> new String[] {"ttl-exceeded", "reassembly-timeout"};
            case PARAMETER_PROBLEM -> new String[] {"pointer", "missing-required-option", "bad-length"};
            case PHOTURIS -> new String[] {"bad-spi", "authentication-failed", "decompression-failed",
                "decryption-failed", "need-authentication", "need-authorization"};
            case EXTENDED_ECHO_REPLY -> new String[] {"no-error", "malformed-query", "no-such-interface",
                "no-such-table-entry", "multiple-interfaces"};
            default -> new String[] {"none"};
        };
    }
}
