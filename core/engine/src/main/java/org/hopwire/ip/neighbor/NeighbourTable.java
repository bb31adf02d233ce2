package org.hopwire.ip.neighbor;

import org.hopwire.memory.KeyedTable;

/**
 * Link-layer addresses of neighbours, by port and IPv4 address. One writer, the control agent (and whoever builds the
 * engine, before its start); workers read without waiting.
 */
public final class NeighbourTable {
    /** What {@link #find} answers for a neighbour nobody knows; no station has this address. */
    public static final long UNKNOWN = -1;
    /** What {@link #find} answers for a neighbour that did not answer, of late. */
    public static final long FAILED = -2;
    /** What {@link #find} answers for a neighbour that is being asked for. */
    public static final long PENDING = -3;
    /** A slot that is none. */
    static final int NONE = KeyedTable.NONE;

    private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;
    private static final int STATE_SHIFT = 48;
    private static final int KNOWN = 1;
    private static final int ASKED = 2;
    private static final int GONE = 3;

    private final KeyedTable table;
    private final boolean[] resolving;

    /**
     * A table without neighbours.
     *
     * @param capacity neighbours there will be at most
     * @param seed secret of the hash
     * @param resolving whether neighbours of a port are asked for by ARP, by index
     */
    public NeighbourTable(int capacity, long seed, boolean... resolving) {
        this.resolving = resolving.clone();
        table = new KeyedTable(capacity, seed);
    }

    private static long key(int port, int address) {
        // port + 1, so that no neighbour's key is 0
        return (port + 1L) << Integer.SIZE | (address & 0xFFFF_FFFFL);
    }

    /** Whether neighbours of a port are asked for by ARP. */
    public boolean resolves(int port) {
        return port < resolving.length && resolving[port];
    }

    /**
     * A neighbour's MAC, or {@link #UNKNOWN}, {@link #PENDING} or {@link #FAILED}, all of them negative; a neighbour
     * that is found counts as in use.
     */
    public long find(int port, int address) {
        return meaning(table.find(key(port, address), true));
    }

    /** As {@link #find} for who does not send anything there. */
    public long peek(int port, int address) {
        return meaning(table.find(key(port, address), false));
    }

    private static long meaning(long value) {
        return switch ((int) (value >>> STATE_SHIFT)) {
            case KNOWN -> value & MAC_MASK;
            case ASKED -> PENDING;
            case GONE -> FAILED;
            default -> UNKNOWN;
        };
    }

    /** Writer: enters or replaces a neighbour. */
    public void put(int port, int address, long mac) {
        int slot = claim(port, address);
        if (slot == NONE) {
            throw new IllegalStateException("neighbours: no room for another one");
        }
        known(slot, mac);
    }

    /** Writer: forgets a neighbour; one that is not there is harmless. */
    public void remove(int port, int address) {
        int slot = slotOf(port, address);
        if (slot != NONE) {
            remove(slot);
        }
    }

    /** How many neighbours there may be at most, found and configured ones together, for lookups to stay short. */
    public int most() {
        return table.slots() / 3;
    }

    /** Writer: the slot of an entry, or {@link #NONE}. */
    int slotOf(int port, int address) {
        return table.slotOf(key(port, address));
    }

    /** Writer: the slot of an entry, a new one where there was none; {@link #NONE} where there is no room near. */
    int claim(int port, int address) {
        return table.claim(key(port, address), (long) ASKED << STATE_SHIFT);
    }

    /** Writer: a neighbour has that address. */
    void known(int slot, long mac) {
        table.set(slot, (long) KNOWN << STATE_SHIFT | (mac & MAC_MASK));
    }

    /** Writer: a neighbour did not answer. */
    void failed(int slot) {
        table.set(slot, (long) GONE << STATE_SHIFT);
    }

    /** Writer: whether a neighbour was used since this was last asked. */
    boolean takeUsed(int slot) {
        return table.takeUsed(slot);
    }

    /** Writer: whether a neighbour was used since {@link #takeUsed} was last asked. */
    boolean isUsed(int slot) {
        return table.isUsed(slot);
    }

    /** Writer: forgets a neighbour. */
    void remove(int slot) {
        table.remove(slot);
    }

    /** Slots there are; a slot is a number below it. */
    int slots() {
        return table.slots();
    }

    /** How many neighbours there are. */
    public int size() {
        return table.size();
    }
}
