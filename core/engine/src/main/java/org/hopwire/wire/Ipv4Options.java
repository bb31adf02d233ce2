package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * IPv4 options: one bounded walk that judges them all, and the few edits a router or host makes (RFC 791 section 3.1,
 * RFC 1812 section 5.2.4 and 4.2.2.1, RFC 2113).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+---+---------+---------------+---------------+---------------+
 * |C|Cls| Number  |    Length     |    Pointer    | route data... |   record route, loose and strict source route
 * +-+---+---------+---------------+---------------+-------+-------+
 * |C|Cls| Number  |    Length     |    Pointer    | Ovfl. | Flags |   timestamp, then 4- or 8-octet entries
 * +-+---+---------+---------------+---------------+-------+-------+
 * |C|Cls| Number  |  Length (4)   |             Value             |   router alert
 * +-+---+---------+---------------+-------------------------------+
 * </pre>
 *
 * <p>{@link #validate} returns a packed {@code long}; read it with {@link #badOctet}, {@link #has} and the
 * {@code ...Offset} methods. It describes one header in one buffer: after moving or quoting the header, walk again. Its
 * upper 16 bits are 0, for the caller's own notes.
 *
 * <p>The edits take the index of an option that {@code validate} accepted and leave the header checksum to the caller.
 */
public final class Ipv4Options {
    /** End of the option list; what follows is padding and is not judged. */
    public static final int END = 0;

    /** No operation, one octet. */
    public static final int NOP = 1;

    /** Record route; not copied on fragmentation. */
    public static final int RECORD_ROUTE = 7;

    /** Internet timestamp; not copied on fragmentation. */
    public static final int TIMESTAMP = 68;

    /** Basic security (RFC 1108), copied. */
    public static final int SECURITY = 130;

    /** Loose source and record route, copied. */
    public static final int LOOSE_SOURCE_ROUTE = 131;

    /** Stream identifier, obsolete and ignored (RFC 1122 section 3.2.1.8), copied. */
    public static final int STREAM_ID = 136;

    /** Strict source and record route, copied. */
    public static final int STRICT_SOURCE_ROUTE = 137;

    /** Router alert (RFC 2113), copied. */
    public static final int ROUTER_ALERT = 148;

    /** The four octets of a router alert, as IGMP and PIM senders write it. */
    public static final int ROUTER_ALERT_WORD = 0x9404_0000;

    /** Bit of an option type: the option goes into every fragment. */
    public static final int COPIED = 0x80;

    /** Largest option area in octets. */
    public static final int MAX_LENGTH = 40;

    /** For {@link #has}: a loose source route is present. */
    public static final int HAS_LOOSE_SOURCE_ROUTE = 1;

    /** For {@link #has}: a strict source route is present. */
    public static final int HAS_STRICT_SOURCE_ROUTE = 2;

    /** For {@link #has}: either source route is present. */
    public static final int HAS_SOURCE_ROUTE = HAS_LOOSE_SOURCE_ROUTE | HAS_STRICT_SOURCE_ROUTE;

    /** For {@link #has}: a record route is present. */
    public static final int HAS_RECORD_ROUTE = 4;

    /** For {@link #has}: a timestamp is present. */
    public static final int HAS_TIMESTAMP = 8;

    /** For {@link #has}: a router alert is present, whatever its value (RFC 2113 section 2.1 defines only 0). */
    public static final int HAS_ROUTER_ALERT = 16;

    /** For {@link #has}: a security option is present. */
    public static final int HAS_SECURITY = 32;

    /** For {@link #has}: a stream identifier is present. */
    public static final int HAS_STREAM_ID = 64;

    /** For {@link #has}: an option of no known type is present; it must be ignored (RFC 1122 section 3.2.1.8). */
    public static final int HAS_UNKNOWN = 128;

    /** Flag nibble of a timestamp option: timestamps only. */
    public static final int TIMESTAMP_ONLY = 0;

    /** Flag nibble of a timestamp option: each preceded by the address of its writer. */
    public static final int TIMESTAMP_AND_ADDRESS = 1;

    /** Flag nibble of a timestamp option: the sender listed who shall write. */
    public static final int TIMESTAMP_PRESPECIFIED = 3;

    /** Answer of {@link #timestamp}: written. */
    public static final int STAMP_WRITTEN = 0;

    /** Answer of {@link #timestamp}: the list is prespecified and the next entry is not ours, or it is complete. */
    public static final int STAMP_NOT_OURS = 1;

    /** Answer of {@link #timestamp}: no room, overflow counter raised. */
    public static final int STAMP_COUNTED = 2;

    /** Answer of {@link #timestamp}: no room and the counter is at 15: Parameter Problem, octet 3 of the option. */
    public static final int STAMP_OVERFLOW = 3;

    private static final int SINGLE_OCTET_MAX = NOP;
    private static final int LENGTH_OCTET = 1;
    private static final int POINTER_OCTET = 2;
    private static final int FLAGS_OCTET = 3;
    private static final int ADDRESS_LENGTH = 4;
    private static final int STAMPED_ADDRESS_LENGTH = 8;
    private static final int ROUTE_POINTER_MIN = 4;
    private static final int TIMESTAMP_POINTER_MIN = 5;
    private static final int SECURITY_LENGTH_MIN = 3;
    private static final int ROUTER_ALERT_LENGTH = 4;
    private static final int OVERFLOW_MAX = 15;

    private static final int NO_FAULT = -1;
    private static final int MAY_REPEAT = HAS_UNKNOWN | HAS_STREAM_ID;

    private static final int FLAGS_SHIFT = 8;
    private static final int RECORD_ROUTE_SHIFT = 16;
    private static final int TIMESTAMP_SHIFT = 24;
    private static final int SOURCE_ROUTE_SHIFT = 32;
    private static final long CUT_SECURITY = 1L << 40;
    private static final long OFFSET_MASK = 0xFF;

    private Ipv4Options() {}

    /**
     * Walks the option area once, at most one step per octet.
     *
     * <p>A length below 2 or past the header is blamed on the length octet (on the type octet when the header ends
     * there), a repeated option on its second type octet, a pointer on the pointer octet, a timestamp's flag on
     * octet 3.
     *
     * @param offset index of the first option octet in the buffer, 20 behind the start of the IP header
     * @param length octets of options, 0 to 40
     */
    public static long validate(UnsafeBuffer buffer, int offset, int length) {
        long found = 0;
        int at = 0;
        while (at < length) {
            int type = buffer.getByte(offset + at) & 0xFF;
            if (type == END) {
                break;
            }
            int size = 1;
            if (type > SINGLE_OCTET_MAX) {
                size = length - at < 2 ? 0 : buffer.getByte(offset + at + LENGTH_OCTET) & 0xFF;
                int fault = fault(buffer, offset + at, type, size, length - at, flags(found));
                if (fault != NO_FAULT) {
                    return found | Ipv4Header.MIN_LENGTH + at + fault | cutSecurity(type, size, fault);
                }
                found |= mark(type, Ipv4Header.MIN_LENGTH + at);
            }
            at += size;
        }
        return found;
    }

    /** True when the walk met no fault. */
    public static boolean isValid(long found) {
        return badOctet(found) == 0;
    }

    /** Octet at fault counted from the start of the IP header, the pointer of a Parameter Problem; 0 when valid. */
    public static int badOctet(long found) {
        return (int) found & 0xFF;
    }

    /** True when the fault is a security option that calls itself shorter than its three octets (RFC 1108 2.2). */
    public static boolean isSecurityCut(long found) {
        return (found & CUT_SECURITY) != 0;
    }

    /** What was found, as if none of the record route and timestamp options in {@code mask} had an offset. */
    public static long hide(long found, int mask) {
        long hidden = ((mask & HAS_RECORD_ROUTE) != 0 ? OFFSET_MASK << RECORD_ROUTE_SHIFT : 0)
                | ((mask & HAS_TIMESTAMP) != 0 ? OFFSET_MASK << TIMESTAMP_SHIFT : 0);
        return found & ~hidden;
    }

    /** True when any of the {@code HAS_} bits of {@code mask} was met. */
    public static boolean has(long found, int mask) {
        return (flags(found) & mask) != 0;
    }

    /** All {@code HAS_} bits that were met. */
    public static int flags(long found) {
        return (int) (found >>> FLAGS_SHIFT) & 0xFF;
    }

    /** Offset of the record route from the start of the IP header, 0 without one. */
    public static int recordRouteOffset(long found) {
        return (int) (found >>> RECORD_ROUTE_SHIFT) & 0xFF;
    }

    /** Offset of the timestamp option from the start of the IP header, 0 without one. */
    public static int timestampOffset(long found) {
        return (int) (found >>> TIMESTAMP_SHIFT) & 0xFF;
    }

    /** Offset of the source route, loose or strict, from the start of the IP header, 0 without one. */
    public static int sourceRouteOffset(long found) {
        return (int) (found >>> SOURCE_ROUTE_SHIFT) & 0xFF;
    }

    /**
     * Appends our address to a record route (RFC 1812 section 4.2.2.1 (e)), or puts it in the place of the next hop of
     * a source route.
     *
     * @param option index of the option's type octet
     * @return false when the route is full; the datagram is then forwarded unchanged
     */
    public static boolean recordRoute(UnsafeBuffer buffer, int option, int address) {
        return recordRoute(buffer, option, address, buffer.capacity());
    }

    /** As {@link #recordRoute(UnsafeBuffer, int, int)}, never touching {@code end} or what is behind it. */
    public static boolean recordRoute(UnsafeBuffer buffer, int option, int address, int end) {
        int pointer = pointer(buffer, option);
        if (!isEntryWithin(option, pointer, ADDRESS_LENGTH, length(buffer, option), end)) {
            return false;
        }
        buffer.putInt(option + pointer - 1, address, BIG_ENDIAN);
        buffer.putByte(option + POINTER_OCTET, (byte) (pointer + ADDRESS_LENGTH));
        return true;
    }

    /** Held against the header again, each octet read once: a ring may change it after the walk (R-LEN-06). */
    private static boolean isEntryWithin(int option, int pointer, int entry, int length, int end) {
        return pointer > POINTER_OCTET + 1 && pointer + entry - 1 <= length && option + pointer - 1 + entry <= end;
    }

    /** True when a source or record route has no entry left at its pointer. */
    public static boolean isRouteExhausted(UnsafeBuffer buffer, int option) {
        return pointer(buffer, option) + ADDRESS_LENGTH - 1 > length(buffer, option);
    }

    /** Index of the entry a route's pointer names; behind the option where the route is used up. */
    public static int routePosition(UnsafeBuffer buffer, int option) {
        return option + pointer(buffer, option) - 1;
    }

    /** How many entries of a route lie at {@code position} or behind it, none of them reaching {@code end}. */
    public static int routeEntries(UnsafeBuffer buffer, int option, int position, int end) {
        int room = Math.min(option + length(buffer, option), end) - position;
        return position > option + POINTER_OCTET ? Math.max(0, room) / ADDRESS_LENGTH : 0;
    }

    /** Entry whose timestamp is due in a prespecified list; 0 when the list is complete or of another kind. */
    public static int timestampAddress(UnsafeBuffer buffer, int option) {
        return timestampAddress(buffer, option, buffer.capacity());
    }

    /** As {@link #timestampAddress(UnsafeBuffer, int)}, never touching {@code end} or what is behind it. */
    public static int timestampAddress(UnsafeBuffer buffer, int option, int end) {
        int pointer = pointer(buffer, option);
        boolean due = timestampFlag(buffer, option) == TIMESTAMP_PRESPECIFIED
                && isEntryWithin(option, pointer, STAMPED_ADDRESS_LENGTH, length(buffer, option), end);
        return due ? buffer.getInt(option + pointer - 1, BIG_ENDIAN) : 0;
    }

    /**
     * Writes our timestamp (RFC 791 section 3.1, RFC 1812 section 5.2.4.3).
     *
     * @param option index of the option's type octet
     * @param address ours; in a prespecified list the timestamp is written only when the due entry equals it
     * @param millisOfDay milliseconds since midnight UT
     * @return {@link #STAMP_WRITTEN}, {@link #STAMP_NOT_OURS}, {@link #STAMP_COUNTED} or {@link #STAMP_OVERFLOW}
     */
    public static int timestamp(UnsafeBuffer buffer, int option, int address, int millisOfDay) {
        return timestamp(buffer, option, address, millisOfDay, buffer.capacity());
    }

    /** As {@link #timestamp(UnsafeBuffer, int, int, int)}, never touching {@code end} or what is behind it. */
    public static int timestamp(UnsafeBuffer buffer, int option, int address, int millisOfDay, int end) {
        int flags = buffer.getByte(option + FLAGS_OCTET) & 0xFF;
        int flag = flags & 0xF;
        int entry = flag == TIMESTAMP_ONLY ? ADDRESS_LENGTH : STAMPED_ADDRESS_LENGTH;
        int pointer = pointer(buffer, option);
        if (!isEntryWithin(option, pointer, entry, length(buffer, option), end)) {
            return flag == TIMESTAMP_PRESPECIFIED ? STAMP_NOT_OURS : countOverflow(buffer, option, flags);
        }
        int at = option + pointer - 1;
        if (flag == TIMESTAMP_PRESPECIFIED && buffer.getInt(at, BIG_ENDIAN) != address) {
            return STAMP_NOT_OURS;
        }
        if (flag == TIMESTAMP_AND_ADDRESS) {
            buffer.putInt(at, address, BIG_ENDIAN);
        }
        buffer.putInt(at + entry - ADDRESS_LENGTH, millisOfDay, BIG_ENDIAN);
        buffer.putByte(option + POINTER_OCTET, (byte) (pointer + entry));
        return STAMP_WRITTEN;
    }

    /** Length octet of the option. */
    public static int length(UnsafeBuffer buffer, int option) {
        return buffer.getByte(option + LENGTH_OCTET) & 0xFF;
    }

    /** Pointer octet of a route or timestamp, counted from 1 at the type octet. */
    public static int pointer(UnsafeBuffer buffer, int option) {
        return buffer.getByte(option + POINTER_OCTET) & 0xFF;
    }

    /** Flag nibble of a timestamp. */
    public static int timestampFlag(UnsafeBuffer buffer, int option) {
        return buffer.getByte(option + FLAGS_OCTET) & 0xF;
    }

    /** Overflow nibble of a timestamp: hosts that found no room. */
    public static int timestampOverflow(UnsafeBuffer buffer, int option) {
        return (buffer.getByte(option + FLAGS_OCTET) & 0xF0) >> 4;
    }

    /** Short lower-case name, or {@code option-N}. */
    public static String name(int type) {
        return switch (type) {
            case END -> "end";
            case NOP -> "nop";
            case RECORD_ROUTE -> "record-route";
            case TIMESTAMP -> "timestamp";
            case SECURITY -> "security";
            case LOOSE_SOURCE_ROUTE -> "loose-source-route";
            case STREAM_ID -> "stream-id";
            case STRICT_SOURCE_ROUTE -> "strict-source-route";
            case ROUTER_ALERT -> "router-alert";
            default -> "option-" + type;
        };
    }

    private static int countOverflow(UnsafeBuffer buffer, int option, int flags) {
        int overflow = flags >> 4;
        if (overflow == OVERFLOW_MAX) {
            return STAMP_OVERFLOW;
        }
        buffer.putByte(option + FLAGS_OCTET, (byte) ((overflow + 1) << 4 | (flags & 0xF)));
        return STAMP_COUNTED;
    }

    /** Octet of the option that is at fault, counted from its type, or NO_FAULT. */
    private static int fault(UnsafeBuffer buffer, int option, int type, int size, int room, int seen) {
        if (size < 2 || size > room) {
            return room < 2 ? 0 : LENGTH_OCTET;
        }
        if (isRepeated(type, seen)) {
            return 0;
        }
        return switch (type) {
            case RECORD_ROUTE, LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE -> routeFault(buffer, option, size);
            case TIMESTAMP -> timestampFault(buffer, option, size);
            case ROUTER_ALERT -> size == ROUTER_ALERT_LENGTH ? NO_FAULT : LENGTH_OCTET;
            case SECURITY -> size >= SECURITY_LENGTH_MIN ? NO_FAULT : LENGTH_OCTET;
            default -> NO_FAULT;
        };
    }

    private static long cutSecurity(int type, int size, int fault) {
        return type == SECURITY && fault == LENGTH_OCTET && size < SECURITY_LENGTH_MIN ? CUT_SECURITY : 0;
    }

    /** Both source routes exclude each other: the second of any kind is the one too many. */
    private static boolean isRepeated(int type, int seen) {
        int flag = flag(type) & ~MAY_REPEAT;
        int excluded = (flag & HAS_SOURCE_ROUTE) != 0 ? HAS_SOURCE_ROUTE : flag;
        return (seen & excluded) != 0;
    }

    private static int routeFault(UnsafeBuffer buffer, int option, int size) {
        if (size < ROUTE_POINTER_MIN - 1) {
            return LENGTH_OCTET;
        }
        return pointerFault(pointer(buffer, option), ROUTE_POINTER_MIN, size, ADDRESS_LENGTH);
    }

    private static int timestampFault(UnsafeBuffer buffer, int option, int size) {
        if (size < TIMESTAMP_POINTER_MIN - 1) {
            return LENGTH_OCTET;
        }
        int flag = timestampFlag(buffer, option);
        if (flag > TIMESTAMP_PRESPECIFIED || flag == 2) {
            return FLAGS_OCTET;
        }
        int entry = flag == TIMESTAMP_ONLY ? ADDRESS_LENGTH : STAMPED_ADDRESS_LENGTH;
        return pointerFault(pointer(buffer, option), TIMESTAMP_POINTER_MIN, size, entry);
    }

    /** Full is size + 1; short of that a whole entry must fit ("some room but not enough", RFC 791 section 3.1). */
    private static int pointerFault(int pointer, int min, int size, int entry) {
        boolean full = pointer == size + 1;
        boolean room = pointer + entry - 1 <= size;
        return pointer >= min && (full || room) ? NO_FAULT : POINTER_OCTET;
    }

    private static long mark(int type, int position) {
        long flag = (long) flag(type) << FLAGS_SHIFT;
        return switch (type) {
            case RECORD_ROUTE -> flag | (long) position << RECORD_ROUTE_SHIFT;
            case TIMESTAMP -> flag | (long) position << TIMESTAMP_SHIFT;
            case LOOSE_SOURCE_ROUTE, STRICT_SOURCE_ROUTE -> flag | (long) position << SOURCE_ROUTE_SHIFT;
            default -> flag;
        };
    }

    private static int flag(int type) {
        return switch (type) {
            case LOOSE_SOURCE_ROUTE -> HAS_LOOSE_SOURCE_ROUTE;
            case STRICT_SOURCE_ROUTE -> HAS_STRICT_SOURCE_ROUTE;
            case RECORD_ROUTE -> HAS_RECORD_ROUTE;
            case TIMESTAMP -> HAS_TIMESTAMP;
            case ROUTER_ALERT -> HAS_ROUTER_ALERT;
            case SECURITY -> HAS_SECURITY;
            case STREAM_ID -> HAS_STREAM_ID;
            default -> HAS_UNKNOWN;
        };
    }
}
