package org.hopwire.wire;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * The extension structure behind the quote of an ICMP error, or behind the header of an extended echo request
 * (RFC 4884 sections 4, 5.5, 7 and 8; RFC 8335 section 2.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-----------------------+-------------------------------+
 * |Vers. 2|      (reserved)       |           Checksum            |   header
 * +-------+-----------------------+---------------+---------------+
 * |            Length             |   Class-Num   |    C-Type     |   object, as often as needed
 * +-------------------------------+---------------+---------------+
 * |                       payload, multiple of 4                  |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>{@link #wrap} judges the whole structure before the first object is shown: one fault anywhere and there are no
 * extensions, while {@link #quoteLength()} stays usable. Then
 * {@code while (extensions.next()) { switch (extensions.objectClass()) ... }}. {@link Writer} is the other direction.
 */
public final class IcmpExtensions {
    /** Version of the structure. */
    public static final int VERSION = 2;

    /** Octets of the structure's header. */
    public static final int HEADER_LENGTH = 4;

    /** Octets of an object's header. */
    public static final int OBJECT_HEADER_LENGTH = 4;

    /** Octets the quote has at least when extensions follow, padded with zeros (RFC 4884 section 3). */
    public static final int MIN_QUOTE_LENGTH = 128;

    private static final int CHECKSUM = 2;
    private static final int QUOTE_WORDS = 5;
    private static final int OBJECT_CLASS = 2;
    private static final int OBJECT_TYPE = 3;

    /** What {@link #wrap} found. */
    public enum Status {
        /** No structure, and no sign that one was meant. */
        NONE,
        /** A structure without fault. */
        PRESENT,
        /** The length octet points past the message or leaves less than 128 octets of quote. */
        BAD_LENGTH,
        /** Too short for a header, or not version 2. */
        BAD_HEADER,
        /** A checksum that is neither right nor 0. */
        BAD_CHECKSUM,
        /** No object, or one whose length is below 4, no multiple of 4 or past the end. */
        BAD_OBJECT
    }

    private UnsafeBuffer buffer;
    private Status status = Status.NONE;
    private int quoteLength;
    private int start;
    private int end;
    private int object;
    private int objectLength;

    /**
     * Binds the view to an ICMP message and looks for a structure. A sender older than RFC 4884 leaves the length
     * octet 0 and puts the structure behind 128 octets; that guess needs a right checksum, 0 is not enough.
     *
     * @param offset index of the ICMP type
     * @param length octets of the ICMP message
     */
    public IcmpExtensions wrap(UnsafeBuffer buffer, int offset, int length) {
        int payload = Math.max(0, length - IcmpHeader.LENGTH);
        bind(buffer, offset + length, offset + length);
        quoteLength = payload;
        status = Status.NONE;
        if (payload == 0 || !IcmpType.of(buffer.getByte(offset)).isExtensible()) {
            return this;
        }
        int quote = (buffer.getByte(offset + QUOTE_WORDS) & 0xFF) * Integer.BYTES;
        if (quote == 0) {
            guess(offset + IcmpHeader.LENGTH);
        } else {
            locate(offset + IcmpHeader.LENGTH, payload, quote);
        }
        return this;
    }

    /** Binds the view to a structure that fills exactly these octets, as in an extended echo request. */
    public IcmpExtensions wrapStructure(UnsafeBuffer buffer, int offset, int length) {
        bind(buffer, offset, offset + length);
        quoteLength = 0;
        status = judge(true);
        return this;
    }

    /** Whether objects can be read, and if not why. */
    public Status status() {
        return status;
    }

    /** True when there are objects to read. */
    public boolean isPresent() {
        return status == Status.PRESENT;
    }

    /** Octets behind the ICMP header that belong to the quoted datagram, padding included; also after a fault. */
    public int quoteLength() {
        return quoteLength;
    }

    /** Index of the structure; meaningful while {@link #isPresent()}. */
    public int structureOffset() {
        return start;
    }

    /** Octets of the structure; meaningful while {@link #isPresent()}. */
    public int structureLength() {
        return end - start;
    }

    /** Steps to the next object; false when there is none. */
    public boolean next() {
        if (status != Status.PRESENT) {
            return false;
        }
        object += objectLength;
        // read and checked once more: in memory shared with a sender it may have changed since wrap
        objectLength = objectLength(object);
        return objectLength > 0;
    }

    /** Returns to before the first object. */
    public IcmpExtensions rewind() {
        object = start + HEADER_LENGTH;
        objectLength = 0;
        return this;
    }

    /** Class-Num of the object. */
    public int objectClass() {
        return buffer.getByte(object + OBJECT_CLASS) & 0xFF;
    }

    /** C-Type of the object. */
    public int objectType() {
        return buffer.getByte(object + OBJECT_TYPE) & 0xFF;
    }

    /** Index of the object's payload. */
    public int payloadOffset() {
        return object + OBJECT_HEADER_LENGTH;
    }

    /** Octets of the object's payload, a multiple of 4. */
    public int payloadLength() {
        return objectLength - OBJECT_HEADER_LENGTH;
    }

    @Override
    public String toString() {
        return "extensions " + status + " quote " + quoteLength + " structure " + structureLength();
    }

    private void bind(UnsafeBuffer newBuffer, int newStart, int newEnd) {
        buffer = newBuffer;
        start = newStart;
        end = newEnd;
        rewind();
    }

    /** In a shorter message the structure starts behind the end, which is too short for its header. */
    private void guess(int payloadOffset) {
        bind(buffer, payloadOffset + MIN_QUOTE_LENGTH, end);
        if (judge(false) == Status.PRESENT) {
            status = Status.PRESENT;
            quoteLength = MIN_QUOTE_LENGTH;
        }
    }

    private void locate(int payloadOffset, int payload, int quote) {
        if (quote > payload) {
            status = Status.BAD_LENGTH;
            return;
        }
        quoteLength = quote;
        if (quote == payload) {
            return;
        }
        bind(buffer, payloadOffset + quote, end);
        status = quote < MIN_QUOTE_LENGTH ? Status.BAD_LENGTH : judge(true);
    }

    private Status judge(boolean zeroChecksumAllowed) {
        int length = end - start;
        if (length < HEADER_LENGTH || (buffer.getByte(start) & 0xF0) >> 4 != VERSION) {
            return Status.BAD_HEADER;
        }
        boolean unsummed = zeroChecksumAllowed && buffer.getShort(start + CHECKSUM) == 0;
        if (!unsummed && !isSumRight(length)) {
            return Status.BAD_CHECKSUM;
        }
        return areObjectsRight() ? Status.PRESENT : Status.BAD_OBJECT;
    }

    /** A right sum over a checksum field of 0 is a structure nobody summed, and a guess must not take it. */
    private boolean isSumRight(int length) {
        return buffer.getShort(start + CHECKSUM) != 0 && sum(buffer, start, length) == 0xFFFF;
    }

    private boolean areObjectsRight() {
        int at = start + HEADER_LENGTH;
        int length = objectLength(at);
        while (length > 0 && at + length < end) {
            at += length;
            length = objectLength(at);
        }
        return length > 0;
    }

    /** Length of the object at an index, 0 when there is no whole one. */
    private int objectLength(int at) {
        int room = end - at;
        if (room < OBJECT_HEADER_LENGTH) {
            return 0;
        }
        int length = buffer.getShort(at, BIG_ENDIAN) & 0xFFFF;
        return length >= OBJECT_HEADER_LENGTH && length % Integer.BYTES == 0 && length <= room ? length : 0;
    }

    /** Extensions are rare and short, so a plain loop does; folded to 16 bits. */
    private static int sum(UnsafeBuffer buffer, int offset, int length) {
        int sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += buffer.getShort(offset + i, BIG_ENDIAN) & 0xFFFF;
        }
        if (length % 2 != 0) {
            sum += (buffer.getByte(offset + length - 1) & 0xFF) << 8;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        return (sum & 0xFFFF) + (sum >>> 16);
    }

    /**
     * Writes a structure front to back and touches every octet of it:
     * {@code begin, (openObject, payload, closeObject)*, finish}. The length octet of the ICMP header and the padding
     * of the quote are the caller's.
     */
    public static final class Writer {
        private UnsafeBuffer buffer;
        private int start;
        private int object;

        /** Starts a structure at an index. */
        public Writer begin(UnsafeBuffer newBuffer, int offset) {
            buffer = newBuffer;
            start = offset;
            object = offset + HEADER_LENGTH;
            buffer.putInt(offset, VERSION << 28, BIG_ENDIAN);
            return this;
        }

        /** Index where the payload of the next object goes. */
        public int openObject() {
            return object + OBJECT_HEADER_LENGTH;
        }

        /** Writes the object's header; the payload, a multiple of 4 octets, is already there. */
        public Writer closeObject(int objectClass, int objectType, int payloadLength) {
            int length = OBJECT_HEADER_LENGTH + payloadLength;
            buffer.putShort(object, (short) length, BIG_ENDIAN);
            buffer.putByte(object + OBJECT_CLASS, (byte) objectClass);
            buffer.putByte(object + OBJECT_TYPE, (byte) objectType);
            object += length;
            return this;
        }

        /** Writes the checksum and returns the octets of the structure. */
        public int finish() {
            int length = object - start;
            int checksum = ~sum(buffer, start, length) & 0xFFFF;
            // 0 would say that nobody computed it; 0xffff verifies just as well
            buffer.putShort(start + CHECKSUM, (short) (checksum == 0 ? 0xFFFF : checksum), BIG_ENDIAN);
            return length;
        }
    }
}
