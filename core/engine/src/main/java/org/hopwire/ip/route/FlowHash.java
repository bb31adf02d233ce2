package org.hopwire.ip.route;

import org.hopwire.packet.Packet;
import org.hopwire.wire.IpProtocol;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * What packets of one flow have in common, as 32 bits: addresses, protocol, and ports where the protocol has them.
 * Fragments are told by addresses and protocol alone, the first one too, so that a datagram's fragments stay together.
 */
final class FlowHash {
    private static final long FIRST = 0x9E37_79B9_7F4A_7C15L;
    private static final long SECOND = 0xD6E8_FEB8_6659_FD93L;
    private static final int PORTS = 4;

    private FlowHash() {}

    static int of(Packet packet, long seed) {
        long addresses = (long) packet.source() << Integer.SIZE | (packet.destination() & 0xffff_ffffL);
        boolean hasPorts = hasPorts(packet.protocol()) && !packet.is(Packet.FRAGMENTED)
                && packet.length() >= packet.headerLength() + PORTS;
        int ports = hasPorts ? packet.view().getInt(packet.headerLength(), BIG_ENDIAN) : 0;
        return of(addresses, packet.protocol(), ports, seed);
    }

    static int of(long addresses, int protocol, int ports, long seed) {
        long mixed = (addresses ^ seed) * FIRST;
        mixed = (mixed ^ (mixed >>> Integer.SIZE)) + ((long) ports << Byte.SIZE | protocol);
        mixed = (mixed ^ (mixed >>> 29)) * SECOND;
        mixed = (mixed ^ (mixed >>> Integer.SIZE)) * FIRST;
        return (int) (mixed >>> Integer.SIZE);
    }

    private static boolean hasPorts(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, IpProtocol.UDP_LITE -> true;
            default -> false;
        };
    }
}
