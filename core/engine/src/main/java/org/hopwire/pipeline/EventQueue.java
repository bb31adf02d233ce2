package org.hopwire.pipeline;

import java.util.function.Consumer;
import java.util.function.Supplier;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.EventOutlet;

/**
 * What the control agent tells the application: a ring of slots made once and filled again and again, so that telling
 * costs no object. Bounded: what nobody fetches is refused, and nobody ever waits.
 *
 * @param <S> a slot, mutable
 */
public final class EventQueue<S> implements EventOutlet<S> {
    /** Apart enough that neither side's place is in a cache line the other writes. */
    private static final int PADDING = 128;
    private static final int FILLED = PADDING;
    private static final int FETCHED = 2 * PADDING;
    private static final int LENGTH = 3 * PADDING;

    private final Object[] slots;
    private final int mask;
    private final UnsafeBuffer places = new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, PADDING));
    /** The control agent's last look at {@link #FETCHED}. */
    private long fetchedSeen;

    /** Room for {@code capacity} events, a power of two. */
    public EventQueue(int capacity, Supplier<S> slot) {
        if (!BitUtil.isPowerOfTwo(capacity)) {
            throw new IllegalArgumentException("capacity: " + capacity + " is not a power of two");
        }
        slots = new Object[capacity];
        mask = capacity - 1;
        for (int i = 0; i < capacity; i++) {
            slots[i] = slot.get();
        }
    }

    @SuppressWarnings("unchecked")
    private S slot(long place) {
        return (S) slots[(int) place & mask];
    }

    /** Control agent: the slot to fill next, the same until {@link #publish}; null where there is no room. */
    @Override
    public S claim() {
        long filled = places.getLong(FILLED);
        if (filled - fetchedSeen == slots.length) {
            fetchedSeen = places.getLongAcquire(FETCHED);
        }
        return filled - fetchedSeen == slots.length ? null : slot(filled);
    }

    /** Control agent: shows what it has filled. */
    @Override
    public void publish() {
        places.putLongRelease(FILLED, places.getLong(FILLED) + 1);
    }

    /**
     * Application, one thread at a time: shows what waits, in order, and says how many. The slot is the queue's: what
     * is to last must be copied.
     */
    public int poll(Consumer<? super S> consumer) {
        long first = places.getLong(FETCHED);
        long end = places.getLongAcquire(FILLED);
        for (long place = first; place < end; place++) {
            try {
                consumer.accept(slot(place));
            } finally {
                // also where the consumer throws: nothing is shown twice
                places.putLongRelease(FETCHED, place + 1);
            }
        }
        return (int) (end - first);
    }
}
