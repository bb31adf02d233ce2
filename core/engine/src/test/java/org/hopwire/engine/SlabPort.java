package org.hopwire.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.Port;

/** A port whose memory around every frame is poison, and whose frames others can be shown while they are on loan. */
final class SlabPort implements Port {
    static final int SLOTS = 64;
    static final int FRAME_LENGTH = 2048;
    private static final int HEADROOM = 128;
    private static final int TAILROOM = 512;

    private final String name;
    private final byte poison;
    private final FrameSlab slab = new FrameSlab(SLOTS, FRAME_LENGTH + TAILROOM, HEADROOM);
    private final long[] addresses = new long[SLOTS];
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();

    SlabPort(String name, int poison) {
        this.name = name;
        this.poison = (byte) poison;
        Arrays.setAll(addresses, i -> slab.acquire());
        for (long address : addresses) {
            slab.release(address);
        }
    }

    void inject(byte[] frame) {
        waiting.add(frame);
    }

    /** First octet of the frame in a slot, whoever holds it. */
    long address(int slot) {
        return addresses[slot];
    }

    List<byte[]> sent() {
        return sent;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int receive(Burst burst) {
        while (!burst.isFull() && !waiting.isEmpty() && slab.available() > 0) {
            byte[] frame = waiting.remove();
            long address = slab.acquire();
            OffHeap.fill(address - HEADROOM, HEADROOM + FRAME_LENGTH + TAILROOM, poison);
            OffHeap.put(frame, 0, address, frame.length);
            burst.add(address, frame.length, FRAME_LENGTH + TAILROOM - frame.length);
        }
        return burst.size();
    }

    @Override
    public int transmit(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            sent.add(OffHeap.bytes(burst.address[i], burst.length[i]));
        }
        return burst.size();
    }

    @Override
    public void flush() {
        // frames left when they were copied
    }

    @Override
    public void release(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            slab.release(burst.address[i]);
        }
    }

    @Override
    public void close() {
        slab.close();
    }
}
