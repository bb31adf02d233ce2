package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * PIM hello (RFC 7761 section 4.9.2): by it the designated router is elected, who is the querier of IGMPv1, and
 * switches learn where routers are.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |Ver (2)|Type(0)|   (reserved)  |           Checksum            |
 * +-------+-------+---------------+-------------------------------+
 * |          Option Type          |         Option Length         |
 * +-------------------------------+-------------------------------+
 * |                          Option Value                         |
 * |                              ...                              |
 * </pre>
 *
 * <p>To read: {@link #wrap(UnsafeBuffer, int, int)}, {@link #validate()}, then the options. Unknown ones are skipped;
 * of one that stands twice the last counts.
 */
public final class PimHello {
    /** Octets before the options. */
    public static final int LENGTH = 4;

    /** Octets before the value of an option. */
    public static final int OPTION_LENGTH = 4;

    /** Option: seconds the sender is to be remembered. */
    public static final int HOLDTIME = 1;

    /** Option: LAN prune delay. */
    public static final int LAN_PRUNE_DELAY = 2;

    /** Option: priority in the election of the designated router; the higher wins. */
    public static final int DR_PRIORITY = 19;

    /** Option: a number that changes when the sender starts again. */
    public static final int GENERATION_ID = 20;

    /** Option: secondary addresses of the sender. */
    public static final int ADDRESS_LIST = 24;

    /** Holdtime of a sender that tells none: 3.5 hello periods (section 4.11). */
    public static final int DEFAULT_HOLDTIME_SECONDS = 105;

    /** Holdtime that never ends (section 4.9.2). */
    public static final int HOLDTIME_FOREVER = 0xFFFF;

    /** First octet: version 2, type 0. */
    static final int VERSION_AND_TYPE = 0x20;

    /** Octets of an IPv4 address in an address list, with family and encoding (section 4.9.1). */
    static final int ENCODED_LENGTH = 6;

    /** Family 1, IPv4, in native encoding 0, as the first half of an encoded address. */
    static final int ENCODED_FAMILY = 0x0100;

    /** Low 15 bits of the first half of a LAN prune delay. */
    static final int DELAY_MASK = 0x7FFF;

    /** T bit of a LAN prune delay: join suppression can be switched off. */
    static final int TRACKING = 0x8000;

    private static final int CHECKSUM_OFFSET = 2;
    private static final int HALF = 2;
    private static final int WORD = 4;

    private UnsafeBuffer buffer;
    private int offset;
    private int length;
    private int holdtimeAt;
    private int pruneDelayAt;
    private int priorityAt;
    private int generationAt;
    private int addressesAt;
    private int addressCount;
    private int unknownOptions;

    /**
     * Binds the view to a message of {@code length} octets, whatever it is.
     *
     * @param length octets of the IP payload
     */
    public PimHello wrap(UnsafeBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return forget();
    }

    /** Judges the whole message but its checksum. What a message at fault says is not to be read. */
    public MessageFault validate() {
        forget();
        if (!isHello()) {
            return MessageFault.KIND;
        }
        int at = LENGTH;
        while (at < length) {
            int size = optionLength(at);
            if (size < 0) {
                return MessageFault.OPTION_LENGTH;
            }
            MessageFault fault = option(half(at), at + OPTION_LENGTH, size);
            if (fault != MessageFault.NONE) {
                return fault;
            }
            at += OPTION_LENGTH + size;
        }
        return MessageFault.NONE;
    }

    /** True for type 0 of version 2. */
    public boolean isHello() {
        return length >= LENGTH && (buffer.getByte(offset) & 0xFF) == VERSION_AND_TYPE;
    }

    /** Whether the checksum, over the whole message, is right. */
    public boolean isIntact() {
        return InternetChecksum.isValid(InternetChecksum.sum(buffer, offset, length));
    }

    /** Checksum as it stands. */
    public int checksum() {
        return half(CHECKSUM_OFFSET);
    }

    /** Seconds, 0 to 65535: 0 says farewell, {@link #HOLDTIME_FOREVER} never ends; the default when not told. */
    public int holdtimeSeconds() {
        return hasHoldtime() ? half(holdtimeAt) : DEFAULT_HOLDTIME_SECONDS;
    }

    /** Whether a holdtime is told. */
    public boolean hasHoldtime() {
        return holdtimeAt > 0;
    }

    /** Priority as an unsigned number, 0 to 4294967295; 0 when not told. */
    public long drPriority() {
        return hasDrPriority() ? Integer.toUnsignedLong(word(priorityAt)) : 0;
    }

    /** Whether a priority is told: if one router does not, the address alone elects (section 4.3.2). */
    public boolean hasDrPriority() {
        return priorityAt > 0;
    }

    /** Any 32 bits; 0 when not told. */
    public int generationId() {
        return hasGenerationId() ? word(generationAt) : 0;
    }

    /** Whether a generation is told. */
    public boolean hasGenerationId() {
        return generationAt > 0;
    }

    /** Whether a LAN prune delay is told. */
    public boolean hasLanPruneDelay() {
        return pruneDelayAt > 0;
    }

    /** T bit of the LAN prune delay. */
    public boolean tracksJoins() {
        return hasLanPruneDelay() && (half(pruneDelayAt) & TRACKING) != 0;
    }

    /** Milliseconds, 0 to 32767; 0 when not told. */
    public int propagationDelayMillis() {
        return hasLanPruneDelay() ? half(pruneDelayAt) & DELAY_MASK : 0;
    }

    /** Milliseconds, 0 to 65535; 0 when not told. */
    public int overrideIntervalMillis() {
        return hasLanPruneDelay() ? half(pruneDelayAt + HALF) : 0;
    }

    /** Number of secondary addresses. */
    public int addressCount() {
        return addressCount;
    }

    /** Secondary address at an index below {@link #addressCount()}. */
    public int address(int index) {
        return word(addressesAt + index * ENCODED_LENGTH + HALF);
    }

    /** Options of a type that is not known here. */
    public int unknownOptions() {
        return unknownOptions;
    }

    /** Appends one line without the address list and returns the builder. */
    public StringBuilder appendTo(StringBuilder builder) {
        builder.append("pim hello holdtime-s ").append(holdtimeSeconds());
        if (hasDrPriority()) {
            builder.append(" dr-priority ").append(drPriority());
        }
        return hasGenerationId() ? builder.append(" generation ").append(generationId()) : builder;
    }

    @Override
    public String toString() {
        return appendTo(new StringBuilder()).toString();
    }

    private PimHello forget() {
        holdtimeAt = 0;
        pruneDelayAt = 0;
        priorityAt = 0;
        generationAt = 0;
        addressesAt = 0;
        addressCount = 0;
        unknownOptions = 0;
        return this;
    }

    /** Octets of the value of the option at {@code at}, -1 when they are not all there. */
    private int optionLength(int at) {
        int left = length - at - OPTION_LENGTH;
        if (left < 0) {
            return -1;
        }
        int size = half(at + HALF);
        return size <= left ? size : -1;
    }

    private MessageFault option(int type, int value, int size) {
        switch (type) {
            case HOLDTIME -> holdtimeAt = value;
            case LAN_PRUNE_DELAY -> pruneDelayAt = value;
            case DR_PRIORITY -> priorityAt = value;
            case GENERATION_ID -> generationAt = value;
            case ADDRESS_LIST -> {
                return addresses(value, size);
            }
            default -> {
                unknownOptions++;
                return MessageFault.NONE;
            }
        }
        return size == (type == HOLDTIME ? HALF : WORD) ? MessageFault.NONE : MessageFault.OPTION_LENGTH;
    }

    private MessageFault addresses(int value, int size) {
        if (size % ENCODED_LENGTH != 0) {
            return MessageFault.ADDRESS_LIST;
        }
        for (int at = value; at < value + size; at += ENCODED_LENGTH) {
            if (half(at) != ENCODED_FAMILY) {
                return MessageFault.ADDRESS_LIST;
            }
        }
        addressesAt = value;
        addressCount = size / ENCODED_LENGTH;
        return MessageFault.NONE;
    }

    private int half(int at) {
        return buffer.getShort(offset + at, BIG_ENDIAN) & 0xFFFF;
    }

    private int word(int at) {
        return buffer.getInt(offset + at, BIG_ENDIAN);
    }
}
