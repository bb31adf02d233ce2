package org.hopwire.ip;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.checksum.InternetChecksum;
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
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.MacAddress;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * Transit: time to live, longest prefix, next hop, MTU, then the header's last changes (RFC 1812 section 5.2.1).
 *
 * <p>Routes and neighbours are looked up for the whole part before anything is written, so that the misses of a burst
 * overlap. One instance per worker.
 */
public final class ForwardHandler implements BurstHandler {
    private final InterfaceTable interfaces;
    private final RouteReader routes;
    private final Resolver neighbours;
    private final RedirectRule redirects;
    private final LinkWriter link;
    private final int[] destinations = new int[Burst.MAX_SIZE];
    private final int[] found = new int[Burst.MAX_SIZE];
    private final NextHop[] chosen = new NextHop[Burst.MAX_SIZE];
    private final long[] macs = new long[Burst.MAX_SIZE];

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
        int size = part.size();
        neighbours.begin();
        for (int i = 0; i < size; i++) {
            destinations[i] = part.get(i).destination();
        }
        routes.quiesce();
        routes.find(destinations, found, size);
        for (int i = 0; i < size; i++) {
            chosen[i] = choose(part.get(i), routes.ways(found[i]));
        }
        routes.away();
        for (int i = 0; i < size; i++) {
            macs[i] = resolve(part.get(i), chosen[i]);
        }
        for (int i = 0; i < size; i++) {
            if (part.get(i).verdict() == Verdict.PENDING) {
                forward(part.get(i), chosen[i], macs[i], turn);
            }
        }
    }

    private NextHop choose(Packet packet, Paths ways) {
        if (packet.ttl() <= 1) {
            packet.reject(RejectCause.TTL_EXCEEDED, 0);
            return null;
        }
        if (ways == null) {
            packet.reject(RejectCause.NET_UNREACHABLE, 0);
            return null;
        }
        NextHop route = routes.choose(ways, packet);
        if (route.kind() != NextHop.Kind.FORWARD) {
            refuse(packet, route);
        }
        return route;
    }

    private static void refuse(Packet packet, NextHop route) {
        if (route.kind() == NextHop.Kind.REJECT) {
            packet.reject(route.cause(), 0);
        } else {
            packet.drop(DropReason.BLACKHOLE);
        }
    }

    private long resolve(Packet packet, NextHop route) {
        if (packet.verdict() != Verdict.PENDING) {
            return NeighbourTable.UNKNOWN;
        }
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
            if (told != null && packet.verdict() == Verdict.REJECT) {
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
            decrementTtl(packet);
            link.send(packet, egress, mac, turn);
        }
    }

    private int stamp(Packet packet, Interface egress, Turn turn) {
        return OptionStamp.stamp(packet, interfaces, egress.primaryAddress(), turn.epochNs());
    }

    private static void decrementTtl(Packet packet) {
        UnsafeBuffer view = packet.view();
        view.putByte(Ipv4Header.TTL_OFFSET, (byte) (packet.ttl() - 1));
        int checksum = view.getShort(Ipv4Header.CHECKSUM_OFFSET, BIG_ENDIAN) & 0xffff;
        view.putShort(Ipv4Header.CHECKSUM_OFFSET, (short) InternetChecksum.decrementTtl(checksum), BIG_ENDIAN);
    }
}
