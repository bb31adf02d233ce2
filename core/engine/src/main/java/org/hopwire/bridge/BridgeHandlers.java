package org.hopwire.bridge;

import java.util.Map;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.BurstParser;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;

/** A worker's switch, put together: its gate, its handlers by class, and what it says itself. */
public final class BridgeHandlers {
    /** Counter type of {@link BridgeCounter} rows. */
    public static final int COUNTER_TYPE_ID = 150;

    private final BridgeTables tables;
    private final GroupHandler group;
    private final MembershipMessageHandler messages;
    private final MacTable stations;
    private final CounterSet<BridgeCounter> counters;
    private final BurstParser parser;
    private final Map<PacketClass, BurstHandler> byClass;
    private final BurstHandler output;

    /**
     * A switch over the given tables.
     *
     * @param mac the switch's own address, 48 bits
     * @param registry where worker {@code scope} counts
     * @param random source of the address table's key
     */
    public BridgeHandlers(BridgeConfig config, BridgeTables tables, long mac, CounterRegistry registry, String scope,
            RandomGenerator random) {
        counters = registry.register(BridgeCounter.class, scope + ".bridge", COUNTER_TYPE_ID);
        stations = new MacTable(config.stations(), config.ports().size(), random, counters);
        config.fixed().forEach(each -> stations.fix(each.vlan(), each.mac(), each.port()));
        Learner learner = new Learner(stations, tables.links());
        Egress egress = new Egress(tables.vlans(), tables.links(), counters);
        StationHandler station = new StationHandler(stations, learner, egress, counters);
        group = new GroupHandler(tables, config.tableFull(), learner, egress, counters);
        BurstHandler everybody = new EverybodyHandler(learner, egress);
        messages = new MembershipMessageHandler(learner, egress, group, station, tables, config, mac, counters);
        this.tables = tables;
        byClass = Map.of(PacketClass.STATION, station, PacketClass.EVERYBODY, everybody, PacketClass.PIM, everybody,
                PacketClass.MULTICAST, group, PacketClass.IGMP, messages);
        parser = new SwitchParser(tables.vlans(), tables.links(), new TopologyWatch(tables.topology(), counters), mac);
        output = new OwnFrameHandler(tables.vlans(), tables.links(), egress, mac);
    }

    /**
     * On the control agent's thread, while the worker is in no burst: puts the policies of a configuration in force.
     * Its ports and VLANs are the same.
     */
    public void reconfigure(BridgeConfig config) {
        group.tableFull(config.tableFull());
        messages.passMalformed(config);
        tables.routers().policy(config);
    }

    /** The gate. */
    public BurstParser parser() {
        return parser;
    }

    /** Who decides on which class. */
    public Map<PacketClass, BurstHandler> byClass() {
        return byClass;
    }

    /** Sends what the switch says itself: {@link org.hopwire.packet.Packet#vlan} names the VLAN. */
    public BurstHandler output() {
        return output;
    }

    /** In place of ICMP errors: a frame that could not leave is counted, and nobody is told at layer 2. */
    public static BurstHandler errors() {
        return BridgeHandlers::drop;
    }

    private static void drop(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            part.get(i).drop(part.get(i).cause().dropReason());
        }
    }

    /** Where stations are; the worker's alone. */
    public MacTable stations() {
        return stations;
    }

    /** What is counted besides whole frames. */
    public CounterSet<BridgeCounter> counters() {
        return counters;
    }
}
