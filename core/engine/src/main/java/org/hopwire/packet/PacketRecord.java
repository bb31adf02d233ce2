package org.hopwire.packet;

import org.hopwire.memory.OffHeap;

/**
 * A packet as it lies in a slot of memory between two threads: the datagram, and in the cache line in front of it what
 * is known of it. So whoever receives it fills a {@link Packet} of its own, and no object is shared. Each line goes
 * over by itself: the link-layer header, which is written last, has its room where the facts were.
 *
 * <p>Who writes a slot shows it to the reader with release, who acquires it; nothing here orders anything.
 */
public final class PacketRecord {
    /** Octets in front of a slot's datagram that a record takes, one cache line; its reader may write over them. */
    public static final int OCTETS = 64;

    // distances back from the frame
    private static final int TIMESTAMP = 64;
    private static final int TARGET_AND_VLAN = 56;
    private static final int SOURCE_AND_CLASS = 48;
    private static final int ADDRESSES = 40;
    private static final int OPTIONS = 32;
    private static final int HEADER = 24;
    private static final int FLAGS_AND_REASON = 20;
    private static final int LENGTH_AND_OUT_PORT = 16;
    private static final int CAUSE_DATUM = 8;
    private static final int IN_PORT_VERDICT_CAUSE = 4;

    private PacketRecord() {}

    /**
     * Copies a packet's datagram, facts and verdict into a slot.
     *
     * @param frame address of the slot's frame, a multiple of 8
     * @param capacity octets of the frame
     * @return false, with nothing written, where the packet is too long
     */
    public static boolean write(Packet packet, long frame, int capacity) {
        int length = packet.length;
        if (length > capacity || length > 0xffff) {
            return false;
        }
        writeFacts(packet, frame);
        OffHeap.putInt(frame - LENGTH_AND_OUT_PORT, length << Short.SIZE | (packet.outPort & 0xffff));
        OffHeap.copy(packet.address, frame, length);
        return true;
    }

    private static void writeFacts(Packet packet, long frame) {
        int flags = (packet.flags | Packet.ORIGINATED) & ~Packet.NOT_COPIED;
        OffHeap.putLong(frame - TIMESTAMP, packet.timestampNs);
        OffHeap.putLong(frame - TARGET_AND_VLAN, packet.targetMac << Short.SIZE | packet.vlan);
        OffHeap.putLong(frame - SOURCE_AND_CLASS,
                packet.sourceMac << Short.SIZE | packet.classIndex() << Byte.SIZE | packet.icmpType());
        OffHeap.putLong(frame - ADDRESSES, packet.addresses);
        OffHeap.putLong(frame - OPTIONS, packet.options);
        OffHeap.putInt(frame - HEADER, packet.header);
        OffHeap.putInt(frame - FLAGS_AND_REASON, flags << Byte.SIZE | (packet.dropReason & 0xff));
        OffHeap.putInt(frame - CAUSE_DATUM, packet.causeDatum);
        OffHeap.putInt(frame - IN_PORT_VERDICT_CAUSE,
                packet.inPort << Short.SIZE | (packet.verdict & 0xff) << Byte.SIZE | (packet.cause & 0xff));
    }

    /**
     * Makes a packet what a slot holds, as one of ours; it is the slot's until that is written again.
     *
     * @param frame address of the slot's frame
     * @param capacity octets of the frame
     * @param headroom octets in front of it, {@value #OCTETS} or more
     */
    public static void read(Packet into, long frame, int capacity, int headroom) {
        int lengthAndPort = OffHeap.getInt(frame - LENGTH_AND_OUT_PORT);
        int length = lengthAndPort >>> Short.SIZE;
        into.headroom = headroom;
        into.tailroom = capacity - length;
        into.bind(frame, length);
        into.frame(0);
        readFacts(into, frame);
        int fate = OffHeap.getInt(frame - IN_PORT_VERDICT_CAUSE);
        into.inPort = fate >> Short.SIZE;
        into.verdict = (byte) (fate >> Byte.SIZE);
        into.cause = (byte) fate;
        into.causeDatum = OffHeap.getInt(frame - CAUSE_DATUM);
        into.outPort = (short) lengthAndPort;
    }

    private static void readFacts(Packet into, long frame) {
        long target = OffHeap.getLong(frame - TARGET_AND_VLAN);
        long source = OffHeap.getLong(frame - SOURCE_AND_CLASS);
        int flags = OffHeap.getInt(frame - FLAGS_AND_REASON);
        into.timestampNs = OffHeap.getLong(frame - TIMESTAMP);
        into.link(target >>> Short.SIZE, source >>> Short.SIZE, (int) target & 0xffff);
        into.icmpType = (byte) source;
        into.packetClass = (byte) (source >>> Byte.SIZE);
        into.addresses = OffHeap.getLong(frame - ADDRESSES);
        into.options = OffHeap.getLong(frame - OPTIONS);
        into.header = OffHeap.getInt(frame - HEADER);
        into.flags = flags >>> Byte.SIZE;
        into.dropReason = (byte) flags;
    }
}
