package org.hopwire.icmp;

import java.util.List;

import org.hopwire.packet.CraftedPacket;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Prefix;

/** A router with two ports: 10.0.0.1/24 and, with an MTU of 1400, 10.0.1.1/24. */
final class ErrorFixture {
    static final String OURS = "10.0.0.1";
    static final String SENDER = "10.0.0.9";
    static final String FAR = "198.51.100.7";

    private ErrorFixture() {}

    static InterfaceTable interfaces() {
        return interfaces(1400);
    }

    static InterfaceTable interfaces(int secondMtu) {
        return new InterfaceTable(List.of(
                new Interface(0, "left", 0x02_00_00_00_00_01L, false, 1500, 0,
                        List.of(Ipv4Prefix.parse("10.0.0.1/24"))),
                new Interface(1, "right", 0x02_00_00_00_00_02L, false, secondMtu, 0,
                        List.of(Ipv4Prefix.parse("10.0.1.1/24")))));
    }

    static PacketList listOf(CraftedPacket... crafted) {
        PacketList list = new PacketList(Math.max(1, crafted.length));
        for (CraftedPacket each : crafted) {
            list.add(each.packet());
        }
        return list;
    }

    /** A turn at a time; nothing is spawned from it. */
    static Turn turn(long nowNs) {
        Turn turn = new Turn(new PacketPool(1, 2048, PacketPool.HEADROOM));
        turn.begin(nowNs, 0);
        return turn;
    }
}
