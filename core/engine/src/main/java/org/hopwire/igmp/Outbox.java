package org.hopwire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.igmp.IgmpKind;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Where everything the control agent says about membership leaves: spare packets of the turn under way. What finds none
 * waits for the next turn, in order; what finds no room to wait is lost, and counted once.
 */
final class Outbox {
    /** Longest datagram written, whatever a port's MTU: what fits everywhere. */
    static final int LONGEST = 1500;

    private static final int MOST_WAITING = 1024;

    private final CounterSet<IgmpKind> sent;
    private final CounterSet<IgmpCounter> counters;
    private Turn turn;
    /** Datagrams that wait; made when the first has to. */
    private Waiting waiting;

    Outbox(CounterSet<IgmpKind> sent, CounterSet<IgmpCounter> counters) {
        this.sent = sent;
        this.counters = counters;
    }

    void begin(Turn underWay) {
        turn = underWay;
    }

    void send(UnsafeBuffer datagram, int length, IgmpKind kind, int port, int vlan) {
        // whoever waits goes first: a leave must not overtake the report before it
        boolean behind = waiting != null && waiting.count > 0;
        if (behind || !sendNow(datagram, 0, length, kind, port, vlan)) {
            delay(datagram, length, kind, port, vlan);
        }
    }

    /** A PIM hello: no kind. */
    void sendHello(UnsafeBuffer datagram, int length, int port) {
        send(datagram, length, null, port, 0);
    }

    private void delay(UnsafeBuffer datagram, int length, IgmpKind kind, int port, int vlan) {
        if (waiting == null) {
            waiting = new Waiting();
        }
        if (waiting.count == MOST_WAITING) {
            counters.increment(IgmpCounter.MESSAGE_LOST);
        } else {
            counters.increment(IgmpCounter.MESSAGE_DELAYED);
            waiting.add(datagram, length, kind, port, vlan);
        }
    }

    /** Once in a turn: sends what had to wait; how many. */
    int retry(Turn underWay) {
        if (waiting == null || waiting.count == 0) {
            return 0;
        }
        begin(underWay);
        int before = waiting.count;
        boolean sending = true;
        while (sending && waiting.count > 0) {
            int at = waiting.first;
            sending = sendNow(waiting.datagrams, at * LONGEST, waiting.lengths[at], waiting.kinds[at],
                    waiting.ports[at], waiting.vlans[at]);
            if (sending) {
                waiting.remove();
            }
        }
        return before - waiting.count;
    }

    /** A ring of datagrams. */
    private static final class Waiting {
        private final UnsafeBuffer datagrams = new UnsafeBuffer(new byte[MOST_WAITING * LONGEST]);
        private final int[] lengths = new int[MOST_WAITING];
        private final IgmpKind[] kinds = new IgmpKind[MOST_WAITING];
        private final int[] ports = new int[MOST_WAITING];
        private final int[] vlans = new int[MOST_WAITING];
        private int first;
        private int count;

        void add(UnsafeBuffer datagram, int length, IgmpKind kind, int port, int vlan) {
            int at = (first + count++) % MOST_WAITING;
            datagrams.putBytes(at * LONGEST, datagram, 0, length);
            lengths[at] = length;
            kinds[at] = kind;
            ports[at] = port;
            vlans[at] = vlan;
        }

        void remove() {
            first = (first + 1) % MOST_WAITING;
            count--;
        }
    }

    private boolean sendNow(UnsafeBuffer datagram, int from, int length, IgmpKind kind, int port, int vlan) {
        Packet packet = turn.spawn(length);
        if (packet == null) {
            return false;
        }
        if (kind == null) {
            counters.increment(IgmpCounter.PIM_HELLO_SENT);
        } else {
            sent.increment(kind);
        }
        packet.view().putBytes(0, datagram, from, length);
        packet.readdress(datagram.getInt(from + Ipv4Header.SOURCE_OFFSET, BIG_ENDIAN),
                datagram.getInt(from + Ipv4Header.DESTINATION_OFFSET, BIG_ENDIAN));
        packet.vlan(vlan);
        packet.output(port);
        return true;
    }
}
