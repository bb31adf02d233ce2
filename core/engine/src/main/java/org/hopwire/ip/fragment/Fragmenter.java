package org.hopwire.ip.fragment;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Cuts a datagram into fragments that fit a link (RFC 791 section 3.2, RFC 1812 section 4.2.2.7): as few as possible,
 * all but the last as long as the link allows. Each later one carries the options whose copy bit is set. A fragment may
 * itself be cut again. One instance per worker.
 */
public final class Fragmenter {
    /** Octets in which offsets are counted. */
    static final int UNIT = 8;
    private static final int UNIT_SHIFT = 3;
    private static final int VERSION = Ipv4Header.VERSION << 4;
    private static final int IHL_MASK = 0xf;
    private static final int WORD = 4;

    private final CounterSet<FragmentCounter> counters;
    private final UnsafeBuffer options = new UnsafeBuffer(new byte[Ipv4Options.MAX_LENGTH]);

    /** Odd, so that the numbers of 65,536 packets are all different. */
    private final int firstMultiplier;
    private final int secondMultiplier;
    private final int offset;
    private int numbered;

    /** A fragmenter that counts in a worker's own counters. */
    public Fragmenter(CounterSet<FragmentCounter> counters) {
        this(counters, 0);
    }

    /** The same; {@code secret} keeps strangers from guessing the identifications it gives. */
    public Fragmenter(CounterSet<FragmentCounter> counters, long secret) {
        this.counters = counters;
        firstMultiplier = (int) secret | 1;
        secondMultiplier = (int) (secret >>> Short.SIZE) | 1;
        offset = (int) (secret >>> Integer.SIZE);
    }

    /** Whether a packet must stay whole. */
    public static boolean isWhole(Packet packet) {
        return (flagsOf(packet) & Ipv4Header.DONT_FRAGMENT) != 0;
    }

    private static int flagsOf(Packet packet) {
        return packet.view().getShort(Ipv4Header.FLAGS_OFFSET, BIG_ENDIAN) & 0xffff;
    }

    /**
     * Lets a packet of ours be cut that had to stay whole. Whole, its identification meant nothing; now it must be that
     * of no other between the two hosts (RFC 6864 section 4.2). {@link #split} writes the header's checksum.
     */
    public void release(Packet packet) {
        packet.view().putShort(Ipv4Header.ID_OFFSET, (short) identification(), BIG_ENDIAN);
        packet.view().putShort(Ipv4Header.FLAGS_OFFSET, (short) (flagsOf(packet) & ~Ipv4Header.DONT_FRAGMENT),
                BIG_ENDIAN);
    }

    /** Each of 65,536 once, then again, in an order that only the secret tells. */
    private int identification() {
        int mixed = (numbered++ * firstMultiplier + offset) & 0xffff;
        mixed = ((mixed ^ mixed >>> 7) * secondMultiplier) & 0xffff;
        return mixed ^ mixed >>> 9;
    }

    /**
     * Cuts a packet that is longer than a link allows. It becomes the first fragment itself; the others are the last
     * that the turn has spawned, in order, complete but for link-layer header and verdict.
     *
     * @param mtu octets of the longest fragment, at least 68
     * @return false, with nothing changed, where there are not enough spare packets
     */
    public boolean split(Packet packet, int mtu, Turn turn) {
        int header = (packet.view().getByte(0) & IHL_MASK) * WORD;
        int laterHeader = Ipv4Header.MIN_LENGTH + copiedOptions(packet.view(), header);
        int first = mtu - header & -UNIT;
        int later = mtu - laterHeader & -UNIT;
        int count = (packet.length() - header - first + later - 1) / later;
        if (!turn.hasParts(count, laterHeader + later)) {
            counters.increment(FragmentCounter.FRAGMENTING_REFUSED);
            return false;
        }
        for (int i = 0; i < count; i++) {
            part(packet, header, laterHeader, first + i * later, later, turn);
        }
        packet.trim(header + first);
        writeHeader(packet, header, flagsOf(packet) | Ipv4Header.MORE_FRAGMENTS);
        counters.increment(FragmentCounter.FRAGMENTED);
        counters.add(FragmentCounter.FRAGMENTS_MADE, count + 1L);
        return true;
    }

    private void part(Packet whole, int header, int laterHeader, int from, int most, Turn turn) {
        int rest = whole.length() - header - from;
        int size = Math.min(rest, most);
        Packet part = turn.spawnPart(whole, laterHeader, laterHeader + size);
        OffHeap.copy(whole.address(), part.address(), Ipv4Header.MIN_LENGTH);
        part.view().putBytes(Ipv4Header.MIN_LENGTH, options, 0, laterHeader - Ipv4Header.MIN_LENGTH);
        OffHeap.copy(whole.address() + header + from, part.address() + laterHeader, size);
        int more = rest > most ? Ipv4Header.MORE_FRAGMENTS : 0;
        // a fragment that is cut keeps its own offset and "more fragments"
        writeHeader(part, laterHeader, (flagsOf(whole) | more) + (from >> UNIT_SHIFT));
    }

    private static void writeHeader(Packet packet, int header, int flagsAndOffset) {
        UnsafeBuffer view = packet.view();
        view.putByte(0, (byte) (VERSION | header / WORD));
        view.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, (short) packet.length(), BIG_ENDIAN);
        view.putShort(Ipv4Header.FLAGS_OFFSET, (short) flagsAndOffset, BIG_ENDIAN);
        OptionStamp.writeHeaderChecksum(packet, header);
    }

    /** Gathers the options that go into every fragment; answers their octets, filled up to a word. */
    private int copiedOptions(UnsafeBuffer view, int header) {
        int copied = 0;
        int at = Ipv4Header.MIN_LENGTH;
        while (at < header && view.getByte(at) != Ipv4Options.END) {
            int type = view.getByte(at) & 0xff;
            // the parser has found every length right; held to the header again, lest a ring that changes leads astray
            int size = type == Ipv4Options.NOP || at + 1 == header
                    ? 1
                    : Math.clamp(view.getByte(at + 1) & 0xff, 2, header - at);
            if ((type & Ipv4Options.COPIED) != 0) {
                options.putBytes(copied, view, at, size);
                copied += size;
            }
            at += size;
        }
        while (copied % WORD != 0) {
            options.putByte(copied++, (byte) Ipv4Options.END);
        }
        return copied;
    }
}
