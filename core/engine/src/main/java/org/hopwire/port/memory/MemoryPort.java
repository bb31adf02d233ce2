package org.hopwire.port.memory;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.FrameQueue;
import org.hopwire.port.Port;

/**
 * A port fed and read by its application: frames are injected as arrays and what the engine sent is drained as arrays.
 * It can play a full transmit ring, a link that is down and an interface that changes. Sending allocates: use
 * {@link GeneratorPort} to measure.
 *
 * <p>Nothing here is synchronized: every method, {@link #inject} and {@link #drain} too, belongs to the thread that
 * runs the engine's worker. So it goes with an engine that its caller invokes; of one with threads of its own, touch it
 * before the start and after the close only.
 */
public final class MemoryPort implements Port {
    private static final int DEFAULT_SLOTS = 1024;
    private static final int DEFAULT_FRAME_LENGTH = 2048;

    private final String name;
    private final FrameQueue queue;
    private List<byte[]> sent = new ArrayList<>();
    private long transmitLimit = Long.MAX_VALUE;
    private volatile boolean down;
    private volatile int mtu;
    private volatile long mac;
    private boolean closed;

    /** A port of 1024 slots for frames of up to 2048 bytes. */
    public MemoryPort(String name) {
        this(name, DEFAULT_SLOTS, DEFAULT_FRAME_LENGTH);
    }

    /**
     * Maps the port's slab.
     *
     * @param slots how many frames may wait or be on loan together, at least 1
     * @param maxFrameLength bytes of the longest frame that can be injected, at least 1
     */
    public MemoryPort(String name, int slots, int maxFrameLength) {
        this.name = name;
        queue = new FrameQueue(slots, maxFrameLength);
    }

    /** Lets a whole frame arrive, at an unknown time. */
    public boolean inject(byte[] frame) {
        return inject(frame, 0, 0);
    }

    /**
     * Lets a frame arrive. With {@link Burst#TRUNCATED} it counts as one byte longer on the wire than here.
     *
     * @param timestampNs nanoseconds since 1970 UTC, 0 where unknown
     * @param flags bits of {@link Burst}
     * @return false when every slot waits or is on loan: the frame is lost, as on a full ring
     */
    public boolean inject(byte[] frame, long timestampNs, int flags) {
        int cut = (flags & Burst.TRUNCATED) == 0 ? 0 : 1;
        return inject(frame, frame.length + cut, timestampNs, flags, 0);
    }

    /**
     * Lets a frame arrive with all that a port can know about it.
     *
     * @param originalLength bytes it had on the wire
     * @param vlan TPID and TCI of the tag that was stripped, where {@link Burst#VLAN_STRIPPED} is set
     * @throws IllegalArgumentException if the frame is longer than a slot
     */
    public boolean inject(byte[] frame, int originalLength, long timestampNs, int flags, int vlan) {
        if (frame.length > queue.maxFrameLength()) {
            throw new IllegalArgumentException(
                    "port " + name + ": frame length " + frame.length + " exceeds " + queue.maxFrameLength());
        }
        long slot = queue.reserve();
        if (slot == 0) {
            return false;
        }
        OffHeap.put(frame, 0, slot, frame.length);
        queue.commit(slot, frame.length, originalLength, flags, vlan, timestampNs);
        return true;
    }

    /** What was sent since the last call, oldest first. */
    public List<byte[]> drain() {
        List<byte[]> drained = sent;
        sent = new ArrayList<>();
        return drained;
    }

    /** Frames sent and not drained yet. */
    public int sentCount() {
        return sent.size();
    }

    /** Most frames that may lie undrained before the transmit ring counts as full; no limit at the start. */
    public void transmitLimit(long frames) {
        transmitLimit = frames;
    }

    /** Says from now on that its interface is like that, as {@link #mtu} and {@link #mac} do; 0 for nothing to say. */
    public void tell(int interfaceMtu, long interfaceMac) {
        mtu = interfaceMtu;
        mac = interfaceMac;
    }

    /** Takes the link down, where nothing is received or sent, or up again. What was injected waits. */
    public void down(boolean isDown) {
        down = isDown;
    }

    /** Frames injected and not received yet. */
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
    public boolean isUp() {
        return !down;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public long mac() {
        return mac;
    }

    @Override
    public int receive(Burst burst) {
        return down ? 0 : queue.receive(burst);
    }

    @Override
    public int transmit(Burst burst) {
        if (down || closed) {
            return 0;
        }
        int n = Math.clamp(transmitLimit - sent.size(), 0, burst.size());
        for (int i = 0; i < n; i++) {
            sent.add(OffHeap.bytes(burst.address[i], burst.length[i]));
        }
        return n;
    }

    @Override
    public void flush() {
        // frames left when they were copied
    }

    @Override
    public void release(Burst burst) {
        queue.release(burst);
    }

    @Override
    public void close() {
        closed = true;
        queue.close();
    }
}
