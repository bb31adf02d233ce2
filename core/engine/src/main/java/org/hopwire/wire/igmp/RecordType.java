package org.hopwire.wire.igmp;

/** Group record types (RFC 9776 section 4.2.13; MLDv2 uses the same codes). */
public enum RecordType {
    /** Current state: only these sources are wanted. */
    MODE_IS_INCLUDE(1),
    /** Current state: all but these sources are wanted. */
    MODE_IS_EXCLUDE(2),
    /** The filter mode has become INCLUDE. */
    CHANGE_TO_INCLUDE_MODE(3),
    /** The filter mode has become EXCLUDE. */
    CHANGE_TO_EXCLUDE_MODE(4),
    /** These sources are wanted besides. */
    ALLOW_NEW_SOURCES(5),
    /** These sources are wanted no more. */
    BLOCK_OLD_SOURCES(6);

    private static final RecordType[] VALUES = values();
    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    /** What stands in the record's first octet. */
    public int code() {
        return code;
    }

    /** The type of a code; null for one the RFC does not define, whose record is skipped. */
    public static RecordType of(int code) {
        return code >= 1 && code <= VALUES.length ? VALUES[code - 1] : null;
    }
}
