package org.hopwire.ip.neighbor;

import java.util.function.Consumer;

import org.hopwire.ip.neighbor.NeighbourSnapshot.State;

/**
 * Every neighbour by its slot in the table, and who gives way when there are too many: first the oldest that failed,
 * then the oldest that only asked for us and was never used. Whoever is in use, or being asked for, stays.
 */
final class NeighbourStore {
    /** Places looked at for one that gives way: bounds the work of a flood. */
    private static final int MOST_LOOKS = 16;

    private final NeighbourTable table;
    private final Neighbour[] bySlot;
    private final int maxEntries;
    private final int maxUnresolved;
    private final int queuePackets;
    private final Consumer<Neighbour> evicted;
    private final NeighbourList failed = new NeighbourList();
    private final NeighbourList unused = new NeighbourList();
    private int entries;
    private int unresolved;

    /** @param evicted told of who gives way, while the entry is still there */
    NeighbourStore(ArpConfig config, NeighbourTable table, Consumer<Neighbour> evicted) {
        this.table = table;
        this.evicted = evicted;
        bySlot = new Neighbour[table.slots()];
        maxEntries = config.maxEntries();
        maxUnresolved = config.maxUnresolved();
        queuePackets = config.queuePackets();
    }

    Neighbour find(int port, int address) {
        int slot = table.slotOf(port, address);
        return slot == NeighbourTable.NONE ? null : at(slot);
    }

    /** The neighbour in a slot; null for a free one. */
    Neighbour at(int slot) {
        Neighbour neighbour = bySlot[slot];
        return neighbour == null || neighbour.state == null ? null : neighbour;
    }

    int slots() {
        return bySlot.length;
    }

    int entries() {
        return entries;
    }

    /** An entry of the configuration; it is in the table already. */
    void addFixed(int port, int address, long mac) {
        Neighbour neighbour = bind(table.slotOf(port, address), port, address);
        neighbour.state = State.FIXED;
        neighbour.mac = mac;
    }

    /** A neighbour to be asked for; null where none gives way. */
    Neighbour addIncomplete(int port, int address) {
        if (unresolved >= maxUnresolved && !evictFailed()) {
            return null;
        }
        Neighbour neighbour = add(port, address);
        if (neighbour != null) {
            neighbour.state = State.INCOMPLETE;
            unresolved++;
        }
        return neighbour;
    }

    /** A neighbour that has told its address unasked; null where none gives way. */
    Neighbour addLearned(int port, int address, long mac) {
        Neighbour neighbour = add(port, address);
        if (neighbour != null) {
            neighbour.state = State.REACHABLE;
            neighbour.mac = mac;
            neighbour.unused = true;
            unused.add(neighbour);
            table.known(neighbour.slot, mac);
        }
        return neighbour;
    }

    private Neighbour add(int port, int address) {
        if (entries >= maxEntries && !evictFailed() && !evictUnused()) {
            return null;
        }
        int slot = table.claim(port, address);
        if (slot == NeighbourTable.NONE) {
            return null;
        }
        entries++;
        return bind(slot, port, address);
    }

    private Neighbour bind(int slot, int port, int address) {
        if (bySlot[slot] == null) {
            bySlot[slot] = new Neighbour(slot, queuePackets);
        }
        Neighbour neighbour = bySlot[slot];
        neighbour.port = port;
        neighbour.address = address;
        return neighbour;
    }

    private boolean evictFailed() {
        Neighbour oldest = failed.oldest();
        if (oldest == null) {
            return false;
        }
        evicted.accept(oldest);
        return true;
    }

    private boolean evictUnused() {
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            Neighbour oldest = unused.oldest();
            if (oldest == null) {
                return false;
            }
            if (!table.isUsed(oldest.slot)) {
                evicted.accept(oldest);
                return true;
            }
            used(oldest);
        }
        return false;
    }

    /** A neighbour that was learned and has found use: it stays. */
    void used(Neighbour neighbour) {
        if (neighbour.unused) {
            neighbour.unused = false;
            unused.remove(neighbour);
        }
    }

    /** A neighbour has told its address. */
    void resolve(Neighbour neighbour, long mac) {
        leaveUnresolved(neighbour);
        neighbour.state = State.REACHABLE;
        neighbour.mac = mac;
        table.known(neighbour.slot, mac);
    }

    /** A neighbour has not answered. */
    void fail(Neighbour neighbour) {
        neighbour.state = State.FAILED;
        failed.add(neighbour);
        table.failed(neighbour.slot);
    }

    void remove(Neighbour neighbour) {
        leaveUnresolved(neighbour);
        used(neighbour);
        neighbour.state = null;
        neighbour.mac = 0;
        entries--;
        table.remove(neighbour.slot);
    }

    /** A neighbour that was found is one of the configuration from now on. */
    void fixed(Neighbour neighbour, long mac) {
        leaveUnresolved(neighbour);
        used(neighbour);
        neighbour.state = State.FIXED;
        neighbour.mac = mac;
        entries--;
        table.known(neighbour.slot, mac);
    }

    /** A neighbour of the configuration is none any more. */
    void removeFixed(Neighbour neighbour) {
        neighbour.state = null;
        neighbour.mac = 0;
        table.remove(neighbour.slot);
    }

    private void leaveUnresolved(Neighbour neighbour) {
        if (neighbour.state == State.FAILED) {
            failed.remove(neighbour);
        }
        if (neighbour.state == State.FAILED || neighbour.state == State.INCOMPLETE) {
            unresolved--;
        }
    }
}
