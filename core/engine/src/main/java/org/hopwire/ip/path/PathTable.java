package org.hopwire.ip.path;

import org.hopwire.memory.KeyedTable;

/**
 * What is known of the ways to destinations, as workers read it: path MTU and first hop of each, and the default
 * router. One writer, the control agent.
 */
public final class PathTable {
    /** What {@link #find} answers for a destination nothing is known of. */
    public static final long NOTHING = KeyedTable.MISSING;

    private static final long DESTINATION = 1L << Integer.SIZE;
    private static final long DEFAULT_ROUTER = 2L << Integer.SIZE;
    private static final long PRESENT = 1L << 48;
    private static final int UNLIMITED = 65_535;

    private final KeyedTable table;

    /**
     * A table without entries.
     *
     * @param capacity destinations there will be at most
     * @param seed secret of the hash
     */
    public PathTable(int capacity, long seed) {
        table = new KeyedTable(capacity + 1, seed);
    }

    /** What is known of the way to a destination, to be asked for {@link #mtu} and {@link #gateway}. */
    public long find(int destination) {
        return table.isEmpty() ? NOTHING : table.find(DESTINATION | (destination & 0xFFFF_FFFFL), false);
    }

    /** Largest datagram the way takes, in octets; 65,535 where nothing is known. */
    public static int mtu(long path) {
        int mtu = (int) path & 0xFFFF;
        return path == NOTHING || mtu == 0 ? UNLIMITED : mtu;
    }

    /** First hop a redirect named, 0 where none did. */
    public static int gateway(long path) {
        return path == NOTHING ? 0 : (int) (path >>> Short.SIZE);
    }

    /** The default router, {@link #gateway} and {@link #port} of which mean something; or {@link #NOTHING}. */
    public long defaultRouter() {
        return table.isEmpty() ? NOTHING : table.find(DEFAULT_ROUTER, false);
    }

    /** Index of the port the default router is on. */
    public static int port(long router) {
        return (int) router & 0xFFFF;
    }

    /** Writer: says where the default router is. */
    void defaultRouter(int port, int address) {
        long value = value(port, address);
        table.set(table.claim(DEFAULT_ROUTER, value), value);
    }

    /** Writer: there is no default router. */
    void noDefaultRouter() {
        int slot = table.slotOf(DEFAULT_ROUTER);
        if (slot != KeyedTable.NONE) {
            table.remove(slot);
        }
    }

    private static long value(int low, int gateway) {
        return PRESENT | (gateway & 0xFFFF_FFFFL) << Short.SIZE | low;
    }

    /** Writer: the slot of a destination, or {@link KeyedTable#NONE}. */
    int slotOf(int destination) {
        return table.slotOf(DESTINATION | (destination & 0xFFFF_FFFFL));
    }

    /** Writer: the slot of a destination, a new one where there was none; {@link KeyedTable#NONE} without room. */
    int claim(int destination) {
        return table.claim(DESTINATION | (destination & 0xFFFF_FFFFL), PRESENT);
    }

    /** Writer: what is known, 0 for nothing. */
    void set(int slot, int mtu, int gateway) {
        table.set(slot, value(mtu, gateway));
    }

    /** Writer: forgets a destination. */
    void remove(int slot) {
        table.remove(slot);
    }

    /** Slots there are; a slot is a number below it. */
    int slots() {
        return table.slots();
    }
}
