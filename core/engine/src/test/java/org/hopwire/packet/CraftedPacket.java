package org.hopwire.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A packet with any bytes and any facts, also those the parser would never let through, in the middle of poison.
 *
 * <p>The facts are read from the bytes the plain way; what a link layer or an interface table would add is set by hand.
 */
public final class CraftedPacket {
    /** Poison on each side beyond head- and tailroom. */
    private static final int MARGIN = 32;
    private static final int LEAST_SIZE = 4096;

    private final Packet packet = new Packet();
    private final byte poison;
    private MemorySegment memory = MemorySegment.NULL;
    private MemorySegment untouched = MemorySegment.NULL;
    private int start;
    private int end;
    private int firstHeadroom;
    private int firstTailroom;
    private int firstSource;
    private int firstDestination;

    private CraftedPacket(int poison) {
        this.poison = (byte) poison;
    }

    /** A packet of these bytes with 128 octets of headroom and 256 of tailroom, poisoned with 0xA5. */
    public static CraftedPacket of(byte... datagram) {
        return of(datagram, 128, 256, 0xA5);
    }

    /** A packet of these bytes. */
    public static CraftedPacket of(byte[] datagram, int headroom, int tailroom, int poison) {
        CraftedPacket crafted = new CraftedPacket(poison);
        crafted.place(datagram, headroom, tailroom);
        return crafted;
    }

    /** Sets flags besides those the header says. */
    public CraftedPacket flags(int flags) {
        packet.flags |= flags;
        return this;
    }

    /** Sets the port it came in by. */
    public CraftedPacket inPort(int port) {
        packet.inPort = port;
        return this;
    }

    /** The packet. */
    public Packet packet() {
        return packet;
    }

    /**
     * Binds the packet to the place and length it had first; bytes that were written over stay so. Allocates nothing.
     */
    public CraftedPacket restore() {
        packet.headroom = firstHeadroom;
        packet.tailroom = firstTailroom;
        packet.bind(memory.address() + start + firstHeadroom, end - start - firstHeadroom - firstTailroom);
        packet.readdress(firstSource, firstDestination);
        packet.pending();
        return this;
    }

    /** What the packet's view shows now. */
    public byte[] bytes() {
        byte[] bytes = new byte[packet.length()];
        packet.view().getBytes(0, bytes);
        return bytes;
    }

    /** Throws when an octet in front of the headroom or behind the tailroom changed. */
    public void assertMarginsIntact() {
        assertPoison(0, start);
        assertPoison(end, end + MARGIN);
    }

    /** Throws when an octet in front of the packet as it is now changed. */
    public void assertHeadroomIntact() {
        assertPoison(0, packet.address() - memory.address());
    }

    private void assertPoison(long from, long to) {
        long changed = MemorySegment.mismatch(memory, from, to, untouched, from, to);
        if (changed >= 0) {
            throw new AssertionError("octet " + (from + changed - start) + " of " + (end - start) + " was written");
        }
    }

    /** Becomes another packet, in the same memory where it fits; for loops that make very many. */
    public CraftedPacket place(byte[] datagram, int headroom, int tailroom) {
        start = MARGIN;
        end = MARGIN + headroom + datagram.length + tailroom;
        int size = end + MARGIN;
        if (memory.byteSize() < size) {
            memory = Arena.ofAuto().allocate(Math.max(LEAST_SIZE, size), 8);
            untouched = Arena.ofAuto().allocate(memory.byteSize()).fill(poison);
        }
        memory.asSlice(0, size).fill(poison);
        packet.flags = 0;
        packet.inPort = 0;
        packet.pending();
        int at = start + headroom;
        MemorySegment.copy(datagram, 0, memory, ValueLayout.JAVA_BYTE, at, datagram.length);
        firstHeadroom = headroom;
        firstTailroom = tailroom;
        packet.headroom = headroom;
        packet.tailroom = tailroom;
        packet.bind(memory.address() + at, datagram.length);
        packet.frameAddress = packet.address;
        packet.frameLength = datagram.length;
        readFacts(ByteBuffer.wrap(Arrays.copyOf(datagram, Math.max(20, datagram.length))));
        return this;
    }

    private void readFacts(ByteBuffer header) {
        packet.header((header.get(0) & 0xF) * 4, header.getShort(8) & 0xFFFF, header.getLong(12));
        firstSource = packet.source();
        firstDestination = packet.destination();
        int fragment = header.getShort(6) & 0x3FFF;
        if (fragment != 0) {
            packet.flags |= Packet.FRAGMENTED;
        }
        if ((fragment & 0x1FFF) != 0) {
            packet.flags |= Packet.LATER_FRAGMENT;
        }
        if (packet.headerLength() > 20) {
            packet.flags |= Packet.OPTIONS;
        }
    }
}
