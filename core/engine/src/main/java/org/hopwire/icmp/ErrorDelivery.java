package org.hopwire.icmp;

import java.nio.ByteBuffer;

import org.hopwire.counter.DistinctErrors;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.wire.IcmpCodes;
import org.hopwire.wire.IcmpHeader;
import org.hopwire.wire.IcmpType;

/**
 * Tells listeners of the errors, redirects and replies that workers found to be theirs. A listener that throws is
 * recorded and the next message delivered; a listener that does not return holds up the control agent.
 */
final class ErrorDelivery implements ControlHandler {
    private final ErrorListeners listeners;
    private final DistinctErrors failures;
    private final IcmpHandlers.Advice advice;
    private final ReceivedError error = new ReceivedError();
    private final IcmpHeader icmp = new IcmpHeader();

    ErrorDelivery(IcmpHandlers.Shared shared) {
        listeners = shared.listeners();
        failures = shared.failures();
        advice = shared.advice();
    }

    @Override
    public void onStart(ControlTimers timers, Turn turn) {
        // no timers
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        // no timers
    }

    @Override
    public boolean handles(Packet punted) {
        return punted.packetClass() == PacketClass.ICMP_ERROR || punted.packetClass() == PacketClass.ICMP_OTHER;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        ErrorListeners.Table table = listeners.table();
        for (int i = 0; i < part.size(); i++) {
            deliver(part.get(i), table, turn.nowNs());
        }
    }

    // a listener is foreign code: whatever it throws short of a dying JVM stays here
    private void deliver(Packet packet, ErrorListeners.Table table, long nowNs) {
        try {
            if (packet.packetClass() == PacketClass.ICMP_ERROR) {
                deliverError(packet, table, nowNs);
            } else {
                deliverReply(packet, table);
            }
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            failures.record(e);
        }
    }

    private void deliverError(Packet packet, ErrorListeners.Table table, long nowNs) {
        if (!error.read(packet)) {
            return;
        }
        IcmpErrorListener listener = table.find(error);
        if (listener != null) {
            advise(nowNs);
            listener.onIcmpError(error);
        } else if (advice.isOfUse(error)) {
            advise(nowNs);
        }
        // neither where the flow was taken off the table while the message was under way
    }

    private void advise(long nowNs) {
        if (error.type() == IcmpType.REDIRECT.number()) {
            advice.onRedirect(error, nowNs);
        } else if (error.type() == IcmpType.DESTINATION_UNREACHABLE.number()
                && error.code() == IcmpCodes.FRAGMENTATION_NEEDED) {
            advice.onFragmentationNeeded(error, nowNs);
        }
    }

    private void deliverReply(Packet packet, ErrorListeners.Table table) {
        IcmpErrorListener listener = QueryHandler.listenerOf(packet, icmp, table);
        if (listener != null) {
            listener.onIcmpReply(replyOf(packet));
        }
    }

    private IcmpErrorListener.Reply replyOf(Packet packet) {
        byte[] data = new byte[packet.payloadLength() - IcmpHeader.LENGTH];
        packet.view().getBytes(packet.headerLength() + IcmpHeader.LENGTH, data);
        return new IcmpErrorListener.Reply(icmp.type(), icmp.code(), packet.source(), icmp.identifier(),
                icmp.sequence(), packet.ttl(), packet.timestampNs(),
                ByteBuffer.wrap(data).asReadOnlyBuffer());
    }
}
