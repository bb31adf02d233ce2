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

    /**
     * Has all parts decided on and empties them.
     *
     * @return the verdicts left on their packets, a set of {@link Verdict#bit}
     */
    int dispatch(PacketList[] byClass, Turn turn) {
        int verdicts = 0;
        for (int i = 0; i < byClass.length; i++) {
            PacketList part = byClass[i];
            if (part.size() > 0) {
                verdicts |= decide(part, handlers[i], turn);
                part.clear();
            }
        }
        return verdicts;
    }

    private static int decide(PacketList part, BurstHandler handler, Turn turn) {
        if (handler != null) {
            handler.onBurst(part, turn);
        }
        return dropUndecided(part);
    }

    /** A handler that says nothing has dropped; nothing leaves without a verdict. */
    private static int dropUndecided(PacketList part) {
        int verdicts = 0;
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (packet.isPending()) {
                packet.drop(packet.packetClass().unhandled());
            }
            verdicts |= packet.verdictBit();
        }
        return verdicts;
    }
}
