package org.hopwire.ip.route;

import java.util.List;

import org.hopwire.packet.Packet;

/**
 * The ways of one route, shared by all routes that have the same. A flow takes the one into whose share of the hash's
 * range its own hash falls (RFC 2992): which one depends on the flow and on these ways alone. Immutable.
 */
public final class Paths {
    private final NextHop first;
    private final NextHop[] all;

    Paths(List<NextHop> nextHops) {
        all = nextHops.toArray(NextHop[]::new);
        first = all[0];
    }

    /**
     * The way of a packet.
     *
     * @param seed secret of the hash, the same for all packets
     */
    public NextHop choose(Packet packet, long seed) {
        return all.length == 1 ? first : choose(FlowHash.of(packet, seed));
    }

    /** The way of a flow of that hash. */
    NextHop choose(int hash) {
        long scaled = (hash & 0xffff_ffffL) * all.length;
        return all[(int) (scaled >>> Integer.SIZE)];
    }

    /** Whether any of the ways leaves by a port. */
    public boolean leadsTo(int port) {
        for (NextHop each : all) {
            if (each.kind() == NextHop.Kind.FORWARD && each.port() == port) {
                return true;
            }
        }
        return false;
    }

    /** How many ways there are. */
    public int count() {
        return all.length;
    }

    /** The way at an index below {@link #count()}. */
    public NextHop get(int index) {
        return all[index];
    }
}
