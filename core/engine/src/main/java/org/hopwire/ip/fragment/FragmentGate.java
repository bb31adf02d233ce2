package org.hopwire.ip.fragment;

import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * What a worker does with fragments for this engine: drops those that no datagram can hold, hands the others to the
 * control agent. Membership and PIM messages are never so long as to come in pieces.
 */
public final class FragmentGate implements BurstHandler {
    private static final int UNIT_SHIFT = 3;
    /** RFC 1858 section 3: up to the flags of a TCP header. */
    private static final int LEAST_TCP = 16;

    /** A gate without state. */
    public FragmentGate() {}

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            DropReason fault = fault(packet);
            if (fault == null) {
                packet.punt();
            } else {
                packet.drop(fault);
            }
        }
    }

    private static DropReason fault(Packet packet) {
        int flags = packet.view().getShort(Ipv4Header.FLAGS_OFFSET, BIG_ENDIAN);
        int offset = (flags & Ipv4Header.OFFSET_MASK) << UNIT_SHIFT;
        boolean isLast = (flags & Ipv4Header.MORE_FRAGMENTS) == 0;
        int size = packet.payloadLength();
        if (size == 0 || (!isLast && size % Fragmenter.UNIT != 0)) {
            return DropReason.FRAGMENT_BAD_LENGTH;
        }
        if (packet.headerLength() + offset + size > Ipv4Header.MAX_TOTAL_LENGTH) {
            return DropReason.FRAGMENT_TOO_LONG;
        }
        return ofProtocol(packet.protocol(), offset, size);
    }

    private static DropReason ofProtocol(int protocol, int offset, int size) {
        return switch (protocol) {
            case IpProtocol.IGMP, IpProtocol.PIM -> DropReason.FRAGMENT_UNHANDLED;
            // RFC 1858 section 3, RFC 3128: a TCP header in pieces hides its flags, or has them written over
            case IpProtocol.TCP -> offset == Fragmenter.UNIT || (offset == 0 && size < LEAST_TCP)
                    ? DropReason.FRAGMENT_TINY
                    : null;
            default -> null;
        };
    }
}
