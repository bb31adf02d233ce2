package org.hopwire.ip;

import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IpProtocol;

/**
 * Local delivery where no transport is registered (RFC 1122 sections 3.2.2.1 and 4.1.3.1): UDP finds no port,
 * everything else no protocol. Broadcast and multicast get silence.
 */
public final class LocalHandler implements BurstHandler {
    /** A handler without state. */
    public LocalHandler() {}

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            refuse(part.get(i));
        }
    }

    private static void refuse(Packet packet) {
        // also what came to a crowd: the one predicate that forbids errors says so, and counts it
        boolean udp = packet.protocol() == IpProtocol.UDP;
        packet.reject(udp ? RejectCause.PORT_UNREACHABLE : RejectCause.PROTOCOL_UNREACHABLE, 0);
    }
}
