package org.hopwire.icmp;

import java.util.EnumMap;
import java.util.Map;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;
import org.hopwire.wire.RouterAdvertisement;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Decides on every ICMP message for us that is neither echo request nor error; its table of types is total.
 *
 * <p>Queries are answered in place, each only where its policy says so: timestamp (RFC 792, RFC 1122 section 3.2.2.8),
 * address mask (RFC 950, RFC 1122 section 3.2.2.9), information (RFC 792), extended echo (RFC 8335). Router
 * solicitations go to {@link RouterDiscovery} (RFC 1256). An answer is as long as its type defines, never longer than
 * the question. A group question for mask, information or routers is what those types are for and is answered where
 * the type is; for a timestamp it follows the rule of echo.
 *
 * <p>Replies go to whoever registered for the query. Router advertisements are checked, and ignored but by a host that
 * looks for routers (RFC 1256 section 5). Deprecated and unknown types end here in silence (RFC 1122
 * section 3.2.2, RFC 6918).
 */
final class QueryHandler implements BurstHandler {

    private final InterfaceTable interfaces;
    private final IcmpCounters counters;
    private final ExtendedEchoResponder extendedEcho;
    private final ErrorListeners listeners;
    private final Map<IcmpType, DropReason> refused = new EnumMap<>(IcmpType.class);
    private final boolean answersGroups;
    private final boolean discovery;
    private final boolean learnsRouters;

    private final IcmpHeader icmp = new IcmpHeader();
    private final RouterAdvertisement discoveryMessage = new RouterAdvertisement();

    QueryHandler(IcmpConfig config, InterfaceTable interfaces, IcmpCounters counters,
            ExtendedEchoResponder extendedEcho, IcmpHandlers.Shared shared) {
        this.interfaces = interfaces;
        this.counters = counters;
        this.extendedEcho = extendedEcho;
        listeners = shared.listeners();
        learnsRouters = shared.advice().wantsAdvertisements();
        answersGroups = config.echoBroadcast();
        discovery = config.routerDiscovery().enabled()
                && config.policy(IcmpType.ROUTER_SOLICITATION) != IcmpConfig.TypePolicy.OFF;
        for (IcmpType type : IcmpType.values()) {
            if (!config.answers(type)) {
                refused.put(type, type.isDeprecated() ? DropReason.ICMP_DEPRECATED : DropReason.ICMP_DISABLED);
            }
        }
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            IcmpType type = IcmpType.of(packet.icmpType());
            counters.received().increment(type);
            decide(packet, type, turn);
        }
    }

    private void decide(Packet packet, IcmpType type, Turn turn) {
        switch (type) {
            case TIMESTAMP_REQUEST, ADDRESS_MASK_REQUEST, INFORMATION_REQUEST, EXTENDED_ECHO_REQUEST ->
                query(packet, type, turn);
            case ROUTER_SOLICITATION -> solicit(packet);
            case ECHO_REPLY, INFORMATION_REPLY, EXTENDED_ECHO_REPLY -> reply(packet, IcmpHeader.LENGTH);
            case TIMESTAMP_REPLY -> reply(packet, IcmpHeader.TIMESTAMP_LENGTH);
            case ADDRESS_MASK_REPLY -> reply(packet, IcmpHeader.ADDRESS_MASK_LENGTH);
            case ROUTER_ADVERTISEMENT -> advertisement(packet);
            default -> packet.drop(type.isDeprecated() ? DropReason.ICMP_DEPRECATED : DropReason.ICMP_UNKNOWN_TYPE);
        }
    }

    private void query(Packet packet, IcmpType type, Turn turn) {
        DropReason off = refused.get(type);
        if (off != null) {
            packet.drop(off);
        } else if (type == IcmpType.EXTENDED_ECHO_REQUEST) {
            count(extendedEcho.answer(packet, turn), IcmpType.EXTENDED_ECHO_REPLY);
        } else if (packet.view().getByte(packet.headerLength() + 1) != 0) {
            packet.drop(DropReason.ICMP_UNKNOWN_CODE);
        } else if (type == IcmpType.TIMESTAMP_REQUEST) {
            count(timestamp(packet, turn), IcmpType.TIMESTAMP_REPLY);
        } else if (type == IcmpType.ADDRESS_MASK_REQUEST) {
            count(addressMask(packet, turn), IcmpType.ADDRESS_MASK_REPLY);
        } else {
            count(information(packet, turn), IcmpType.INFORMATION_REPLY);
        }
    }

    private void count(boolean answered, IcmpType reply) {
        if (answered) {
            counters.sent().increment(reply);
        }
    }

    /** RFC 1256 section 4.2: code 0, eight octets, from 0.0.0.0 or a neighbour. */
    private void solicit(Packet packet) {
        UnsafeBuffer view = packet.view();
        int at = packet.headerLength();
        if (!discovery) {
            packet.drop(DropReason.ICMP_DISABLED);
        } else if (!discoveryMessage.wrap(view, at).isValidSolicitation(packet.payloadLength())) {
            packet.drop(DropReason.ICMP_UNKNOWN_CODE);
        } else if (packet.source() != 0 && ingress(packet).networkOf(packet.source()) == null) {
            packet.drop(DropReason.BAD_SOURCE);
        } else {
            packet.punt();
        }
    }

    private Interface ingress(Packet packet) {
        return interfaces.get(packet.inPort());
    }

    private boolean timestamp(Packet packet, Turn turn) {
        if (packet.payloadLength() < IcmpHeader.TIMESTAMP_LENGTH) {
            packet.drop(DropReason.ICMP_BAD_LENGTH);
            return false;
        }
        if (packet.is(Packet.GROUP) && !answersGroups) {
            packet.drop(DropReason.ICMP_BROADCAST_QUERY);
            return false;
        }
        if (packet.source() == 0) {
            packet.drop(DropReason.BAD_SOURCE);
            return false;
        }
        if (!begin(packet, IcmpType.TIMESTAMP_REPLY, IcmpHeader.TIMESTAMP_LENGTH, turn)) {
            return false;
        }
        int millisOfDay = OptionStamp.millisOfDay(turn.epochNs());
        icmp.receiveTimestamp(millisOfDay).transmitTimestamp(millisOfDay);
        finish(packet);
        return true;
    }

    /** RFC 950 appendix I: only a node that knows the mask says it, and that is the one of a network it is on. */
    private boolean addressMask(Packet packet, Turn turn) {
        if (packet.payloadLength() < IcmpHeader.ADDRESS_MASK_LENGTH) {
            packet.drop(DropReason.ICMP_BAD_LENGTH);
            return false;
        }
        Interface ingress = ingress(packet);
        int asked = packet.source() == 0 ? ingress.primaryAddress() : packet.source();
        Ipv4Prefix network = ingress.networkOf(asked);
        if (network == null) {
            packet.drop(DropReason.ICMP_DISABLED);
            return false;
        }
        if (!begin(packet, IcmpType.ADDRESS_MASK_REPLY, IcmpHeader.ADDRESS_MASK_LENGTH, turn)) {
            return false;
        }
        icmp.addressMask(network.mask());
        finish(packet);
        return true;
    }

    private boolean information(Packet packet, Turn turn) {
        if (!begin(packet, IcmpType.INFORMATION_REPLY, IcmpHeader.LENGTH, turn)) {
            return false;
        }
        finish(packet);
        return true;
    }

    /** Cuts the question to the length of its answer and says its type; false when it is dropped or refused. */
    private boolean begin(Packet packet, IcmpType reply, int length, Turn turn) {
        int from = answeringAddress(packet);
        if (from == 0) {
            packet.drop(DropReason.ICMP_DISABLED);
            return false;
        }
        if (!EchoHandler.stampOptions(packet, interfaces, from, turn.epochNs())) {
            return false;
        }
        packet.trim(packet.headerLength() + length);
        icmp.wrap(packet.view(), packet.headerLength());
        packet.view().putInt(packet.headerLength(), reply.number() << 24, BIG_ENDIAN);
        return true;
    }

    private int answeringAddress(Packet packet) {
        return packet.is(Packet.GROUP) ? ingress(packet).addressTowards(packet.source()) : packet.destination();
    }

    /** Who does not know its own address yet hears the answer as a broadcast (RFC 950 appendix I). */
    private void finish(Packet packet) {
        int from = answeringAddress(packet);
        if (packet.source() == 0) {
            EchoHandler.finish(packet, from, Ipv4Address.LIMITED_BROADCAST, EchoHandler.TTL);
            packet.output(packet.inPort());
        } else {
            EchoHandler.finish(packet, from, packet.source(), EchoHandler.TTL);
            packet.output();
        }
    }

    private void reply(Packet packet, int least) {
        if (packet.payloadLength() < least) {
            packet.drop(DropReason.ICMP_BAD_LENGTH);
        } else if (listenerOf(packet, icmp, listeners.table()) == null) {
            packet.drop(DropReason.ICMP_UNSOLICITED_REPLY);
        } else {
            packet.punt();
        }
    }

    /** Who waits for a reply, or null. Nobody is answered by a group address. */
    static IcmpErrorListener listenerOf(Packet packet, IcmpHeader icmp, ErrorListeners.Table table) {
        if (table.isEmpty() || packet.is(Packet.GROUP)) {
            return null;
        }
        int identifier = icmp.wrap(packet.view(), packet.headerLength()).identifier();
        return table.find(IpProtocol.ICMP, packet.destination(), identifier, packet.source(), 0);
    }

    private void advertisement(Packet packet) {
        boolean valid = discoveryMessage.wrap(packet.view(), packet.headerLength())
                .isValidAdvertisement(packet.payloadLength());
        if (!valid) {
            packet.drop(DropReason.ICMP_BAD_LENGTH);
        } else if (!learnsRouters) {
            packet.drop(DropReason.ICMP_UNSOLICITED_REPLY);
        } else if (ingress(packet).networkOf(packet.source()) == null) {
            packet.drop(DropReason.BAD_SOURCE);
        } else {
            packet.punt();
        }
    }
}
