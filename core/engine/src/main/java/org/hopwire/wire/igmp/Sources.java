package org.hopwire.wire.igmp;

import org.agrona.concurrent.UnsafeBuffer;

import static java.nio.ByteOrder.BIG_ENDIAN;

/** The list of source addresses that queries and group records end with (RFC 9776 sections 4.1.10 and 4.2.11). */
final class Sources {
    private Sources() {}

    /** Copies the first ones, as many as there are and fit, and returns how many. */
    static int copy(UnsafeBuffer buffer, int offset, int count, int[] target) {
        int copied = Math.min(count, target.length);
        for (int i = 0; i < copied; i++) {
            target[i] = buffer.getInt(offset + i * Integer.BYTES, BIG_ENDIAN);
        }
        return copied;
    }
}
