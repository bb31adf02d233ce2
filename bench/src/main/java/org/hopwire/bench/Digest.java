package org.hopwire.bench;

/** One number for many answers in their order, the same as in the native peers' {@code peer.h} and {@code frames.h}. */
public final class Digest {
    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private Digest() {}

    /** Adds an answer; the first is added to 0. */
    public static long mix(long digest, long answer) {
        long mixed = (digest ^ answer) * MULTIPLIER;
        return mixed ^ mixed >>> 32;
    }

    /** Adds each octet as an answer of its own. */
    public static long mix(long digest, byte[] octets) {
        long mixed = digest;
        for (byte each : octets) {
            mixed = mix(mixed, each & 255);
        }
        return mixed;
    }

    /** Of what a port sent: its own digest, and the last frame octet by octet. */
    public static long ofSent(long digest, byte[] lastFrame) {
        return mix(mix(0, digest), lastFrame);
    }
}
