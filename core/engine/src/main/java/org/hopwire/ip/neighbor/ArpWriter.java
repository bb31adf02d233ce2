package org.hopwire.ip.neighbor;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.CounterSet;
import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.Turn;
import org.hopwire.wire.ArpHeader;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.MacAddress;

import static java.nio.ByteOrder.BIG_ENDIAN;

/** Writes whole ARP frames, every octet of them. */
final class ArpWriter {
    private static final int TAG = 12;

    private final CounterSet<NeighbourCounter> counters;
    private final EthernetHeader ethernet = new EthernetHeader();
    private final ArpHeader arp = new ArpHeader();

    ArpWriter(CounterSet<NeighbourCounter> counters) {
        this.counters = counters;
    }

    /** Asks everybody on the link for {@code target}. */
    void ask(Turn turn, Interface egress, int target) {
        int source = egress.addressTowards(target);
        count(write(turn, egress, MacAddress.BROADCAST, ArpHeader.REQUEST, source, 0, target),
                NeighbourCounter.REQUESTS_SENT);
    }

    /** Asks the station that had {@code target} whether it still has (RFC 1122 section 2.3.2.1). */
    void poll(Turn turn, Interface egress, int target, long mac) {
        int source = egress.addressTowards(target);
        count(write(turn, egress, mac, ArpHeader.REQUEST, source, 0, target), NeighbourCounter.POLLS_SENT);
    }

    /** Answers a request, to the station that asked alone (RFC 826). */
    void reply(Turn turn, Interface egress, int wanted, long askerMac, int asker, NeighbourCounter row) {
        count(write(turn, egress, askerMac, ArpHeader.REPLY, wanted, askerMac, asker), row);
    }

    /** Tells everybody that {@code ours} is here (RFC 5227 section 2.3): a request for it, by itself. */
    void announce(Turn turn, Interface egress, int ours) {
        count(write(turn, egress, MacAddress.BROADCAST, ArpHeader.REQUEST, ours, 0, ours),
                NeighbourCounter.ANNOUNCEMENTS_SENT);
    }

    private void count(boolean written, NeighbourCounter row) {
        counters.increment(written ? row : NeighbourCounter.NOT_SENT);
    }

    private boolean write(Turn turn, Interface egress, long linkTarget, int operation, int sender, long targetMac,
            int target) {
        int linkLength = egress.linkHeaderLength();
        Packet packet = turn.spawn(linkLength + ArpHeader.LENGTH);
        if (packet == null) {
            return false;
        }
        UnsafeBuffer frame = packet.view();
        ethernet.wrap(frame, 0).destination(linkTarget).source(egress.mac());
        if (egress.vlan() != 0) {
            frame.putInt(TAG, EtherType.VLAN << Short.SIZE | egress.vlan(), BIG_ENDIAN);
        }
        frame.putShort(linkLength - Short.BYTES, (short) EtherType.ARP, BIG_ENDIAN);
        arp.wrap(frame, linkLength).ipv4OverEthernet().operation(operation).senderMac(egress.mac()).senderIp(sender)
                .targetMac(targetMac).targetIp(target);
        packet.sort(PacketClass.ARP);
        packet.transmit(egress.index());
        return true;
    }
}
