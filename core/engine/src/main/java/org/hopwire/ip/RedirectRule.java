package org.hopwire.ip;

import org.hopwire.ip.route.NextHop;
import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Options;
import org.hopwire.wire.Ipv4Prefix;

import static java.nio.ByteOrder.BIG_ENDIAN;

/**
 * When a sender is told of a better first hop (RFC 1812 section 5.2.7.2): the packet leaves by the interface it came in
 * by, its source is on the same connected network as the next hop, and it has no source route. The packet itself is
 * forwarded all the same.
 */
public final class RedirectRule {
    /** Which redirects are sent. */
    public enum Mode {
        /** None: the default where hosts and routers share a link on purpose. */
        OFF,
        /** Code 1, for the host. */
        HOST,
        /** Code 3 where the packet's TOS is not 0, else code 1. */
        TOS_HOST
    }

    /** Delay, throughput and reliability (RFC 791); what is behind them belongs to ECN (RFC 3168). */
    private static final int TOS_MASK = 0x1c;

    private final Mode mode;

    /** A rule that sends what the mode says. */
    public RedirectRule(Mode mode) {
        this.mode = mode;
    }

    /** The copy of the packet that became a redirect, or null. */
    Packet onForward(Packet packet, NextHop route, Interface egress, Turn turn) {
        return egress.index() == packet.inPort() && mode != Mode.OFF
                && !Ipv4Options.has(packet.options(), Ipv4Options.HAS_SOURCE_ROUTE)
                        ? redirect(packet, route.nextHop(packet.destination()), egress, turn)
                        : null;
    }

    private Packet redirect(Packet packet, int nextHop, Interface egress, Turn turn) {
        Ipv4Prefix network = egress.networkOf(nextHop);
        Packet told = network != null && network.contains(packet.source()) && nextHop != packet.source()
                ? turn.spawnCopy(packet)
                : null;
        if (told != null) {
            told.reject(causeFor(packet), nextHop);
        }
        return told;
    }

    private RejectCause causeFor(Packet packet) {
        int tos = packet.view().getShort(0, BIG_ENDIAN) & TOS_MASK;
        return mode == Mode.TOS_HOST && tos != 0 ? RejectCause.REDIRECT_TOS_HOST : RejectCause.REDIRECT_HOST;
    }
}
