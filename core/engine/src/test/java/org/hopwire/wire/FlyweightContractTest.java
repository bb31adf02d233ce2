package org.hopwire.wire;

import java.util.stream.Stream;

import org.hopwire.testkit.WriterContract;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Whoever writes a header leaves no octet of what lay there before. New header: one row here, name, golden octets, and
 * a writer of all its fields.
 */
class FlyweightContractTest extends WriterContract {
    private static final long MAC_1 = 0x0200_0000_0001L;
    private static final long MAC_2 = 0x0200_0000_0002L;
    private static final int IP_1 = 0x0A00_0001;
    private static final int IP_2 = 0x0A00_0002;

    static Stream<Arguments> writers() {
        return Stream.concat(linkAndTransport(), icmp());
    }

    private static Stream<Arguments> linkAndTransport() {
        return Stream.of(
                row("ethernet", "02 00 00 00 00 02 02 00 00 00 00 01 08 00",
                        b -> new EthernetHeader().wrap(b, 0).destination(MAC_2).source(MAC_1).etherType(0x0800)),
                row("vlan", "81 00 60 07", b -> new VlanTag().wrap(b, 0).tpid(0x8100).tci(VlanTag.tci(3, false, 7))),
                row("arp", "00 01 08 00 06 04 00 02 02 00 00 00 00 01 0a 00 00 01 02 00 00 00 00 02 0a 00 00 02",
                        b -> new ArpHeader().wrap(b, 0).ipv4OverEthernet().operation(2).senderMac(MAC_1)
                                .senderIp(IP_1).targetMac(MAC_2).targetIp(IP_2)),
                row("ipv4", "45 10 00 54 12 34 40 00 40 01 99 99 0a 00 00 01 0a 00 00 02",
                        b -> new Ipv4Header().wrap(b, 0).headerLength(20).tos(0x10).totalLength(84).id(0x1234)
                                .flagsAndOffset(0x4000).ttl(64).protocol(1).checksum(0x9999).source(IP_1)
                                .destination(IP_2)),
                row("ipv4 fresh", "45 10 00 54 00 00 00 00 40 01 00 00 0a 00 00 01 0a 00 00 02",
                        b -> new Ipv4Header().wrap(b, 0).writeFresh(0x10, 84, 64, 1, IP_1, IP_2)),
                row("udp", "82 9a 00 35 00 0c 12 34",
                        b -> new UdpHeader().wrap(b, 0).sourcePort(33434).destinationPort(53).length(12)
                                .checksum(0x1234)),
                row("tcp", "00 50 ff ff 01 02 03 04 05 06 07 08 60 12 20 00 12 34 00 09",
                        b -> new TcpHeader().wrap(b, 0).sourcePort(80).destinationPort(65535).sequence(0x0102_0304)
                                .acknowledgment(0x0506_0708).headerLength(24).flags(TcpHeader.SYN | TcpHeader.ACK)
                                .window(0x2000).checksum(0x1234).urgentPointer(9)));
    }

    private static Stream<Arguments> icmp() {
        return Stream.of(
                row("icmp fields", "08 07 12 34 00 01 00 02",
                        b -> new IcmpHeader().wrap(b, 0).type(8).code(7).checksum(0x1234).identifier(1).sequence(2)),
                row("icmp fresh", "05 01 00 00 0a 00 00 01", b -> new IcmpHeader().wrap(b, 0).writeFresh(5, 1, IP_1)),
                row("icmp redirect", "05 01 00 00 0a 00 00 02",
                        b -> new IcmpHeader().wrap(b, 0).writeFresh(5, 1, 0).gateway(IP_2)),
                row("icmp parameter problem", "0c 00 00 00 15 20 00 00",
                        b -> new IcmpHeader().wrap(b, 0).writeFresh(12, 0, 0).pointer(21).quoteWords(32)),
                row("icmp fragmentation needed", "03 04 00 00 00 20 05 dc",
                        b -> new IcmpHeader().wrap(b, 0).writeFresh(3, 4, 0).quoteWords(32).nextHopMtu(1500)),
                row("icmp timestamp", "0e 00 00 00 00 01 00 02 00 00 00 0a 80 00 00 0b 05 26 5b ff",
                        b -> new IcmpHeader().wrap(b, 0).writeFresh(14, 0, 0x0001_0002).originateTimestamp(10)
                                .receiveTimestamp(IcmpHeader.NON_STANDARD_TIMESTAMP | 11)
                                .transmitTimestamp(86_399_999)),
                row("icmp address mask", "12 00 00 00 00 01 00 02 ff ff ff 00",
                        b -> new IcmpHeader().wrap(b, 0).writeFresh(18, 0, 0x0001_0002).addressMask(0xFFFF_FF00)),
                row("router advertisement", "09 00 00 00 02 02 07 08 0a 00 00 01 00 00 00 00 0a 00 00 02 80 00 00 00",
                        b -> new RouterAdvertisement().wrap(b, 0).writeAdvertisement(2, 1800).entry(0, IP_1, 0)
                                .entry(1, IP_2, RouterAdvertisement.NOT_A_DEFAULT)),
                row("router solicitation", "0a 00 00 00 00 00 00 00",
                        b -> new RouterAdvertisement().wrap(b, 0).writeSolicitation()),
                row("extended echo request", "2a 00 00 00 12 34 05 01",
                        b -> new ExtendedEcho().wrap(b, 0).writeRequest(0x1234, 5, true)),
                row("extended echo reply", "2b 00 00 00 12 34 ff 46",
                        b -> new ExtendedEcho().wrap(b, 0).writeReply(0, 0x1234, 255, ExtendedEcho.STATE_REACHABLE,
                                ExtendedEcho.ACTIVE | ExtendedEcho.IPV4)),
                row("extended echo failure", "2b 02 00 00 12 34 05 00",
                        b -> new ExtendedEcho().wrap(b, 0).writeReply(2, 0x1234, 5, 7, 7)));
    }
}
