package org.hopwire.bench.engine;

import java.util.Collections;
import java.util.List;

import org.hopwire.bench.Frames;
import org.hopwire.memory.Burst;

/** What the generators of these benchmarks have in common. */
final class Rings {
    /** Leading octets of a frame that are made new each time it is handed out: all that an engine edits. */
    static final int RESTORED_OCTETS = 64;
    /** Frames that stay in the second-level cache. */
    static final int HOT_FRAMES = 2 * Burst.MAX_SIZE;
    /** The station behind the second port. */
    static final long GATEWAY_MAC = 0x0200_0000_020aL;
    /** The router's second port. */
    static final long SECOND_MAC = 0x0200_0000_0201L;

    private Rings() {}

    /** So many times the same datagram of 64 octets, to be forwarded. */
    static List<byte[]> transit(int frames) {
        return Collections.nCopies(frames, Frames.udp(64, 64, Frames.FAR_HOST));
    }
}
