package org.hopwire.pipeline;

import java.util.EnumMap;
import java.util.Map;

import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;

/** Which handler decides on which class, and what happens where there is none. */
public final class Dispatcher {
    private final BurstHandler[] handlers = new BurstHandler[PacketClass.count()];

    /** A dispatcher over the given handlers; a class without one is dropped under its own reason. */
    public Dispatcher(Map<PacketClass, BurstHandler> byClass) {
        for (Map.Entry<PacketClass, BurstHandler> each : new EnumMap<>(byClass).entrySet()) {
            handlers[each.getKey().index()] = each.getValue();
        }
    }

    void dispatch(PacketList[] byClass, Turn turn) {
        for (int i = 0; i < byClass.length; i++) {
            PacketList part = byClass[i];
            if (part.size() > 0) {
                decide(part, handlers[i], turn);
                part.clear();
            }
        }
    }

    private static void decide(PacketList part, BurstHandler handler, Turn turn) {
        if (handler != null) {
            handler.onBurst(part, turn);
        }
        dropUndecided(part);
    }

    /** A handler that says nothing has dropped; nothing leaves without a verdict. */
    private static void dropUndecided(PacketList part) {
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (packet.verdict() == Verdict.PENDING) {
                packet.drop(packet.packetClass().unhandled());
            }
        }
    }
}
