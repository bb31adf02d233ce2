package org.hopwire.bridge;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;

/**
 * What the switch says itself, its queries above all: the Ethernet header in front, then out by the port that was
 * named, or by every port of the VLAN. {@link Packet#vlan(int)} says which VLAN; only datagrams to groups have an
 * address on the link here.
 */
final class OwnFrameHandler implements BurstHandler {
    private final VlanTable vlans;
    private final LinkStateTable links;
    private final Egress egress;
    private final long mac;
    private final EthernetHeader ethernet = new EthernetHeader();
    private final UnsafeBuffer header = new UnsafeBuffer(0, 0);

    OwnFrameHandler(VlanTable vlans, LinkStateTable links, Egress egress, long mac) {
        this.vlans = vlans;
        this.links = links;
        this.egress = egress;
        this.mac = mac;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            send(part.get(i), turn);
        }
    }

    private void send(Packet packet, Turn turn) {
        int port = packet.outPort();
        boolean known = packet.vlan() > 0 && vlans.row(packet.vlan()) >= 0
                && (port < 0 || vlans.isMember(packet.vlan(), port));
        if (!known || !Ipv4Address.isMulticast(packet.destination())) {
            packet.drop(DropReason.OUTPUT_UNROUTED);
        } else if (port >= 0 && !links.isUp(port)) {
            packet.drop(DropReason.PORT_DOWN);
        } else {
            writeHeader(packet);
            leave(packet, port, turn);
        }
    }

    private void leave(Packet packet, int port, Turn turn) {
        if (port >= 0) {
            egress.one(packet, port);
        } else {
            egress.flood(packet, turn, DropReason.NO_EGRESS_PORT);
        }
    }

    private void writeHeader(Packet packet) {
        header.wrap(packet.frame(EthernetHeader.LENGTH), EthernetHeader.LENGTH);
        ethernet.wrap(header, 0).destination(MacAddress.multicastOf(packet.destination())).source(mac)
                .etherType(EtherType.IPV4);
    }
}
