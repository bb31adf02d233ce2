package org.hopwire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.Packet;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.igmp.IgmpKind;

import static java.nio.ByteOrder.BIG_ENDIAN;

/** Where everything the control agent says about membership leaves: spare packets of the turn under way. */
final class Outbox {
    /** Longest datagram written, whatever a port's MTU: what fits everywhere. */
    static final int LONGEST = 1500;

    private final CounterSet<IgmpKind> sent;
    private final CounterSet<IgmpCounter> counters;
    private Turn turn;

    Outbox(CounterSet<IgmpKind> sent, CounterSet<IgmpCounter> counters) {
        this.sent = sent;
        this.counters = counters;
    }

    void begin(Turn underWay) {
        turn = underWay;
    }

    void send(UnsafeBuffer datagram, int length, IgmpKind kind, int port, int vlan) {
        if (send(datagram, length, port, vlan)) {
            sent.increment(kind);
        }
    }

    void sendHello(UnsafeBuffer datagram, int length, int port) {
        if (send(datagram, length, port, 0)) {
            counters.increment(IgmpCounter.PIM_HELLO_SENT);
        }
    }

    private boolean send(UnsafeBuffer datagram, int length, int port, int vlan) {
        Packet packet = turn.spawn(length);
        if (packet == null) {
            counters.increment(IgmpCounter.MESSAGE_LOST);
            return false;
        }
        packet.view().putBytes(0, datagram, 0, length);
        packet.readdress(datagram.getInt(Ipv4Header.SOURCE_OFFSET, BIG_ENDIAN),
                datagram.getInt(Ipv4Header.DESTINATION_OFFSET, BIG_ENDIAN));
        packet.vlan(vlan);
        packet.output(port);
        return true;
    }
}
