package org.hopwire.icmp;

import org.hopwire.counter.DropReason;
import org.hopwire.packet.AddressKind;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpCodes;
import org.hopwire.wire.IcmpType;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Sorts received ICMP errors and redirects: one that quotes a packet of a registered flow goes to the control agent,
 * which tells the flow's listener, and so does "fragmentation needed" or a redirect about an answer of ours that was
 * sent lately; everything else ends here (RFC 5927 section 4). A source quench is not even read (RFC 6633 section 4),
 * and a redirect is advice about one destination, never a route (RFC 1812 section 5.2.7.2).
 *
 * <p>A flood of errors is an old attack, so each costs less than an echo: two tests of the ICMP header, one read of the
 * quote, one look at a small table or two, no allocation.
 */
final class ReceivedErrorHandler implements BurstHandler {
    /** An error is addressed to the source it quotes; a group never sent anything. */
    private static final int MAX_TYPE = 12;
    private static final byte NONE = -1;
    private static final byte[] LAST_CODE = lastCodes();

    private final InterfaceTable interfaces;
    private final IcmpCounters counters;
    private final ErrorListeners listeners;
    private final IcmpHandlers.Advice advice;
    private final ReceivedError error = new ReceivedError();
    private final int[] received = new int[MAX_TYPE + 1];

    ReceivedErrorHandler(InterfaceTable interfaces, IcmpCounters counters, ErrorListeners listeners,
            IcmpHandlers.Advice advice) {
        this.interfaces = interfaces;
        this.counters = counters;
        this.listeners = listeners;
        this.advice = advice;
    }

    private static byte[] lastCodes() {
        byte[] last = new byte[MAX_TYPE + 1];
        for (int type = 0; type <= MAX_TYPE; type++) {
            last[type] = NONE;
        }
        last[IcmpType.DESTINATION_UNREACHABLE.number()] = IcmpCodes.PRECEDENCE_CUTOFF;
        last[IcmpType.REDIRECT.number()] = IcmpCodes.REDIRECT_HOST_FOR_TOS;
        last[IcmpType.TIME_EXCEEDED.number()] = IcmpCodes.REASSEMBLY_TIMEOUT;
        last[IcmpType.PARAMETER_PROBLEM.number()] = IcmpCodes.BAD_LENGTH;
        return last;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        ErrorListeners.Table table = listeners.table();
        for (int i = 0; i < part.size(); i++) {
            Packet packet = part.get(i);
            // the parser's table of classes lets only types up to 12 in
            int type = packet.icmpType();
            received[type]++;
            DropReason reason = judge(packet, type, table);
            if (reason == null) {
                packet.punt();
            } else {
                packet.drop(reason);
            }
        }
        count();
    }

    private void count() {
        for (int type = 0; type <= MAX_TYPE; type++) {
            if (received[type] != 0) {
                counters.received().add(IcmpType.of(type), received[type]);
                received[type] = 0;
            }
        }
    }

    /** Why the error goes no further, or null when it concerns somebody. */
    private DropReason judge(Packet packet, int type, ErrorListeners.Table table) {
        int code = packet.view().getByte(packet.headerLength() + 1) & 0xFF;
        if (type == IcmpType.SOURCE_QUENCH.number()) {
            return DropReason.ICMP_DEPRECATED;
        }
        if (code > LAST_CODE[type]) {
            return DropReason.ICMP_UNKNOWN_CODE;
        }
        if (!error.read(packet)) {
            return DropReason.BAD_QUOTE;
        }
        if (packet.is(Packet.GROUP) || error.quotedSource() != packet.destination()) {
            return DropReason.QUOTE_UNMATCHED;
        }
        return judgeMatch(packet, type, table);
    }

    private DropReason judgeMatch(Packet packet, int type, ErrorListeners.Table table) {
        boolean isAwaited = !table.isEmpty() && table.find(error) != null;
        if (!isAwaited && !advice.isOfUse(error)) {
            return DropReason.QUOTE_UNMATCHED;
        }
        boolean redirect = type == IcmpType.REDIRECT.number();
        return redirect && !isGateway(error.gateway(), packet) ? DropReason.ICMP_BAD_REDIRECT : null;
    }

    /**
     * RFC 1122 section 3.2.2.2 and RFC 1812 section 5.2.7.2: the new gateway is a neighbour on the network the redirect
     * came in by, one host, and not us; and a neighbour it was that sent the redirect.
     */
    private boolean isGateway(int gateway, Packet packet) {
        Ipv4Prefix network = interfaces.get(packet.inPort()).networkOf(gateway);
        return network != null && network.contains(packet.source())
                && interfaces.kind(gateway) == AddressKind.REMOTE;
    }
}
