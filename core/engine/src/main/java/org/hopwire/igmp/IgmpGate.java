package org.hopwire.igmp;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.igmp.config.IgmpConfig.Checks;
import org.hopwire.igmp.config.IgmpLink;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Options;
import org.hopwire.wire.MacAddress;
import org.hopwire.wire.igmp.IgmpKind;
import org.hopwire.wire.igmp.MembershipQuery;
import org.hopwire.wire.igmp.MessageFault;
import org.hopwire.wire.igmp.OldReport;
import org.hopwire.wire.igmp.ReportV3;

/**
 * Decides, on the worker, whether an IGMP message is worth believing. A message is judged whole before anything of it
 * is applied, and without state: what is refused is dropped under its own reason before it costs the control agent
 * anything, what passes is handed over to it. So a received message is either dropped here or consumed, and the control
 * agent never counts a whole packet.
 *
 * <p>One instance per worker.
 */
public final class IgmpGate implements BurstHandler {
    private final InterfaceTable interfaces;
    private final IgmpLink[] links;
    private final CounterSet<IgmpKind> received;
    private final boolean snooping;
    private final MembershipQuery query = new MembershipQuery();
    private final OldReport oldReport = new OldReport();
    private final ReportV3 report = new ReportV3();

    /**
     * A gate.
     *
     * @param links what holds on each port, at its index
     * @param received messages by kind, refused ones among them; written by this worker
     */
    public IgmpGate(InterfaceTable interfaces, IgmpLink[] links, CounterSet<IgmpKind> received) {
        this(interfaces, links, received, false);
    }

    private IgmpGate(InterfaceTable interfaces, IgmpLink[] links, CounterSet<IgmpKind> received, boolean snooping) {
        this.snooping = snooping;
        this.interfaces = interfaces;
        this.links = links.clone();
        this.received = received;
    }

    /** A gate that judges what a switch may learn from: of every port, router discovery too. */
    static IgmpGate ofSwitch(InterfaceTable interfaces, IgmpLink[] links, CounterSet<IgmpKind> received) {
        return new IgmpGate(interfaces, links, received, true);
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            DropReason refused = judge(packet);
            if (refused == null) {
                packet.punt();
            } else {
                packet.drop(refused);
            }
        }
    }

    /** Why a message is not worth believing; null where it is. */
    DropReason judge(Packet packet) {
        UnsafeBuffer view = packet.view();
        int length = packet.payloadLength();
        IgmpKind kind = IgmpKind.of(view, packet.headerLength(), length);
        received.increment(kind);
        IgmpLink link = links[packet.inPort()];
        if (!snooping && link.role() == IgmpRole.OFF) {
            return DropReason.IGMP_UNHANDLED;
        }
        if (kind == IgmpKind.SHORT) {
            return DropReason.IGMP_SHORT;
        }
        // over the whole payload, whatever the message's own length (RFC 2236 section 2.5)
        if (!InternetChecksum.isValid(InternetChecksum.sum(packet.address() + packet.headerLength(), length))) {
            return DropReason.IGMP_BAD_CHECKSUM;
        }
        boolean discovery = snooping && kind.isRouterDiscovery();
        if (!kind.isMembership() && !discovery) {
            return refusalOf(kind);
        }
        DropReason refused = judgeHeader(packet, kind, link);
        return refused == null ? judgeMessage(packet, kind, link.checks()) : refused;
    }

    private static DropReason refusalOf(IgmpKind kind) {
        return switch (kind) {
            case QUERY_BAD_LENGTH -> DropReason.IGMP_BAD_LENGTH;
            case VERSION_0, DVMRP, PIM_V1, CISCO_TRACE, MTRACE, MTRACE_RESPONSE -> DropReason.IGMP_DEPRECATED;
            // router discovery concerns switches alone
            case MRD_ADVERTISEMENT, MRD_SOLICITATION, MRD_TERMINATION -> DropReason.IGMP_UNHANDLED;
            default -> DropReason.IGMP_UNKNOWN_TYPE;
        };
    }

    private DropReason judgeHeader(Packet packet, IgmpKind kind, IgmpLink link) {
        Checks checks = link.checks();
        if (checks.ttl() && packet.ttl() != 1) {
            return DropReason.IGMP_BAD_TTL;
        }
        // RFC 1112 knows no Router Alert
        boolean alerted = isAlerted(packet);
        if (checks.routerAlert() && kind.version() > 1 && !alerted) {
            return DropReason.IGMP_NO_ROUTER_ALERT;
        }
        if (checks.routerAlert() && kind.isRouterDiscovery() && !alerted) {
            // RFC 4286 sections 3.1 to 5.1
            return DropReason.IGMP_NO_ROUTER_ALERT;
        }
        Interface ingress = interfaces.get(packet.inPort());
        if (packet.source() != 0 && interfaces.owner(packet.source()) == packet.inPort()
                && !isRival(packet, kind, ingress, link)) {
            return DropReason.IGMP_OWN_SOURCE;
        }
        if (checks.source() && isOffLink(packet.source(), ingress)) {
            return DropReason.IGMP_OFF_LINK;
        }
        return judgeLink(packet, checks);
    }

    /** Whether another router queries from our address; the querier tells of it, and believes nothing. */
    private static boolean isRival(Packet packet, IgmpKind kind, Interface ingress, IgmpLink link) {
        return kind.isQuery() && link.role().isRouter() && packet.source() == ingress.primaryAddress();
    }

    /** A switch's parser does not read options: what it passes on it need not understand. */
    private boolean isAlerted(Packet packet) {
        int length = packet.headerLength() - Ipv4Header.MIN_LENGTH;
        long options = snooping ? Ipv4Options.validate(packet.view(), Ipv4Header.MIN_LENGTH, length) : packet.options();
        return Ipv4Options.isValid(options) && Ipv4Options.has(options, Ipv4Options.HAS_ROUTER_ALERT);
    }

    /** A switch's port without addresses knows no network to be off. */
    private boolean isOffLink(int source, Interface ingress) {
        return source != 0 && ingress.networkOf(source) == null && !(snooping && ingress.addresses().isEmpty());
    }

    /** A message in a frame to one station reaches nobody else: it would silence its reader alone (CVE-2002-2185). */
    private static DropReason judgeLink(Packet packet, Checks checks) {
        if (!packet.is(Packet.MULTICAST)) {
            return null;
        }
        boolean crowd = packet.is(Packet.LINK_GROUP);
        boolean mapped = packet.targetMac() == MacAddress.multicastOf(packet.destination());
        return mapped || (crowd && !checks.linkDestination()) ? null : DropReason.IGMP_LINK_MISMATCH;
    }

    private DropReason judgeMessage(Packet packet, IgmpKind kind, Checks checks) {
        if (kind.isQuery()) {
            query.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
            DropReason refused = reasonOf(query.validate());
            return refused == null && !isQueryDestination(packet, query.group(), checks)
                    ? DropReason.IGMP_MISADDRESSED
                    : refused;
        }
        if (kind == IgmpKind.REPORT_V3) {
            report.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
            DropReason refused = reasonOf(report.validate());
            return refused == null && checks.destination() && packet.destination() != Ipv4Address.ALL_IGMPV3_ROUTERS
                    ? DropReason.IGMP_MISADDRESSED
                    : refused;
        }
        return kind.isReport() ? judgeOldReport(packet, kind, checks) : null;
    }

    private DropReason judgeOldReport(Packet packet, IgmpKind kind, Checks checks) {
        oldReport.wrap(packet.view(), packet.headerLength(), packet.payloadLength());
        DropReason refused = reasonOf(oldReport.validate());
        if (refused != null || !checks.destination()) {
            return refused;
        }
        // some early hosts send their leaves to the group they leave (RFC 2236 section 9)
        boolean right = packet.destination() == oldReport.group()
                || (kind == IgmpKind.LEAVE && packet.destination() == Ipv4Address.ALL_ROUTERS);
        return right ? null : DropReason.IGMP_MISADDRESSED;
    }

    /**
     * A general query goes to all systems; any other is believed at the group or at an address of ours (RFC 9776
     * sections 4.1.12 and 9.1).
     */
    private static boolean isQueryDestination(Packet packet, int group, Checks checks) {
        if (!checks.destination()) {
            return true;
        }
        if (group == Ipv4Address.ANY) {
            return packet.destination() == Ipv4Address.ALL_SYSTEMS;
        }
        return packet.destination() == group || !packet.is(Packet.MULTICAST | Packet.BROADCAST);
    }

    private static DropReason reasonOf(MessageFault fault) {
        return switch (fault) {
            case NONE -> null;
            case GROUP -> DropReason.IGMP_BAD_GROUP;
            default -> DropReason.IGMP_BAD_LENGTH;
        };
    }
}
