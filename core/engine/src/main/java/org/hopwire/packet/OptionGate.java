package org.hopwire.packet;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Admits IP options: well formed, and within the policy for each. What {@link OptionStamp} is to do about them later it
 * notes beside what was found; it writes nothing into the packet.
 */
final class OptionGate {
    private static final int ADDRESS_LENGTH = 4;

    private final InterfaceTable interfaces;
    private final SourceRoutePolicy sourceRoutes;
    private final SourceRoutePolicy.Ways ways;
    private final boolean requireSecurity;
    /** Bits of {@link Ipv4Options#has}: whoever has one of these options is dropped. */
    private final int barred;
    private final int ignored;
    private final long notes;

    OptionGate(InterfaceTable interfaces, PacketParser.OptionPolicy policy) {
        this.interfaces = interfaces;
        sourceRoutes = policy.sourceRoutes();
        ways = policy.ways();
        requireSecurity = policy.requireSecurity();
        barred = (sourceRoutes == SourceRoutePolicy.DROP ? Ipv4Options.HAS_SOURCE_ROUTE : 0)
                | optionsUnder(OptionStamp.Policy.DROP, policy);
        ignored = optionsUnder(OptionStamp.Policy.IGNORE, policy);
        notes = OptionStamp.passing(optionsUnder(OptionStamp.Policy.PASS, policy));
    }

    private static int optionsUnder(OptionStamp.Policy which, PacketParser.OptionPolicy policy) {
        return (policy.recordRoute() == which ? Ipv4Options.HAS_RECORD_ROUTE : 0)
                | (policy.timestamp() == which ? Ipv4Options.HAS_TIMESTAMP : 0);
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
        packet.options = Ipv4Options.hide(found, ignored) | notes;
        if (!Ipv4Options.isValid(found)) {
            packet.reject(Ipv4Options.isSecurityCut(found) ? RejectCause.BAD_LENGTH : RejectCause.PARAMETER_PROBLEM,
                    Ipv4Options.badOctet(found));
            return false;
        }
        if (Ipv4Options.has(found, barred)) {
            packet.drop(reasonFor(Ipv4Options.flags(found) & barred));
            return false;
        }
        if (requireSecurity && !Ipv4Options.has(found, Ipv4Options.HAS_SECURITY)) {
            refuseUnlabelled(packet);
            return false;
        }
        return !Ipv4Options.has(found, Ipv4Options.HAS_SOURCE_ROUTE) || admitSourceRoute(packet, found);
    }

    private static DropReason reasonFor(int unwanted) {
        if ((unwanted & Ipv4Options.HAS_SOURCE_ROUTE) != 0) {
            return DropReason.SOURCE_ROUTED;
        }
        return (unwanted & Ipv4Options.HAS_RECORD_ROUTE) != 0 ? DropReason.RECORD_ROUTE : DropReason.TIMESTAMP_OPTION;
    }

    private boolean admitSourceRoute(Packet packet, long found) {
        boolean isAdmitted = sourceRoutes == SourceRoutePolicy.FORWARD
                ? follow(packet, found)
                : isArrived(packet, found);
        if (!isAdmitted) {
            packet.reject(RejectCause.SOURCE_ROUTE_FAILED, 0);
        }
        return isAdmitted;
    }

    /** RFC 1122 3.2.1.8 (c): a route that is used up and ends here asks for no forwarding; it is local delivery. */
    private boolean isArrived(Packet packet, long found) {
        return interfaces.kind(packet.destination()) == AddressKind.LOCAL
                && Ipv4Options.isRouteExhausted(packet.view(), Ipv4Options.sourceRouteOffset(found));
    }

    /**
     * RFC 1812 5.2.4.1: who is named in the header takes the next address of the route for the destination. Who is not
     * passes a loose route on like any packet, and is where a strict one must not lead (RFC 791 3.1).
     */
    private boolean follow(Packet packet, long found) {
        boolean isStrict = Ipv4Options.has(found, Ipv4Options.HAS_STRICT_SOURCE_ROUTE);
        AddressKind kind = interfaces.kind(packet.destination());
        return kind == AddressKind.LOCAL
                ? step(packet, Ipv4Options.sourceRouteOffset(found), isStrict)
                : kind == AddressKind.REMOTE && !isStrict;
    }

    /** Over every address in a row that is ours; a ring may change the route meanwhile, but not how far is read. */
    private boolean step(Packet packet, int option, boolean isStrict) {
        UnsafeBuffer view = packet.view();
        int at = Ipv4Options.routePosition(view, option);
        int left = Ipv4Options.routeEntries(view, option, at, packet.headerLength());
        int destination = packet.destination();
        int steps = 0;
        while (steps < left && interfaces.kind(destination) == AddressKind.LOCAL) {
            destination = view.getInt(at + ADDRESS_LENGTH * steps, BIG_ENDIAN);
            steps++;
        }
        if (interfaces.kind(destination) != AddressKind.LOCAL && !leadsTo(destination, isStrict)) {
            return false;
        }
        packet.options = OptionStamp.stepping(packet.options, steps);
        packet.readdress(packet.source(), destination);
        return true;
    }

    /** Somebody a router forwards to (RFC 1812 5.3.7), by a way there is. */
    private boolean leadsTo(int next, boolean isStrict) {
        boolean isStation = interfaces.isRemote(next) && !Ipv4Address.isThisNetwork(next)
                && !Ipv4Address.isLoopback(next) && !Ipv4Address.isClassE(next) && !Ipv4Address.isLinkLocal(next);
        return isStation && ways.leadTo(next, isStrict);
    }
}
