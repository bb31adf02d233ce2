package org.hopwire.icmp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketParser;
import org.hopwire.packet.SourceRoutePolicy;

/** One frame, parsed and decided again and again without any help of a test's own that allocates. */
final class IcmpBurst implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final long original;
    private final long address;
    private final int length;
    private final IcmpRig rig;
    private final PacketParser parser = new PacketParser(IcmpRig.INTERFACES, true, SourceRoutePolicy.DROP);
    private final Burst burst = new Burst(1);
    private final Packet[] packets = {new Packet()};
    private final PacketList[] byClass = new PacketList[PacketClass.count()];
    private final BurstHandler[] handlers = new BurstHandler[PacketClass.count()];

    IcmpBurst(IcmpRig rig, byte[] frame) {
        this.rig = rig;
        MemorySegment memory = arena.allocate(2L * frame.length + 256, 64);
        original = memory.address();
        address = original + frame.length + 128;
        length = frame.length;
        MemorySegment.copy(frame, 0, memory, ValueLayout.JAVA_BYTE, 0, length);
        Arrays.setAll(byClass, i -> new PacketList(1));
        rig.handlers.byClass().forEach((packetClass, handler) -> handlers[packetClass.index()] = handler);
    }

    Packet decide() {
        OffHeap.copy(original, address, length);
        burst.clear();
        burst.add(address, length, 0);
        for (PacketList list : byClass) {
            list.clear();
        }
        parser.parse(burst, 0, 62, packets, byClass);
        int index = packets[0].packetClass().index();
        if (byClass[index].size() == 1) {
            handlers[index].onBurst(byClass[index], rig.turn);
        }
        return packets[0];
    }

    @Override
    public void close() {
        arena.close();
    }
}
