package org.hopwire.wire;

import java.util.Arrays;

/**
 * ICMP message types: one row per type, and {@link #of} for every octet (RFC 792 and the IANA registry).
 *
 * <p>{@link #UNKNOWN} stands for every number without a row.
 */
public enum IcmpType {
    ECHO_REPLY(0, "echo-reply", Kind.REPLY, "RFC 792"), //
    DESTINATION_UNREACHABLE(3, "destination-unreachable", Kind.ERROR, "RFC 792"), //
    SOURCE_QUENCH(4, "source-quench", Kind.ERROR, "RFC 792", "RFC 6633"), //
    REDIRECT(5, "redirect", Kind.ERROR, "RFC 792"), //
    ALTERNATE_HOST_ADDRESS(6, "alternate-host-address", Kind.ERROR, "RFC 6918", "RFC 6918"), //
    ECHO_REQUEST(8, "echo-request", Kind.QUERY, "RFC 792"), //
    ROUTER_ADVERTISEMENT(9, "router-advertisement", Kind.REPLY, "RFC 1256"), //
    ROUTER_SOLICITATION(10, "router-solicitation", Kind.QUERY, "RFC 1256"), //
    TIME_EXCEEDED(11, "time-exceeded", Kind.ERROR, "RFC 792"), //
    PARAMETER_PROBLEM(12, "parameter-problem", Kind.ERROR, "RFC 792"), //
    TIMESTAMP_REQUEST(13, "timestamp-request", Kind.QUERY, "RFC 792"), //
    TIMESTAMP_REPLY(14, "timestamp-reply", Kind.REPLY, "RFC 792"), //
    INFORMATION_REQUEST(15, "information-request", Kind.QUERY, "RFC 792", "RFC 6918"), //
    INFORMATION_REPLY(16, "information-reply", Kind.REPLY, "RFC 792", "RFC 6918"), //
    ADDRESS_MASK_REQUEST(17, "address-mask-request", Kind.QUERY, "RFC 950", "RFC 6918"), //
    ADDRESS_MASK_REPLY(18, "address-mask-reply", Kind.REPLY, "RFC 950", "RFC 6918"), //
    TRACEROUTE(30, "traceroute", Kind.ERROR, "RFC 1393", "RFC 6918"), //
    CONVERSION_ERROR(31, "conversion-error", Kind.ERROR, "RFC 1475", "RFC 6918"), //
    MOBILE_HOST_REDIRECT(32, "mobile-host-redirect", Kind.ERROR, "RFC 6918", "RFC 6918"), //
    WHERE_ARE_YOU(33, "where-are-you", Kind.QUERY, "RFC 6918", "RFC 6918"), //
    I_AM_HERE(34, "i-am-here", Kind.REPLY, "RFC 6918", "RFC 6918"), //
    MOBILE_REGISTRATION_REQUEST(35, "mobile-registration-request", Kind.QUERY, "RFC 6918", "RFC 6918"), //
    MOBILE_REGISTRATION_REPLY(36, "mobile-registration-reply", Kind.REPLY, "RFC 6918", "RFC 6918"), //
    DOMAIN_NAME_REQUEST(37, "domain-name-request", Kind.QUERY, "RFC 1788", "RFC 6918"), //
    DOMAIN_NAME_REPLY(38, "domain-name-reply", Kind.REPLY, "RFC 1788", "RFC 6918"), //
    SKIP(39, "skip", Kind.ERROR, "RFC 6918", "RFC 6918"), //
    PHOTURIS(40, "photuris", Kind.ERROR, "RFC 2521"), //
    EXTENDED_ECHO_REQUEST(42, "extended-echo-request", Kind.QUERY, "RFC 8335"), //
    EXTENDED_ECHO_REPLY(43, "extended-echo-reply", Kind.REPLY, "RFC 8335"), //
    UNKNOWN(-1, "unknown", Kind.UNKNOWN, "RFC 1122");

    /** What a message is for; errors and unknown ones never draw an error (RFC 1122 section 3.2.2). */
    public enum Kind {
        QUERY, REPLY, ERROR, UNKNOWN
    }

    private static final IcmpType[] BY_NUMBER = byNumber();

    private final int number;
    private final String label;
    private final Kind kind;
    private final String rfc;
    private final String deprecatedBy;

    IcmpType(int number, String label, Kind kind, String rfc) {
        this(number, label, kind, rfc, "");
    }

    IcmpType(int number, String label, Kind kind, String rfc, String deprecatedBy) {
        this.number = number;
        this.label = label;
        this.kind = kind;
        this.rfc = rfc;
        this.deprecatedBy = deprecatedBy;
    }

    /** The row of a type octet; {@link #UNKNOWN} when there is none. Only the low 8 bits count. */
    public static IcmpType of(int type) {
        return BY_NUMBER[type & 0xFF];
    }

    /** Value of the type octet, -1 for {@link #UNKNOWN}. */
    public int number() {
        return number;
    }

    /** Lower-case name with hyphens, as configuration, statistics and JSON use it. */
    public String label() {
        return label;
    }

    /** Query, reply, error or unknown. */
    public Kind kind() {
        return kind;
    }

    /** Document that defines the type. */
    public String rfc() {
        return rfc;
    }

    /** True where a later document withdrew the type: its codec stays, nothing originates or answers it. */
    public boolean isDeprecated() {
        return !deprecatedBy.isEmpty();
    }

    /** Document that withdrew the type, empty when it is in force. */
    public String deprecatedBy() {
        return deprecatedBy;
    }

    /** True when no ICMP error may be sent about a message of this type: errors and everything unknown. */
    public boolean isErrorOrUnknown() {
        return kind == Kind.ERROR || kind == Kind.UNKNOWN;
    }

    /** True for the types that may carry an extension structure behind the quote (RFC 4884 section 4). */
    public boolean isExtensible() {
        return this == DESTINATION_UNREACHABLE || this == TIME_EXCEEDED || this == PARAMETER_PROBLEM;
    }

    private static IcmpType[] byNumber() {
        IcmpType[] table = new IcmpType[256];
        Arrays.fill(table, UNKNOWN);
        for (IcmpType type : values()) {
            if (type != UNKNOWN) {
                table[type.number] = type;
            }
        }
        return table;
    }
}
