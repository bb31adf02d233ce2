package org.hopwire.port.memory;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;

/**
 * What a port that discards remembers of the frames it was given: how many, how long, a digest that changes with any
 * address, checksum or order, and the last frame of the last burst.
 */
final class TransmitTally {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    /** Source and destination of IPv4 behind an untagged Ethernet header. */
    private static final int IP_ADDRESSES = 26;
    /** Type, code, checksum and the rest of an ICMP header: the checksum stands for every byte behind it. */
    private static final int TRANSPORT = 34;
    private static final int LAST_FRAME_LIMIT = 65_536;

    private final byte[] last = new byte[LAST_FRAME_LIMIT];
    private int lastLength;
    private long frames;
    private long bytes;
    private long digest;

    void take(Burst burst) {
        int n = burst.size();
        if (n == 0) {
            return;
        }
        long mixed = digest;
        long sum = 0;
        for (int i = 0; i < n; i++) {
            int length = burst.length[i];
            mixed = (mixed ^ sample(burst.address[i], length)) * MULTIPLIER;
            sum += length;
        }
        digest = mixed;
        frames += n;
        bytes += sum;
        keep(burst.address[n - 1], burst.length[n - 1]);
    }

    private static long sample(long address, int length) {
        if (length < TRANSPORT + Long.BYTES) {
            return length;
        }
        return Long.rotateLeft(OffHeap.getLong(address + IP_ADDRESSES), 1) ^ OffHeap.getLong(address + TRANSPORT)
                ^ length;
    }

    private void keep(long address, int length) {
        lastLength = Math.min(length, LAST_FRAME_LIMIT);
        OffHeap.get(address, last, 0, lastLength);
    }

    long frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }

    long digest() {
        return digest;
    }

    byte[] lastFrame() {
        byte[] copy = new byte[lastLength];
        System.arraycopy(last, 0, copy, 0, lastLength);
        return copy;
    }

    void reset() {
        frames = 0;
        bytes = 0;
        digest = 0;
        lastLength = 0;
    }
}
