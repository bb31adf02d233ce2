package org.hopwire.ip;

/**
 * Link-layer addresses of neighbours, by port and IPv4 address. Written before the start, read by all workers.
 */
public final class NeighbourTable {
    /** What {@link #find} answers for a neighbour nobody knows; no station has this address. */
    public static final long UNKNOWN = -1;

    private static final long HASH = 0x9E37_79B9_7F4A_7C15L;
    private static final int LEAST_SLOTS = 16;

    private long[] keys = new long[LEAST_SLOTS];
    private long[] macs = new long[LEAST_SLOTS];
    private int size;

    /** Enters or replaces a neighbour. */
    public void put(int port, int address, long mac) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = slotOf(key(port, address));
        if (keys[slot] == 0) {
            size++;
        }
        keys[slot] = key(port, address);
        macs[slot] = mac;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldMacs = macs;
        keys = new long[oldKeys.length * 2];
        macs = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slotOf(oldKeys[i]);
                keys[slot] = oldKeys[i];
                macs[slot] = oldMacs[i];
            }
        }
    }

    private static long key(int port, int address) {
        // port + 1, so that no neighbour's key is the 0 of an empty slot
        return ((port + 1L) << Integer.SIZE) | (address & 0xffff_ffffL);
    }

    private int slotOf(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * HASH) >>> Integer.SIZE) & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    /** A neighbour's MAC, or {@link #UNKNOWN}. */
    public long find(int port, int address) {
        int slot = slotOf(key(port, address));
        return keys[slot] == 0 ? UNKNOWN : macs[slot];
    }

    /** How many neighbours there are. */
    public int size() {
        return size;
    }
}
