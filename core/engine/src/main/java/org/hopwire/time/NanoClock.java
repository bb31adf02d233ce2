package org.hopwire.time;

/** Source of monotonic time: never runs backwards, has no meaning but in differences, may wrap. */
@FunctionalInterface
public interface NanoClock {
    /** Nanoseconds since an arbitrary origin. */
    long nowNs();
}
