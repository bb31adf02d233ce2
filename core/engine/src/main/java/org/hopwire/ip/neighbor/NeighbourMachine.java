package org.hopwire.ip.neighbor;

import org.hopwire.counter.CounterSet;
import org.hopwire.ip.neighbor.NeighbourSnapshot.State;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Turn;

/**
 * What happens to a neighbour: asked for once a second until it answers or fails (RFC 1122 section 2.3.2.1), asked
 * again by unicast when its time is over and packets went to it, forgotten when none did.
 */
final class NeighbourMachine {
    static final long SECOND_NS = 1_000_000_000L;
    /** RFC 1122 section 2.3.2.1: polls without an answer after which a neighbour is forgotten. */
    private static final int POLLS = 2;
    /** Least time between two stations with one address: who answers last has it, but not many times a second. */
    private static final long LEAST_STAY_NS = SECOND_NS;

    private ArpConfig config;
    private final InterfaceTable interfaces;
    private final NeighbourTable table;
    private final NeighbourStore store;
    private final WaitingRoom waiting;
    private final ArpWriter writer;
    private final NeighbourEvents events;
    private final CounterSet<NeighbourCounter> counters;
    private ControlTimers timers;
    private Turn turn;

    NeighbourMachine(ArpConfig config, InterfaceTable interfaces, NeighbourTable table, WaitingRoom waiting,
            ArpWriter writer, NeighbourEvents events, CounterSet<NeighbourCounter> counters) {
        this.config = config;
        this.interfaces = interfaces;
        this.table = table;
        this.waiting = waiting;
        this.writer = writer;
        this.events = events;
        this.counters = counters;
        store = new NeighbourStore(config, table, this::evict);
    }

    NeighbourStore store() {
        return store;
    }

    void start(ControlTimers handlerTimers) {
        timers = handlerTimers;
    }

    /** What follows happens in this turn. */
    void begin(Turn thisTurn) {
        turn = thisTurn;
    }

    void reconfigure(ArpConfig changed) {
        config = changed;
    }

    /** A neighbour of the configuration: what was known of it is void, and what waits for it leaves. */
    void fix(int port, int address, long mac) {
        Neighbour neighbour = store.find(port, address);
        if (neighbour != null && neighbour.state != State.FIXED) {
            timers.cancel(neighbour.timer);
            store.fixed(neighbour, mac);
            waiting.release(neighbour, turn);
        } else {
            table.put(port, address, mac);
            store.addFixed(port, address, mac);
        }
    }

    /** A packet of the worker's that waits for a neighbour. */
    void await(Packet packet) {
        int port = packet.outPort();
        Neighbour neighbour = store.find(port, packet.causeDatum());
        if (neighbour == null) {
            neighbour = askFor(port, packet.causeDatum());
        }
        if (neighbour == null) {
            waiting.refuse(packet, false, turn);
            return;
        }
        switch (neighbour.state) {
            case FIXED, REACHABLE, POLLED -> waiting.pass(packet, turn);
            case INCOMPLETE -> waiting.keep(neighbour, packet, turn);
            case FAILED -> waiting.refuse(packet, true, turn);
        }
    }

    private Neighbour askFor(int port, int address) {
        Neighbour neighbour = store.addIncomplete(port, address);
        if (neighbour == null) {
            noRoom(port, address);
        } else {
            neighbour.asked = 0;
            ask(neighbour);
        }
        return neighbour;
    }

    private void noRoom(int port, int address) {
        counters.increment(NeighbourCounter.TABLE_FULL);
        events.tableFull(port, address, turn.nowNs());
    }

    private void ask(Neighbour neighbour) {
        neighbour.asked++;
        writer.ask(turn, interfaces.get(neighbour.port), neighbour.address);
        arm(neighbour, SECOND_NS);
    }

    private void arm(Neighbour neighbour, long delayNs) {
        neighbour.deadlineNs = turn.nowNs() + delayNs;
        neighbour.timer = timers.arm(neighbour.deadlineNs, neighbour.slot);
    }

    /** A station has asked for us, and so told where it is (RFC 826). */
    void learn(int port, int address, long mac) {
        Neighbour neighbour = store.addLearned(port, address, mac);
        if (neighbour == null) {
            noRoom(port, address);
            return;
        }
        counters.increment(NeighbourCounter.LEARNED);
        neighbour.changedNs = turn.nowNs() - LEAST_STAY_NS;
        arm(neighbour, reachableNs());
    }

    private long reachableNs() {
        return config.reachableSeconds() * SECOND_NS;
    }

    /** A neighbour we have an entry for has told where it is (RFC 826, Merge_flag). */
    void merge(Neighbour neighbour, long mac) {
        switch (neighbour.state) {
            case FIXED -> {
                if (neighbour.mac != mac) {
                    counters.increment(NeighbourCounter.FIXED_KEPT);
                }
            }
            case INCOMPLETE, FAILED -> answered(neighbour, mac);
            case REACHABLE, POLLED -> confirm(neighbour, mac);
        }
    }

    private void answered(Neighbour neighbour, long mac) {
        counters.increment(NeighbourCounter.RESOLVED);
        neighbour.changedNs = turn.nowNs();
        reachable(neighbour, mac);
        waiting.release(neighbour, turn);
    }

    private void reachable(Neighbour neighbour, long mac) {
        timers.cancel(neighbour.timer);
        store.resolve(neighbour, mac);
        arm(neighbour, reachableNs());
    }

    private void confirm(Neighbour neighbour, long mac) {
        if (neighbour.mac == mac) {
            reachable(neighbour, mac);
        } else if (turn.nowNs() - neighbour.changedNs < LEAST_STAY_NS) {
            counters.increment(NeighbourCounter.MOVE_REFUSED);
        } else {
            counters.increment(NeighbourCounter.MOVED);
            events.moved(neighbour, mac, turn.nowNs());
            neighbour.changedNs = turn.nowNs();
            reachable(neighbour, mac);
        }
    }

    void onTimer(int slot) {
        Neighbour neighbour = store.at(slot);
        switch (neighbour.state) {
            case INCOMPLETE -> askAgain(neighbour);
            case REACHABLE -> ageOrPoll(neighbour);
            case POLLED -> pollAgain(neighbour);
            case FAILED -> remove(neighbour);
            case FIXED -> throw new IllegalStateException("a fixed neighbour has no timer");
        }
    }

    private void askAgain(Neighbour neighbour) {
        if (neighbour.asked < config.requests()) {
            ask(neighbour);
            return;
        }
        counters.increment(NeighbourCounter.UNRESOLVED);
        store.fail(neighbour);
        waiting.refuse(neighbour, turn);
        arm(neighbour, config.failedSeconds() * SECOND_NS);
    }

    private void ageOrPoll(Neighbour neighbour) {
        if (table.takeUsed(neighbour.slot)) {
            store.used(neighbour);
            neighbour.state = State.POLLED;
            neighbour.asked = 0;
            poll(neighbour);
        } else {
            expire(neighbour);
        }
    }

    private void poll(Neighbour neighbour) {
        neighbour.asked++;
        writer.poll(turn, interfaces.get(neighbour.port), neighbour.address, neighbour.mac);
        arm(neighbour, SECOND_NS);
    }

    private void pollAgain(Neighbour neighbour) {
        if (neighbour.asked < POLLS) {
            poll(neighbour);
        } else {
            expire(neighbour);
        }
    }

    private void expire(Neighbour neighbour) {
        counters.increment(NeighbourCounter.EXPIRED);
        remove(neighbour);
    }

    private void evict(Neighbour neighbour) {
        counters.increment(NeighbourCounter.EVICTED);
        timers.cancel(neighbour.timer);
        remove(neighbour);
    }

    private void remove(Neighbour neighbour) {
        waiting.forget(neighbour, turn);
        store.remove(neighbour);
    }

    /** A port's link is down: whoever was there may not be when it is up again. */
    void forgetPort(int port) {
        for (int slot = 0; slot < store.slots(); slot++) {
            Neighbour neighbour = store.at(slot);
            if (neighbour != null && neighbour.port == port && neighbour.state != State.FIXED) {
                timers.cancel(neighbour.timer);
                remove(neighbour);
            }
        }
    }
}
