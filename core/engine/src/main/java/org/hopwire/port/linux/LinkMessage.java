package org.hopwire.port.linux;

import org.hopwire.memory.OffHeap;

/** A message of rtnetlink about an interface: a header of 32 octets, then attributes. */
final class LinkMessage {
    /** Octets of the header that every message of netlink has. */
    static final int NETLINK_HEADER = 16;
    /** Octets in front of the attributes. */
    static final int HEADER = 32;
    /** Where the interface's index is. */
    static final int INDEX = 20;
    /** Octets in front of an attribute's value: its length with them, its type. */
    static final int ATTRIBUTE_HEADER = 4;

    /** Message types. */
    static final int ERROR = 2;
    static final int NEW_LINK = 16;
    static final int DELETE_LINK = 17;
    static final int GET_LINK = 18;
    /** A flag: asks for something. */
    static final int REQUEST = 1;

    /** Without the bit that says that attributes are inside. */
    private static final int TYPE = 0x3fff;

    /** Takes one message. */
    interface Reader {
        void read(long message, int octets);
    }

    private LinkMessage() {}

    /** Goes through messages that were received together. */
    static void each(long from, long length, Reader reader) {
        long at = from;
        long end = from + length;
        while (end - at >= NETLINK_HEADER) {
            int size = OffHeap.getInt(at);
            if (size < NETLINK_HEADER || size > end - at) {
                return;
            }
            reader.read(at, size);
            at += padded(size);
        }
    }

    /** Begins a message: zeroed, with its header. */
    static void begin(long message, int octets, int type, int flags) {
        OffHeap.fill(message, octets, (byte) 0);
        OffHeap.putInt(message, octets);
        OffHeap.putShort(message + 4, type);
        OffHeap.putShort(message + 6, flags);
    }

    /** Writes length and type of an attribute. */
    static void attribute(long at, int octets, int type) {
        OffHeap.putShort(at, octets);
        OffHeap.putShort(at + 2, type);
    }

    /** What a message is. */
    static int type(long message) {
        return OffHeap.getShort(message + 4);
    }

    /** Where the value of the first attribute of a type lies; 0 where there is none, of so many octets at least. */
    static long find(long from, long end, int type, int octets) {
        long at = from;
        while (end - at >= ATTRIBUTE_HEADER) {
            int length = OffHeap.getShort(at);
            if (length < ATTRIBUTE_HEADER || length > end - at) {
                return 0;
            }
            if ((OffHeap.getShort(at + 2) & TYPE) == type) {
                return length - ATTRIBUTE_HEADER < octets ? 0 : at + ATTRIBUTE_HEADER;
            }
            at += padded(length);
        }
        return 0;
    }

    /** Octets of a value that {@link #find} has found. */
    static int octets(long value) {
        return OffHeap.getShort(value - ATTRIBUTE_HEADER) - ATTRIBUTE_HEADER;
    }

    /** Where the attribute begins that follows such a value. */
    static long behind(long value) {
        return value + padded(octets(value));
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }
}
