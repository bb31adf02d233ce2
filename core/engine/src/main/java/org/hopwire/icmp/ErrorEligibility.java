package org.hopwire.icmp;

import org.hopwire.packet.AddressKind;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.IpProtocol;

/**
 * The one predicate that says whether an ICMP error may be sent about a packet (RFC 1122 section 3.2.2, RFC 1812
 * section 4.3.2.7). It asks again what the parser has sieved: nothing but this stands between a forged source and an
 * error about an error.
 */
final class ErrorEligibility {
    private static final int GROUP_FLAGS = Packet.LATER_FRAGMENT | Packet.LINK_GROUP | Packet.BROADCAST
            | Packet.MULTICAST;
    private static final int FIRST_GROUP_NET = 224;
    private static final int LOOPBACK_NET = 127;

    private final InterfaceTable interfaces;
    private final boolean[] sends = new boolean[RejectCause.values().length];

    ErrorEligibility(IcmpConfig config, InterfaceTable interfaces) {
        this.interfaces = interfaces;
        for (RejectCause cause : RejectCause.values()) {
            sends[index(cause)] = config.sends(IcmpType.of(cause.type()));
        }
    }

    /** The first rule, in the order of the enum, that forbids an error; null when none does. */
    SuppressionRule rule(Packet packet, RejectCause cause) {
        SuppressionRule rule = packet.is(GROUP_FLAGS) ? ofFlags(packet) : null;
        if (rule == null) {
            rule = ofDestination(packet.destination());
        }
        if (rule == null) {
            rule = ofSource(packet.source());
        }
        if (rule == null && packet.protocol() == IpProtocol.ICMP) {
            rule = ofIcmp(packet);
        }
        return rule == null && !sends[index(cause)] ? SuppressionRule.POLICY_OFF : rule;
    }

    private static SuppressionRule ofFlags(Packet packet) {
        if (packet.is(Packet.LATER_FRAGMENT)) {
            return SuppressionRule.LATER_FRAGMENT;
        }
        if (packet.is(Packet.LINK_GROUP)) {
            return SuppressionRule.LINK_GROUP;
        }
        return packet.is(Packet.BROADCAST)
                ? SuppressionRule.DESTINATION_BROADCAST
                : SuppressionRule.DESTINATION_MULTICAST;
    }

    private SuppressionRule ofDestination(int destination) {
        return interfaces.isRemote(destination) ? null : ofOurDestination(destination);
    }

    private SuppressionRule ofOurDestination(int destination) {
        AddressKind kind = interfaces.kind(destination);
        if (kind == AddressKind.LOCAL) {
            return null;
        }
        return kind == AddressKind.BROADCAST
                ? SuppressionRule.DESTINATION_BROADCAST
                : SuppressionRule.DESTINATION_MULTICAST;
    }

    private SuppressionRule ofSource(int source) {
        int net = source >>> 24;
        if (net == 0 || net == LOOPBACK_NET || net >= FIRST_GROUP_NET) {
            return ofSpecialSource(net, source);
        }
        if (interfaces.isRemote(source)) {
            return null;
        }
        return interfaces.kind(source) == AddressKind.LOCAL
                ? SuppressionRule.SOURCE_IS_OURS
                : SuppressionRule.SOURCE_BROADCAST;
    }

    private static SuppressionRule ofSpecialSource(int net, int source) {
        if (net == 0) {
            return SuppressionRule.SOURCE_THIS_NETWORK;
        }
        if (net == LOOPBACK_NET) {
            return SuppressionRule.SOURCE_LOOPBACK;
        }
        if (net < 240) {
            return SuppressionRule.SOURCE_MULTICAST;
        }
        return source == -1 ? SuppressionRule.SOURCE_BROADCAST : SuppressionRule.SOURCE_CLASS_E;
    }

    private static SuppressionRule ofIcmp(Packet packet) {
        if (packet.payloadLength() < IcmpHeader.LENGTH) {
            return SuppressionRule.ABOUT_UNKNOWN_ICMP_TYPE;
        }
        return switch (IcmpType.of(packet.view().getByte(packet.headerLength())).kind()) {
            case QUERY, REPLY -> null;
            case ERROR -> SuppressionRule.ABOUT_ICMP_ERROR;
            case UNKNOWN -> SuppressionRule.ABOUT_UNKNOWN_ICMP_TYPE;
        };
    }

    // an index into arrays of this class; lives no longer than the process
    @SuppressWarnings("EnumOrdinal")
    private static int index(RejectCause cause) {
        return cause.ordinal();
    }
}
