package org.hopwire.hotpath;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;

/** Frames from the host on {@code lan}, at least one for every way a packet can take and every reason to end. */
final class EveryFrame {
    /** Length of the frame that a port is to hand over as cut short. */
    static final int CUT_LENGTH = 777;

    /** Length of the frame that no port is able to send. */
    static final int UNSENDABLE_LENGTH = 779;

    private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
    private static final String GROUP = "239.1.2.3";
    private static final String FAR = "198.51.100.10";
    private static final String US = "192.0.2.1";

    /** Packets of one burst that wait for neighbours are 32 at most; and more than one bucket of errors holds. */
    private static final int MANY = 40;

    private final List<byte[]> frames = new ArrayList<>();

    private EveryFrame() {}

    /** All of them. */
    static List<byte[]> list() {
        EveryFrame every = new EveryFrame();
        every.linkLayer();
        every.arp();
        every.headers();
        every.transit();
        every.local();
        every.queries();
        every.errors();
        every.multicast();
        every.membership();
        every.malformedMembership();
        every.bridge();
        return every.frames;
    }

    private void add(Packets... packets) {
        Arrays.stream(packets).map(Packets::build).forEach(frames::add);
    }

    private static Packets to(String destination) {
        return Lab.fromLan(destination);
    }

    private static Packets from(String source, String destination) {
        return Packets.ipv4(source, destination).eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC);
    }

    private void linkLayer() {
        frames.add(new byte[10]);
        add(to(US).eth(Lab.LAN_HOST_MAC, "02:99:99:99:99:99").udp(1, 2), to(US).raw(0x86dd, new byte[40]),
                to(US).vlan(9).udp(1, 2), to(US).tag(0x88a8, 1).tag(0x88a8, 2).tag(0x8100, 3).udp(1, 2),
                to(FAR).udp(1, 2, new byte[CUT_LENGTH - 42]), to(US).eth("01:00:5e:00:00:01", Lab.LAN_MAC).udp(1, 2),
                to(US).eth(Lab.LAN_HOST_MAC, BROADCAST).udp(1, 2));
    }

    /** All but a claim to our address, which draws an event for the application, an object, once in ten seconds. */
    private void arp() {
        arp(1, "192.0.2.10", US);
        arp(1, "192.0.2.10", "192.0.2.99");
        arp(1, "192.0.2.10", FAR);
        arp(2, "192.0.2.33", US);
        arp(1, "10.77.0.1", US);
        arp(1, "127.0.0.1", US);
        arp(9, "192.0.2.10", US);
        add(Packets.frame().eth(Lab.LAN_HOST_MAC, BROADCAST).raw(0x0806, new byte[12]));
    }

    private void arp(int operation, String sender, String target) {
        add(Packets.frame().eth(Lab.LAN_HOST_MAC, BROADCAST).raw(0x0806,
                Packets.arp(operation, Lab.LAN_HOST_MAC, sender, "00:00:00:00:00:00", target)));
    }

    private void headers() {
        add(to(US).version(5).udp(1, 2), to(US).ihl(4).udp(1, 2), to(US).totalLength(9000).udp(1, 2),
                to(US).badIpChecksum().udp(1, 2), from("127.0.0.1", US).udp(1, 2), from("224.0.0.9", US).udp(1, 2),
                from("172.31.0.1", US).udp(1, 2), to("0.0.0.9").udp(1, 2), to("240.0.0.1").udp(1, 2),
                to(FAR).eth(Lab.LAN_HOST_MAC, BROADCAST).udp(1, 2), to("192.0.2.255").udp(1, 2),
                to("255.255.255.255").eth(Lab.LAN_HOST_MAC, BROADCAST).udp(1, 2), to("198.51.100.255").udp(1, 2),
                to(US).options("07 03 02 00").udp(1, 2), to(US).options("82 02 00 00").udp(1, 2),
                to(FAR).options("83 07 04 c0 00 02 4d 00").udp(1, 2),
                to(FAR).options("89 07 04 cb 00 71 09 00").udp(1, 2),
                to(US).options("83 07 04 c6 33 64 0a 00").udp(1, 2),
                to(US).options("89 0b 04 c6 33 64 01 c6 33 64 0a 00").udp(1, 2),
                to(US).options("89 07 04 0a 05 00 01 00").udp(1, 2),
                to(US).options("83 07 04 7f 00 00 01 00").udp(1, 2),
                to(US).options("83 07 04 c0 00 02 01 00").echo(1, 2));
    }

    private void transit() {
        add(to(FAR).udp(1, 2, new byte[100]), to(FAR).tcp(1, 2, 3, 2), to(FAR).options("94 04 00 00").udp(1, 2),
                to(FAR).options("07 07 04 00 00 00 00 00").udp(1, 2),
                to(FAR).options("44 08 05 00 00 00 00 00").udp(1, 2), to("192.0.2.77").udp(1, 2),
                to(FAR).ttl(1).udp(1, 2, new byte[1000]), to("10.1.1.1").udp(1, 2),
                to("198.51.100.78").udp(1, 2), to(FAR).udp(1, 2, new byte[1400]),
                to(FAR).dontFragment().udp(1, 2, new byte[1400]), to(FAR).moreFragments().udp(1, 2, new byte[1392]),
                to(FAR).fragmentOffset(1400).ttl(1).payload(17, new byte[64]), to(FAR).icmp(3, 3, 0, new byte[36]),
                to("10.2.0.1").udp(1, 2), to("10.3.0.10").udp(1, 2), to("10.3.0.10").ttl(1).udp(1, 2),
                to("10.4.0.10").udp(1, 2), to(FAR).udp(1, 2, new byte[UNSENDABLE_LENGTH - 42]),
                from("192.0.2.77", "10.5.0.1").tos(0x10).udp(1, 2), to("10.1.1.1").icmp(3, 3, 0, new byte[28]),
                to("10.1.1.1").icmp(200, 0, 0, new byte[28]), from("10.3.0.99", US).echo(1, 2));
        for (int i = 0; i < MANY; i++) {
            add(to("198.51.100.79").udp(1, 2), to(FAR).dontFragment().udp(1, 2, new byte[1300]));
        }
        for (int i = 0; i < Scenes.REJECTS.size(); i++) {
            add(to("10.100." + i + ".1").udp(1, 2));
        }
    }

    private void local() {
        add(to(US).udp(1, 2, new byte[20]), to(US).tcp(1, 2, 3, 2), to(US).payload(99, new byte[8]),
                to(US).udp(1, 2, new byte[20]).udpLength(4), to(US).badL4Checksum().udp(1, 2, new byte[20]),
                to(US).moreFragments().payload(1, new byte[] {8, 0, (byte) 0xf7, (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0,
                    0, 0, 0, 0}),
                to(US).fragmentOffset(16).payload(1, new byte[16]), to(US).moreFragments().payload(17, new byte[9]),
                to(US).fragmentOffset(65_520).payload(17, new byte[64]),
                to(US).moreFragments().payload(6, new byte[8]), to(US).fragmentOffset(8).payload(6, new byte[8]),
                to(US).id(7).moreFragments().payload(17, new byte[64]),
                to("224.0.0.1").eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:01").fragmentOffset(8).payload(1, new byte[8]));
    }

    private void queries() {
        add(to(US).echo(1, 2, new byte[56]), to(US).options("07 07 04 00 00 00 00 00").echo(1, 2),
                to(US).options("44 08 05 00 00 00 00 00").echo(1, 2), to(US).badL4Checksum().echo(1, 2),
                to(US).payload(1, (byte) 8, (byte) 0), to("192.0.2.255").eth(Lab.LAN_HOST_MAC, BROADCAST).echo(1, 2),
                to("192.0.2.255").eth(Lab.LAN_HOST_MAC, BROADCAST).icmp(13, 0, 1, new byte[12]),
                to(US).icmp(13, 0, 0x10002, new byte[12]), to(US).icmp(13, 0, 1, new byte[3]),
                to(US).icmp(17, 0, 0x10002, new byte[4]), to(US).icmp(15, 0, 0x10002), to(US).icmp(13, 9, 1),
                to("224.0.0.2").eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:02").ttl(1).icmp(10, 0, 0),
                extended("20 00 00 00 00 08 03 01 6c 61 6e 00"), extended("20 00 00 00 00 08 03 01 77 68 6f 00"),
                extended("20 00 00 00 00 0c 03 03 00 01 04 00 c0 00 02 0a"), extended("20 00"));
        for (IcmpType type : IcmpType.values()) {
            add(to(US).icmp(type == IcmpType.UNKNOWN ? 200 : type.number(), 0, 0x10001, new byte[24]));
        }
        add(to(US).icmp(9, 0, 0x01020708, Hex.parse("c0 00 02 0a 00 00 00 00")));
    }

    private static Packets extended(String body) {
        return to(US).icmp(42, 0, 0x0001_0101, Hex.parse(body));
    }

    private void errors() {
        byte[] ours = Packets.ipv4(US, FAR).udp(Scenes.LISTENED_PORT, 6, new byte[8]).build();
        byte[] stranger = Packets.ipv4(US, FAR).udp(5, 6, new byte[8]).build();
        for (byte[] quote : List.of(ours, stranger, Arrays.copyOf(ours, 22))) {
            add(to(US).icmp(3, 3, 0, quote), to(US).icmp(3, 4, 1300, quote), to(US).icmp(3, 4, 0, quote),
                    to(US).icmp(4, 0, 0, quote), to(US).icmp(5, 1, Packets.address("192.0.2.77"), quote),
                    to(US).icmp(5, 1, Packets.address("203.0.113.9"), quote), to(US).icmp(11, 0, 0, quote),
                    to(US).icmp(11, 1, 0, quote), to(US).icmp(12, 0, 0, quote), to(US).icmp(3, 99, 0, quote));
        }
    }

    private void multicast() {
        for (String group : List.of(GROUP, "239.1.2.4", "239.1.2.5", "239.9.9.9", "224.0.0.251", "239.255.1.1",
                "232.1.1.1")) {
            add(data("192.0.2.10", group).udp(1, 2, new byte[100]), data("192.0.2.99", group).udp(1, 2));
        }
        add(data(FAR, GROUP).udp(1, 2), data("192.0.2.10", GROUP).ttl(1).udp(1, 2),
                data("0.0.0.0", GROUP).udp(1, 2), data("192.0.2.10", GROUP).udp(1, 2, new byte[1400]),
                data("192.0.2.10", GROUP).dontFragment().udp(1, 2, new byte[1400]),
                data("192.0.2.10", GROUP).options("07 03 02 00").udp(1, 2));
    }

    private static Packets data(String source, String group) {
        return Packets.ipv4(source, group).eth(Lab.LAN_HOST_MAC, mac(group)).ttl(9);
    }

    private static String mac(String group) {
        int address = Packets.address(group);
        return String.format(Locale.ROOT, "01:00:5e:%02x:%02x:%02x", address >> 16 & 127, address >> 8 & 255,
                address & 255);
    }

    private static Packets message(String destination, String hex) {
        return data("192.0.2.10", destination).ttl(1).routerAlert().igmp(Hex.parse(hex));
    }

    private void membership() {
        add(message(GROUP, "12 00 00 00 ef 01 02 03"), message(GROUP, "16 00 00 00 ef 01 02 03"),
                message("224.0.0.2", "17 00 00 00 ef 01 02 03"), message("224.0.0.1", "11 00 00 00 00 00 00 00"),
                message("224.0.0.1", "11 64 00 00 00 00 00 00"),
                message("224.0.0.1", "11 64 00 00 00 00 00 00 02 7d 00 00"),
                message(GROUP, "11 0a 00 00 ef 01 02 03 02 7d 00 00"),
                message(GROUP, "11 0a 00 00 ef 01 02 03 02 7d 00 01 c0 00 02 63"),
                record("01 00 00 01 ef 01 02 06 c0 00 02 63"), record("02 00 00 01 ef 01 02 06 c0 00 02 63"),
                record("03 00 00 01 ef 01 02 06 c0 00 02 63"), record("04 00 00 00 ef 01 02 07"),
                record("05 00 00 01 ef 01 02 06 c0 00 02 64"), record("06 00 00 01 ef 01 02 06 c0 00 02 63"),
                record("03 00 00 00 ef 01 02 07"), record("05 00 00 01 e8 01 01 01 c0 00 02 63"),
                message("224.0.0.106", "30 14 00 00 00 7d 00 02"), message("224.0.0.2", "31 00 00 00"),
                message("224.0.0.106", "32 00 00 00"),
                data("192.0.2.10", "224.0.0.13").ttl(1).payload(103,
                        pim("20 00 00 00 00 01 00 02 00 69 00 13 00 04 00 00 00 01")),
                data("192.0.2.10", "224.0.0.13").ttl(1).payload(103, pim("20 00 00 00 00 01 00 09 00 69")),
                data("192.0.2.10", "224.0.0.13").ttl(1).payload(103, new byte[] {0x20, 0, 0, 0}));
    }

    private static Packets record(String hex) {
        return message("224.0.0.22", "22 00 00 00 00 00 00 01 " + hex);
    }

    private static byte[] pim(String hex) {
        byte[] message = Hex.parse(hex);
        int sum = Packets.checksum(message, 0, message.length);
        message[2] = (byte) (sum >> 8);
        message[3] = (byte) sum;
        return message;
    }

    private void malformedMembership() {
        String report = "16 00 00 00 ef 01 02 03";
        add(message(GROUP, "16 00 00"), message(GROUP, "16 00 00 00 ef 01 02 03").badL4Checksum(),
                message("224.0.0.1", "11 64 00 00 00 00 00 00 02"), message(GROUP, "16 00 00 00 0a 01 02 03"),
                message("224.0.0.22", "22 00 00 00 00 00 00 09"),
                message("224.0.0.22", "22 00 00 00 00 00 00 01 04 00 ff ff ef 01 02 03"),
                data("192.0.2.10", GROUP).ttl(2).routerAlert().igmp(Hex.parse(report)),
                data("192.0.2.10", GROUP).ttl(1).igmp(Hex.parse(report)),
                data(FAR, GROUP).ttl(1).routerAlert().igmp(Hex.parse(report)),
                data(US, GROUP).ttl(1).routerAlert().igmp(Hex.parse(report)), message("239.1.2.4", report),
                message(GROUP, report).eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC), message(GROUP, "99 00 00 00 ef 01 02 03"),
                data("192.0.2.10", GROUP).ttl(1).moreFragments().igmp(Hex.parse(report)),
                message(GROUP, "01 00 00 00 ef 01 02 03 00 00 00 00 00 00 00 00 00 00 00 00"));
        for (String type : List.of("13", "14", "15", "1e", "1f")) {
            add(message("224.0.0.1", type + " 00 00 00 00 00 00 00"));
        }
    }

    private void bridge() {
        add(to(US).eth(Lab.LAN_HOST_MAC, "02:00:00:00:07:07").udp(1, 2),
                to(US).eth(Lab.LAN_HOST_MAC, Lab.LAN_HOST_MAC).udp(1, 2),
                to(US).eth(Lab.LAN_HOST_MAC, "01:80:c2:00:00:00").raw(7, Hex.parse("42 42 03 00 00 00 80")),
                to(US).eth(Lab.LAN_HOST_MAC, "01:80:c2:00:00:03").raw(0x888e, new byte[46]),
                to(US).eth(Lab.LAN_HOST_MAC, "33:33:00:00:00:01").raw(0x86dd, new byte[60]),
                to(US).vlan(5).eth(Lab.LAN_HOST_MAC, "02:00:00:00:07:09").udp(1, 2),
                to(US).vlan(5).udp(1, 2), to(US).eth("00:00:00:00:00:00", Lab.LAN_MAC).udp(1, 2));
    }
}
