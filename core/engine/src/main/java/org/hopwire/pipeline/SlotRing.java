package org.hopwire.pipeline;

import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;

/**
 * Numbers from one thread to another, a burst at a time: what is handed over is named and stays where it lies. Bounded;
 * neither side ever waits.
 *
 * <p>One release store shows a burst, one acquire load finds all that has been shown. Each side remembers how far the
 * other had come and looks again only once that does not do. The receiver says how far it has come once in a quarter of
 * the ring, or when it finds nothing more, for each time the line with it goes to the other processor and back. What
 * the two write is cache lines apart, and the lines between them are left empty, for a line is prefetched with its
 * neighbour.
 */
public final class SlotRing implements AutoCloseable {
    private static final int APART = 128;
    /** In a side's own line: how far it has come, then how far the other had come when it last looked. */
    private static final int OTHER = Long.BYTES;
    private static final int NUMBER_SHIFT = 2;

    private final long sender;
    private final long receiver;
    /** How far the receiver has come, as the sender may know. */
    private final long taken;
    /** Numbers the receiver has taken, at most, of which the sender may know nothing. */
    private final int lag;
    private final long numbers;
    private final int mask;
    private final long bytes;

    /**
     * A ring with room for at least {@code capacity} numbers.
     *
     * @throws IllegalArgumentException unless capacity is 1 to 2^24
     * @throws OutOfMemoryError if the operating system has no memory for it
     */
    public SlotRing(int capacity) {
        if (capacity < 1 || capacity > 1 << 24) {
            throw new IllegalArgumentException("ring capacity: " + capacity + " is not 1 to " + (1 << 24));
        }
        int slots = slotsFor(capacity);
        lag = slots / 4;
        bytes = 3L * APART + ((long) slots << NUMBER_SHIFT);
        sender = Pages.map(bytes);
        if (sender == 0) {
            throw new OutOfMemoryError("ring of " + bytes + " bytes");
        }
        receiver = sender + APART;
        taken = receiver + APART;
        numbers = taken + APART;
        mask = slots - 1;
    }

    private static int slotsFor(int capacity) {
        int slots = Integer.highestOneBit(2 * capacity - 1);
        return slots - slots / 4 < capacity ? 2 * slots : slots;
    }

    /**
     * Sender: appends numbers, all or none.
     *
     * @param from address of the first, four octets each, in memory that the receiver does not use
     * @param count how many there are
     * @return false where there is no room
     */
    public boolean offer(long from, int count) {
        long tail = OffHeap.getLong(sender);
        if (mask + 1 - (tail - OffHeap.getLong(sender + OTHER)) < count && !findRoom(tail, count)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            OffHeap.putInt(place(tail + i), OffHeap.getInt(from + ((long) i << NUMBER_SHIFT)));
        }
        OffHeap.putLongRelease(sender, tail + count);
        return true;
    }

    private boolean findRoom(long tail, int count) {
        long head = OffHeap.getLongAcquire(taken);
        OffHeap.putLong(sender + OTHER, head);
        return mask + 1 - (tail - head) >= count;
    }

    /**
     * Receiver: takes numbers, the oldest first, at least one where there is any.
     *
     * @param into address of the first, in memory that the sender does not use
     * @param most how many there is room for
     * @return how many it took
     */
    public int poll(long into, int most) {
        long head = OffHeap.getLong(receiver);
        long shown = OffHeap.getLong(receiver + OTHER);
        if (shown == head) {
            shown = OffHeap.getLongAcquire(sender);
            OffHeap.putLong(receiver + OTHER, shown);
        }
        int count = (int) Math.min(most, shown - head);
        for (int i = 0; i < count; i++) {
            OffHeap.putInt(into + ((long) i << NUMBER_SHIFT), OffHeap.getInt(place(head + i)));
        }
        OffHeap.putLong(receiver, head + count);
        tell(head + count, count == 0 ? 0 : lag);
        return count;
    }

    private void tell(long head, int mostUntold) {
        if (head - OffHeap.getLong(taken) > mostUntold) {
            OffHeap.putLongRelease(taken, head);
        }
    }

    private long place(long index) {
        return numbers + ((index & mask) << NUMBER_SHIFT);
    }

    /** Unmaps the ring, after both threads have stopped. */
    @Override
    public void close() {
        Pages.unmap(sender, bytes);
    }
}
