package org.hopwire.wire.bridge;

import org.agrona.DirectBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * A bridge protocol data unit of the spanning tree protocol or its rapid and multiple forms, in an 802.3 frame behind
 * LLC (IEEE 802.1D-2004 clause 9, IEEE 802.1Q clause 14). Read to learn one thing: whether the paths have changed.
 */
public final class Bpdu {
    /** 01:80:c2:00:00:00, where every bridge listens (IEEE 802.1D table 7-10). */
    public static final long ALL_BRIDGES = 0x0180_C200_0000L;

    private static final int LLC_OFFSET = 2;
    private static final int LLC_LENGTH = 3;
    private static final int LLC_ADDRESSES = 0x4242;
    private static final int UNNUMBERED_INFORMATION = 0x03;
    private static final int LONGEST_802_3 = 1500;

    private static final int VERSION_OFFSET = 2;
    private static final int TYPE_OFFSET = 3;
    private static final int FLAGS_OFFSET = 4;
    private static final int MESSAGE_AGE_OFFSET = 27;
    private static final int MAX_AGE_OFFSET = 29;
    private static final int VERSION_1_LENGTH_OFFSET = 35;
    private static final int VERSION_3_LENGTH_OFFSET = 36;
    private static final int FIRST_INSTANCE_OFFSET = 102;
    private static final int BEFORE_INSTANCES = FIRST_INSTANCE_OFFSET - VERSION_3_LENGTH_OFFSET - Short.BYTES;
    private static final int INSTANCE_LENGTH = 16;
    private static final int MOST_INSTANCES = 64;

    private static final int CONFIGURATION_LENGTH = 35;
    private static final int NOTIFICATION_LENGTH = 4;
    private static final int RAPID_LENGTH = 36;
    private static final int CONFIGURATION_TYPE = 0x00;
    private static final int RAPID_TYPE = 0x02;
    private static final int NOTIFICATION_TYPE = 0x80;
    private static final int RAPID_VERSION = 2;
    private static final int MULTIPLE_VERSION = 3;
    private static final int TOPOLOGY_CHANGE = 0x01;

    private Kind kind = Kind.INVALID;
    private boolean topologyChange;

    /** What it is. */
    public enum Kind {
        /** Not one that a bridge would believe (IEEE 802.1D section 9.3.4). */
        INVALID,
        /** Sent by the root and passed on by every bridge. */
        CONFIGURATION,
        /** Sent towards the root: the paths have changed. */
        TOPOLOGY_CHANGE_NOTIFICATION,
        /** Of the rapid protocol, or of the multiple one, with or without instances. */
        RAPID
    }

    /**
     * Reads one.
     *
     * @param offset of the 802.3 length field
     * @param available octets captured from there on; nothing beyond is read
     * @return what it is
     */
    public Kind wrap(DirectBuffer buffer, int offset, int available) {
        topologyChange = false;
        kind = Kind.INVALID;
        if (available >= LLC_OFFSET + LLC_LENGTH + NOTIFICATION_LENGTH) {
            int length = buffer.getShort(offset, BIG_ENDIAN) & 0xffff;
            int llc = offset + LLC_OFFSET;
            if (length <= LONGEST_802_3 && length <= available - LLC_OFFSET
                    && length >= LLC_LENGTH + NOTIFICATION_LENGTH && isSpanningTree(buffer, llc)) {
                read(buffer, llc + LLC_LENGTH, length - LLC_LENGTH);
            }
        }
        return kind;
    }

    private static boolean isSpanningTree(DirectBuffer buffer, int llc) {
        return (buffer.getShort(llc, BIG_ENDIAN) & 0xffff) == LLC_ADDRESSES
                && buffer.getByte(llc + Short.BYTES) == UNNUMBERED_INFORMATION;
    }

    /** At least the four octets that every one of them has. */
    private void read(DirectBuffer buffer, int at, int length) {
        if (buffer.getShort(at, BIG_ENDIAN) != 0) {
            return;
        }
        int type = buffer.getByte(at + TYPE_OFFSET) & 0xff;
        if (type == NOTIFICATION_TYPE) {
            kind = Kind.TOPOLOGY_CHANGE_NOTIFICATION;
            topologyChange = true;
        } else if (type == CONFIGURATION_TYPE && length >= CONFIGURATION_LENGTH && isFresh(buffer, at)) {
            kind = Kind.CONFIGURATION;
            topologyChange = isSet(buffer, at + FLAGS_OFFSET);
        } else if (type == RAPID_TYPE && length >= RAPID_LENGTH && version(buffer, at) >= RAPID_VERSION) {
            kind = Kind.RAPID;
            topologyChange = isSet(buffer, at + FLAGS_OFFSET) || isSetInInstances(buffer, at, length);
        }
    }

    /** Information that has come of age is not believed (IEEE 802.1D section 9.3.4 a). */
    private static boolean isFresh(DirectBuffer buffer, int at) {
        int ageIn256ths = buffer.getShort(at + MESSAGE_AGE_OFFSET, BIG_ENDIAN) & 0xffff;
        return ageIn256ths < (buffer.getShort(at + MAX_AGE_OFFSET, BIG_ENDIAN) & 0xffff);
    }

    private static int version(DirectBuffer buffer, int at) {
        return buffer.getByte(at + VERSION_OFFSET) & 0xff;
    }

    private static boolean isSet(DirectBuffer buffer, int flags) {
        return (buffer.getByte(flags) & TOPOLOGY_CHANGE) != 0;
    }

    /** Instances whose length is not what they say are none (IEEE 802.1Q section 14.4): the rest still counts. */
    private static boolean isSetInInstances(DirectBuffer buffer, int at, int length) {
        if (version(buffer, at) < MULTIPLE_VERSION || length < FIRST_INSTANCE_OFFSET
                || buffer.getByte(at + VERSION_1_LENGTH_OFFSET) != 0) {
            return false;
        }
        int octets = (buffer.getShort(at + VERSION_3_LENGTH_OFFSET, BIG_ENDIAN) & 0xffff) - BEFORE_INSTANCES;
        if (octets < 0 || octets % INSTANCE_LENGTH != 0 || octets > MOST_INSTANCES * INSTANCE_LENGTH
                || octets > length - FIRST_INSTANCE_OFFSET) {
            return false;
        }
        for (int i = 0; i < octets; i += INSTANCE_LENGTH) {
            if (isSet(buffer, at + FIRST_INSTANCE_OFFSET + i)) {
                return true;
            }
        }
        return false;
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** Whether it says that the paths have changed, on the whole tree or on one of its instances. */
    public boolean topologyChange() {
        return topologyChange;
    }
}
