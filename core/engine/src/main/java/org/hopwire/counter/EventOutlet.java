package org.hopwire.counter;

/**
 * Where events go that an operator wants to know: slots that are filled again and again, so that telling makes no
 * object. One thread fills them.
 *
 * @param <S> a slot, mutable
 */
public interface EventOutlet<S> {
    /** The slot to fill next, the same until {@link #publish}; null where there is no room. */
    S claim();

    /** The slot is filled. */
    void publish();
}
