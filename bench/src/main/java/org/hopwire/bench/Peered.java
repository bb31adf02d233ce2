package org.hopwire.bench;

import java.io.IOException;

/** A benchmark that programs in other languages repeat: it says what it asks and what the answers are. */
public interface Peered {
    /** Writes all a peer is asked, after set-up. */
    void share(SharedData data) throws IOException;

    /**
     * Asks what {@link #share} wrote, each question once, and mixes the answers in {@link Digest}'s way: the first
     * thing done after set-up.
     */
    long digest();
}
