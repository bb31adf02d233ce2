package org.hopwire.ip;

import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DropReason;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.ip.neighbor.NeighbourTable;
import org.hopwire.ip.neighbor.Resolver;
import org.hopwire.ip.path.PathTable;
import org.hopwire.ip.path.SentRecord;
import org.hopwire.ip.route.NextHop;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.memory.OffHeap;
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
    private final SentRecord sent;
    private final LinkWriter link;
    private final Fragmenter fragmenter;
    /** For ports without an address of their own (RFC 1812 section 4.3.2.4: the router's identity). */
    private final int anyAddress;

    // where the last packet that was routed went, while its destination's only way leads to a known neighbour: answers
    // to one station come in a row; numbers, as in ForwardHandler
    private int readyDestination;
    private int readyPort;
    private int readyHop;
    private int readyMtu;
    private int readySource;
    private long readyMac;
    private boolean readyBeyond;

    /**
     * Routes by the given tables.
     *
     * @param fragmenter cuts what is longer than its link allows
     * @param paths what was learned of ways to destinations, or null
     * @param sent where is kept what leaves for beyond our links
     */
    public OutputHandler(InterfaceTable interfaces, RouteReader routes, NeighbourTable neighbours,
            Fragmenter fragmenter, PathTable paths, SentRecord sent) {
        this.paths = paths;
        this.sent = sent;
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
        readyPort = -1;
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            if (packet.outPort() >= 0) {
                Interface egress = interfaces.get(packet.outPort());
                send(packet, egress, packet.destination(), egress.mtu(), turn);
            } else if (isReady(packet)) {
                sendReady(packet, interfaces.get(readyPort), turn);
            } else {
                route(packet, turn);
            }
        }
        routes.away();
    }

    private boolean isReady(Packet packet) {
        return packet.destination() == readyDestination && readyPort >= 0 && packet.length() <= readyMtu
                && (packet.source() != 0 || anyAddress != 0);
    }

    private void sendReady(Packet packet, Interface egress, Turn turn) {
        if (packet.source() == 0) {
            readySource = readySource == 0 ? sourceOn(egress, readyHop) : readySource;
            completeSource(packet, readySource);
        }
        if (readyBeyond) {
            sent.add(packet);
        }
        link.send(packet, egress, readyMac, turn);
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
            Interface egress = interfaces.get(route.port());
            int nextHop = route.nextHop(destination);
            long mac = sendAlong(packet, egress, nextHop, turn);
            if (ways.count() == 1 && mac >= 0) {
                remember(destination, egress, nextHop, mac);
            }
        }
    }

    private void remember(int destination, Interface egress, int nextHop, long mac) {
        readyPort = egress.index();
        readyDestination = destination;
        readyHop = nextHop;
        readySource = 0;
        readyMtu = egress.mtu();
        readyMac = mac;
        readyBeyond = isBeyond(egress, nextHop, destination);
    }

    /** Whether routers are on the way, who may have to say something about what is sent. */
    private boolean isBeyond(Interface egress, int nextHop, int destination) {
        return nextHop != destination
                || (egress.networkOf(destination) == null && interfaces.isRemote(destination));
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

    /**
     * By what was learned of the way: another first hop, unless it has gone silent, and a narrower place behind it.
     *
     * @return the first hop's own MAC; negative where it is not known, or where anything was learned
     */
    private long sendAlong(Packet packet, Interface egress, int firstHop, Turn turn) {
        long path = paths == null ? PathTable.NOTHING : paths.find(packet.destination());
        if (path == PathTable.NOTHING) {
            return send(packet, egress, firstHop, egress.mtu(), turn);
        }
        int gateway = PathTable.gateway(path);
        // the routes may by now lead by another port than the one the redirect came in by
        boolean redirected = gateway != 0 && egress.networkOf(gateway) != null
                && neighbours.find(egress.index(), gateway) != NeighbourTable.FAILED;
        send(packet, egress, redirected ? gateway : firstHop, Math.min(egress.mtu(), PathTable.mtu(path)), turn);
        return NeighbourTable.UNKNOWN;
    }

    /** Answers what {@link #macOf} found. */
    private long send(Packet packet, Interface egress, int nextHop, int mtu, Turn turn) {
        long found = macOf(egress, nextHop);
        long mac = found < 0 && mayGoBack(packet, egress) ? packet.sourceMac() : found;
        boolean nameless = packet.source() == 0 && anyAddress == 0 && !mayBeNameless(packet);
        if (nameless) {
            packet.drop(DropReason.OUTPUT_UNROUTED);
        } else if (mac < 0) {
            unresolved(packet, egress, nextHop, mac);
        } else if (packet.length() > mtu && mustStayWhole(packet)) {
            packet.drop(DropReason.FRAGMENTATION_NEEDED);
        } else {
            complete(packet, egress, nextHop);
            link.send(packet, egress, mac, mtu, turn);
        }
        return found;
    }

    private void complete(Packet packet, Interface egress, int nextHop) {
        if (packet.source() == 0) {
            completeSource(packet, sourceOn(egress, nextHop));
        }
        if (isBeyond(egress, nextHop, packet.destination())) {
            sent.add(packet);
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
        if (!interfaces.isRemote(nextHop) || !neighbours.await(packet, egress.index(), nextHop, answer)) {
            packet.drop(DropReason.OUTPUT_UNROUTED);
        }
    }

    private long macOf(Interface egress, int nextHop) {
        return interfaces.isRemote(nextHop)
                ? neighbours.find(egress.index(), nextHop)
                : macOfSpecial(egress, nextHop);
    }

    private long macOfSpecial(Interface egress, int nextHop) {
        if (Ipv4Address.isMulticast(nextHop)) {
            return MacAddress.multicastOf(nextHop);
        }
        boolean isBroadcast = Ipv4Address.isLimitedBroadcast(nextHop) || isBroadcastOn(egress, nextHop);
        return isBroadcast ? MacAddress.BROADCAST : neighbours.find(egress.index(), nextHop);
    }

    private static boolean mayGoBack(Packet packet, Interface egress) {
        return egress.index() == packet.inPort() && isStation(packet.sourceMac(), egress);
    }

    /** A group, nobody, or ourselves as link-layer source is forged: an answer would go to a crowd or come back. */
    private static boolean isStation(long mac, Interface egress) {
        return mac != 0 && mac != egress.mac() && !MacAddress.isGroup(mac);
    }

    /** Membership is also told, and asked for, from 0.0.0.0 (RFC 9776 section 4.2.14, RFC 4541 section 2.1.1). */
    private static boolean mayBeNameless(Packet packet) {
        return OffHeap.getByte(packet.address() + Ipv4Header.PROTOCOL_OFFSET) == IpProtocol.IGMP;
    }

    private boolean isBroadcastOn(Interface egress, int nextHop) {
        return switch (interfaces.kind(nextHop)) {
            case BROADCAST -> interfaces.owner(nextHop) == egress.index();
            case REMOTE, LOCAL, MULTICAST -> false;
        };
    }

    private int sourceOn(Interface egress, int nextHop) {
        int here = egress.addressTowards(nextHop);
        return here == 0 ? anyAddress : here;
    }

    private static void completeSource(Packet packet, int source) {
        if (mayBeNameless(packet)) {
            return;
        }
        long at = packet.address() + Ipv4Header.CHECKSUM_OFFSET;
        int checksum = OffHeap.getNetworkShort(at);
        OffHeap.putNetworkShort(at, InternetChecksum.update32(checksum, 0, source));
        OffHeap.putNetworkInt(packet.address() + Ipv4Header.SOURCE_OFFSET, source);
        packet.readdress(source, packet.destination());
    }
}
