package org.hopwire.ip;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.ip.fragment.Fragmenter;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.membership.MembershipReader;
import org.hopwire.membership.PortSet;
import org.hopwire.memory.Burst;
import org.hopwire.packet.AddressKind;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.Interface;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Address;

/**
 * Multicast data: delivered here where this engine has joined, and forwarded to the ports whose members want it.
 *
 * <p>The membership of a whole part is looked up before anything is written. A packet that leaves by one port leaves
 * from where it lies; each further port costs one copy, because its Ethernet header differs. Nobody is told of a
 * multicast that goes nowhere (RFC 1122 section 3.2.2). One instance per worker.
 */
public final class MulticastForwardHandler implements BurstHandler {
    /** The context of what members of a link want. */
    public static final int FORWARDING = 0;
    /** The port that stands for this engine in a local context. */
    public static final int HERE = 0;

    private final InterfaceTable interfaces;
    private final RouteReader routes;
    private final MulticastScope scope;
    private final MembershipReader members;
    private final MulticastListener listener;
    private final TransitWriter writer;
    private final CounterSet<MulticastCounter> counters;
    private final int[] groups = new int[Burst.MAX_SIZE];
    private final int[] sources = new int[Burst.MAX_SIZE];
    private final long[] found = new long[Burst.MAX_SIZE];
    private final long[] local = new long[Burst.MAX_SIZE];
    // of the packet before, in this part: a stream's packets come in a row
    private int judgedSource;
    private int judgedPort;
    private DropReason judgement;

    /**
     * Forwards by the given tables.
     *
     * @param routes this handler's own way into the routes
     * @param members this worker's own way into the membership table
     * @param listener gets what this engine has joined, or null
     * @param writer the last hand on what leaves; null for a host, which only delivers
     * @param counters this worker's
     */
    public MulticastForwardHandler(InterfaceTable interfaces, RouteReader routes, MulticastScope scope,
            MembershipReader members, MulticastListener listener, TransitWriter writer,
            CounterSet<MulticastCounter> counters) {
        this.interfaces = interfaces;
        this.routes = routes;
        this.scope = scope;
        this.members = members;
        this.listener = listener;
        this.writer = writer;
        this.counters = counters;
    }

    /** The context of what this engine has joined on a port; the port in it is {@link #HERE}. */
    public static int localContext(int port) {
        return port + 1;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        int size = part.size();
        for (int i = 0; i < size; i++) {
            groups[i] = part.get(i).destination();
            sources[i] = part.get(i).source();
        }
        judgedPort = -1;
        members.quiesce();
        routes.quiesce();
        members.find(FORWARDING, groups, sources, found, size);
        if (listener != null) {
            members.find(localContext(part.get(0).inPort()), groups, sources, local, size);
        }
        for (int i = 0; i < size; i++) {
            handle(part.get(i), i, turn);
        }
        members.away();
        routes.away();
    }

    private void handle(Packet packet, int i, Turn turn) {
        boolean here = listener != null && isForUs(packet, i);
        if (here) {
            listener.onDatagram(packet);
        }
        DropReason obstacle = writer != null ? obstacle(packet) : DropReason.MULTICAST_UNREGISTERED;
        if (obstacle == null) {
            obstacle = forward(packet, found[i], turn);
        }
        if (obstacle != null && here) {
            packet.consume();
        } else if (obstacle != null) {
            packet.drop(obstacle);
        }
    }

    private boolean isForUs(Packet packet, int i) {
        return PortSet.contains(local[i], HERE) && interfaces.kind(packet.source()) == AddressKind.REMOTE;
    }

    /** What keeps a packet from leaving by whatever port; null where nothing does. */
    private DropReason obstacle(Packet packet) {
        int inPort = packet.inPort();
        if (Ipv4Address.isLinkLocalMulticast(packet.destination())) {
            return DropReason.MULTICAST_LINK_SCOPE;
        }
        if (packet.source() != judgedSource || inPort != judgedPort) {
            judgedSource = packet.source();
            judgedPort = inPort;
            judgement = judge(judgedSource, inPort);
        }
        if (judgement != null) {
            return judgement;
        }
        if (scope.isBoundary(inPort, packet.destination())) {
            return DropReason.MULTICAST_BOUNDARY;
        }
        return packet.ttl() <= 1 ? DropReason.TTL_EXPIRED : null;
    }

    /** What is wrong with a source behind a port, or null. */
    private DropReason judge(int source, int port) {
        if (source == 0 || interfaces.kind(source) != AddressKind.REMOTE || Ipv4Address.isLinkLocal(source)) {
            return DropReason.BAD_SOURCE;
        }
        return scope.isProxied(port) || leadsTo(source, port) ? null : DropReason.MULTICAST_WRONG_INTERFACE;
    }

    private boolean leadsTo(int source, int port) {
        Paths ways = routes.find(source);
        return ways != null && ways.leadsTo(port);
    }

    /** Gives every port its own; answers why it leaves by none, or null. */
    private DropReason forward(Packet packet, long ports, Turn turn) {
        boolean upstream = scope.addsUpstream(packet.inPort());
        if (!upstream && PortSet.isEmpty(ports)) {
            return PortSet.isKnown(ports) ? DropReason.MULTICAST_SOURCE_UNWANTED : DropReason.MULTICAST_UNREGISTERED;
        }
        int last = -1;
        int tooLong = 0;
        DropReason refused = DropReason.MULTICAST_SAME_PORT;
        for (int port = PortSet.next(ports, 0); port >= 0; port = PortSet.next(ports, port + 1)) {
            DropReason why = refusal(packet, port);
            if (why == null) {
                copyTo(last, packet, turn);
                last = port;
            } else {
                tooLong += why == DropReason.FRAGMENTATION_NEEDED ? 1 : 0;
                refused = why == DropReason.MULTICAST_SAME_PORT ? refused : why;
            }
        }
        int root = scope.upstream();
        if (upstream && !PortSet.contains(ports, root)) {
            DropReason why = refusal(packet, root);
            if (why == null) {
                copyTo(last, packet, turn);
                last = root;
            } else {
                tooLong += why == DropReason.FRAGMENTATION_NEEDED ? 1 : 0;
                refused = why;
            }
        }
        return last < 0 ? refused : leave(packet, last, tooLong, turn);
    }

    /** The packet itself leaves by its last port; what its other ports did not get is no drop of a frame. */
    private DropReason leave(Packet packet, int port, int tooLong, Turn turn) {
        if (tooLong > 0) {
            counters.add(MulticastCounter.COPY_FRAGMENTATION_NEEDED, tooLong);
        }
        writer.send(packet, interfaces.get(port), turn);
        return null;
    }

    private DropReason refusal(Packet packet, int port) {
        if (port == packet.inPort()) {
            return DropReason.MULTICAST_SAME_PORT;
        }
        if (scope.isBoundary(port, packet.destination())) {
            return DropReason.MULTICAST_BOUNDARY;
        }
        boolean isTooLong = packet.length() > interfaces.get(port).mtu() && Fragmenter.isWhole(packet);
        return isTooLong ? DropReason.FRAGMENTATION_NEEDED : null;
    }

    private void copyTo(int port, Packet packet, Turn turn) {
        if (port < 0) {
            return;
        }
        Interface egress = interfaces.get(port);
        Packet copy = turn.spawnFrame(packet);
        if (copy == null) {
            counters.increment(MulticastCounter.COPY_REFUSED);
        } else {
            writer.send(copy, egress, turn);
        }
    }
}
