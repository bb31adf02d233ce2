package org.hopwire.ip.neighbor;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Link-layer addresses of neighbours, by port and IPv4 address: open addressing over off-heap slots of 32 octets, key,
 * value and a mark of use. One writer, the control agent (and whoever builds the engine, before its start); workers
 * read without waiting.
 *
 * <p>A value holds the address, what is known of it, and a number that changes with the slot's key: a reader that sees
 * the same value before and after the key has seen both of one entry. The hash is keyed, so that nobody can make up
 * neighbours that meet in one place; a quarter of the slots is used at most.
 */
public final class NeighbourTable {
    /** What {@link #find} answers for a neighbour nobody knows; no station has this address. */
    public static final long UNKNOWN = -1;
    /** What {@link #find} answers for a neighbour that did not answer, of late. */
    public static final long FAILED = -2;
    /** What {@link #find} answers for a neighbour that is being asked for. */
    public static final long PENDING = -3;
    /** A slot that is none. */
    static final int NONE = -1;

    private static final int ALIGNMENT = 128;
    private static final int SLOT_SHIFT = 5;
    private static final int VALUE = 8;
    private static final int USED = 16;
    private static final int SLOTS_PER_ENTRY = 4;
    private static final int LEAST_SLOTS = 64;
    private static final int MOST_PROBES = 128;

    private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;
    private static final int STATE_SHIFT = 48;
    private static final int STATE_MASK = 3;
    private static final int FREE = 0;
    private static final int KNOWN = 1;
    private static final int ASKED = 2;
    private static final int GONE = 3;
    private static final int GENERATION_SHIFT = 50;

    private final UnsafeBuffer slots;
    private final int mask;
    private final long offset;
    private final long first;
    private final long second;
    private final boolean[] resolving;
    private int size;

    /**
     * A table without neighbours.
     *
     * @param capacity neighbours there will be at most
     * @param seed secret of the hash
     * @param resolving whether neighbours of a port are asked for by ARP, by index
     */
    public NeighbourTable(int capacity, long seed, boolean... resolving) {
        this.resolving = resolving.clone();
        int count = Math.max(LEAST_SLOTS, Integer.highestOneBit(Math.max(1, capacity) * SLOTS_PER_ENTRY - 1) << 1);
        mask = count - 1;
        slots = new UnsafeBuffer(BufferUtil.allocateDirectAligned(count << SLOT_SHIFT, ALIGNMENT));
        offset = mix(seed + 0x9E37_79B9_7F4A_7C15L);
        first = mix(seed + 0x3C6E_F372_FE94_F82AL) | 1;
        second = mix(seed + 0xDAA6_6D2C_7DDF_743FL) | 1;
    }

    private static long mix(long value) {
        long x = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        x = (x ^ x >>> 27) * 0x94D0_49BB_1331_11EBL;
        return x ^ x >>> 31;
    }

    private static long key(int port, int address) {
        // port + 1, so that no neighbour's key is the 0 of an empty slot
        return (port + 1L) << Integer.SIZE | (address & 0xFFFF_FFFFL);
    }

    private int home(long key) {
        long x = (key ^ offset) * first;
        return (int) (((x ^ x >>> 32) * second) >>> 40) & mask;
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
        return look(key(port, address), true);
    }

    /** As {@link #find} for who does not send anything there. */
    public long peek(int port, int address) {
        return look(key(port, address), false);
    }

    private long look(long key, boolean using) {
        int slot = home(key);
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            int at = slot << SLOT_SHIFT;
            long value = slots.getLongAcquire(at + VALUE);
            long there = slots.getLongAcquire(at);
            if (there == key) {
                return slots.getLongAcquire(at + VALUE) == value ? meaning(at, value, using) : UNKNOWN;
            }
            if (there == 0) {
                return UNKNOWN;
            }
            slot = slot + 1 & mask;
        }
        return UNKNOWN;
    }

    private long meaning(int at, long value, boolean using) {
        return switch ((int) (value >>> STATE_SHIFT) & STATE_MASK) {
            case KNOWN -> {
                if (using) {
                    use(at);
                }
                yield value & MAC_MASK;
            }
            case ASKED -> PENDING;
            case GONE -> FAILED;
            default -> UNKNOWN;
        };
    }

    /** Several workers may write the same 1; the line is dirtied once between two looks of the writer. */
    private void use(int at) {
        if (slots.getLong(at + USED) == 0) {
            slots.putLong(at + USED, 1);
        }
    }

    /** Writer: enters or replaces a neighbour. */
    public void put(int port, int address, long mac) {
        int slot = claim(port, address);
        if (slot == NONE) {
            throw new IllegalStateException("neighbours: no room for another one");
        }
        known(slot, mac);
    }

    /** Writer: the slot of an entry, or {@link #NONE}. */
    int slotOf(int port, int address) {
        long key = key(port, address);
        int slot = home(key);
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            long there = slots.getLong(slot << SLOT_SHIFT);
            if (there == key) {
                return state(slot) == FREE ? NONE : slot;
            }
            if (there == 0) {
                return NONE;
            }
            slot = slot + 1 & mask;
        }
        return NONE;
    }

    /** Writer: the slot of an entry, a new one where there was none; {@link #NONE} where there is no room near. */
    int claim(int port, int address) {
        long key = key(port, address);
        int slot = home(key);
        int vacant = NONE;
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            long there = slots.getLong(slot << SLOT_SHIFT);
            if (there == key) {
                vacant = slot;
                break;
            }
            if (vacant == NONE && state(slot) == FREE) {
                vacant = slot;
            }
            if (there == 0) {
                break;
            }
            slot = slot + 1 & mask;
        }
        return vacant == NONE ? NONE : take(vacant, key);
    }

    private int take(int slot, long key) {
        int at = slot << SLOT_SHIFT;
        if (slots.getLong(at) != key) {
            long generation = (slots.getLong(at + VALUE) >>> GENERATION_SHIFT) + 1;
            slots.putLongRelease(at + VALUE, generation << GENERATION_SHIFT);
            slots.putLongRelease(at, key);
        }
        if (state(slot) == FREE) {
            size++;
            set(slot, ASKED, 0);
        }
        return slot;
    }

    private int state(int slot) {
        return (int) (slots.getLong((slot << SLOT_SHIFT) + VALUE) >>> STATE_SHIFT) & STATE_MASK;
    }

    private void set(int slot, long state, long mac) {
        int at = (slot << SLOT_SHIFT) + VALUE;
        long generation = slots.getLong(at) >>> GENERATION_SHIFT << GENERATION_SHIFT;
        slots.putLongRelease(at, generation | state << STATE_SHIFT | (mac & MAC_MASK));
    }

    /** Writer: a neighbour has that address. */
    void known(int slot, long mac) {
        set(slot, KNOWN, mac);
    }

    /** Writer: a neighbour did not answer. */
    void failed(int slot) {
        set(slot, GONE, 0);
    }

    /** Writer: whether a neighbour was used since this was last asked. */
    boolean takeUsed(int slot) {
        int at = (slot << SLOT_SHIFT) + USED;
        boolean used = slots.getLong(at) != 0;
        slots.putLong(at, 0);
        return used;
    }

    /** Writer: whether a neighbour was used since {@link #takeUsed} was last asked. */
    boolean isUsed(int slot) {
        return slots.getLong((slot << SLOT_SHIFT) + USED) != 0;
    }

    /** Writer: forgets a neighbour. */
    void remove(int slot) {
        size--;
        set(slot, FREE, 0);
        slots.putLong((slot << SLOT_SHIFT) + USED, 0);
        // the end of a run of free slots that nothing follows is empty again, lest searches grow longer for ever
        int last = slot;
        while (slots.getLong((last + 1 & mask) << SLOT_SHIFT) == 0 && state(last) == FREE
                && slots.getLong(last << SLOT_SHIFT) != 0) {
            slots.putLongRelease(last << SLOT_SHIFT, 0);
            last = last - 1 & mask;
        }
    }

    /** Slots there are; a slot is a number below it. */
    int slots() {
        return mask + 1;
    }

    /** How many neighbours there are. */
    public int size() {
        return size;
    }
}
