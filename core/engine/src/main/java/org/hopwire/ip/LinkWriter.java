package org.hopwire.ip;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.EtherType;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Writes the Ethernet header, tagged where the interface is, and names the packet's outgoing port: the last write. What
 * is longer than the link allows leaves in fragments.
 */
final class LinkWriter {
    private final UnsafeBuffer header = new UnsafeBuffer(0, 0);
    private final Fragmenter fragmenter;

    LinkWriter(Fragmenter fragmenter) {
        this.fragmenter = fragmenter;
    }

    /** The caller has seen that the packet fits, or that it may be cut. */
    void send(Packet packet, Interface egress, long nextHopMac, Turn turn) {
        send(packet, egress, nextHopMac, egress.mtu(), turn);
    }

    /** The same where some link behind carries no more than {@code mtu} octets. */
    void send(Packet packet, Interface egress, long nextHopMac, int mtu, Turn turn) {
        if (packet.length() > mtu) {
            sendFragments(packet, egress, nextHopMac, mtu, turn);
        } else {
            send(packet, egress, nextHopMac);
        }
    }

    private void sendFragments(Packet packet, Interface egress, long nextHopMac, int mtu, Turn turn) {
        PacketList spawned = turn.spawned();
        int first = spawned.size();
        if (!fragmenter.split(packet, mtu, turn)) {
            packet.drop(DropReason.NO_SLOT);
            return;
        }
        send(packet, egress, nextHopMac);
        for (int i = first; i < spawned.size(); i++) {
            send(spawned.get(i), egress, nextHopMac);
        }
    }

    private void send(Packet packet, Interface egress, long nextHopMac) {
        int length = egress.linkHeaderLength();
        header.wrap(packet.frame(length), length);
        // the two octets behind the destination are the first of the source, so two stores carry both addresses
        long ours = egress.mac();
        header.putLong(0, nextHopMac << Short.SIZE | ours >>> Integer.SIZE, BIG_ENDIAN);
        header.putInt(8, (int) ours, BIG_ENDIAN);
        if (egress.vlan() != 0) {
            header.putInt(12, EtherType.VLAN << Short.SIZE | egress.vlan(), BIG_ENDIAN);
        }
        header.putShort(length - 2, (short) EtherType.IPV4, BIG_ENDIAN);
        packet.transmit(egress.index());
    }
}
