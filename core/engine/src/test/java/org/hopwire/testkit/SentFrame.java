package org.hopwire.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A frame that a router sent or received, seen by a judge who compares routers: what it says in short, and where it
 * differs from what another router said in the same case.
 */
public final class SentFrame {
    private static final int IP = 14;
    private static final int ICMP_PROTOCOL = 1;
    private static final int IGMP_PROTOCOL = 2;
    private static final int TCP_PROTOCOL = 6;
    private static final int TIMESTAMP_REPLY = 14;
    private static final int TIMESTAMP_OPTION = 68;

    private final String port;
    private final byte[] bytes;

    /**
     * A frame.
     *
     * @param port by which it left or came
     * @param bytes the whole of it
     */
    public SentFrame(String port, byte... bytes) {
        this.port = port;
        this.bytes = bytes.clone();
    }

    /** By which port it left or came. */
    public String port() {
        return port;
    }

    /** The whole frame. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Whether it holds IPv4 with at least a header. */
    public boolean isIpv4() {
        return bytes.length >= IP + 20 && u16(12) == 0x0800 && u8(IP) >>> 4 == 4 && headerLength() >= 20
                && bytes.length >= IP + headerLength();
    }

    /** Port and octets. */
    @Override
    public String toString() {
        return port + " " + Hex.format(bytes);
    }

    int u8(int at) {
        return bytes[at] & 0xff;
    }

    int u16(int at) {
        return ByteBuffer.wrap(bytes).getShort(at) & 0xffff;
    }

    int u32(int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    int headerLength() {
        return (u8(IP) & 0xf) * 4;
    }

    int protocol() {
        return u8(IP + 9);
    }

    int source() {
        return u32(IP + 12);
    }

    int destination() {
        return u32(IP + 16);
    }

    boolean isLaterFragment() {
        return (u16(IP + 6) & 0x1fff) != 0;
    }

    boolean isFirstFragment() {
        return isIpv4() && (u16(IP + 6) & 0x3fff) == 0x2000;
    }

    /** First octet behind the IP header. */
    int payload() {
        return IP + headerLength();
    }

    boolean isIcmp() {
        return isIpv4() && protocol() == ICMP_PROTOCOL && !isLaterFragment() && bytes.length >= payload() + 8;
    }

    /** Whether it is one of the router's that answers or forwards: not ARP, nor a membership message of its own. */
    public boolean isRouters() {
        return isIpv4() && protocol() != IGMP_PROTOCOL;
    }

    /** The same without sums and, unless it forwards the other one, without what its sender chose freely. */
    public SentFrame withoutChoices(SentFrame received) {
        byte[] plain = bytes.clone();
        Arrays.fill(plain, IP + 10, IP + 12, (byte) 0);
        if (!forwards(received)) {
            Arrays.fill(plain, IP + 4, IP + 6, (byte) 0);
            if (isIcmp()) {
                Arrays.fill(plain, payload() + 2, payload() + 4, (byte) 0);
            }
        }
        return new SentFrame(port, plain);
    }

    /** Identification of the packet an error quotes. */
    public int quotedIdentification() {
        return u16(payload() + 8 + 4);
    }

    /** An ICMP error with a quoted header. */
    public boolean isError() {
        if (!isIcmp() || bytes.length < payload() + 28) {
            return false;
        }
        int type = u8(payload());
        return type == 3 || type == 5 || type == 11 || type == 12;
    }

    boolean isTcp() {
        return isIpv4() && protocol() == TCP_PROTOCOL && !isLaterFragment() && bytes.length >= payload() + 20;
    }

    /** Type and code of an ICMP message, empty for anything else. */
    public String kind() {
        return isIcmp() ? u8(payload()) + "/" + u8(payload() + 1) : "";
    }

    /** What it says in a word: {@code "lan 12/0 pointer 22"}. */
    String label(boolean forwarded) {
        if (forwarded) {
            return port + " forwarded";
        }
        if (!isIcmp()) {
            return port + (isTcp() ? " tcp" : " protocol " + protocol());
        }
        int at = payload();
        return port + " " + u8(at) + "/" + u8(at + 1) + switch (u8(at)) {
            case 12 -> " pointer " + u8(at + 4);
            case 5 -> " gateway " + u8(at + 4) + "." + u8(at + 5) + "." + u8(at + 6) + "." + u8(at + 7);
            case 3 -> u8(at + 1) == 4 ? " mtu " + u16(at + 6) : "";
            default -> "";
        };
    }

    /** What of this frame and another differs that two right routers share, by name; nothing where they agree. */
    List<String> differences(SentFrame other, boolean forwarded) {
        List<String> differences = new ArrayList<>();
        compare(differences, "link", 0, IP, other);
        compare(differences, "tos", IP + 1, IP + 2, other);
        compare(differences, "ttl", IP + 8, IP + 9, other);
        compare(differences, "source", IP + 12, IP + 16, other);
        compare(differences, "target", IP + 16, IP + 20, other);
        if (forwarded) {
            compare(differences, "identification and fragment", IP + 4, IP + 8, other);
        }
        if (!optionList().equals(other.optionList())) {
            differences.add("options");
        }
        int at = Arrays.mismatch(message(forwarded), other.message(forwarded));
        if (at >= 0) {
            differences.add("message octet " + at);
        }
        return differences;
    }

    private void compare(List<String> differences, String name, int from, int to, SentFrame other) {
        if (!Arrays.equals(bytes, from, to, other.bytes, from, to)) {
            differences.add(name);
        }
    }

    /** What is behind the IP header, without the sums and the times a router makes itself. */
    private byte[] message(boolean forwarded) {
        byte[] message = Arrays.copyOfRange(bytes, payload(), bytes.length);
        if (!forwarded && isIcmp()) {
            Arrays.fill(message, 2, 4, (byte) 0);
            if (message[0] == TIMESTAMP_REPLY) {
                Arrays.fill(message, 12, 20, (byte) 0);
            }
        }
        return message;
    }

    /** The options that say something, without the times in them. */
    private List<String> optionList() {
        List<String> options = new ArrayList<>();
        int at = IP + 20;
        while (at < payload() && u8(at) != 0) {
            int size = u8(at) == 1 ? 1 : Math.max(2, u8(at + 1));
            if (u8(at) != 1) {
                options.add(Hex.format(timeless(at, Math.min(at + size, payload()))));
            }
            at += size;
        }
        return options;
    }

    private byte[] timeless(int from, int to) {
        byte[] option = Arrays.copyOfRange(bytes, from, to);
        if (option[0] == TIMESTAMP_OPTION && option.length > 4) {
            int step = (option[3] & 0xf) == 0 ? 4 : 8;
            for (int entry = 4; entry + step <= Math.min(option.length, (option[2] & 0xff) - 1); entry += step) {
                Arrays.fill(option, entry + step - 4, entry + step, (byte) 0);
            }
        }
        return option;
    }

    /** Whether the header checksum, and the ICMP checksum of what a router says itself, is right. */
    public boolean isSumRight() {
        boolean header = Packets.checksum(bytes, IP, headerLength()) == 0;
        return header && (!isFromRouter() || !isIcmp() || (u16(IP + 6) & 0x2000) != 0
                || Packets.checksum(bytes, payload(), bytes.length - payload()) == 0);
    }

    /** Whether this frame, sent, is the other one on its way. */
    boolean forwards(SentFrame received) {
        return received.isIpv4() && isIpv4() && !isFromRouter() && source() == received.source()
                && destination() == received.destination() && u16(IP + 4) == received.u16(IP + 4)
                && protocol() == received.protocol() && u8(IP + 8) == received.u8(IP + 8) - 1
                && (u16(IP + 6) & 0x1fff) >= (received.u16(IP + 6) & 0x1fff) && hasPartOf(received);
    }

    private boolean hasPartOf(SentFrame received) {
        int from = received.payload() + ((u16(IP + 6) & 0x1fff) - (received.u16(IP + 6) & 0x1fff)) * 8;
        int to = from + u16(IP + 2) - headerLength();
        return to <= received.bytes.length && Arrays.equals(bytes, payload(), payload() + to - from, received.bytes,
                from, to);
    }

    private boolean isFromRouter() {
        return source() == 0xc000_0201 || source() == 0xc633_6401;
    }

    /** Whether this frame, sent, answers the other one. */
    public boolean answers(SentFrame received) {
        if (!received.isIpv4() || !isFromRouter()) {
            return false;
        }
        if (isError()) {
            return quotes(received, payload() + 8);
        }
        if (destination() != received.source()) {
            return false;
        }
        return isTcp()
                ? received.isTcp() && u16(payload()) == received.u16(received.payload() + 2)
                        && u16(payload() + 2) == received.u16(received.payload())
                : repliesTo(received);
    }

    private boolean quotes(SentFrame received, int quote) {
        return u32(quote + 12) == received.source() && u32(quote + 16) == received.destination()
                && u16(quote + 4) == received.u16(IP + 4) && u8(quote + 9) == received.protocol()
                && (u16(quote + 6) & 0x1fff) == (received.u16(IP + 6) & 0x1fff) && quotesData(received, quote);
    }

    private boolean quotesData(SentFrame received, int quote) {
        int from = quote + (u8(quote) & 0xf) * 4;
        int octets = Math.min(8, received.bytes.length - received.payload());
        return Arrays.equals(bytes, from, from + octets, received.bytes, received.payload(),
                received.payload() + octets);
    }

    private boolean repliesTo(SentFrame received) {
        if (!isIcmp() || !received.isIcmp()) {
            return false;
        }
        int query = switch (u8(payload())) {
            case 0 -> 8;
            case TIMESTAMP_REPLY -> 13;
            case 16 -> 15;
            case 18 -> 17;
            case 43 -> 42;
            default -> -1;
        };
        int same = query == 42 ? 3 : 4;
        return received.u8(received.payload()) == query && Arrays.equals(bytes, payload() + 4, payload() + 4 + same,
                received.bytes, received.payload() + 4, received.payload() + 4 + same);
    }

    /** Whether this frame, sent, is a later fragment of the other one, sent too. */
    boolean continues(SentFrame first) {
        return isIpv4() && isLaterFragment() && first.isIpv4() && source() == first.source()
                && destination() == first.destination() && u16(IP + 4) == first.u16(IP + 4);
    }
}
