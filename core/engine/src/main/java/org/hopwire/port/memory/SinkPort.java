package org.hopwire.port.memory;

import org.hopwire.memory.Burst;
import org.hopwire.port.Port;

/** A port on which nothing ever arrives and everything sent is counted and dropped. */
public final class SinkPort implements Port {
    private final String name;
    private final TransmitTally tally = new TransmitTally();
    private boolean closed;

    /** A sink. */
    public SinkPort(String name) {
        this.name = name;
    }

    /** Frames sent. */
    public long transmitted() {
        return tally.frames();
    }

    /** Bytes of the frames sent. */
    public long transmittedBytes() {
        return tally.bytes();
    }

    /** Changes with the length, order, addresses and transport checksum of the frames sent. */
    public long digest() {
        return tally.digest();
    }

    /** A copy of the last frame of the last burst sent; empty before the first. */
    public byte[] lastFrame() {
        return tally.lastFrame();
    }

    /** Forgets what was sent. */
    public void reset() {
        tally.reset();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int receive(Burst burst) {
        return 0;
    }

    @Override
    public int transmit(Burst burst) {
        if (closed) {
            return 0;
        }
        tally.take(burst);
        return burst.size();
    }

    @Override
    public void flush() {
        // nothing waits
    }

    @Override
    public void release(Burst burst) {
        // nothing was lent
    }

    @Override
    public void close() {
        closed = true;
    }
}
