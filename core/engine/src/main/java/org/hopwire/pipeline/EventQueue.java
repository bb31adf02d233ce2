package org.hopwire.pipeline;

import java.util.function.Consumer;

import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/** What the control agent tells the application, bounded: what nobody fetches is refused, and nobody ever waits. */
public final class EventQueue<T> {
    private final SpscVarHandleArrayQueue<T> queue;

    /** Room for {@code capacity} events. */
    public EventQueue(int capacity) {
        queue = new SpscVarHandleArrayQueue<>(capacity);
    }

    /** Control agent: tells one; false where there is no room. */
    public boolean offer(T event) {
        return queue.offer(event);
    }

    /** Application, one thread at a time: gives away what waits, and says how many. */
    public int poll(Consumer<? super T> consumer) {
        int count = 0;
        for (T event = queue.relaxedPoll(); event != null; event = queue.relaxedPoll()) {
            consumer.accept(event);
            count++;
        }
        return count;
    }
}
