package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;

/** The ring the kernel writes frames into. */
interface ReceiveRing {
    /** Fills a cleared burst with the oldest frames, borrowed from the ring. */
    int receive(Burst burst);

    /** Gives back every frame of a burst that no transmitting port took over. */
    void release(Burst burst);

    /** Whether no frame waits to be received, not even one the kernel has not handed over yet. */
    boolean isEmpty();

    /** Frames received and not released. */
    int lent();

    /** Whether the kernel has said, since the last call, that it had to drop frames. */
    boolean takeLosing();
}
