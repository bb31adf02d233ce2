package org.hopwire.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import org.hopwire.memory.Burst;
import org.hopwire.port.Port;

/** The parser over frames in off-heap memory, with poison in front of and behind each. */
public final class ParserRig implements AutoCloseable {
    /**
     * Octets of poison on each side of a frame; the rig grants {@link Port#MIN_HEADROOM} of them in front, 64 behind.
     */
    public static final int MARGIN = 128;

    private static final int TAILROOM = 64;
    private static final int MAX_FRAME = 66_000;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(MARGIN + MAX_FRAME + MARGIN, 64);
    private final MemorySegment untouched = arena.allocate(MARGIN);
    private final byte poison;
    private final BurstParser parser;
    private final Burst burst = new Burst(1);
    private final Packet[] packets = {new Packet()};
    private final PacketList[] byClass = new PacketList[PacketClass.count()];
    private int frameLength;

    /** A parser of a router (or not) that drops source routes, over memory full of {@code poison}. */
    public ParserRig(InterfaceTable interfaces, boolean router, int poison) {
        this(new PacketParser(interfaces, router, SourceRoutePolicy.DROP), poison);
    }

    /** Any parser. */
    public ParserRig(BurstParser parser, int poison) {
        this.parser = parser;
        this.poison = (byte) poison;
        Arrays.setAll(byClass, i -> new PacketList(1));
        memory.fill(this.poison);
        untouched.fill(this.poison);
    }

    /** Parses a whole frame. */
    public Packet parse(int inPort, byte[] frame) {
        return parse(inPort, frame, frame.length, 0, 0);
    }

    /** Parses a frame that was longer on the wire, or has burst flags or a stripped tag. */
    public Packet parse(int inPort, byte[] frame, int originalLength, int burstFlags, int vlan) {
        place(frame);
        burst.clear();
        burst.add(address(), frame.length, TAILROOM);
        burst.originalLength[0] = originalLength;
        burst.flags[0] = burstFlags;
        burst.vlan[0] = vlan;
        for (PacketList list : byClass) {
            list.clear();
        }
        parser.parse(burst, inPort, Port.MIN_HEADROOM, packets, byClass);
        return packets[0];
    }

    private void place(byte[] frame) {
        memory.asSlice(0, MARGIN + frameLength + MARGIN).fill(poison);
        frameLength = frame.length;
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, MARGIN, frame.length);
    }

    /** Address of the frame's first octet. */
    public long address() {
        return memory.address() + MARGIN;
    }

    /** The class list that holds the packet, or null where the parser settled it. */
    public PacketList listOf(Packet packet) {
        PacketList list = byClass[packet.packetClass().index()];
        return list.size() == 1 && packet.verdict() == Verdict.PENDING ? list : null;
    }

    /** The frame's octets as they are now. */
    public byte[] frame() {
        return memory.asSlice(MARGIN, frameLength).toArray(ValueLayout.JAVA_BYTE);
    }

    /** The octets a packet's view shows. */
    public static byte[] datagram(Packet packet) {
        byte[] bytes = new byte[packet.view().capacity()];
        packet.view().getBytes(0, bytes);
        return bytes;
    }

    /** Throws when an octet outside the frame was written. */
    public void assertSurroundingsIntact() {
        assertPoison(0);
        assertPoison(MARGIN + frameLength);
    }

    private void assertPoison(int from) {
        long written = memory.asSlice(from, MARGIN).mismatch(untouched);
        if (written >= 0) {
            throw new AssertionError("octet " + (from + written - MARGIN) + " of a frame of " + frameLength
                    + " was written, outside of it");
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
