package org.hopwire.ip.fragment;

import java.util.random.RandomGenerator;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketParser;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.Ipv4Header;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Puts datagrams for this engine together (RFC 791 section 3.2, RFC 815, RFC 1122 section 3.3.2), on the control agent.
 *
 * <p>Overlapping fragments, a second end, an end before what has come: each costs the whole datagram, so that nobody
 * can write over what was judged before. A fragment that comes again octet for octet changes nothing. Time runs from
 * the first fragment to arrive; when it is up, the sender is told if the first fragment of the datagram is there. A
 * complete datagram goes to the worker undecided, marked as {@link Packet#REASSEMBLED}.
 */
public final class Reassembly implements ControlHandler, AutoCloseable {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int UNIT_SHIFT = 3;
    private static final int ID_OFFSET = 4;
    private static final int CONGESTED = 3;

    private ReassemblyConfig config;
    private final CounterSet<FragmentCounter> counters;
    private final DatagramTable table;
    private ControlTimers timers;

    /**
     * Nothing kept yet.
     *
     * @param counters the control agent's own
     * @param random source of the hash's key
     */
    public Reassembly(ReassemblyConfig config, CounterSet<FragmentCounter> counters, RandomGenerator random) {
        this.config = config;
        this.counters = counters;
        table = new DatagramTable(config, random);
    }

    /**
     * On the control agent's thread: goes by another timeout, another number of fragments, other shares of a source.
     * What is unfinished keeps its time; how much is kept in all stays as it was made.
     */
    public void reconfigure(ReassemblyConfig changed) {
        config = changed;
        table.shares(changed);
    }

    @Override
    public void onStart(ControlTimers handlerTimers, Turn turn) {
        timers = handlerTimers;
    }

    @Override
    public boolean handles(Packet punted) {
        return punted.packetClass() == PacketClass.FRAGMENT;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        counters.add(FragmentCounter.FRAGMENTS_RECEIVED, part.size());
        for (int i = 0; i < part.size(); i++) {
            receive(part.get(i), turn);
        }
    }

    private void receive(Packet packet, Turn turn) {
        int id = packet.view().getShort(ID_OFFSET, BIG_ENDIAN) & 0xffff;
        int label = packet.protocol() << Short.SIZE | id;
        Datagram datagram = table.find(packet.source(), packet.destination(), label);
        if (datagram == null) {
            datagram = begin(packet.source(), packet.destination(), label, turn.nowNs());
        }
        if (datagram != null) {
            add(datagram, packet, turn);
        }
    }

    private Datagram begin(int source, int destination, int label, long nowNs) {
        if (!table.mayBegin(source)) {
            counters.increment(FragmentCounter.REASSEMBLY_SOURCE_FULL);
            return null;
        }
        if (table.isFull()) {
            drop(table.oldestBut(null), FragmentCounter.REASSEMBLY_EVICTED);
        }
        Datagram datagram = table.begin(source, destination, label);
        long deadlineNs = TimerWheel.deadlineNs(nowNs, config.timeoutSeconds() * SECOND_NS);
        datagram.timer = timers.arm(deadlineNs, (long) datagram.generation << Integer.SIZE | datagram.index);
        return datagram;
    }

    private void add(Datagram datagram, Packet packet, Turn turn) {
        int flags = packet.view().getShort(Ipv4Header.FLAGS_OFFSET, BIG_ENDIAN);
        boolean isLast = (flags & Ipv4Header.MORE_FRAGMENTS) == 0;
        int from = (flags & Ipv4Header.OFFSET_MASK) << UNIT_SHIFT;
        int to = from + packet.payloadLength();
        if (datagram.hasFragment(from, to, isLast, packet.address() + packet.headerLength())) {
            counters.increment(FragmentCounter.REASSEMBLY_DUPLICATE);
            return;
        }
        FragmentCounter fault = datagram.fault(from, to, isLast);
        if (fault == null && datagram.fragments() == config.fragments()) {
            fault = FragmentCounter.REASSEMBLY_TOO_MANY;
        }
        if (fault != null) {
            drop(datagram, fault);
        } else if (makeRoom(datagram, from, to)) {
            datagram.keep(packet, from, to, isLast);
            if (datagram.isComplete()) {
                finish(datagram, turn);
            }
        }
    }

    private boolean makeRoom(Datagram datagram, int from, int to) {
        int missing = datagram.missingBlocks(from, to);
        if (!table.mayTake(datagram.source, missing)) {
            counters.increment(FragmentCounter.REASSEMBLY_SOURCE_FULL);
            dropIfEmpty(datagram);
            return false;
        }
        while (table.blocksFree() < missing) {
            // never null: one datagram alone takes no more than there is
            drop(table.oldestBut(datagram), FragmentCounter.REASSEMBLY_EVICTED);
        }
        table.allot(datagram, from, missing);
        return true;
    }

    /** One of which nothing could be kept is none. */
    private void dropIfEmpty(Datagram datagram) {
        if (datagram.fragments() == 0) {
            forget(datagram);
        }
    }

    private void drop(Datagram datagram, FragmentCounter why) {
        counters.increment(why);
        forget(datagram);
    }

    private void forget(Datagram datagram) {
        timers.cancel(datagram.timer);
        table.end(datagram);
    }

    private void finish(Datagram datagram, Turn turn) {
        if (datagram.length() > Ipv4Header.MAX_TOTAL_LENGTH) {
            drop(datagram, FragmentCounter.REASSEMBLY_TOO_LONG);
        } else if (datagram.isEcnContradictory()) {
            drop(datagram, FragmentCounter.REASSEMBLY_BAD_ECN);
        } else {
            Packet whole = turn.spawn(datagram.length());
            if (whole == null) {
                drop(datagram, FragmentCounter.REASSEMBLY_LOST);
            } else {
                write(datagram, whole);
                drop(datagram, FragmentCounter.REASSEMBLED);
            }
        }
    }

    private static void write(Datagram datagram, Packet whole) {
        datagram.writeTo(whole);
        UnsafeBuffer view = whole.view();
        if (datagram.isCongested()) {
            view.putByte(Ipv4Header.TOS_OFFSET, (byte) (view.getByte(Ipv4Header.TOS_OFFSET) | CONGESTED));
        }
        view.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, (short) whole.length(), BIG_ENDIAN);
        view.putShort(Ipv4Header.FLAGS_OFFSET, (short) 0);
        OptionStamp.writeHeaderChecksum(whole, datagram.headerLength());
        whole.sort(PacketClass.FRAGMENT);
        whole.mark(Packet.REASSEMBLED);
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        Datagram datagram = table.at((int) payload, (int) (payload >>> Integer.SIZE));
        if (datagram == null) {
            return;
        }
        if (datagram.hasFirst()) {
            tell(datagram, turn);
        }
        counters.increment(FragmentCounter.REASSEMBLY_TIMED_OUT);
        table.end(datagram);
    }

    /** RFC 792, RFC 1122 section 3.3.2: time exceeded, quoting the first fragment as it came. */
    private void tell(Datagram datagram, Turn turn) {
        Packet first = turn.spawn(datagram.firstLength());
        if (first == null) {
            counters.increment(FragmentCounter.REASSEMBLY_LOST);
            return;
        }
        datagram.writeTo(first);
        PacketParser.admitIpv4(first, first.view(), 0, first.length());
        first.sort(PacketClass.FRAGMENT);
        first.reject(RejectCause.REASSEMBLY_TIMEOUT, 0);
    }

    /** Datagrams under way; for the control agent's thread. */
    public int unfinished() {
        return table.size();
    }

    /** Unmaps what was kept; the control agent has stopped. */
    @Override
    public void close() {
        table.close();
    }
}
