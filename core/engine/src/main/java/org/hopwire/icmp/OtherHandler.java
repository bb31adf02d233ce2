package org.hopwire.icmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.RouterAdvertisement;

/**
 * ICMP for us that asks for nothing: replies go to whoever sent the query, advertisements are checked and ignored, since
 * a router learns no default route from them (RFC 1256 section 5), and deprecated or unknown types end here in silence
 * (RFC 1122 section 3.2.2, RFC 6918).
 */
final class OtherHandler implements BurstHandler {
    private final IcmpCounters counters;
    private final ErrorListeners listeners;
    private final IcmpHeader icmp = new IcmpHeader();
    private final RouterAdvertisement advertisement = new RouterAdvertisement();

    OtherHandler(IcmpCounters counters, ErrorListeners listeners) {
        this.counters = counters;
        this.listeners = listeners;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        ErrorListeners.Table table = listeners.table();
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            IcmpType type = IcmpType.of(packet.view().getByte(packet.headerLength()));
            counters.received().increment(type);
            decide(packet, type, table);
        }
    }

    private void decide(Packet packet, IcmpType type, ErrorListeners.Table table) {
        switch (type) {
            case ECHO_REPLY, INFORMATION_REPLY, EXTENDED_ECHO_REPLY -> reply(packet, IcmpHeader.LENGTH, table);
            case TIMESTAMP_REPLY -> reply(packet, IcmpHeader.TIMESTAMP_LENGTH, table);
            case ADDRESS_MASK_REPLY -> reply(packet, IcmpHeader.ADDRESS_MASK_LENGTH, table);
            case ROUTER_ADVERTISEMENT -> advertisement(packet);
            default -> packet.drop(type.isDeprecated() ? DropReason.ICMP_DEPRECATED : DropReason.ICMP_UNKNOWN_TYPE);
        }
    }

    private void reply(Packet packet, int least, ErrorListeners.Table table) {
        if (packet.payloadLength() < least) {
            packet.drop(DropReason.ICMP_BAD_LENGTH);
        } else if (listenerOf(packet, icmp, table) == null) {
            packet.drop(DropReason.ICMP_UNSOLICITED_REPLY);
        } else {
            packet.punt();
        }
    }

    /** Who waits for a reply, or null. Nobody is answered by a group address. */
    static IcmpErrorListener listenerOf(Packet packet, IcmpHeader icmp, ErrorListeners.Table table) {
        if (table.isEmpty() || packet.is(Packet.BROADCAST | Packet.MULTICAST)) {
            return null;
        }
        int identifier = icmp.wrap(packet.view(), packet.headerLength()).identifier();
        return table.find(IpProtocol.ICMP, packet.destination(), identifier, packet.source(), 0);
    }

    private void advertisement(Packet packet) {
        UnsafeBuffer view = packet.view();
        boolean valid = advertisement.wrap(view, packet.headerLength()).isValidAdvertisement(packet.payloadLength());
        packet.drop(valid ? DropReason.ICMP_UNSOLICITED_REPLY : DropReason.ICMP_BAD_LENGTH);
    }
}
