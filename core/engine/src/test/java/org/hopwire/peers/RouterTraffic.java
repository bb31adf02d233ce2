package org.hopwire.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.SentFrame;

/**
 * What is put to two routers, from a seed: packets that are right and packets that are not, each with an identification
 * of its own. Sources differ from packet to packet, since Linux limits some errors by source.
 */
final class RouterTraffic {
    private static final String[] ON_LAN = {"192.0.2.10", "192.0.2.20"};
    private static final String[] ON_WAN = {"198.51.100.10", "198.51.100.254"};
    private static final String BROADCAST_MAC = "ff:ff:ff:ff:ff:ff";
    private static final int MOST_WAN_OCTETS = 1200;

    private final SplittableRandom random;
    private final List<RouterFrame> frames = new ArrayList<>();
    private int datagram;
    private String kind;
    private boolean isLan;
    private String source;

    private RouterTraffic(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Makes what one kind of packet needs. */
    private interface Maker {
        void make(RouterTraffic traffic);
    }

    private record Kind(String name, int weight, Maker maker) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("transit-udp", 12, RouterTraffic::transitUdp),
            new Kind("transit-tcp", 5, RouterTraffic::transitTcp),
            new Kind("transit-icmp", 6, RouterTraffic::transitIcmp),
            new Kind("transit-protocol", 4, RouterTraffic::transitProtocol),
            new Kind("transit-options", 8, traffic -> traffic.add(traffic.anything(traffic.through())
                    .options(traffic.options()))),
            new Kind("transit-ttl", 8, traffic -> traffic.add(traffic.anything(traffic.through())
                    .ttl(traffic.below(3)))),
            new Kind("transit-big", 5, RouterTraffic::transitBig),
            new Kind("transit-fragments", 5, traffic -> traffic.fragments(traffic.through())),
            new Kind("transit-back", 3, traffic -> traffic.add(traffic.anything(traffic.back()))),
            new Kind("rejected", 5, traffic -> traffic.add(traffic.offLink().anything(traffic.rejected())
                    .ttl(traffic.oneIn(5) ? 1 : 60))),
            new Kind("no-neighbour", 1, traffic -> traffic.add(traffic.anything(traffic.nobody()))),
            new Kind("echo", 8, RouterTraffic::echo),
            new Kind("echo-options", 6, traffic -> traffic.add(traffic.packet(traffic.router())
                    .echo(traffic.datagram, 1, traffic.data(16)).options(traffic.options()))),
            new Kind("query", 6, RouterTraffic::query),
            new Kind("error", 5, RouterTraffic::error),
            new Kind("port", 5, traffic -> traffic.add(traffic.packet(traffic.router())
                    .udp(4000, 1 + traffic.below(65_535), traffic.data(traffic.below(80))))),
            new Kind("tcp", 2, traffic -> traffic.add(traffic.packet(traffic.router())
                    .tcp(4000, 1 + traffic.below(65_535), 7, traffic.below(64), traffic.data(8)))),
            new Kind("protocol", 4, traffic -> traffic.add(traffic.packet(traffic.router())
                    .payload(traffic.below(256), traffic.data(24)))),
            new Kind("fragments", 5, traffic -> traffic.fragments(traffic.router())),
            new Kind("bad-header-sum", 2, traffic -> traffic.add(traffic.anything(traffic.anywhere())
                    .badIpChecksum())),
            new Kind("bad-sum", 3, traffic -> traffic.add(traffic.anything(traffic.anywhere()).badL4Checksum())),
            new Kind("bad-version", 1, traffic -> traffic.add(traffic.anything(traffic.anywhere())
                    .version(traffic.below(16)))),
            new Kind("bad-header-length", 2, traffic -> traffic.add(traffic.anything(traffic.anywhere())
                    .ihl(traffic.below(16)))),
            new Kind("bad-length", 3, RouterTraffic::badLength),
            new Kind("cut", 2, traffic -> traffic.add(traffic.anything(traffic.anywhere())
                    .truncateTo(14 + traffic.below(60)))),
            new Kind("martian-source", 5, RouterTraffic::martianSource),
            new Kind("martian-destination", 4, traffic -> traffic.add(traffic.offLink()
                    .anything(traffic.martian()))),
            new Kind("broadcast", 4, RouterTraffic::broadcast),
            new Kind("multicast", 4, RouterTraffic::multicast),
            new Kind("link-broadcast", 2, traffic -> traffic.add(traffic.anything(traffic.anywhere())
                    .eth(traffic.hostMac(), traffic.oneIn(2) ? BROADCAST_MAC : "01:00:5e:01:02:03"))),
            new Kind("other-station", 1, traffic -> traffic.add(traffic.anything(traffic.anywhere())
                    .eth(traffic.hostMac(), "02:00:00:00:0e:0e"))),
            new Kind("no-ip", 2, RouterTraffic::noIp));

    private static final int WEIGHTS = KINDS.stream().mapToInt(Kind::weight).sum();

    /** At least so many frames. */
    static List<RouterFrame> frames(long seed, int count) {
        RouterTraffic traffic = new RouterTraffic(seed);
        while (traffic.frames.size() < count) {
            traffic.next();
        }
        return traffic.frames;
    }

    private void next() {
        datagram++;
        isLan = oneIn(2);
        offLink();
        source = oneIn(6) ? from(isLan ? ON_LAN : ON_WAN) : source;
        int at = below(WEIGHTS);
        for (Kind each : KINDS) {
            at -= each.weight;
            if (at < 0) {
                kind = each.name;
                each.maker.make(this);
                return;
            }
        }
    }

    /** From a source of its own. */
    private RouterTraffic offLink() {
        source = (isLan ? "172.16." : "10.77.") + (datagram >>> 8) + "." + (datagram & 255);
        return this;
    }

    private int below(int bound) {
        return random.nextInt(bound);
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String from(String... choices) {
        return choices[below(choices.length)];
    }

    private int from(int... choices) {
        return choices[below(choices.length)];
    }

    private String hostMac() {
        return isLan ? Lab.LAN_HOST_MAC : Lab.WAN_HOST_MAC;
    }

    private Packets packet(String destination) {
        return Packets.ipv4(source, destination).eth(hostMac(), isLan ? Lab.LAN_MAC : Lab.WAN_MAC).id(datagram)
                .ttl(60);
    }

    private void add(Packets packet) {
        SentFrame frame = new SentFrame(isLan ? "lan" : "wan", packet.build());
        frames.add(new RouterFrame(frames.size(), datagram, kind, frame));
    }

    /** Octets that say whose they are. */
    private byte[] data(int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i++) {
            data[i] = (byte) (i < 4 ? datagram >>> (24 - 8 * i) : i);
        }
        return data;
    }

    private String through() {
        return isLan
                ? from("198.51.100.10", "198.51.100.254", "10.77.200." + below(256), "203.0.113." + (208 + below(16)))
                : from("192.0.2.10", "192.0.2.20", "172.16.200." + below(256), "203.0.113." + (240 + below(16)));
    }

    private String back() {
        isLan = !isLan;
        String destination = through();
        isLan = !isLan;
        return destination;
    }

    private String rejected() {
        return "203.0.113."
                + from("" + below(16), "" + (16 + below(16)), "" + (32 + below(16)), "" + (192 + below(16)));
    }

    private String nobody() {
        return from("198.51.100.", "192.0.2.") + (30 + below(90));
    }

    private String router() {
        return oneIn(3) ? from("192.0.2.1", "198.51.100.1") : isLan ? "192.0.2.1" : "198.51.100.1";
    }

    private String anywhere() {
        return oneIn(2) ? router() : through();
    }

    private String martian() {
        return from("0.0.0.0", "0.1.2.3", "127.0.0.1", "127.9.9.9", "240.0.0.1", "255.255.255.254", "192.0.2.0",
                "198.51.100.0", "169.254.1.1");
    }

    /** A list of options, right more often than not. */
    private byte[] options() {
        String list = from("07 07 04 00 00 00 00", "07 0b 04 00 00 00 00 00 00 00 00",
                "07 0b 0c 01 02 03 04 05 06 07 08",
                "44 08 05 00 00 00 00 00", "44 0c 05 01 00 00 00 00 00 00 00 00", "44 0c 05 03 c0 00 02 01 00 00 00 00",
                "44 0c 05 03 c6 33 64 0a 00 00 00 00", "44 08 09 00 01 02 03 04", "44 08 09 f0 01 02 03 04",
                "94 04 00 00", "01 94 04 00 00", "82 0b 00 00 00 00 00 00 00 00 00", "83 07 04 c0 00 02 01",
                "89 07 04 c6 33 64 0a", "83 07 08 01 02 03 04", "88 04 00 07", "99 04 01 02", "1e 03 00", "01 01 01 00",
                "00 00 00 00", "52 04 00 01", "07 03 04", "07 07 03 00 00 00 00", "07 07 05 00 00 00 00", "07 02",
                "44 04 05 00", "44 08 04 00 00 00 00 00", "44 08 05 02 00 00 00 00", "44 07 05 00 00 00 00", "94 03 00",
                "94 04 00 01", "07 00", "07 01", "99 3c", "82 02", "07 27 04", "83 03 04", "94 04 00 00 94 04 00 00",
                "07 07 04 00 00 00 00 07 07 04 00 00 00 00", "07 07 08 01 02 03 04");
        byte[] option = Hex.parse(list);
        if (oneIn(8)) {
            random.nextBytes(option);
        }
        return option;
    }

    private Packets anything(String destination) {
        Packets packet = packet(destination);
        return switch (below(6)) {
            case 0 -> packet.udp(4000 + below(9), below(65_536), data(8 + below(40)));
            case 1 -> packet.echo(datagram, below(9), data(8 + below(40)));
            case 2 -> packet.tcp(4000, 80, datagram, 2, data(4));
            case 3 -> packet.payload(from(4, 41, 47, 50, 89, 132), data(24));
            case 4 -> packet.icmp(from(0, 3, 4, 5, 11, 12, 14, 40), below(3), 0, quote(source, "192.0.2.10"));
            default -> packet.udp(53, 33_434 + below(9), data(below(20))).tos(below(256));
        };
    }

    /** A packet as an error quotes it. */
    private byte[] quote(String quotedSource, String quotedDestination) {
        Packets quoted = Packets.ipv4(quotedSource, quotedDestination).id(below(65_536)).ttl(below(64));
        return (oneIn(2) ? quoted.udp(below(65_536), below(65_536), data(8)) : quoted.tcp(80, below(65_536), 1, 16))
                .build();
    }

    private void transitUdp() {
        Packets packet = packet(through()).udp(below(65_536), below(65_536), data(below(oneIn(9) ? 1000 : 60)))
                .tos(below(256)).ttl(2 + below(254));
        add(oneIn(3) ? packet.dontFragment() : oneIn(4) ? packet.noUdpChecksum() : packet);
    }

    private void transitTcp() {
        add(packet(through()).tcp(below(65_536), below(65_536), datagram, below(256), data(below(60))));
    }

    private void transitIcmp() {
        String to = through();
        byte[] body = oneIn(2) ? data(below(60)) : quote(to, source);
        add(packet(to).icmp(oneIn(2) ? below(45) : from(0, 3, 5, 8, 11, 12), below(16), datagram, body));
    }

    private void transitProtocol() {
        add(packet(through()).payload(below(256), data(below(60))));
    }

    private void transitBig() {
        isLan = true;
        Packets packet = offLink().packet(through()).udp(1, 2, data(1240 + below(220)));
        packet = oneIn(2) ? packet.dontFragment() : packet;
        packet = oneIn(9) ? packet.reservedFlag() : packet;
        packet = oneIn(6) ? packet.ttl(1) : packet;
        add(oneIn(4)
                ? packet.options(from("94 04 00 00", "82 0b 00 00 00 00 00 00 00 00 00 00", "01 01 01 01",
                        "07 07 04 00 00 00 00 00", "99 04 00 00"))
                : packet);
    }

    private void fragments(String to) {
        int length = 16 + 8 * below(oneIn(8) ? 300 : 12);
        byte[] message = Packets.withoutEthernet(oneIn(2)
                ? packet(to).echo(datagram, 1, data(length)).build()
                : packet(to).udp(9, 9, data(length)).build());
        byte[] payload = Arrays.copyOfRange(message, 20, message.length);
        int cut = 8 * (1 + below(Math.min(payload.length, MOST_WAN_OCTETS) / 8 - 1));
        List<Packets> parts = new ArrayList<>();
        for (int from = 0; from < payload.length; from += cut) {
            parts.add(part(to, message[9], payload, from, cut));
        }
        spoil(parts, to, message[9], payload, cut);
        parts.forEach(this::add);
    }

    private Packets part(String to, int protocol, byte[] payload, int from, int length) {
        int end = Math.min(payload.length, from + length);
        Packets part = packet(to).payload(protocol, Arrays.copyOfRange(payload, from, end)).fragmentOffset(from);
        return end < payload.length ? part.moreFragments() : part;
    }

    private void spoil(List<Packets> parts, String to, int protocol, byte[] payload, int cut) {
        switch (below(9)) {
            case 0 -> Collections.reverse(parts);
            case 1 -> parts.remove(parts.size() - 1);
            case 2 -> parts.remove(0);
            case 3 -> parts.add(0, part(to, protocol, payload, 0, cut));
            case 4 -> parts.get(0).ttl(1);
            case 5 -> parts.forEach(Packets::dontFragment);
            case 6 -> parts.set(0, part(to, protocol, payload, 0, cut + 8).moreFragments());
            case 7 -> parts.get(parts.size() - 1).fragmentOffset(65_528);
            default -> parts.get(0).options("94 04 00 00");
        }
    }

    private void echo() {
        int length = below(oneIn(6) ? 1200 : 60);
        Packets packet = packet(router()).echo(datagram, below(65_536), data(length)).ttl(1 + below(255))
                .tos(below(256));
        packet = oneIn(12) ? packet.icmp(8, below(256), datagram << 16, data(length)) : packet;
        packet = oneIn(5) ? packet.dontFragment() : packet;
        add(oneIn(4) ? packet.trailer(new byte[1 + below(18)]) : packet);
    }

    private void query() {
        int type = oneIn(3) ? below(256) : from(9, 10, 13, 14, 15, 16, 17, 18, 30, 37, 42, 43);
        int length = oneIn(3) ? below(24) : switch (type) {
            case 13, 14 -> 12;
            case 17, 18 -> 4;
            default -> 0;
        };
        // an advertisement, a redirect and the errors are kinds of their own
        add(packet(router()).icmp(type, oneIn(6) ? below(20) : 0, datagram << 16 | 1, data(length)));
    }

    private void error() {
        String to = router();
        byte[] quoted = oneIn(2) ? quote(to, source) : oneIn(2) ? quote(source, to) : data(below(40));
        if (oneIn(6) && quoted.length > 0) {
            quoted[0] = (byte) below(256);
        }
        add(packet(to).icmp(from(3, 3, 4, 5, 11, 12), below(17), oneIn(2) ? 0 : random.nextInt(),
                oneIn(4) ? Arrays.copyOf(quoted, below(28)) : quoted));
    }

    private void badLength() {
        Packets packet = anything(anywhere());
        int real = Packets.withoutEthernet(packet.build()).length;
        packet.totalLength(oneIn(2) ? below(real) : oneIn(2) ? real + 1 + below(60) : below(65_536));
        add(oneIn(3) ? packet.trailer(data(1 + below(30))) : packet);
    }

    private void martianSource() {
        source = from("0.0.0.0", "0.9.9.9", "127.0.0.1", "127.1.2.3", "224.0.0.1", "239.1.1.1", "240.0.0.1",
                "255.255.255.255", "192.0.2.255", "198.51.100.255", "192.0.2.0", "198.51.100.0", "192.0.2.1",
                "198.51.100.1", "169.254.3.4");
        add(anything(anywhere()));
    }

    private void broadcast() {
        Packets packet = anything(from("255.255.255.255", "192.0.2.255", "198.51.100.255", "192.0.2.0",
                "198.51.100.0"));
        packet = oneIn(4) ? packet.ttl(1) : packet;
        add(oneIn(2) ? packet.eth(hostMac(), BROADCAST_MAC) : packet);
    }

    private void multicast() {
        int group = Packets.address(from("224.0.0.1", "224.0.0.2", "224.0.0.22", "224.0.0.18", "224.2.3.4",
                "239.1.2.3", "232.1.1.1"));
        Packets packet = anything("0.0.0.0").ip(Packets.address(source), group).ttl(from(1, 2, 60));
        String mac = String.format("01:00:5e:%02x:%02x:%02x", group >>> 16 & 0x7f, group >>> 8 & 0xff, group & 0xff);
        add(oneIn(4) ? packet : packet.eth(hostMac(), mac));
    }

    private void noIp() {
        Packets packet = anything(anywhere());
        switch (below(4)) {
            case 0 -> packet.vlan(1 + below(4094));
            case 1 -> packet.etherType(from(0x86dd, 0x88cc, 0x0801, 0x9000));
            case 2 -> packet.etherType(below(0x0600));
            default -> packet.raw(0x0806, data(below(46)));
        }
        add(packet);
    }
}
