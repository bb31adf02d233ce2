package org.hopwire.ip.neighbor;

import java.util.BitSet;

import org.hopwire.counter.DropReason;
import org.hopwire.packet.AddressKind;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.ArpHeader;
import org.hopwire.wire.MacAddress;

/**
 * Checks received ARP and lets through to the control agent what concerns us: questions for our addresses, news of
 * neighbours we have an entry for, and claims to addresses of ours. The chatter of a large link ends here.
 *
 * <p>A sender is believed where it is on a network of the port, or is a neighbour we have asked for (a route may say
 * that others are on the link, too). Its link-layer address is that of one station (RFC 1812 section 3.3.2); that the
 * frame came from another one is no fault (RFC 826). One instance per worker.
 */
final class ArpGate implements BurstHandler {
    private static final int LOOPBACK_NET = 127;
    private static final int FIRST_GROUP_NET = 224;

    private final InterfaceTable interfaces;
    private final NeighbourTable table;
    private final BitSet proxies;
    private final ArpHeader arp = new ArpHeader();

    ArpGate(InterfaceTable interfaces, NeighbourTable table, BitSet proxies) {
        this.interfaces = interfaces;
        this.table = table;
        this.proxies = (BitSet) proxies.clone();
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            judge(part.get(i));
        }
    }

    private void judge(Packet packet) {
        Interface ingress = interfaces.get(packet.inPort());
        arp.wrap(packet.view(), 0);
        DropReason fault = table.resolves(ingress.index()) ? faultOf(ingress) : DropReason.ARP_UNHANDLED;
        if (fault != null) {
            packet.drop(fault);
        } else {
            sort(packet, ingress.index());
        }
    }

    private DropReason faultOf(Interface ingress) {
        int operation = arp.operation();
        if (!arp.isIpv4OverEthernet() || (operation != ArpHeader.REQUEST && operation != ArpHeader.REPLY)) {
            return DropReason.ARP_MALFORMED;
        }
        long mac = arp.senderMac();
        if (mac == 0 || MacAddress.isGroup(mac) || mac == ingress.mac()) {
            return DropReason.ARP_BAD_SENDER;
        }
        return faultOf(arp.senderIp(), operation, ingress);
    }

    private DropReason faultOf(int sender, int operation, Interface ingress) {
        int net = sender >>> 24;
        if (sender == 0) {
            // RFC 5227 section 2.1: a host that does not use the address yet asks for it, and never tells of it
            return operation == ArpHeader.REQUEST ? null : DropReason.ARP_BAD_SENDER;
        }
        if (net == 0 || net == LOOPBACK_NET || net >= FIRST_GROUP_NET) {
            return DropReason.ARP_BAD_SENDER;
        }
        return switch (interfaces.kind(sender)) {
            case BROADCAST, MULTICAST -> DropReason.ARP_BAD_SENDER;
            case LOCAL -> interfaces.owner(sender) == ingress.index() ? null : DropReason.ARP_OFF_LINK;
            case REMOTE -> isOnLink(sender, ingress) ? null : DropReason.ARP_OFF_LINK;
        };
    }

    private boolean isOnLink(int sender, Interface ingress) {
        return ingress.networkOf(sender) != null || table.peek(ingress.index(), sender) != NeighbourTable.UNKNOWN;
    }

    private void sort(Packet packet, int port) {
        int sender = arp.senderIp();
        boolean asksProxy = proxies.get(port) && arp.operation() == ArpHeader.REQUEST;
        if (isOurs(arp.targetIp(), port) || isOurs(sender, port) || asksProxy) {
            packet.punt();
            return;
        }
        long known = table.peek(port, sender);
        if (known == NeighbourTable.UNKNOWN) {
            packet.drop(DropReason.ARP_UNHANDLED);
        } else if (known == arp.senderMac()) {
            packet.consume();
        } else {
            packet.punt();
        }
    }

    private boolean isOurs(int address, int port) {
        return interfaces.kind(address) == AddressKind.LOCAL && interfaces.owner(address) == port;
    }
}
