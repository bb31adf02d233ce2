package org.hopwire.ip;

import org.hopwire.counter.DropReason;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.ip.neighbor.NeighbourTable;
import org.hopwire.ip.neighbor.Resolver;
import org.hopwire.ip.route.NextHop;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.memory.Burst;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.wire.MacAddress;

/**
 * Transit: time to live, longest prefix, next hop, MTU, then the header's last changes (RFC 1812 section 5.2.1).
 *
 * <p>Routes are looked up for the whole part before anything is written, so that the misses of a burst overlap; what
 * follows is done for one packet after the other, for then nothing is put down in between. One instance per worker.
 */
public final class ForwardHandler implements BurstHandler {
    private final InterfaceTable interfaces;
    private final RouteReader routes;
    private final Resolver neighbours;
    private final RedirectRule redirects;
    private final LinkWriter link;
    private final int[] destinations = new int[Burst.MAX_SIZE];
    private final int[] found = new int[Burst.MAX_SIZE];
    // where the packet just decided on goes, if its destination's only way leads to a known neighbour
    private int runPort;
    private long runMac;

    /**
     * Forwards by the given tables.
     *
     * @param routes this handler's own way into the routes
     * @param redirects when a sender is told of a better first hop
     * @param fragmenter cuts what is longer than its link allows
     */
    public ForwardHandler(InterfaceTable interfaces, RouteReader routes, NeighbourTable neighbours,
            RedirectRule redirects, Fragmenter fragmenter) {
        this.interfaces = interfaces;
        this.routes = routes;
        this.neighbours = new Resolver(neighbours);
        this.redirects = redirects;
        link = new LinkWriter(fragmenter);
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        neighbours.begin();
        int runs = gatherRuns(part);
        routes.quiesce();
        routes.find(destinations, found, runs);
        int run = 0;
        int i = 0;
        while (i < part.size()) {
            Packet packet = part.get(i++);
            run += packet.destination() == destinations[run] ? 0 : 1;
            runPort = -1;
            decide(packet, found[run], turn);
            if (runPort >= 0) {
                i = passRun(part, i, interfaces.get(runPort), turn);
            }
        }
        routes.away();
    }

    /**
     * Passes on what goes the way of the packet before: all that does not depend on the packet alone was decided.
     *
     * @return the first that does not go with them
     */
    private int passRun(PacketList part, int first, Interface egress, Turn turn) {
        int destination = part.get(first - 1).destination();
        long mac = runMac;
        int i = first;
        while (i < part.size() && isOfRun(part.get(i), destination, egress)) {
            leave(part.get(i), egress, mac, turn);
            i++;
        }
        return i;
    }

    /** Destinations of packets that follow one another are looked up once: flows come in bursts. */
    private int gatherRuns(PacketList part) {
        int last = 0;
        // not loaded again: each turn of the loop would wait for what the one before has stored
        int previous = part.get(0).destination();
        destinations[0] = previous;
        for (int i = 1; i < part.size(); i++) {
            int destination = part.get(i).destination();
            last += destination == previous ? 0 : 1;
            destinations[last] = destination;
            previous = destination;
        }
        return last + 1;
    }

    private static boolean isOfRun(Packet packet, int destination, Interface egress) {
        return packet.destination() == destination && packet.ttl() > 1 && packet.length() <= egress.mtu()
                && !packet.is(Packet.BROADCAST) && packet.inPort() != egress.index();
    }

    private void decide(Packet packet, int number, Turn turn) {
        if (packet.ttl() <= 1) {
            packet.reject(RejectCause.TTL_EXCEEDED, 0);
            return;
        }
        Paths ways = routes.ways(number);
        if (ways == null) {
            packet.reject(RejectCause.NET_UNREACHABLE, 0);
        } else {
            follow(packet, routes.choose(ways, packet), ways.count() == 1, turn);
        }
    }

    private void follow(Packet packet, NextHop route, boolean isOnlyWay, Turn turn) {
        if (route.kind() == NextHop.Kind.FORWARD) {
            long mac = resolve(packet, route);
            runPort = isOnlyWay && mac >= 0 ? route.port() : -1;
            runMac = mac;
            forward(packet, route, mac, turn);
        } else {
            refuse(packet, route);
        }
    }

    private static void refuse(Packet packet, NextHop route) {
        if (route.kind() == NextHop.Kind.REJECT) {
            packet.reject(route.cause(), 0);
        } else {
            packet.drop(DropReason.BLACKHOLE);
        }
    }

    private long resolve(Packet packet, NextHop route) {
        // a directed broadcast that the parser let through (RFC 2644)
        return packet.is(Packet.BROADCAST)
                ? MacAddress.BROADCAST
                : neighbours.find(route.port(), route.nextHop(packet.destination()));
    }

    private void forward(Packet packet, NextHop route, long mac, Turn turn) {
        Interface egress = interfaces.get(route.port());
        if (packet.length() > egress.mtu() && Fragmenter.isWhole(packet)) {
            packet.reject(RejectCause.FRAGMENTATION_NEEDED, egress.mtu());
        } else if (mac < 0) {
            unresolved(packet, route, mac);
        } else {
            Packet told = redirects.onForward(packet, route, egress, turn);
            leave(packet, egress, mac, turn);
            if (told != null && packet.has(Verdict.REJECT)) {
                // refused after all: one packet draws one error
                told.consume();
            }
        }
    }

    /** Waits for its neighbour, unchanged, where anybody can be asked. */
    private void unresolved(Packet packet, NextHop route, long answer) {
        if (!neighbours.await(packet, route.port(), route.nextHop(packet.destination()), answer)) {
            packet.reject(RejectCause.HOST_UNREACHABLE, 0);
        }
    }

    private void leave(Packet packet, Interface egress, long mac, Turn turn) {
        int fault = packet.is(Packet.OPTIONS) ? stamp(packet, egress, turn) : 0;
        if (fault != 0) {
            packet.reject(RejectCause.PARAMETER_PROBLEM, fault);
        } else {
            LinkWriter.decrementTtl(packet);
            link.send(packet, egress, mac, turn);
        }
    }

    private int stamp(Packet packet, Interface egress, Turn turn) {
        return OptionStamp.stamp(packet, interfaces, egress.primaryAddress(), turn.epochNs());
    }
}
