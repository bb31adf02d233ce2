package org.hopwire.wire.igmp;

/** Why a message is refused whole; nothing of it has been applied. Each row is one counter. */
public enum MessageFault {
    /** Nothing is wrong. */
    NONE("none"),
    /** Not a message of the kind the view reads, or too short for it, or a query of 9 to 11 octets. */
    KIND("kind"),
    /** The group is not in 224.0.0.0/4, nor 0.0.0.0 in a query. */
    GROUP("group"),
    /** More sources announced than there are octets for. */
    SOURCES("sources"),
    /** Sources in a query that names no group (RFC 9776 section 4.1.9 knows no such query). */
    SOURCES_WITHOUT_GROUP("sources-without-group"),
    /** More records announced than there are octets for. */
    RECORDS("records"),
    /** A record's sources or auxiliary data end behind the message. */
    RECORD_LENGTH("record-length"),
    /** A PIM option ends behind the message, or has another length than its type prescribes. */
    OPTION_LENGTH("option-length"),
    /** A PIM address list holds something else than whole IPv4 addresses. */
    ADDRESS_LIST("address-list");

    private final String label;

    MessageFault(String label) {
        this.label = label;
    }

    /** Lower-case name with hyphens, as statistics and JSON use it. */
    public String label() {
        return label;
    }
}
