package org.hopwire.ip.neighbor;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.EventOutlet;
import org.hopwire.ip.neighbor.NeighbourSnapshot.State;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.Turn;

/** Dynamic ARP put together: the gate of a worker, the machine of the control agent, and a look at both. */
public final class Neighbours implements AutoCloseable {
    private final InterfaceTable interfaces;
    private final NeighbourTable table;
    private final BitSet proxies;
    private final WaitingRoom waiting;
    private final NeighbourMachine machine;
    private final ArpHandler handler;
    private final CounterSet<NeighbourCounter> counters;

    /**
     * A machine over a table.
     *
     * @param setup what it works on
     * @param registry where the counters stand
     * @param scope first part of their labels
     * @param events where what an operator wants to know is written down
     */
    public Neighbours(Setup setup, CounterRegistry registry, String scope,
            EventOutlet<NeighbourEvent.Slot> events) {
        interfaces = setup.interfaces();
        table = setup.table();
        proxies = (BitSet) setup.proxies().clone();
        counters = registry.register(NeighbourCounter.class, scope + ".neighbours", NeighbourCounter.TYPE_ID);
        waiting = new WaitingRoom(setup.config(), setup.frameCapacity(), counters);
        ArpWriter writer = new ArpWriter(counters);
        NeighbourEvents feed = new NeighbourEvents(interfaces, events, counters);
        machine = new NeighbourMachine(setup.config(), interfaces, table, waiting, writer, feed, counters);
        handler = new ArpHandler(setup.config(), interfaces, table, machine, writer, feed,
                (port, address) -> proxies.get(port) && setup.proxyRule().answers(port, address), counters);
    }

    /**
     * What neighbours are kept by and for.
     *
     * @param config how they are found and kept
     * @param interfaces our addresses
     * @param table what workers read; with the neighbours of the configuration
     * @param proxies ports that answer for stations behind others (RFC 1027)
     * @param proxyRule for which
     * @param frameCapacity octets of the longest packet that may wait
     */
    public record Setup(ArpConfig config, InterfaceTable interfaces, NeighbourTable table, BitSet proxies,
            ProxyRule proxyRule, int frameCapacity) {}

    /** Before the start: a neighbour of the configuration, which the table holds already. */
    public void addFixed(int port, int address, long mac) {
        machine.store().addFixed(port, address, mac);
    }

    /** On the control agent's thread: a neighbour is configured now, whatever was known of it. */
    public void fix(int port, int address, long mac, Turn turn) {
        machine.begin(turn);
        machine.fix(port, address, mac);
    }

    /** On the control agent's thread: a neighbour is configured no longer; it is asked for when it is needed. */
    public void unfix(int port, int address) {
        Neighbour neighbour = machine.store().find(port, address);
        if (neighbour != null && neighbour.state == State.FIXED) {
            machine.store().removeFixed(neighbour);
        }
    }

    /** On the control agent's thread: goes by another configuration; what waits or is believed keeps its time. */
    public void reconfigure(ArpConfig config, BitSet answeredFor) {
        machine.reconfigure(config);
        handler.reconfigure(config);
        proxies.clear();
        proxies.or(answeredFor);
    }

    /**
     * A worker's own handlers, by class of packet.
     *
     * @param answeredFor ports that answer for stations behind others (RFC 1027)
     */
    public Map<PacketClass, BurstHandler> byClass(BitSet answeredFor) {
        return Map.of(PacketClass.ARP, new ArpGate(interfaces, table, answeredFor));
    }

    /** The control agent's machine. */
    public ControlHandler control() {
        return handler;
    }

    /** What has happened. */
    public CounterSet<NeighbourCounter> counters() {
        return counters;
    }

    /** On the control agent's thread: a port's link is up or down. */
    public void linkChanged(int port, boolean isUp, Turn turn) {
        handler.linkChanged(port, isUp, turn);
    }

    /** On the control agent's thread: every neighbour, by port and address. */
    public List<NeighbourSnapshot> snapshot(long nowNs) {
        List<NeighbourSnapshot> all = new ArrayList<>();
        NeighbourStore store = machine.store();
        for (int slot = 0; slot < store.slots(); slot++) {
            Neighbour neighbour = store.at(slot);
            if (neighbour != null) {
                all.add(snapshotOf(neighbour, nowNs));
            }
        }
        all.sort((a, b) -> a.port().equals(b.port())
                ? Integer.compareUnsigned(a.address(), b.address())
                : a.port().compareTo(b.port()));
        return List.copyOf(all);
    }

    private NeighbourSnapshot snapshotOf(Neighbour neighbour, long nowNs) {
        boolean isKnown = neighbour.state != State.INCOMPLETE && neighbour.state != State.FAILED;
        long left = neighbour.state == State.FIXED ? Long.MAX_VALUE : neighbour.deadlineNs - nowNs;
        return new NeighbourSnapshot(interfaces.get(neighbour.port).name(), neighbour.address,
                isKnown ? neighbour.mac : NeighbourTable.UNKNOWN, neighbour.state, table.isUsed(neighbour.slot),
                neighbour.waiting(), left);
    }

    /** Unmaps what waits; the control agent has stopped. */
    @Override
    public void close() {
        waiting.close();
    }
}
