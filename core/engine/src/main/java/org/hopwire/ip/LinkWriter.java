package org.hopwire.ip;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DropReason;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.Ipv4Header;

/**
 * Writes the Ethernet header, tagged where the interface is, and names the packet's outgoing port: the last write. What
 * is longer than the link allows leaves in fragments.
 */
final class LinkWriter {
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
        // every packet has that much headroom: the ports grant it
        long header = packet.frame(length);
        // the two octets behind the destination are the first of the source, so two stores carry both addresses
        long ours = egress.mac();
        OffHeap.putNetworkLong(header, nextHopMac << Short.SIZE | ours >>> Integer.SIZE);
        OffHeap.putNetworkInt(header + 8, (int) ours);
        if (egress.vlan() != 0) {
            OffHeap.putNetworkInt(header + 12, EtherType.VLAN << Short.SIZE | egress.vlan());
        }
        OffHeap.putNetworkShort(header + length - 2, EtherType.IPV4);
        packet.transmit(egress.index());
    }

    /** One hop less, and the header checksum with it, in one load and one store. */
    static void decrementTtl(Packet packet) {
        long at = packet.address() + Ipv4Header.TTL_OFFSET;
        int word = OffHeap.getNetworkInt(at);
        int lifetime = ((packet.ttl() - 1) << 24) | (word & 0x00ff_0000);
        OffHeap.putNetworkInt(at, lifetime | InternetChecksum.decrementTtl(word & 0xffff));
    }
}
