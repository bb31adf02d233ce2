package org.hopwire.port;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.memory.Burst;

/**
 * One interface to a wire, a file or a test. Frames are Ethernet without their frame check sequence.
 *
 * <p>Frames handed out by {@link #receive} are borrowed: they may be read and written in place, within the promised
 * headroom and the burst's tailroom, until {@link #release}. A port belongs to one thread and never blocks.
 */
public interface Port extends AutoCloseable {
    /** Least headroom any port grants: an ICMP error's 28 bytes, a VLAN tag, and room to spare. */
    int MIN_HEADROOM = 62;

    /** Unique among the engine's ports. */
    String name();

    /**
     * Fills a cleared burst with frames that have arrived.
     *
     * @return the burst's size, 0 when nothing waits
     */
    int receive(Burst burst);

    /**
     * Queues frames for sending. Their memory may be anyone's and is not touched after {@link #flush} unless the port
     * marked the entry {@link Burst#TAKEN}.
     *
     * <p>A frame no wire could take, too long for the device say, must not keep those behind it: it is accepted and
     * marked {@link Burst#UNSENDABLE}.
     *
     * @return how many were accepted, a prefix of the burst; the rest stays with the caller
     */
    int transmit(Burst burst);

    /** Makes queued frames leave, with as few system calls as the kernel allows. */
    void flush();

    /** Gives back every frame of a received burst, after the flush of whatever it led to. */
    void release(Burst burst);

    /** Whether the link carries frames; from any thread. A port without a link to lose is always up. */
    default boolean isUp() {
        return true;
    }

    /**
     * Octets of the longest datagram the interface takes now, where it may change while the port is open; 0 where
     * nobody knows; from any thread.
     */
    default int mtu() {
        return 0;
    }

    /** The interface's own link-layer address now, 48 bits; 0 where there is none of interest; from any thread. */
    default long mac() {
        return 0;
    }

    /** What a person should know of how the port was opened, as one line; empty where all is as asked. */
    default String notice() {
        return "";
    }

    /**
     * Registers what the port counts beside the worker that runs it: losses in the kernel, frames it mended. Called
     * once, before the first burst; what was counted before stays out.
     *
     * @param scope prefix of the port's counters
     */
    default void register(CounterRegistry registry, String scope) {
        // most ports have nothing to add
    }

    /**
     * Begins the end: what has not arrived yet is not taken in any more, what has is still handed over by {@link
     * #receive}, and frames are sent as ever. Called again after every turn that received nothing, until it says that
     * there is no more; never undone. A port with nothing behind it but its own memory has nothing to do.
     *
     * @return whether nothing that had arrived is left to hand over, not even something that is still on its way
     */
    default boolean stopIntake() {
        return true;
    }

    /** Whether no frame will ever arrive again: a file at its end. A live interface never is. */
    default boolean isExhausted() {
        return false;
    }

    @Override
    void close();
}
