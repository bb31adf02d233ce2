package org.hopwire.icmp;

import java.util.random.RandomGenerator;

import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;

/** Turns refused packets into ICMP errors, or drops them under the rule that forbids one. */
final class IcmpErrorHandler implements BurstHandler {
    private final IcmpCounters counters;

    IcmpErrorHandler(IcmpConfig config, InterfaceTable interfaces, IcmpCounters counters, RandomGenerator random) {
        this.counters = counters;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            part.get(i).drop(part.get(i).cause().dropReason());
        }
        counters.events();
    }
}
