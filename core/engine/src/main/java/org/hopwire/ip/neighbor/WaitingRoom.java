package org.hopwire.ip.neighbor;

import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;

/**
 * Copies of packets that wait for their neighbours: the latest few of each (RFC 1122 section 2.3.2.2), bounded in all.
 * What was in transit goes back to the worker to be forwarded or refused; what is ours leaves, or counts as lost.
 */
final class WaitingRoom implements AutoCloseable {
    private final PacketPool pool;
    private final int perNeighbour;
    private final CounterSet<NeighbourCounter> counters;

    /**
     * @param frameCapacity octets of the longest packet
     */
    WaitingRoom(ArpConfig config, int frameCapacity, CounterSet<NeighbourCounter> counters) {
        pool = new PacketPool(config.queueTotal(), frameCapacity, PacketPool.HEADROOM);
        perNeighbour = config.queuePackets();
        this.counters = counters;
    }

    /** Keeps a copy until {@link #release} or {@link #refuse}. */
    void keep(Neighbour neighbour, Packet packet, Turn turn) {
        if (perNeighbour > 0 && neighbour.isQueueFull()) {
            lose(neighbour.next(), turn);
        }
        Packet kept = perNeighbour == 0 ? null : copyOf(packet);
        if (kept == null && neighbour.waiting() > 0) {
            // no room in all: the latest of this neighbour takes the place of its oldest
            release(neighbour.next());
            kept = copyOf(packet);
        }
        if (kept == null) {
            loseUnkept(packet, turn);
        } else {
            neighbour.queue(kept);
            counters.increment(NeighbourCounter.QUEUED);
        }
    }

    private Packet copyOf(Packet packet) {
        Packet kept = pool.acquire();
        if (kept != null && !kept.copyFrom(packet)) {
            pool.release(kept);
            return null;
        }
        return kept;
    }

    private void release(Packet kept) {
        pool.release(kept);
        counters.increment(NeighbourCounter.QUEUE_DROPPED);
    }

    /** An answer of ours that is lost was not sent: the worker that counted it as sent hears of it. */
    private void lose(Packet kept, Turn turn) {
        counters.increment(NeighbourCounter.QUEUE_DROPPED);
        if (kept.is(Packet.ANSWER)) {
            kept.drop(DropReason.NEIGHBOUR_UNRESOLVED);
            send(kept, turn);
        } else {
            pool.release(kept);
        }
    }

    private void loseUnkept(Packet packet, Turn turn) {
        counters.increment(NeighbourCounter.QUEUE_DROPPED);
        Packet copy = packet.is(Packet.ANSWER) ? turn.spawnCopy(packet) : null;
        if (copy != null) {
            copy.drop(DropReason.NEIGHBOUR_UNRESOLVED);
        }
    }

    /** The neighbour is known: all that waits for it goes on. */
    void release(Neighbour neighbour, Turn turn) {
        for (Packet kept = neighbour.next(); kept != null; kept = neighbour.next()) {
            goOn(kept, turn);
        }
    }

    /** The neighbour does not answer: who sent what waits for it is told (RFC 1812 section 5.2.7.1). */
    void refuse(Neighbour neighbour, Turn turn) {
        for (Packet kept = neighbour.next(); kept != null; kept = neighbour.next()) {
            refuse(kept, turn);
        }
    }

    /** Forgets what waits, its port being gone. */
    void forget(Neighbour neighbour, Turn turn) {
        for (Packet kept = neighbour.next(); kept != null; kept = neighbour.next()) {
            lose(kept, turn);
        }
    }

    /** A packet came here while its neighbour became known. */
    void pass(Packet arrived, Turn turn) {
        Packet kept = copyOf(arrived);
        if (kept == null) {
            loseUnkept(arrived, turn);
        } else {
            counters.increment(NeighbourCounter.QUEUED);
            goOn(kept, turn);
        }
    }

    /** A packet came here while its neighbour failed to answer, or there is no room to ask for it. */
    void refuse(Packet arrived, boolean told, Turn turn) {
        Packet kept = told ? copyOf(arrived) : null;
        if (kept == null) {
            loseUnkept(arrived, turn);
        } else {
            counters.increment(NeighbourCounter.QUEUED);
            refuse(kept, turn);
        }
    }

    private void goOn(Packet kept, Turn turn) {
        counters.increment(NeighbourCounter.RELEASED);
        if (kept.is(Packet.ANSWER)) {
            // a destination on the link had its port chosen; one behind a gateway is routed once more
            kept.output(kept.causeDatum() == kept.destination() ? kept.outPort() : -1);
        } else {
            kept.sort(PacketClass.TRANSIT);
            kept.pending();
        }
        send(kept, turn);
    }

    private void refuse(Packet kept, Turn turn) {
        counters.increment(NeighbourCounter.REFUSED);
        if (kept.is(Packet.ANSWER)) {
            kept.drop(DropReason.NEIGHBOUR_UNRESOLVED);
        } else {
            kept.sort(PacketClass.TRANSIT);
            kept.reject(RejectCause.HOST_UNREACHABLE, 0);
        }
        send(kept, turn);
    }

    private void send(Packet kept, Turn turn) {
        if (!turn.send(kept)) {
            release(kept);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
