package org.hopwire.pipeline;

import java.util.Arrays;

import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;
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
    /** Two cache lines, for a line is prefetched with its neighbour. */
    private static final int APART = 128;
    /** Distance from how many numbers there are to the numbers. */
    private static final int NUMBERS = Integer.BYTES;
    private static final int NUMBER_SHIFT = 2;

    private final FrameSlab slab;
    private final long[] frames;
    private final SlotRing filled;
    private final SlotRing empty;
    private final Packet[] packets;

    // what changes lies in memory of its own: in fields and arrays, each side would dirty lines that the other one
    // reads, for objects of both are neighbours, and a packet would cost twice as much
    private final long numbers;
    private final long bytes;
    /** The sender's: slots that are at home, then those filled and not yet shown. */
    private final long free;
    private final long unshown;
    /** The receiver's. */
    private final long held;

    /**
     * A link for up to {@code capacity} packets under way.
     *
     * @param frameCapacity octets of the longest frame
     * @throws OutOfMemoryError if the operating system has no memory for it
     */
    public PacketLink(int capacity, int frameCapacity) {
        slab = new FrameSlab(capacity, frameCapacity, PacketPool.HEADROOM);
        filled = new SlotRing(capacity);
        empty = new SlotRing(capacity);
        bytes = sizeOf(BURST) + 2L * sizeOf(capacity);
        numbers = Pages.map(bytes);
        if (numbers == 0) {
            throw new OutOfMemoryError("link of " + bytes + " bytes");
        }
        unshown = numbers;
        free = unshown + sizeOf(BURST);
        held = free + sizeOf(capacity);
        frames = new long[capacity];
        for (int i = 0; i < capacity; i++) {
            frames[i] = slab.acquire();
            OffHeap.putInt(place(free, i), capacity - 1 - i);
        }
        OffHeap.putInt(free, capacity);
        packets = new Packet[capacity];
        Arrays.setAll(packets, i -> new Packet());
    }

    private static int sizeOf(int capacity) {
        return (NUMBERS + (capacity << NUMBER_SHIFT) + 2 * APART - 1) & -APART;
    }

    private static long place(long stack, int index) {
        return stack + NUMBERS + ((long) index << NUMBER_SHIFT);
    }

    /** Sender: sends a copy of a packet, at {@link #flush} at the latest; false when the link is full. */
    public boolean sendCopy(Packet original) {
        int waiting = OffHeap.getInt(unshown);
        if (waiting == 0 || OffHeap.getInt(free) == 0) {
            // also where a burst begins: what has just come home is nearer than what has long been free
            reclaim();
        }
        int last = OffHeap.getInt(free) - 1;
        if (last < 0) {
            return false;
        }
        int slot = OffHeap.getInt(place(free, last));
        if (!PacketRecord.write(original, frames[slot], slab.frameCapacity())) {
            return false;
        }
        OffHeap.putInt(free, last);
        OffHeap.putInt(place(unshown, waiting), slot);
        OffHeap.putInt(unshown, waiting + 1);
        if (waiting + 1 == BURST) {
            flush();
        }
        return true;
    }

    /** Sender: shows the receiver what was sent. At the end of each of its turns. */
    public void flush() {
        int waiting = OffHeap.getInt(unshown);
        if (waiting > 0) {
            // never refused: the ring has room for every slot
            filled.offer(place(unshown, 0), waiting);
            OffHeap.putInt(unshown, 0);
        }
    }

    private void reclaim() {
        int count = OffHeap.getInt(free);
        OffHeap.putInt(free, count + empty.poll(place(free, count), frames.length - count));
    }

    /** Receiver: appends what has arrived until the list is full. */
    public void receive(PacketList into) {
        int before = OffHeap.getInt(held);
        int after = before + filled.poll(place(held, before), Math.min(into.room(), frames.length - before));
        for (int i = before; i < after; i++) {
            long frame = frames[OffHeap.getInt(place(held, i))];
            PacketRecord.read(packets[i], frame, slab.frameCapacity(), PacketPool.HEADROOM);
            into.add(packets[i]);
        }
        OffHeap.putInt(held, after);
    }

    /** Receiver: sends home all it has received, which is what the list holds. */
    public void giveBack(PacketList packetsOfLink) {
        int count = OffHeap.getInt(held);
        if (count > 0) {
            // never refused: the ring has room for every slot
            empty.offer(place(held, 0), count);
            OffHeap.putInt(held, 0);
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
        return OffHeap.getInt(free);
    }

    /** Unmaps the slots, after both agents have stopped. */
    @Override
    public void close() {
        slab.close();
        filled.close();
        empty.close();
        Pages.unmap(numbers, bytes);
    }
}
