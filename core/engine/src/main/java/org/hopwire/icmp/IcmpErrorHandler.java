package org.hopwire.icmp;

import java.util.Arrays;

import org.hopwire.packet.AddressKind;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpType;

/**
 * Turns refused packets into ICMP errors, or drops them under the cause's reason and counts the rule that forbade the
 * error. Like the limiter it holds, one instance belongs to one thread.
 */
final class IcmpErrorHandler implements BurstHandler {
    private final InterfaceTable interfaces;
    private final ErrorEligibility eligibility;
    private final ErrorLimiter limiter;
    private final IcmpErrorWriter writer;
    private final IcmpCounters counters;

    // neighbours in a burst mostly end alike: one update for a run of them
    private RejectCause runCause;
    private SuppressionRule runRule;
    private long run;

    IcmpErrorHandler(IcmpConfig config, InterfaceTable interfaces, IcmpCounters counters, ErrorLimiter limiter,
            ErrorExtensions... extensions) {
        this.interfaces = interfaces;
        this.counters = counters;
        eligibility = new ErrorEligibility(config, interfaces);
        this.limiter = limiter;
        writer = new IcmpErrorWriter(config, interfaces, withInterface(config, interfaces, extensions));
    }

    private static ErrorExtensions[] withInterface(IcmpConfig config, InterfaceTable interfaces,
            ErrorExtensions... extensions) {
        if (!config.interfaceInformation()) {
            return extensions;
        }
        ErrorExtensions[] all = Arrays.copyOf(extensions, extensions.length + 1);
        all[extensions.length] = new IncomingInterface(interfaces);
        return all;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        long nowNs = turn.nowNs();
        for (int i = 0; i < part.size(); i++) {
            refuse(part.get(i), nowNs);
        }
        endRun();
    }

    private void refuse(Packet packet, long nowNs) {
        RejectCause cause = packet.cause();
        SuppressionRule rule = rule(packet, cause, nowNs);
        if (rule == null) {
            send(packet, cause);
        } else {
            packet.drop(cause.dropReason());
        }
        count(cause, rule);
    }

    private SuppressionRule rule(Packet packet, RejectCause cause, long nowNs) {
        SuppressionRule rule = eligibility.rule(packet, cause);
        if (rule == null && !IcmpErrorWriter.hasRoom(packet)) {
            rule = SuppressionRule.NO_ROOM;
        }
        return rule == null ? limiter.rule(packet.source(), cause, nowNs) : rule;
    }

    private void send(Packet packet, RejectCause cause) {
        if (!writer.write(packet, cause, sourceFor(packet))) {
            counters.events().increment(IcmpCounters.Event.EXTENSIONS_LEFT_OUT);
        }
        packet.output();
    }

    /** RFC 1122 3.2.1.3: what was sent to one of our addresses is answered from it; else RFC 1812 4.3.2.4, later. */
    private int sourceFor(Packet packet) {
        int destination = packet.destination();
        boolean ours = packet.packetClass() != PacketClass.TRANSIT
                && interfaces.kind(destination) == AddressKind.LOCAL;
        return ours ? destination : 0;
    }

    private void count(RejectCause cause, SuppressionRule rule) {
        if (cause != runCause || rule != runRule) {
            endRun();
            runCause = cause;
            runRule = rule;
        }
        run++;
    }

    private void endRun() {
        if (run == 0) {
            return;
        }
        if (runRule == null) {
            counters.raised().add(runCause, run);
            counters.sent().add(IcmpType.of(runCause.type()), run);
        } else {
            counters.suppressed().add(runRule, run);
        }
        run = 0;
    }
}
