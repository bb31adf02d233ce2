package org.hopwire.ip;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DropReason;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.ip.neighbor.NeighbourTable;
import org.hopwire.ip.neighbor.Resolver;
import org.hopwire.ip.path.PathTable;
import org.hopwire.ip.route.NextHop;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.packet.AddressKind;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.MacAddress;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Routes what the engine says itself, once, like any packet: outgoing port, source address where the writer left 0
 * (RFC 1812 section 4.3.2.4: an address of the interface it leaves by), neighbour, Ethernet header.
 *
 * <p>An answer whose next hop is not among the neighbours goes back to the station its question came from: a flood of
 * questions from made-up stations of the link asks for nobody. An answer longer than its way back allows leaves in
 * fragments. One instance per worker.
 */
public final class OutputHandler implements BurstHandler {
    private final InterfaceTable interfaces;
    private final RouteReader routes;
    private final Resolver neighbours;
    private final PathTable paths;
    private final LinkWriter link;
    private final Fragmenter fragmenter;
    /** For ports without an address of their own (RFC 1812 section 4.3.2.4: the router's identity). */
    private final int anyAddress;

    /**
     * Routes by the given tables.
     *
     * @param fragmenter cuts what is longer than its link allows
     * @param paths what was learned of ways to destinations, or null
     */
    public OutputHandler(InterfaceTable interfaces, RouteReader routes, NeighbourTable neighbours,
            Fragmenter fragmenter, PathTable paths) {
        this.paths = paths;
        this.interfaces = interfaces;
        this.routes = routes;
        this.neighbours = new Resolver(neighbours);
        this.fragmenter = fragmenter;
        link = new LinkWriter(fragmenter);
        anyAddress = firstAddress(interfaces);
    }

    private static int firstAddress(InterfaceTable interfaces) {
        int first = 0;
        for (int i = 0; first == 0 && i < interfaces.size(); i++) {
            first = interfaces.get(i).primaryAddress();
        }
        return first;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        neighbours.begin();
        routes.quiesce();
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (packet.outPort() >= 0) {
                Interface egress = interfaces.get(packet.outPort());
                send(packet, egress, packet.destination(), egress.mtu(), turn);
            } else {
                route(packet, turn);
            }
        }
        routes.away();
    }

    private void route(Packet packet, Turn turn) {
        int destination = packet.destination();
        Paths ways = routes.find(destination);
        NextHop route = ways == null ? null : routes.choose(ways, packet);
        if (route == null) {
            routeByDefault(packet, turn);
        } else if (route.kind() != NextHop.Kind.FORWARD) {
            packet.drop(DropReason.OUTPUT_UNROUTED);
        } else {
            sendAlong(packet, interfaces.get(route.port()), route.nextHop(destination), turn);
        }
    }

    /** RFC 1256 section 5: a host without a route of its own goes by the router it has discovered. */
    private void routeByDefault(Packet packet, Turn turn) {
        long router = paths == null ? PathTable.NOTHING : paths.defaultRouter();
        if (router == PathTable.NOTHING) {
            packet.drop(DropReason.OUTPUT_UNROUTED);
        } else {
            sendAlong(packet, interfaces.get(PathTable.port(router)), PathTable.gateway(router), turn);
        }
    }

    /** By what was learned of the way: another first hop, unless it has gone silent, and a narrower place behind it. */
    private void sendAlong(Packet packet, Interface egress, int firstHop, Turn turn) {
        long path = paths == null ? PathTable.NOTHING : paths.find(packet.destination());
        if (path == PathTable.NOTHING) {
            send(packet, egress, firstHop, egress.mtu(), turn);
            return;
        }
        int gateway = PathTable.gateway(path);
        boolean redirected = gateway != 0 && neighbours.find(egress.index(), gateway) != NeighbourTable.FAILED;
        send(packet, egress, redirected ? gateway : firstHop, Math.min(egress.mtu(), PathTable.mtu(path)), turn);
    }

    private void send(Packet packet, Interface egress, int nextHop, int mtu, Turn turn) {
        long mac = macOf(packet, egress, nextHop);
        boolean nameless = packet.source() == 0 && anyAddress == 0 && !mayBeNameless(packet);
        if (nameless) {
            packet.drop(DropReason.OUTPUT_UNROUTED);
        } else if (mac < 0) {
            unresolved(packet, egress, nextHop, mac);
        } else if (packet.length() > mtu && mustStayWhole(packet)) {
            packet.drop(DropReason.FRAGMENTATION_NEEDED);
        } else {
            completeSource(packet, egress, nextHop);
            link.send(packet, egress, mac, mtu, turn);
        }
    }

    /**
     * An answer that does not fit the way back is no less ours to cut for the DF it took from the question: it leaves
     * without (RFC 1191 section 3, RFC 1122 section 3.3.2). Who originates a packet with DF wants to know what fits.
     */
    private boolean mustStayWhole(Packet packet) {
        if (!Fragmenter.isWhole(packet)) {
            return false;
        }
        if (packet.is(Packet.ORIGINATED)) {
            return true;
        }
        fragmenter.release(packet);
        return false;
    }

    /** Waits for its neighbour, where anybody can be asked: nobody has an address of ours but us. */
    private void unresolved(Packet packet, Interface egress, int nextHop, long answer) {
        boolean foreign = interfaces.kind(nextHop) == AddressKind.REMOTE;
        if (!foreign || !neighbours.await(packet, egress.index(), nextHop, answer)) {
            packet.drop(DropReason.OUTPUT_UNROUTED);
        }
    }

    private long macOf(Packet packet, Interface egress, int nextHop) {
        if (Ipv4Address.isMulticast(nextHop)) {
            return MacAddress.multicastOf(nextHop);
        }
        if (Ipv4Address.isLimitedBroadcast(nextHop) || isBroadcastOn(egress, nextHop)) {
            return MacAddress.BROADCAST;
        }
        long mac = neighbours.find(egress.index(), nextHop);
        boolean goesBack = mac < 0 && egress.index() == packet.inPort()
                && isStation(packet.sourceMac(), egress);
        return goesBack ? packet.sourceMac() : mac;
    }

    /** A group, nobody, or ourselves as link-layer source is forged: an answer would go to a crowd or come back. */
    private static boolean isStation(long mac, Interface egress) {
        return mac != 0 && mac != egress.mac() && !MacAddress.isGroup(mac);
    }

    /** Membership is also told, and asked for, from 0.0.0.0 (RFC 9776 section 4.2.14, RFC 4541 section 2.1.1). */
    private static boolean mayBeNameless(Packet packet) {
        return packet.view().getByte(Ipv4Header.PROTOCOL_OFFSET) == IpProtocol.IGMP;
    }

    private boolean isBroadcastOn(Interface egress, int nextHop) {
        return switch (interfaces.kind(nextHop)) {
            case BROADCAST -> interfaces.owner(nextHop) == egress.index();
            case REMOTE, LOCAL, MULTICAST -> false;
        };
    }

    private void completeSource(Packet packet, Interface egress, int nextHop) {
        if (packet.source() != 0 || mayBeNameless(packet)) {
            return;
        }
        int here = egress.addressTowards(nextHop);
        int source = here == 0 ? anyAddress : here;
        UnsafeBuffer view = packet.view();
        int checksum = view.getShort(Ipv4Header.CHECKSUM_OFFSET, BIG_ENDIAN) & 0xffff;
        view.putInt(Ipv4Header.SOURCE_OFFSET, source, BIG_ENDIAN);
        view.putShort(Ipv4Header.CHECKSUM_OFFSET, (short) InternetChecksum.update32(checksum, 0, source), BIG_ENDIAN);
        packet.readdress(source, packet.destination());
    }
}
