package org.hopwire.pipeline;

import java.util.Arrays;

import org.hopwire.memory.FrameSlab;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.packet.PacketRecord;

/**
 * One direction between two agents: slots of memory go over filled and come home empty, in bursts, so that every slot
 * has one owner at a time and returns to the thread that manages it. The frame a port has lent has to go back to it,
 * so its datagram is copied once, with what is known of it in front; the receiver reads it where it lies.
 *
 * <p>Bounded by its slots: when all are out, {@link #sendCopy} says so and the sender drops and counts; neither side
 * ever waits.
 */
public final class PacketLink implements AutoCloseable {
    /** Packets that are shown to the receiver together, at most. */
    private static final int BURST = 32;

    private final FrameSlab slab;
    private final long[] frames;
    private final SlotRing filled;
    private final SlotRing empty;

    // the sender's
    private final int[] free;
    private int freeCount;
    private final int[] unshown = new int[BURST];
    private int unshownCount;

    // the receiver's
    private final Packet[] packets;
    private final int[] held;
    private int heldCount;

    /**
     * A link for up to {@code capacity} packets under way.
     *
     * @param frameCapacity octets of the longest frame
     */
    public PacketLink(int capacity, int frameCapacity) {
        slab = new FrameSlab(capacity, frameCapacity, PacketPool.HEADROOM);
        frames = new long[capacity];
        free = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            frames[i] = slab.acquire();
            free[i] = capacity - 1 - i;
        }
        freeCount = capacity;
        packets = new Packet[capacity];
        Arrays.setAll(packets, i -> new Packet());
        held = new int[capacity];
        filled = new SlotRing(capacity);
        empty = new SlotRing(capacity);
    }

    /** Sender: sends a copy of a packet, at {@link #flush} at the latest; false when the link is full. */
    public boolean sendCopy(Packet original) {
        if (freeCount == 0 || unshownCount == 0) {
            // also where a burst begins: what has just come home is nearer than what has long been free
            reclaim();
        }
        if (freeCount == 0 || !PacketRecord.write(original, frames[free[freeCount - 1]], slab.frameCapacity())) {
            return false;
        }
        unshown[unshownCount++] = free[--freeCount];
        if (unshownCount == BURST) {
            flush();
        }
        return true;
    }

    /** Sender: shows the receiver what was sent. At the end of each of its turns. */
    public void flush() {
        if (unshownCount > 0) {
            // never refused: the ring has room for every slot
            filled.offer(unshown, unshownCount);
            unshownCount = 0;
        }
    }

    private void reclaim() {
        freeCount += empty.poll(free, freeCount, free.length - freeCount);
    }

    /** Receiver: appends what has arrived until the list is full. */
    public void receive(PacketList into) {
        int room = Math.min(into.room(), held.length - heldCount);
        int count = filled.poll(held, heldCount, room);
        for (int i = heldCount; i < heldCount + count; i++) {
            PacketRecord.read(packets[i], frames[held[i]], slab.frameCapacity(), PacketPool.HEADROOM);
            into.add(packets[i]);
        }
        heldCount += count;
    }

    /** Receiver: sends home all it has received, which is what the list holds. */
    public void giveBack(PacketList packetsOfLink) {
        if (heldCount > 0) {
            // never refused: the ring has room for every slot
            empty.offer(held, heldCount);
            heldCount = 0;
        }
        packetsOfLink.clear();
    }

    /** Sender: whether a quarter of the link is still free. */
    boolean isRoomy() {
        return available() > frames.length / 4;
    }

    /** Sender: packets that could be sent now. */
    int available() {
        reclaim();
        return freeCount;
    }

    /** Unmaps the slots, after both agents have stopped. */
    @Override
    public void close() {
        slab.close();
        filled.close();
        empty.close();
    }
}
