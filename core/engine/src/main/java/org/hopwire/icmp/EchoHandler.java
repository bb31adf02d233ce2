package org.hopwire.icmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.OffHeap;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Answers echo requests in place (RFC 792, RFC 1122 section 3.2.2.6, RFC 1812 section 4.3.3.6).
 *
 * <p>The reply is the request with addresses exchanged, type and code 0 and a fresh time to live. What else it says,
 * and why:
 * <ul>
 * <li>Code 0, whatever the request had: RFC 792 defines no other for a reply.
 * <li>TOS and precedence of the request (RFC 1812 section 4.3.2.5).
 * <li>Identification and DF of the request. With DF the identification means nothing (RFC 6864 section 4.1); without,
 * the requester's own numbering keeps the replies apart for it (section 4.3), the reply to a large request can be
 * fragmented on its way back, and no counter of ours can be watched.
 * <li>All of the data, and nothing behind the IP total length.
 * <li>Record route and timestamp options with our entry added, or as they came where policy
 * {@linkplain OptionStamp.Policy#IGNORE ignores} them; any other option but a security label becomes NOP.
 * </ul>
 * No option chooses where a reply goes: of source routes only those that end here get so far, and only where the policy
 * delivers them, and the reply leaves them out.
 */
final class EchoHandler implements BurstHandler {
    /** Time to live of every reply (RFC 1122 section 3.2.1.7, IANA's recommended default). */
    static final int TTL = 64;

    private static final int REPLY_LIFETIME = TTL << 8 | IpProtocol.ICMP;
    /** What keeps a request from being answered with five stores. */
    private static final int UNUSUAL = Packet.OPTIONS | Packet.GROUP | Packet.CHECKSUM_NOT_READY;
    private static final int EXTENDED_SECURITY = 133;
    private static final int COMMERCIAL_SECURITY = 134;

    private final InterfaceTable interfaces;
    private final IcmpCounters counters;
    private final boolean answers;
    private final boolean answersGroups;

    EchoHandler(IcmpConfig config, InterfaceTable interfaces, IcmpCounters counters) {
        this.interfaces = interfaces;
        this.counters = counters;
        answers = config.answers(IcmpType.ECHO_REQUEST);
        answersGroups = config.echoBroadcast();
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        int size = part.size();
        counters.received().add(IcmpType.ECHO_REQUEST, size);
        int answered = answers ? answerAll(part, size, turn) : dropAll(part, size);
        if (answered > 0) {
            counters.sent().add(IcmpType.ECHO_REPLY, answered);
        }
    }

    private int answerAll(PacketList part, int size, Turn turn) {
        int answered = 0;
        for (int i = 0; i < size; i++) {
            Packet packet = part.get(i);
            if (packet.is(UNUSUAL) || packet.source() == 0) {
                answered += answerUnusual(packet, turn);
            } else {
                answer(packet);
                answered++;
            }
        }
        return answered;
    }

    private static int dropAll(PacketList part, int size) {
        for (int i = 0; i < size; i++) {
            part.get(i).drop(DropReason.ICMP_DISABLED);
        }
        return 0;
    }

    /** The plain case: 20 octets of header, from one address to another. Exchanged addresses sum to the same. */
    private static void answer(Packet packet) {
        // plain addresses: the parser has seen both headers whole
        long header = packet.address();
        int lifetime = OffHeap.getNetworkInt(header + Ipv4Header.TTL_OFFSET);
        int headerSum = InternetChecksum.update16(lifetime & 0xFFFF, lifetime >>> 16, REPLY_LIFETIME);
        OffHeap.putNetworkInt(header + Ipv4Header.TTL_OFFSET, REPLY_LIFETIME << 16 | headerSum);
        int us = packet.destination();
        int requester = packet.source();
        packet.readdress(us, requester);
        OffHeap.putNetworkLong(header + Ipv4Header.SOURCE_OFFSET, packet.addresses());
        long icmp = header + Ipv4Header.MIN_LENGTH;
        int head = OffHeap.getNetworkInt(icmp);
        int sum = InternetChecksum.updateType(head & 0xFFFF, head >>> 16, 0, icmp, packet.payloadLength());
        OffHeap.putNetworkInt(icmp, sum);
        packet.output();
    }

    private int answerUnusual(Packet packet, Turn turn) {
        boolean group = packet.is(Packet.GROUP);
        if (group && !answersGroups) {
            packet.drop(DropReason.ICMP_BROADCAST_QUERY);
            return 0;
        }
        int from = group ? interfaces.get(packet.inPort()).addressTowards(packet.source()) : packet.destination();
        if (packet.source() == 0 || from == 0) {
            packet.drop(DropReason.BAD_SOURCE);
            return 0;
        }
        if (!stampOptions(packet, interfaces, from, turn.epochNs())) {
            return 0;
        }
        packet.view().putInt(packet.headerLength(), 0, BIG_ENDIAN);
        finish(packet, from, packet.source(), TTL);
        packet.output();
        return 1;
    }

    /**
     * Brings the options of a request into the shape they have in its reply.
     *
     * @param interfaces every address of ours, for a list of prespecified ones
     * @param address ours, for a record route or timestamp
     * @return false when a full timestamp option can count no further host: the request is now refused, unchanged
     *         (RFC 791 section 3.1)
     */
    static boolean stampOptions(Packet packet, InterfaceTable interfaces, int address, long epochNs) {
        if (!packet.is(Packet.OPTIONS)) {
            return true;
        }
        int fault = OptionStamp.stampAnswer(packet, interfaces, address, epochNs);
        if (fault != 0) {
            packet.reject(RejectCause.PARAMETER_PROBLEM, fault);
            return false;
        }
        blankOptions(packet.view(), packet.headerLength());
        return true;
    }

    /** The parser has found every length right; held to the header again, lest a ring that changes stops the walk. */
    private static void blankOptions(UnsafeBuffer view, int headerLength) {
        int at = Ipv4Header.MIN_LENGTH;
        while (at < headerLength && view.getByte(at) != Ipv4Options.END) {
            int type = view.getByte(at) & 0xFF;
            int size = type == Ipv4Options.NOP ? 1 : Math.max(2, view.getByte(at + 1) & 0xFF);
            int end = Math.min(at + size, headerLength);
            if (!isReturned(type)) {
                view.setMemory(at, end - at, (byte) Ipv4Options.NOP);
            }
            at = end;
        }
        if (at < headerLength) {
            view.setMemory(at, headerLength - at, (byte) Ipv4Options.END);
        }
    }

    private static boolean isReturned(int option) {
        return switch (option) {
            case Ipv4Options.NOP, Ipv4Options.RECORD_ROUTE, Ipv4Options.TIMESTAMP, Ipv4Options.SECURITY,
                    EXTENDED_SECURITY, COMMERCIAL_SECURITY ->
                true;
            default -> false;
        };
    }

    /** Turns a written ICMP answer round: addresses, time to live and both checksums, computed from all octets. */
    static void finish(Packet packet, int from, int to, int ttl) {
        UnsafeBuffer view = packet.view();
        view.putShort(Ipv4Header.TOTAL_LENGTH_OFFSET, (short) packet.length(), BIG_ENDIAN);
        view.putByte(Ipv4Header.TTL_OFFSET, (byte) ttl);
        view.putInt(Ipv4Header.SOURCE_OFFSET, from, BIG_ENDIAN);
        view.putInt(Ipv4Header.DESTINATION_OFFSET, to, BIG_ENDIAN);
        OptionStamp.writeHeaderChecksum(packet);
        writeChecksum(packet, packet.headerLength());
        packet.readdress(from, to);
    }

    /** Computes the ICMP checksum anew, over all that follows from {@code icmp} on. */
    static void writeChecksum(Packet packet, int icmp) {
        UnsafeBuffer view = packet.view();
        view.putShort(icmp + IcmpHeader.CHECKSUM_OFFSET, (short) 0);
        int sum = InternetChecksum.sum(packet.address() + icmp, packet.length() - icmp);
        view.putShort(icmp + IcmpHeader.CHECKSUM_OFFSET, (short) InternetChecksum.checksum(sum), BIG_ENDIAN);
    }
}
