package org.hopwire.igmp;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.EventOutlet;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;

/**
 * What the membership roles of one engine are made of.
 *
 * @param config what is configured
 * @param interfaces the ports' IP sides
 * @param forwarding is told what members want, by port; in a switch by VLAN and port
 * @param local is told what this engine's own applications want, by port
 * @param counters counters of the control agent
 * @param random delays and hash keys
 * @param events where what happens is written down
 * @param chores what the tables behind the sinks want done once in a turn; answers how much it was
 */
public record IgmpParts(IgmpConfig config, InterfaceTable interfaces, ForwardingSink forwarding,
        ForwardingSink local, IgmpCounters counters, RandomGenerator random, EventOutlet<IgmpEvent.Slot> events,
        IntSupplier chores) {
    /** What holds on each port, at its index. */
    public static IgmpLink[] links(IgmpConfig config, InterfaceTable interfaces) {
        IgmpLink[] links = new IgmpLink[interfaces.size()];
        for (int i = 0; i < links.length; i++) {
            links[i] = config.link(interfaces.get(i).name());
        }
        requirePorts(config, interfaces);
        return links;
    }

    private static void requirePorts(IgmpConfig config, InterfaceTable interfaces) {
        List<String> names = IntStream.range(0, interfaces.size()).mapToObj(interfaces::get)
                .map(Interface::name).toList();
        for (IgmpPortConfig each : config.port()) {
            if (!names.contains(each.name())) {
                throw new IllegalArgumentException(
                        "igmp.port " + each.name() + " name: no port is called \"" + each.name() + "\"");
            }
        }
    }

    CounterSet<IgmpCounter> own() {
        return counters.own();
    }
}
