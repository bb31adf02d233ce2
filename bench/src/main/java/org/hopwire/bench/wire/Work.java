package org.hopwire.bench.wire;

import java.util.Locale;

/** What is asked for. */
enum Work {
    /** Echo requests to be answered by where they came from. */
    ECHO,
    /** Datagrams to be forwarded from one cable to the other. */
    FORWARD;

    /** What the sender calls it. */
    String question() {
        return this == ECHO ? "echo" : "datagram";
    }

    /** What comes out. */
    String result() {
        return this == ECHO ? "replies" : "datagrams";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
