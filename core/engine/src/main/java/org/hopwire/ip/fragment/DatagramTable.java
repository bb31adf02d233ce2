package org.hopwire.ip.fragment;

import java.util.random.RandomGenerator;

import org.agrona.collections.Int2IntHashMap;
import org.hopwire.memory.FrameSlab;

/**
 * Unfinished datagrams by source, destination, protocol and identification (RFC 791 section 3.2), in the order in which
 * they began, and how much each source holds. The hash is keyed: nobody outside can tell which datagrams share a chain.
 */
final class DatagramTable implements AutoCloseable {
    private static final float LOAD = 0.5f;

    private final Datagram[] all;
    private final Datagram[] free;
    private final Datagram[] chains;
    private final FrameSlab blocks;
    private final Int2IntHashMap datagramsOf;
    private final Int2IntHashMap blocksOf;
    private int datagramsPerSource;
    private int blocksPerSource;
    private final long first;
    private final long second;
    private int freeCount;
    private int made;
    private Datagram oldest;
    private Datagram newest;

    DatagramTable(ReassemblyConfig config, RandomGenerator random) {
        int most = config.datagrams();
        all = new Datagram[most];
        free = new Datagram[most];
        chains = new Datagram[Integer.highestOneBit(most) << 2];
        blocks = new FrameSlab(config.kibibytes(), Datagram.BLOCK, 0);
        int sources = Math.max(8, most * 2);
        datagramsOf = new Int2IntHashMap(sources, LOAD, 0);
        blocksOf = new Int2IntHashMap(sources, LOAD, 0);
        shares(config);
        first = random.nextLong() | 1;
        second = random.nextLong() | 1;
    }

    /** How much one source may have. */
    void shares(ReassemblyConfig config) {
        datagramsPerSource = config.datagramsPerSource();
        blocksPerSource = config.kibibytesPerSource();
    }

    private int chainOf(int source, int destination, int label) {
        long mixed = ((long) source << Integer.SIZE ^ (destination & 0xffff_ffffL)) * first;
        mixed = (mixed ^ mixed >>> Integer.SIZE ^ label) * second;
        return (int) (mixed >>> Integer.SIZE) & chains.length - 1;
    }

    /** The unfinished datagram of that name, or null. */
    Datagram find(int source, int destination, int label) {
        Datagram datagram = chains[chainOf(source, destination, label)];
        while (datagram != null && !datagram.isOf(source, destination, label)) {
            datagram = datagram.next;
        }
        return datagram;
    }

    /** The datagram a timer was armed for, or null where that one is gone. */
    Datagram at(int index, int generation) {
        Datagram datagram = all[index];
        return datagram.generation == generation && find(datagram.source, datagram.destination,
                datagram.label) == datagram ? datagram : null;
    }

    /** Whether a source may begin one more datagram. */
    boolean mayBegin(int source) {
        return datagramsOf.get(source) < datagramsPerSource;
    }

    /** Whether so many blocks more stay within a source's share. */
    boolean mayTake(int source, int count) {
        return blocksOf.get(source) + count <= blocksPerSource;
    }

    boolean isFull() {
        return made - freeCount == all.length;
    }

    int blocksFree() {
        return blocks.available();
    }

    /** Unfinished datagrams. */
    int size() {
        return made - freeCount;
    }

    /** The one that began first, other than that one; null where there is none. */
    Datagram oldestBut(Datagram spared) {
        return oldest == spared && oldest != null ? oldest.newer : oldest;
    }

    /** Begins a datagram; the table is not full. */
    Datagram begin(int source, int destination, int label) {
        Datagram datagram = freeCount == 0 ? fresh() : free[--freeCount];
        datagram.begin(source, destination, label);
        int chain = chainOf(source, destination, label);
        datagram.next = chains[chain];
        chains[chain] = datagram;
        datagram.older = newest;
        datagram.newer = null;
        if (newest == null) {
            oldest = datagram;
        } else {
            newest.newer = datagram;
        }
        newest = datagram;
        datagramsOf.put(source, datagramsOf.get(source) + 1);
        return datagram;
    }

    private Datagram fresh() {
        Datagram datagram = new Datagram(made);
        all[made++] = datagram;
        return datagram;
    }

    /** Gives a datagram the blocks a range of its data lacks; there are that many. */
    void allot(Datagram datagram, int from, int missing) {
        for (int i = 0; i < missing; i++) {
            datagram.giveBlock(from, blocks.acquire());
        }
        blocksOf.put(datagram.source, blocksOf.get(datagram.source) + missing);
    }

    /** Forgets a datagram and takes its memory back. */
    void end(Datagram datagram) {
        unchain(datagram);
        unlink(datagram);
        give(blocksOf, datagram.source, datagram.blocks);
        give(datagramsOf, datagram.source, 1);
        for (long block = datagram.takeBlock(); block != 0; block = datagram.takeBlock()) {
            blocks.release(block);
        }
        free[freeCount++] = datagram;
    }

    private static void give(Int2IntHashMap held, int source, int count) {
        int left = held.get(source) - count;
        if (left == 0) {
            held.remove(source);
        } else {
            held.put(source, left);
        }
    }

    private void unchain(Datagram datagram) {
        int chain = chainOf(datagram.source, datagram.destination, datagram.label);
        if (chains[chain] == datagram) {
            chains[chain] = datagram.next;
            return;
        }
        Datagram before = chains[chain];
        while (before.next != datagram) {
            before = before.next;
        }
        before.next = datagram.next;
    }

    private void unlink(Datagram datagram) {
        if (datagram.older == null) {
            oldest = datagram.newer;
        } else {
            datagram.older.newer = datagram.newer;
        }
        if (datagram.newer == null) {
            newest = datagram.older;
        } else {
            datagram.newer.older = datagram.older;
        }
    }

    @Override
    public void close() {
        blocks.close();
    }
}
