package org.hopwire.port.file;

import org.hopwire.memory.Burst;
import org.hopwire.port.FrameQueue;
import org.hopwire.port.Port;

/**
 * A port between two files: receives what a {@link CaptureFeed} delivers, sends into a {@link CaptureWriter} under its
 * own name, stamped with the burst's times.
 */
public final class FilePort implements Port {
    /** Longest frame handed over whole; a longer one is cut and marked truncated. Holds any IPv4 packet. */
    public static final int MAX_FRAME_LENGTH = 65_600;
    /** Frames that may wait or be on loan together: one burst, which is released before the next is due. */
    static final int SLOTS = Burst.MAX_SIZE;

    private final String name;
    private final long localMac;
    private final CaptureWriter writer;
    private final int interfaceId;
    private final FrameQueue queue = new FrameQueue(SLOTS, MAX_FRAME_LENGTH);
    private CaptureFeed feed;
    private boolean closed;

    /**
     * Maps the port's slots and describes its interface in the output.
     *
     * @param name unique among the ports; the interface's name in the output
     * @param localMac 48-bit address of the port, which frames from links without addresses are sent to
     * @param writer shared among ports and closed by whoever made it, or null: what is sent is dropped
     */
    public FilePort(String name, long localMac, CaptureWriter writer) {
        this.name = name;
        this.localMac = localMac;
        this.writer = writer;
        interfaceId = writer == null ? -1 : writer.addInterface(name);
    }

    void attach(CaptureFeed source) {
        feed = source;
    }

    boolean hasRoom() {
        return queue.available() > 0 && !closed;
    }

    /** Queues a record; the caller has seen that there is room. False if it is not a received frame. */
    boolean deliver(CaptureRecord record, long timestampNs) throws CaptureException {
        long slot = queue.reserve();
        boolean received = false;
        try {
            received = record.copyFrame(slot, MAX_FRAME_LENGTH, localMac);
        } finally {
            if (!received) {
                queue.cancel(slot);
            }
        }
        if (received) {
            queue.commit(slot, record.frameLength(), record.frameOriginalLength(), record.frameFlags(), 0,
                    timestampNs);
        }
        return received;
    }

    /** Frames delivered and not received yet. */
    public int pending() {
        return queue.size();
    }

    /** Slots that neither wait nor are on loan. */
    public int available() {
        return queue.available();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int receive(Burst burst) {
        return queue.receive(burst);
    }

    /** {@inheritDoc} Nothing is accepted once writing has failed: {@link CaptureWriter#failure} says why. */
    @Override
    public int transmit(Burst burst) {
        if (closed) {
            return 0;
        }
        int n = 0;
        while (n < burst.size() && write(burst, n)) {
            n++;
        }
        return n;
    }

    private boolean write(Burst burst, int i) {
        return writer == null || writer.write(interfaceId, burst.timestampNs[i], burst.address[i], burst.length[i]);
    }

    @Override
    public void flush() {
        // frames were copied; the writer writes out in large pieces
    }

    @Override
    public void release(Burst burst) {
        queue.release(burst);
    }

    @Override
    public boolean isExhausted() {
        return queue.size() == 0 && (feed == null || feed.isAtEnd());
    }

    @Override
    public void close() {
        closed = true;
        queue.close();
    }
}
