package org.hopwire.ip.fragment;

import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.Packet;
import org.hopwire.wire.Ipv4Header;

/**
 * What has come of one datagram so far: its data in blocks of {@value #BLOCK} octets, and two bits for every eight
 * octets, whether they have come and whether a fragment began there. Reused.
 */
final class Datagram {
    static final int BLOCK = 1024;
    static final int MOST_BLOCKS = 1 << 16 >> 10;
    private static final int BLOCK_SHIFT = 10;
    private static final int UNIT_SHIFT = 3;
    private static final int WORDS = 1 << 16 >> UNIT_SHIFT >> 6;
    private static final int UNKNOWN = -1;
    private static final int ECN_MASK = 3;
    private static final int NOT_ECN_CAPABLE = 1;
    private static final int CONGESTED = 1 << ECN_MASK;
    /** What the datagram inherits from each of its fragments. */
    private static final int INHERITED = Packet.LINK_GROUP;
    /** What it inherits from its first. */
    private static final int OF_FIRST = Packet.GROUP | Packet.CHECKSUM_NOT_READY;

    final int index;
    /** Differs in every use, so that a timer of a former one is known. */
    int generation;
    long timer;
    int source;
    int destination;
    /** Protocol and identification. */
    int label;
    // in the table: chain of one hash, and the order of arrival
    Datagram next;
    Datagram older;
    Datagram newer;

    int blocks;
    private final long[] block = new long[MOST_BLOCKS];
    private final long[] came = new long[WORDS];
    private final long[] began = new long[WORDS];
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[Ipv4Header.MAX_LENGTH]);
    private int headerLength;
    private int firstSize;
    private int end;
    private int highest;
    private int received;
    private int fragments;
    private int ecn;
    private int flags;
    private int inPort;
    private int vlan;
    private long sourceMac;

    Datagram(int index) {
        this.index = index;
    }

    /** Starts a new datagram; its blocks were taken away before. */
    void begin(int from, int to, int protocolAndId) {
        generation++;
        source = from;
        destination = to;
        label = protocolAndId;
        headerLength = 0;
        firstSize = 0;
        end = UNKNOWN;
        highest = 0;
        received = 0;
        fragments = 0;
        ecn = 0;
        flags = 0;
        Arrays.fill(came, 0);
        Arrays.fill(began, 0);
    }

    boolean isOf(int from, int to, int protocolAndId) {
        return source == from && destination == to && label == protocolAndId;
    }

    int fragments() {
        return fragments;
    }

    /** Whether exactly these octets have come before, as one fragment. */
    boolean hasFragment(int from, int to, boolean isLast, long data) {
        int first = from >> UNIT_SHIFT;
        int past = unitsTo(to);
        if (!has(began, first) || next(began, first + 1) < past || nextClear(first) < past) {
            return false;
        }
        boolean endsHere = to == highest || has(began, past) || !has(came, past);
        return endsHere && (end == to) == isLast && isSame(from, to, data);
    }

    /** Eights of octets up to there, one that is begun counted. */
    private static int unitsTo(int octets) {
        return (octets + Fragmenter.UNIT - 1) >> UNIT_SHIFT;
    }

    private boolean isSame(int from, int to, long data) {
        for (int at = from; at < to; at++) {
            long here = block[at >> BLOCK_SHIFT] + (at & BLOCK - 1);
            if (OffHeap.getByte(here) != OffHeap.getByte(data + at - from)) {
                return false;
            }
        }
        return true;
    }

    /** Why a fragment cannot be of this datagram; null where it can. */
    FragmentCounter fault(int from, int to, boolean isLast) {
        if (next(came, from >> UNIT_SHIFT) < unitsTo(to)) {
            return FragmentCounter.REASSEMBLY_OVERLAP;
        }
        boolean endsTwice = isLast && (end != UNKNOWN || to < highest);
        return endsTwice || (end != UNKNOWN && to > end) ? FragmentCounter.REASSEMBLY_BAD_END : null;
    }

    private static boolean has(long[] bits, int unit) {
        return unit >> 6 < WORDS && (bits[unit >> 6] >>> unit & 1) != 0;
    }

    /** The first unit from there on whose bit is set; past the end where none is. */
    private static int next(long[] bits, int unit) {
        int word = unit >> 6;
        if (word >= WORDS) {
            return WORDS << 6;
        }
        long rest = bits[word] & -1L << unit;
        while (rest == 0 && ++word < WORDS) {
            rest = bits[word];
        }
        return rest == 0 ? WORDS << 6 : (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    private int nextClear(int unit) {
        int word = unit >> 6;
        long rest = ~came[word] & -1L << unit;
        while (rest == 0 && ++word < WORDS) {
            rest = ~came[word];
        }
        return rest == 0 ? WORDS << 6 : (word << 6) + Long.numberOfTrailingZeros(rest);
    }

    /** Blocks that octets of that range need and that are not there yet. */
    int missingBlocks(int from, int to) {
        int missing = 0;
        for (int i = from >> BLOCK_SHIFT; i <= (to - 1) >> BLOCK_SHIFT; i++) {
            missing += block[i] == 0 ? 1 : 0;
        }
        return missing;
    }

    /** Gives the first block that is missing in a range. */
    void giveBlock(int from, long address) {
        int i = from >> BLOCK_SHIFT;
        while (block[i] != 0) {
            i++;
        }
        block[i] = address;
        blocks++;
    }

    /** Takes one block away; 0 when there are none. */
    long takeBlock() {
        for (int i = 0; blocks > 0; i++) {
            if (block[i] != 0) {
                long address = block[i];
                block[i] = 0;
                blocks--;
                return address;
            }
        }
        return 0;
    }

    /** Keeps a fragment that has no fault and whose blocks are there. */
    void keep(Packet packet, int from, int to, boolean isLast) {
        long data = packet.address() + packet.headerLength();
        for (int at = from; at < to;) {
            int stop = Math.min(to, (at | BLOCK - 1) + 1);
            OffHeap.copy(data + at - from, block[at >> BLOCK_SHIFT] + (at & BLOCK - 1), stop - at);
            at = stop;
        }
        int first = from >> UNIT_SHIFT;
        began[first >> 6] |= 1L << first;
        for (int unit = first; unit < unitsTo(to); unit++) {
            came[unit >> 6] |= 1L << unit;
        }
        fragments++;
        received += to - from;
        highest = Math.max(highest, to);
        end = isLast ? to : end;
        ecn |= 1 << (packet.view().getByte(Ipv4Header.TOS_OFFSET) & ECN_MASK);
        flags |= packet.is(INHERITED) ? INHERITED : 0;
        if (from == 0) {
            keepFirst(packet, to);
        }
    }

    private void keepFirst(Packet packet, int size) {
        headerLength = packet.headerLength();
        header.putBytes(0, packet.view(), 0, headerLength);
        firstSize = size;
        inPort = packet.inPort();
        vlan = packet.vlan();
        sourceMac = packet.sourceMac();
        for (int flag = OF_FIRST; flag != 0; flag &= flag - 1) {
            int lowest = flag & -flag;
            flags |= packet.is(lowest) ? lowest : 0;
        }
    }

    boolean isComplete() {
        return received == end && headerLength != 0;
    }

    /** Octets of the whole, header included. */
    int length() {
        return headerLength + end;
    }

    /** RFC 3168 section 5.3: a mark stays, but not on what was sent without the capability. */
    boolean isEcnContradictory() {
        return (ecn & CONGESTED) != 0 && (ecn & NOT_ECN_CAPABLE) != 0;
    }

    boolean isCongested() {
        return (ecn & CONGESTED) != 0;
    }

    boolean hasFirst() {
        return headerLength != 0;
    }

    /** Octets of the first fragment, as it came. */
    int firstLength() {
        return headerLength + firstSize;
    }

    /** Writes the header of the first fragment and as much data as the packet has room for behind it. */
    void writeTo(Packet packet) {
        packet.view().putBytes(0, header, 0, headerLength);
        int size = packet.length() - headerLength;
        for (int at = 0; at < size; at += BLOCK) {
            OffHeap.copy(block[at >> BLOCK_SHIFT], packet.address() + headerLength + at, Math.min(BLOCK, size - at));
        }
        packet.answerTo(inPort, sourceMac);
        packet.vlan(vlan);
        packet.mark(flags);
    }

    int headerLength() {
        return headerLength;
    }
}
