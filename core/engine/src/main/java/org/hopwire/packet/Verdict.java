package org.hopwire.packet;

/** What becomes of a packet. Every received packet ends in exactly one of them. */
public enum Verdict {
    /** No handler has spoken yet. */
    PENDING,
    /** Gone, under its {@link org.hopwire.counter.DropReason}. */
    DROP,
    /** Refused: the ICMP error handler turns it into an error, or drops it under the cause's reason. */
    REJECT,
    /** For the control agent: copied over the control link. */
    PUNT,
    /** Delivered here; nothing goes out. */
    CONSUME,
    /** A packet of ours: routed once, like any other, then transmitted. */
    OUTPUT,
    /** Complete with its Ethernet header, ready for its outgoing port. */
    TRANSMIT,
    /**
     * As {@link #TRANSMIT}, by every port of a set of {@link Turn#portSets()}: the same bytes are queued on each port,
     * nothing is copied.
     */
    REPLICATE;

    private static final Verdict[] VALUES = values();

    /** A byte to store. */
    @SuppressWarnings("EnumOrdinal")
    byte code() {
        return (byte) ordinal();
    }

    /** A bit of its own, for sets of verdicts. */
    @SuppressWarnings("EnumOrdinal")
    public int bit() {
        return 1 << ordinal();
    }

    static Verdict of(int code) {
        return VALUES[code];
    }
}
