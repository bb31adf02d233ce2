package org.hopwire.ip;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.wire.EtherType;

import static java.nio.ByteOrder.BIG_ENDIAN;

/** Writes the Ethernet header, tagged where the interface is, and names the packet's outgoing port: the last write. */
final class LinkWriter {
    private final UnsafeBuffer header = new UnsafeBuffer(0, 0);

    void send(Packet packet, Interface egress, long nextHopMac) {
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
