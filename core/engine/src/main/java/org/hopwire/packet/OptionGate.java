package org.hopwire.packet;

import org.hopwire.counter.DropReason;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;

/** Admits IP options: well formed, and within the policy for source routes. */
final class OptionGate {
    private final InterfaceTable interfaces;
    private final SourceRoutePolicy sourceRoutes;
    private final boolean requireSecurity;

    OptionGate(InterfaceTable interfaces, PacketParser.OptionPolicy policy) {
        this.interfaces = interfaces;
        sourceRoutes = policy.sourceRoutes();
        requireSecurity = policy.requireSecurity();
    }

    /** Whether a header without options will do; it is refused where not. */
    boolean admitBare(Packet packet) {
        if (requireSecurity) {
            refuseUnlabelled(packet);
        }
        return !requireSecurity;
    }

    private static void refuseUnlabelled(Packet packet) {
        // RFC 1108: the pointer of "required option missing" is the option's type
        packet.reject(RejectCause.OPTION_MISSING, Ipv4Options.SECURITY);
    }

    boolean admit(Packet packet, int headerLength) {
        packet.flags |= Packet.OPTIONS;
        long found = Ipv4Options.validate(packet.view(), Ipv4Header.MIN_LENGTH, headerLength - Ipv4Header.MIN_LENGTH);
        packet.options = found;
        if (!Ipv4Options.isValid(found)) {
            packet.reject(Ipv4Options.isSecurityCut(found) ? RejectCause.BAD_LENGTH : RejectCause.PARAMETER_PROBLEM,
                    Ipv4Options.badOctet(found));
            return false;
        }
        if (Ipv4Options.has(found, Ipv4Options.HAS_SOURCE_ROUTE) && !isArrived(packet, found)) {
            refuseSourceRoute(packet);
            return false;
        }
        if (requireSecurity && !Ipv4Options.has(found, Ipv4Options.HAS_SECURITY)) {
            refuseUnlabelled(packet);
            return false;
        }
        return true;
    }

    /** RFC 1122 3.2.1.8 (c): a route that is used up and ends here asks for no forwarding; it is local delivery. */
    private boolean isArrived(Packet packet, long found) {
        return sourceRoutes == SourceRoutePolicy.REJECT
                && interfaces.kind(packet.destination()) == AddressKind.LOCAL
                && Ipv4Options.isRouteExhausted(packet.view(), Ipv4Options.sourceRouteOffset(found));
    }

    private void refuseSourceRoute(Packet packet) {
        if (sourceRoutes == SourceRoutePolicy.REJECT) {
            packet.reject(RejectCause.SOURCE_ROUTE_FAILED, 0);
        } else {
            packet.drop(DropReason.SOURCE_ROUTED);
        }
    }
}
