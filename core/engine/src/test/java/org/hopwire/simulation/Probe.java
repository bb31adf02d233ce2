package org.hopwire.simulation;

import java.nio.ByteBuffer;

import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.MacAddress;

/** Frames the simulation makes itself: multicast data, and messages nobody should have sent. */
final class Probe {
    private static final int PORT = 5000;
    private static final int ETHERNET_LENGTH = 14;
    private static final int SOURCE_AT = ETHERNET_LENGTH + 12;
    private static final int PROTOCOL_AT = ETHERNET_LENGTH + 9;
    private static final int UDP = 17;

    private Probe() {}

    /** A datagram from a source to a group. */
    static byte[] data(int group, int source) {
        String address = Plan.GROUPS.get(group);
        return Packets.frame().eth("02:00:00:99:00:01", mac(address)).ip(Plan.SOURCES.get(source), address).ttl(16)
                .udp(PORT, PORT, (byte) group, (byte) source).build();
    }

    static String mac(String group) {
        return MacAddress.format(MacAddress.multicastOf(Ipv4Address.parse(group)));
    }

    static String key(int host, int group, int source) {
        return host + " " + Ipv4Address.format(group) + " " + Ipv4Address.format(source);
    }

    static boolean isData(byte[] frame) {
        return frame.length > PROTOCOL_AT && frame[PROTOCOL_AT] == UDP;
    }

    /** Group and source of a data frame. */
    static String flow(byte[] frame) {
        return Ipv4Address.format(word(frame, SOURCE_AT + 4)) + " " + Ipv4Address.format(word(frame, SOURCE_AT));
    }

    static String flow(int group, int source) {
        return Plan.GROUPS.get(group) + " " + Plan.SOURCES.get(source);
    }

    private static int word(byte[] frame, int at) {
        return ByteBuffer.wrap(frame).getInt(at);
    }

    /** What a bridge says of a topology change: a notification, or a flag in either kind of configuration. */
    static byte[] topologyChange(int kind) {
        byte[] unit = new byte[64];
        System.arraycopy(new byte[] {0x01, (byte) 0x80, (byte) 0xc2, 0, 0, 0, 2, 0, 0, 0x0b, 0, 1, 0, 0x27, 0x42, 0x42,
            0x03}, 0, unit, 0, 17);
        switch (kind) {
            case 0 -> unit[20] = (byte) 0x80;
            case 1 -> unit[21] = 1;
            default -> {
                unit[19] = 2;
                unit[20] = 2;
                unit[21] = 1;
            }
        }
        // message age 0 of 20
        unit[46] = 20;
        return unit;
    }

    /** A message from somebody who is not there, or not who he says. */
    static byte[] forged(Plan plan, Event event) {
        String group = Plan.GROUPS.get(event.group());
        String member = "10.0.3." + (1 + event.filter());
        return switch (event.slot()) {
            case 0 -> query3("0.0.0.0", null, plan);
            case 1 -> query3("10.0.0.1", null, plan);
            case 2 -> query2("10.0.0.1", null, plan);
            case 3 -> message("10.0.0.1", "224.0.0.1", 0x11, 0, 0, 0, 0, 0);
            case 4 -> oldReport(member, "224.0.0.2", 0x17, group);
            case 5 -> report3(member, 3, group);
            case 6 -> report3(member, 2, group);
            case 7 -> oldReport(member, group, 0x16, group);
            case 8 -> oldReport(member, group, 0x12, group);
            case 9 -> query3("10.0.0.1", group, plan);
            case 10 -> query3("0.0.0.0", group, plan);
            case 11 -> message(member, "224.0.0.22", 0x22, event.filter(), 0, 0, 0, 9, 4, 0, 0, 1);
            case 12 -> query3(World.routerAddress(event.filter() % plan.routers()), null, plan);
            default -> query3("10.0.0.250", null, plan);
        };
    }

    private static byte[] query3(String source, String group, Plan plan) {
        byte[] asked = address(group == null ? "0.0.0.0" : group);
        return message(source, group == null ? "224.0.0.1" : group, 0x11,
                group == null ? plan.responseSeconds() * 10 : 10, 0, 0, asked[0], asked[1], asked[2], asked[3],
                plan.robustness(), plan.querySeconds(), 0, 0);
    }

    private static byte[] query2(String source, String group, Plan plan) {
        byte[] asked = address(group == null ? "0.0.0.0" : group);
        return message(source, "224.0.0.1", 0x11, plan.responseSeconds() * 10, 0, 0, asked[0], asked[1], asked[2],
                asked[3]);
    }

    private static byte[] oldReport(String source, String destination, int type, String group) {
        byte[] about = address(group);
        return message(source, destination, type, 0, 0, 0, about[0], about[1], about[2], about[3]);
    }

    private static byte[] report3(String source, int record, String group) {
        byte[] about = address(group);
        return message(source, "224.0.0.22", 0x22, 0, 0, 0, 0, 0, 0, 1, record, 0, 0, 0, about[0], about[1], about[2],
                about[3]);
    }

    private static byte[] address(String text) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(Ipv4Address.parse(text)).array();
    }

    private static byte[] message(String source, String destination, int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return Packets.frame().eth("02:00:00:ff:00:01", mac(destination)).ip(source, destination).ttl(1).tos(0xc0)
                .routerAlert().igmp(bytes).build();
    }
}
