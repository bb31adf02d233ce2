package org.hopwire.pipeline;

import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * One direction between two agents: packets go over filled and come home empty, so that every packet has one owner at a
 * time and its memory returns to the thread that manages it.
 *
 * <p>Bounded by its pool: when all packets are out, {@link #acquire} answers null and the sender drops and counts;
 * neither side ever waits.
 */
public final class PacketLink implements AutoCloseable {
    private final PacketPool pool;
    private final SpscVarHandleArrayQueue<Packet> filled;
    private final SpscVarHandleArrayQueue<Packet> empty;

    /**
     * A link for up to {@code capacity} packets under way.
     *
     * @param frameCapacity octets of the longest frame
     * @param headroom octets in front of each frame
     */
    public PacketLink(int capacity, int frameCapacity, int headroom) {
        pool = new PacketPool(capacity, frameCapacity, headroom);
        filled = new SpscVarHandleArrayQueue<>(capacity);
        empty = new SpscVarHandleArrayQueue<>(capacity);
    }

    /** Sender: sends a copy of a packet; false when the link is full. */
    public boolean sendCopy(Packet original) {
        Packet copy = acquire();
        if (copy == null) {
            return false;
        }
        if (!copy.copyFrom(original)) {
            pool.release(copy);
            return false;
        }
        return filled.offer(copy);
    }

    private Packet acquire() {
        if (pool.available() == 0) {
            reclaim();
        }
        return pool.acquire();
    }

    private void reclaim() {
        Packet home = empty.relaxedPoll();
        while (home != null) {
            pool.release(home);
            home = empty.relaxedPoll();
        }
    }

    /** Receiver: appends what has arrived until the list is full. */
    public void receive(PacketList into) {
        while (!into.isFull()) {
            Packet packet = filled.relaxedPoll();
            if (packet == null) {
                return;
            }
            into.add(packet);
        }
    }

    /** Receiver: sends packets home. */
    public void giveBack(PacketList packets) {
        for (int i = 0; i < packets.size(); i++) {
            // never refused: the queue has room for every packet of the pool
            empty.offer(packets.get(i));
        }
        packets.clear();
    }

    /** Sender: whether a quarter of the link is still free. */
    boolean isRoomy() {
        return available() > pool.capacity() / 4;
    }

    /** Packets the sender could send now; advisory for anyone else. */
    int available() {
        reclaim();
        return pool.available();
    }

    /** Unmaps the packets' memory, after both agents have stopped. */
    @Override
    public void close() {
        pool.close();
    }
}
