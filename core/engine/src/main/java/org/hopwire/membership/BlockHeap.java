package org.hopwire.membership;

import java.util.Arrays;

import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;

/**
 * The writer's allocator: one reserved range of addresses in chunks of 64 KiB, each chunk cut into blocks of one size
 * class (at most a quarter larger than asked for). A block is named by its distance from the start in units of 16
 * bytes. A chunk without blocks goes back to the operating system, but for a few that wait for the next block.
 */
final class BlockHeap implements AutoCloseable {
    static final int UNIT = 16;
    private static final int CHUNK = 1 << 16;
    private static final int CHUNK_UNITS = CHUNK / UNIT;
    private static final int MOST_UNITS = CHUNK_UNITS / 2;
    private static final int WARM_CHUNKS = 4;
    private static final byte FREE = -1;
    private static final byte SPAN = -2;
    private static final int NONE = -1;

    private static final int[] CLASS_UNITS = classUnits();
    private static final byte[] CLASS_OF = classOf();

    private final long base;
    private final long bytes;
    private final int chunks;
    private final int growthLimit;
    private final byte[] kind;
    private final int[] live;
    private final int[] fresh;
    private final int[] free;
    private final int[] previous;
    private final int[] next;
    private final int[] room = new int[CLASS_UNITS.length];
    private final boolean[] touched;
    private int taken;
    private int warm;
    private int lowestFree;
    private int advised = Pages.HUGE_PAGE / CHUNK;

    BlockHeap(long bytes) {
        this.bytes = bytes & -CHUNK;
        base = Pages.map(this.bytes);
        if (base == 0) {
            throw new IllegalArgumentException("membership blockBytes: " + bytes + " bytes cannot be reserved");
        }
        chunks = (int) (this.bytes / CHUNK);
        growthLimit = chunks - Math.max(1, chunks / 16);
        kind = new byte[chunks];
        live = new int[chunks];
        fresh = new int[chunks];
        free = new int[chunks];
        previous = new int[chunks];
        next = new int[chunks];
        touched = new boolean[chunks];
        Arrays.fill(kind, FREE);
        Arrays.fill(room, NONE);
    }

    private static int[] classUnits() {
        int[] units = new int[44];
        for (int i = 0; i < units.length; i++) {
            int step = i - 16;
            units[i] = step < 0 ? i + 1 : (5 + (step & 3)) << ((step >> 2) + 2);
        }
        return units;
    }

    private static byte[] classOf() {
        byte[] of = new byte[MOST_UNITS + 1];
        int at = 0;
        for (int units = 1; units <= MOST_UNITS; units++) {
            if (CLASS_UNITS[at] < units) {
                at++;
            }
            of[units] = (byte) at;
        }
        return of;
    }

    long base() {
        return base;
    }

    long address(int block) {
        return base + (long) block * UNIT;
    }

    int block(long address) {
        return (int) ((address - base) / UNIT);
    }

    boolean contains(long address) {
        return address >= base && address < base + bytes;
    }

    /** Bytes that are backed by memory. */
    long bytes() {
        return (long) (taken + warm) * CHUNK;
    }

    /**
     * Takes a block.
     *
     * @param wanted bytes, at least 1
     * @param growing whether the caller may be refused; others may use the reserve
     * @return the block, or -1 where there is no room
     */
    int allocate(long wanted, boolean growing) {
        long units = (wanted + UNIT - 1) / UNIT;
        if (units > MOST_UNITS) {
            return span((int) ((wanted + CHUNK - 1) / CHUNK), growing);
        }
        int kindWanted = CLASS_OF[(int) units];
        int chunk = room[kindWanted];
        if (chunk == NONE) {
            chunk = open(kindWanted, growing);
        }
        return chunk == NONE ? NONE : pop(chunk, kindWanted);
    }

    private int pop(int chunk, int ofKind) {
        int units = CLASS_UNITS[ofKind];
        int index = free[chunk];
        if (index == NONE) {
            index = fresh[chunk]++;
        } else {
            free[chunk] = (int) OffHeap.getLong(address(chunk * CHUNK_UNITS + index * units));
        }
        live[chunk]++;
        if (isFull(chunk, units)) {
            unlink(chunk, ofKind);
        }
        return chunk * CHUNK_UNITS + index * units;
    }

    private boolean isFull(int chunk, int units) {
        return free[chunk] == NONE && (fresh[chunk] + 1) * units > CHUNK_UNITS;
    }

    private int open(int ofKind, boolean growing) {
        int chunk = run(1, growing);
        if (chunk != NONE) {
            take(chunk, (byte) ofKind);
            fresh[chunk] = 0;
            free[chunk] = NONE;
            live[chunk] = 0;
            link(chunk, ofKind);
        }
        return chunk;
    }

    private int span(int count, boolean growing) {
        int chunk = run(count, growing);
        if (chunk == NONE) {
            return NONE;
        }
        for (int i = 0; i < count; i++) {
            take(chunk + i, SPAN);
        }
        live[chunk] = count;
        return chunk * CHUNK_UNITS;
    }

    /** The first run of so many free chunks. */
    private int run(int count, boolean growing) {
        if (taken + count > (growing ? growthLimit : chunks)) {
            return NONE;
        }
        int length = 0;
        for (int chunk = lowestFree; chunk < chunks; chunk++) {
            length = kind[chunk] == FREE ? length + 1 : 0;
            if (length == count) {
                return found(chunk - count + 1, count);
            }
        }
        return NONE;
    }

    // a search for one chunk has seen that none before it is free
    private int found(int chunk, int count) {
        if (count == 1) {
            lowestFree = chunk;
        }
        return chunk;
    }

    private void take(int chunk, byte newKind) {
        kind[chunk] = newKind;
        taken++;
        if (touched[chunk]) {
            touched[chunk] = false;
            warm--;
        }
        if (chunk == lowestFree) {
            lowestFree++;
        }
        adviseUpTo(chunk);
    }

    // the first blocks live on small pages, so that a small table stays small
    private void adviseUpTo(int chunk) {
        if (chunk >= advised && advised < chunks) {
            int count = Math.min(Pages.HUGE_PAGE / CHUNK, chunks - advised);
            Pages.wantHugePages(base + (long) advised * CHUNK, (long) count * CHUNK);
            advised += count;
        }
    }

    /** Takes a block back; no reader may still look at it. */
    void release(int block) {
        int chunk = block / CHUNK_UNITS;
        int ofKind = kind[chunk];
        if (ofKind == SPAN) {
            for (int i = live[chunk] - 1; i >= 0; i--) {
                drop(chunk + i);
            }
            return;
        }
        int units = CLASS_UNITS[ofKind];
        boolean wasFull = isFull(chunk, units);
        OffHeap.putLong(address(block), free[chunk]);
        free[chunk] = (block - chunk * CHUNK_UNITS) / units;
        if (wasFull) {
            link(chunk, ofKind);
        }
        if (--live[chunk] == 0) {
            unlink(chunk, ofKind);
            drop(chunk);
        }
    }

    private void drop(int chunk) {
        kind[chunk] = FREE;
        taken--;
        lowestFree = Math.min(lowestFree, chunk);
        if (warm < WARM_CHUNKS) {
            warm++;
            touched[chunk] = true;
        } else {
            Pages.giveBack(base + (long) chunk * CHUNK, CHUNK);
        }
    }

    private void link(int chunk, int ofKind) {
        int head = room[ofKind];
        previous[chunk] = NONE;
        next[chunk] = head;
        if (head != NONE) {
            previous[head] = chunk;
        }
        room[ofKind] = chunk;
    }

    private void unlink(int chunk, int ofKind) {
        int before = previous[chunk];
        int behind = next[chunk];
        if (before == NONE) {
            room[ofKind] = behind;
        } else {
            next[before] = behind;
        }
        if (behind != NONE) {
            previous[behind] = before;
        }
    }

    @Override
    public void close() {
        Pages.unmap(base, bytes);
    }
}
