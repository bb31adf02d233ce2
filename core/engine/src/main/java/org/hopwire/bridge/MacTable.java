package org.hopwire.bridge;

import java.util.Arrays;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterSet;

/**
 * Where stations are, by VLAN and address (independent learning, IEEE 802.1Q section 8.8). Belongs to one worker: it
 * learns, looks up, ages and flushes, and nobody waits for anybody.
 *
 * <p>Open addressing over pairs of longs: key, then port and time of the last frame. The hash is keyed, a search ends
 * after {@value #MAX_PROBES} slots. An entry is dead once it is older than the ageing time or than its port's last
 * flush, whether or not {@link #age} has come by to clear it away, so no timer is needed and a flush is O(1).
 */
public final class MacTable {
    /** Answer of {@link #find} for a station nobody has heard of. */
    public static final int UNKNOWN = -1;

    private static final int MAX_PROBES = 96;
    private static final int VLAN_SHIFT = 48;
    private static final int PORT_SHIFT = 48;
    private static final long SEEN_MASK = (1L << PORT_SHIFT) - 1;
    private static final long FIXED = 1L << 63;
    private static final int PORT_MASK = 0x7fff;
    /** A tick is 16,384 ns: 48 bits of them last for 146 years. */
    private static final int TICK_SHIFT = 14;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final int SLICE = 256;

    private final BridgeConfig.Stations limits;
    private final CounterSet<BridgeCounter> counters;
    private final long ageingTicks;
    private final long key;
    private final long multiplier;
    private final int shift;
    private final int mask;
    private final long[] table;
    private final int[] movedAt;
    private final int[] perPort;
    private final long[] flushedAt;
    private int live;
    private int cursor;
    private long sweptAt = NEVER;
    /** A station was refused: dead entries are cleared away faster, so that they do not hold its place. */
    private boolean pressed;

    /**
     * An empty table.
     *
     * @param random source of the hash's key
     */
    public MacTable(BridgeConfig.Stations limits, int ports, RandomGenerator random,
            CounterSet<BridgeCounter> counters) {
        this.limits = limits;
        this.counters = counters;
        ageingTicks = (limits.ageingSeconds() * NS_PER_SECOND) >> TICK_SHIFT;
        key = random.nextLong();
        multiplier = random.nextLong() | 1;
        // at most a third full, and room for what a flush left
        int slots = Math.max(1024, Integer.highestOneBit(3 * limits.limit()) * 2);
        shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        mask = slots - 1;
        table = new long[2 * slots];
        movedAt = new int[slots];
        perPort = new int[ports];
        flushedAt = new long[ports];
        Arrays.fill(flushedAt, NEVER);
    }

    private static long keyOf(int vlan, long mac) {
        return (long) vlan << VLAN_SHIFT | mac;
    }

    private int home(long entryKey) {
        long mixed = (entryKey ^ key) * multiplier;
        mixed ^= mixed >>> Integer.SIZE;
        return (int) ((mixed * multiplier) >>> shift);
    }

    private static long tickOf(long nowNs) {
        return nowNs >> TICK_SHIFT;
    }

    /** Ticks since an entry's last frame; the port in the high bits is shifted out. */
    private static long ageOf(long value, long tick) {
        return ((tick - value) << Short.SIZE) >> Short.SIZE;
    }

    private static int portOf(long value) {
        return (int) (value >>> PORT_SHIFT) & PORT_MASK;
    }

    private boolean isFlushed(long value) {
        long flushed = flushedAt[portOf(value)];
        return flushed != NEVER && ageOf(value, flushed) >= 0;
    }

    private boolean isDead(long value, long tick) {
        return value >= 0 && (ageOf(value, tick) > ageingTicks || isFlushed(value));
    }

    /** Port of a station, or {@link #UNKNOWN}. */
    public int find(int vlan, long mac, long nowNs) {
        long wanted = keyOf(vlan, mac);
        int slot = home(wanted);
        for (int i = 0; i < MAX_PROBES; i++) {
            long found = table[2 * slot];
            if (found == wanted) {
                long value = table[2 * slot + 1];
                return isDead(value, tickOf(nowNs)) ? UNKNOWN : portOf(value);
            }
            if (found == 0) {
                return UNKNOWN;
            }
            slot = slot + 1 & mask;
        }
        return UNKNOWN;
    }

    /** A frame from a station came in by a port. */
    public void learn(int vlan, long mac, int port, long nowNs) {
        long wanted = keyOf(vlan, mac);
        long tick = tickOf(nowNs);
        int slot = home(wanted);
        int free = -1;
        for (int i = 0; i < MAX_PROBES; i++) {
            long found = table[2 * slot];
            if (found == wanted) {
                hear(slot, port, tick);
                return;
            }
            if (found == 0) {
                insert(free < 0 ? slot : free, wanted, port, tick);
                return;
            }
            if (free < 0 && isDead(table[2 * slot + 1], tick)) {
                free = slot;
            }
            slot = slot + 1 & mask;
        }
        if (free < 0) {
            refuse(BridgeCounter.STATION_TABLE_LIMIT, false, slot);
        } else {
            insert(free, wanted, port, tick);
        }
    }

    private void hear(int slot, int port, long tick) {
        long value = table[2 * slot + 1];
        if (isDead(value, tick)) {
            insert(slot, table[2 * slot], port, tick);
        } else if (portOf(value) == port) {
            table[2 * slot + 1] = value < 0 ? value : valueOf(port, tick);
        } else if (value < 0) {
            counters.increment(BridgeCounter.STATION_FIXED);
        } else {
            move(slot, portOf(value), port, tick);
        }
    }

    private long valueOf(int port, long tick) {
        long flushed = flushedAt[port];
        // heard in the tick of the flush, but after it
        long seen = flushed != NEVER && tick - flushed <= 0 ? flushed + 1 : tick;
        return ((long) port << PORT_SHIFT) | (seen & SEEN_MASK);
    }

    private void move(int slot, int from, int port, long tick) {
        if (perPort[port] >= limits.perPort()) {
            // neither where it was nor where it may be: its frames are flooded
            perPort[from]--;
            live--;
            refuse(BridgeCounter.STATION_PORT_LIMIT, true, slot);
            return;
        }
        perPort[from]--;
        perPort[port]++;
        counters.increment(BridgeCounter.STATION_MOVED);
        int now = movedTick(tick);
        // 0 stands for never
        if (movedAt[slot] != 0 && now - movedAt[slot] <= movedTick(NS_PER_SECOND >> TICK_SHIFT)) {
            counters.increment(BridgeCounter.STATION_FLAPPED);
        }
        movedAt[slot] = now == 0 ? 1 : now;
        table[2 * slot + 1] = valueOf(port, tick);
    }

    /** Quarter seconds or so, as an int that wraps after 18 years. */
    private static int movedTick(long tick) {
        return (int) (tick >> TICK_SHIFT);
    }

    /** Into a slot that is free or whose entry is dead. */
    private void insert(int slot, long entryKey, int port, long tick) {
        boolean taken = table[2 * slot] != 0;
        if (taken) {
            retire(table[2 * slot + 1]);
        }
        if (perPort[port] >= limits.perPort()) {
            refuse(BridgeCounter.STATION_PORT_LIMIT, taken, slot);
        } else if (live >= limits.limit()) {
            refuse(BridgeCounter.STATION_TABLE_LIMIT, taken, slot);
        } else {
            table[2 * slot] = entryKey;
            table[2 * slot + 1] = valueOf(port, tick);
            movedAt[slot] = 0;
            perPort[port]++;
            live++;
            counters.increment(BridgeCounter.STATION_LEARNED);
        }
    }

    private void refuse(BridgeCounter limit, boolean taken, int slot) {
        counters.increment(limit);
        pressed = true;
        if (taken) {
            remove(slot);
        }
    }

    /** Takes a dead entry out of the counts, unless its flush has. */
    private void retire(long value) {
        if (!isFlushed(value)) {
            perPort[portOf(value)]--;
            live--;
            counters.increment(BridgeCounter.STATION_AGED);
        }
    }

    /** Moves what stands behind a freed slot forward, so that no search ends too early. */
    private void remove(int slot) {
        int hole = slot;
        int next = slot + 1 & mask;
        while (table[2 * next] != 0) {
            if ((next - home(table[2 * next]) & mask) >= (next - hole & mask)) {
                table[2 * hole] = table[2 * next];
                table[2 * hole + 1] = table[2 * next + 1];
                movedAt[hole] = movedAt[next];
                hole = next;
            }
            next = next + 1 & mask;
        }
        table[2 * hole] = 0;
    }

    /**
     * Enters a station that stays; before the first frame.
     *
     * @throws IllegalStateException if there is no room
     */
    public void fix(int vlan, long mac, int port) {
        long wanted = keyOf(vlan, mac);
        int slot = home(wanted);
        for (int i = 0; i < MAX_PROBES; i++) {
            if (table[2 * slot] == 0 || table[2 * slot] == wanted) {
                table[2 * slot] = wanted;
                table[2 * slot + 1] = FIXED | (long) port << PORT_SHIFT;
                return;
            }
            slot = slot + 1 & mask;
        }
        throw new IllegalStateException("bridge fixed stations: no room for one more");
    }

    /** Forgets all stations learned on a port. */
    public void flush(int port, long nowNs) {
        flushedAt[port] = Math.max(flushedAt[port], tickOf(nowNs));
        live -= perPort[port];
        counters.add(BridgeCounter.STATION_FLUSHED, perPort[port]);
        perPort[port] = 0;
    }

    /** Clears dead entries away, as many slots as have fallen due: the whole table in half the ageing time. */
    public void age(long nowNs) {
        long tick = tickOf(nowNs);
        if (sweptAt == NEVER) {
            sweptAt = tick;
        }
        long due = pressed ? SLICE : Math.min(tick - sweptAt, ageingTicks) * (mask + 1L) / (ageingTicks / 2);
        if (due > 0) {
            sweptAt = tick;
            pressed = false;
            sweep((int) Math.min(due, SLICE), tick);
        }
    }

    private void sweep(int slots, long tick) {
        for (int i = 0; i < slots; i++) {
            if (table[2 * cursor] != 0 && isDead(table[2 * cursor + 1], tick)) {
                // what moves up into this slot is looked at in the next step
                retire(table[2 * cursor + 1]);
                remove(cursor);
            } else {
                cursor = cursor + 1 & mask;
            }
        }
    }

    /** Stations learned, those that are dead but not cleared away yet among them. */
    public int size() {
        return live;
    }

    /** Stations learned on a port. */
    public int size(int port) {
        return perPort[port];
    }

    /** Sees a station. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * One station.
         *
         * @param fixed whether it was configured
         */
        void station(int vlan, long mac, int port, boolean fixed);
    }

    /** Shows every station that is known now; on the thread the table belongs to. */
    public void forEach(Visitor visitor, long nowNs) {
        for (int slot = 0; slot <= mask; slot++) {
            long entry = table[2 * slot];
            long value = table[2 * slot + 1];
            if (entry != 0 && !isDead(value, tickOf(nowNs))) {
                visitor.station((int) (entry >>> VLAN_SHIFT), entry & SEEN_MASK, portOf(value), value < 0);
            }
        }
    }
}
