package org.hopwire.packet;

import org.hopwire.memory.FrameSlab;
import org.hopwire.wire.Ipv4Header;

/** Spare packets with slab memory of their own. Single-threaded, like the slab it cuts. */
public final class PacketPool implements AutoCloseable {
    /** Octets kept in front of every packet of a pool: as much as the ports grant, to a multiple of eight. */
    public static final int HEADROOM = 64;

    /** Room in front of a datagram for an Ethernet header with one VLAN tag, to a multiple of four. */
    private static final int LINK_ROOM = 20;

    /** Octets that hold any frame: the longest datagram with its link-layer header, tags included. */
    public static final int LONGEST_FRAME = Ipv4Header.MAX_TOTAL_LENGTH + 64;

    /**
     * The memory of one packet.
     *
     * @param address first octet of its slot's frame
     * @param capacity octets of the frame
     * @param headroom octets in front of it
     * @param pool where the packet goes home
     */
    record Room(long address, int capacity, int headroom, PacketPool pool) {
        /** Makes it an empty packet of ours, {@code octets} of IP to be written in full; false where too small. */
        boolean bind(Packet packet, int octets) {
            if (octets > capacity - LINK_ROOM) {
                return false;
            }
            packet.headroom = LINK_ROOM + headroom;
            packet.tailroom = capacity - LINK_ROOM - octets;
            packet.flags = Packet.ORIGINATED;
            packet.inPort = -1;
            packet.link(0, 0, 0);
            packet.timestampNs = 0;
            packet.sort(PacketClass.SETTLED);
            packet.bind(address + LINK_ROOM, octets);
            packet.frame(0);
            packet.pending();
            return true;
        }
    }

    private final FrameSlab slab;
    private final int longest;
    private final Packet[] free;
    private int freeCount;

    /**
     * A pool of packets.
     *
     * @param capacity how many, at least 1
     * @param frameCapacity bytes of the longest frame, Ethernet header included
     * @param headroom bytes in front of each frame
     */
    public PacketPool(int capacity, int frameCapacity, int headroom) {
        longest = frameCapacity - LINK_ROOM;
        slab = new FrameSlab(capacity, frameCapacity, headroom);
        free = new Packet[capacity];
        for (int i = 0; i < capacity; i++) {
            Packet packet = new Packet();
            packet.room = new Room(slab.acquire(), frameCapacity, headroom, this);
            free[i] = packet;
        }
        freeCount = capacity;
    }

    /** A packet to fill, or null when all are out. */
    public Packet acquire() {
        return freeCount == 0 ? null : free[--freeCount];
    }

    /** Takes a packet of this pool back. */
    public void release(Packet packet) {
        free[freeCount++] = packet;
    }

    /** Packets nobody holds. */
    public int available() {
        return freeCount;
    }

    /** Octets of the longest datagram a packet of this pool holds. */
    int longest() {
        return longest;
    }

    /** Packets in all. */
    public int capacity() {
        return free.length;
    }

    /** Unmaps the packets' memory. */
    @Override
    public void close() {
        slab.close();
    }
}
