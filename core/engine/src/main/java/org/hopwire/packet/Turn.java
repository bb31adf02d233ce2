package org.hopwire.packet;

/**
 * What a handler may use while it decides: the time, and spare packets for what leaves besides the packet itself.
 *
 * <p>One worker writes it, once per burst; handlers keep nothing of it.
 */
public final class Turn {
    private final PacketPool pool;
    private final PacketList spawned;
    private long nowNs;
    private long epochNs;
    private long spawnRefusals;

    /** A turn whose spare packets come from a pool. */
    public Turn(PacketPool pool) {
        this.pool = pool;
        spawned = new PacketList(pool.capacity());
    }

    /** Starts a burst at a time. */
    public void begin(long burstNowNs, long burstEpochNs) {
        nowNs = burstNowNs;
        epochNs = burstEpochNs;
        spawned.clear();
    }

    /** Monotonic time of this burst in nanoseconds; compare by difference. */
    public long nowNs() {
        return nowNs;
    }

    /** Nanoseconds since 1970 UTC. */
    public long epochNs() {
        return epochNs;
    }

    /**
     * A packet with the same bytes and the same facts as {@code original}, in memory of its own; whoever asks for it
     * leaves a verdict on it.
     *
     * @return null when no spare packet is free; counted
     */
    public Packet spawnCopy(Packet original) {
        Packet copy = pool.acquire();
        if (copy == null || !copy.copyFrom(original)) {
            return refuse(copy);
        }
        copy.pending();
        spawned.add(copy);
        return copy;
    }

    /** An empty packet of ours, {@code length} bytes of IP to be written in full; null when none is free. */
    public Packet spawn(int length) {
        Packet packet = pool.acquire();
        if (packet == null || !packet.bindOwn(length)) {
            return refuse(packet);
        }
        spawned.add(packet);
        return packet;
    }

    private Packet refuse(Packet packet) {
        if (packet != null) {
            pool.release(packet);
        }
        spawnRefusals++;
        return null;
    }

    /** What handlers spawned since {@link #begin}. */
    public PacketList spawned() {
        return spawned;
    }

    /** Gives the spawned packets back, after they were flushed. */
    public void releaseSpawned() {
        for (int i = 0; i < spawned.size(); i++) {
            pool.release(spawned.get(i));
        }
        spawned.clear();
    }

    /** How often no spare packet was free, since the start. */
    public long spawnRefusals() {
        return spawnRefusals;
    }
}
