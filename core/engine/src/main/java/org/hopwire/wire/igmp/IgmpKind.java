package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What an IGMP message is, by its type octet and the length of the IP payload (RFC 9776 sections 4 and 7.1, and the
 * IANA registry of IGMP type numbers). Every pair of octet and length has exactly one row, so that counting by kind
 * loses nothing.
 *
 * <p>Only the rows of {@link #isMembership()} mean anything to a membership role; the rest is counted and never
 * answered.
 */
public enum IgmpKind {
    /** Type 0x11, eight octets, code 0 (RFC 1112 appendix I). */
    QUERY_V1(0x11, 1, "query-v1"),
    /** Type 0x11, eight octets, code not 0 (RFC 2236). */
    QUERY_V2(0x11, 2, "query-v2"),
    /** Type 0x11, twelve octets or more (RFC 9776 section 4.1). */
    QUERY_V3(0x11, 3, "query-v3"),
    /** Type 0x11, nine to eleven octets: of no version, ignored (RFC 9776 section 7.1). */
    QUERY_BAD_LENGTH(0x11, -1, "query-bad-length"),
    /** Type 0x12 (RFC 1112 appendix I). */
    REPORT_V1(0x12, 1, "report-v1"),
    /** Type 0x16 (RFC 2236). */
    REPORT_V2(0x16, 2, "report-v2"),
    /** Type 0x17 (RFC 2236). */
    LEAVE(0x17, 2, "leave"),
    /** Type 0x22 (RFC 9776 section 4.2). */
    REPORT_V3(0x22, 3, "report-v3"),
    /** Types 1 to 8: version 0, obsolete since RFC 1112 (RFC 988). */
    VERSION_0(-1, 0, "version-0"),
    /** Type 0x13 (RFC 1075). */
    DVMRP(0x13, -1, "dvmrp"),
    /** Type 0x14: PIM version 1. */
    PIM_V1(0x14, -1, "pim-v1"),
    /** Type 0x15. */
    CISCO_TRACE(0x15, -1, "cisco-trace"),
    /** Type 0x1e. */
    MTRACE_RESPONSE(0x1e, -1, "mtrace-response"),
    /** Type 0x1f. */
    MTRACE(0x1f, -1, "mtrace"),
    /** Type 0x30 (RFC 4286 section 3). */
    MRD_ADVERTISEMENT(0x30, -1, "mrd-advertisement"),
    /** Type 0x31, four octets or more (RFC 4286 section 4). */
    MRD_SOLICITATION(0x31, -1, "mrd-solicitation"),
    /** Type 0x32, four octets or more (RFC 4286 section 5). */
    MRD_TERMINATION(0x32, -1, "mrd-termination"),
    /** Fewer octets than its type must have; of no type where even type and checksum are cut. */
    SHORT(-1, -1, "short"),
    /** Every other type octet. */
    UNKNOWN(-1, -1, "unknown");

    /** Octets of every message but two of multicast router discovery. */
    public static final int MIN_LENGTH = 8;

    /** Octets of a router discovery message that says nothing but its type. */
    public static final int MRD_MIN_LENGTH = 4;

    /** Octets a version 3 query has at least; a query is of version 1 or 2 when it has {@link #MIN_LENGTH}. */
    public static final int QUERY_V3_MIN_LENGTH = 12;

    private static final int QUERY = 0x11;
    private static final int LAST_VERSION_0 = 8;
    private static final IgmpKind[] BY_TYPE = byType();

    private final int type;
    private final int version;
    private final String label;

    IgmpKind(int type, int version, String label) {
        this.type = type;
        this.version = version;
        this.label = label;
    }

    /** The kind of a message of {@code length} octets, all of them in the buffer; reads two octets, or none. */
    public static IgmpKind of(UnsafeBuffer buffer, int offset, int length) {
        if (length < MRD_MIN_LENGTH) {
            return SHORT;
        }
        return of(buffer.getByte(offset), buffer.getByte(offset + 1), length);
    }

    /**
     * The kind of a message.
     *
     * @param type first octet; only the low 8 bits count
     * @param code second octet; only the low 8 bits count, and only in a query
     * @param length octets of the IP payload: IP total length without the IP header and its options
     */
    public static IgmpKind of(int type, int code, int length) {
        IgmpKind kind = BY_TYPE[type & 0xFF];
        if (length < kind.minLength()) {
            return SHORT;
        }
        return kind == QUERY_V2 ? query(code & 0xFF, length) : kind;
    }

    /** Value of the type octet, -1 where the row has none or several. */
    public int type() {
        return type;
    }

    /** IGMP version, 0 to 3; -1 for what is not the group management protocol, or broken. */
    public int version() {
        return version;
    }

    /** Lower-case name with hyphens, as statistics and JSON use it. */
    public String label() {
        return label;
    }

    /** True for a query a host answers and a router elects by. */
    public boolean isQuery() {
        return this == QUERY_V1 || this == QUERY_V2 || this == QUERY_V3;
    }

    /** True for a report or leave of any version from 1 to 3. */
    public boolean isReport() {
        return this == REPORT_V1 || this == REPORT_V2 || this == LEAVE || this == REPORT_V3;
    }

    /** True for queries, reports and leaves. */
    public boolean isMembership() {
        return isQuery() || isReport();
    }

    /** True for multicast router discovery, from which a switch learns router ports (RFC 4541 section 2.1.1). */
    public boolean isRouterDiscovery() {
        return this == MRD_ADVERTISEMENT || this == MRD_SOLICITATION || this == MRD_TERMINATION;
    }

    private int minLength() {
        return this == MRD_SOLICITATION || this == MRD_TERMINATION ? MRD_MIN_LENGTH : MIN_LENGTH;
    }

    private static IgmpKind query(int code, int length) {
        if (length >= QUERY_V3_MIN_LENGTH) {
            return QUERY_V3;
        }
        if (length > MIN_LENGTH) {
            return QUERY_BAD_LENGTH;
        }
        return code == 0 ? QUERY_V1 : QUERY_V2;
    }

    private static IgmpKind[] byType() {
        IgmpKind[] table = new IgmpKind[256];
        for (int type = 0; type < table.length; type++) {
            table[type] = type >= 1 && type <= LAST_VERSION_0 ? VERSION_0 : UNKNOWN;
        }
        for (IgmpKind kind : values()) {
            if (kind.type >= 0) {
                table[kind.type] = kind;
            }
        }
        table[QUERY] = QUERY_V2;
        return table;
    }
}
