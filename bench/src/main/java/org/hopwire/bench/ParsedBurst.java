package org.hopwire.bench;

import java.util.Arrays;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketParser;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.wire.Ipv4Prefix;

/** A full burst of one frame in slots of its own, and a parser of the router it is sent to. */
public final class ParsedBurst implements AutoCloseable {
    /** The router: 192.0.2.1/24 on its only port. */
    public static final InterfaceTable INTERFACES = new InterfaceTable(List.of(new Interface(0, "lan",
            Frames.ROUTER_MAC, false, 1500, 0, List.of(Ipv4Prefix.parse("192.0.2.1/24")))));

    private static final int RESTORED_OCTETS = 64;

    private final Burst burst = new Burst();
    private final FrameSlab slab = new FrameSlab(Burst.MAX_SIZE, 2048, PacketPool.HEADROOM);
    private final FrameSlab template = new FrameSlab(1, 2048, PacketPool.HEADROOM);
    private final PacketParser parser = new PacketParser(INTERFACES, true, SourceRoutePolicy.DROP);
    private final Packet[] packets = new Packet[Burst.MAX_SIZE];
    private final PacketList[] byClass = new PacketList[PacketClass.count()];
    private final long original;

    /** 256 times the same frame. */
    public ParsedBurst(byte[] frame) {
        original = template.acquire();
        new UnsafeBuffer(original, frame.length).putBytes(0, frame);
        for (int i = 0; i < Burst.MAX_SIZE; i++) {
            long slot = slab.acquire();
            OffHeap.copy(original, slot, frame.length);
            burst.add(slot, frame.length, 0);
            packets[i] = new Packet();
        }
        Arrays.setAll(byClass, i -> new PacketList(Burst.MAX_SIZE));
    }

    /** Parses every frame; returns the packets of a class. */
    public PacketList parse(PacketClass wanted) {
        for (PacketList list : byClass) {
            list.clear();
        }
        parser.parse(burst, 0, PacketPool.HEADROOM, packets, byClass);
        return byClass[wanted.index()];
    }

    /** Undoes what a handler wrote into the first 64 octets of each frame. */
    public void restore() {
        for (int i = 0; i < Burst.MAX_SIZE; i++) {
            OffHeap.copy(original, burst.address[i], RESTORED_OCTETS);
        }
    }

    /** A packet as it was decided. */
    public Packet packet(int index) {
        return packets[index];
    }

    @Override
    public void close() {
        slab.close();
        template.close();
    }
}
