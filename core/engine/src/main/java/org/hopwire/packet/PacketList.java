package org.hopwire.packet;

/** Packets of one burst that share a class or a verdict, in arrival order; reused, never owned. */
public final class PacketList {
    private final Packet[] packets;
    private int size;

    /** A list of up to {@code capacity} packets. */
    public PacketList(int capacity) {
        packets = new Packet[capacity];
    }

    /** Packets held. */
    public int size() {
        return size;
    }

    /** The packet at a position below {@link #size()}. */
    public Packet get(int i) {
        return packets[i];
    }

    /** Appends a packet; the list was sized for its burst. */
    public void add(Packet packet) {
        // bursts resemble each other, and under G1 a reference written into an old object is far dearer than a look
        if (packets[size] != packet) {
            packets[size] = packet;
        }
        size++;
    }

    /** Whether no packet more would fit. */
    public boolean isFull() {
        return size == packets.length;
    }

    /** Packets more that would fit. */
    public int room() {
        return packets.length - size;
    }

    /** Forgets the packets. */
    public void clear() {
        size = 0;
    }
}
