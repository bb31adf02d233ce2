package org.hopwire.packet;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.memory.PortSets;

/**
 * What a handler may use while it decides: the time, and spare packets for what leaves besides the packet itself.
 *
 * <p>One worker writes it, once per burst; handlers keep nothing of it.
 */
public final class Turn {
    /** A packet that leaves by several ports may need one set to find them and one to name them. */
    private static final int SETS_PER_PACKET = 2;

    private final PacketPool pool;
    private final PacketPool frames;
    private final PacketList spawned;
    private final int mostSent;
    private final PortSets portSets;
    private long nowNs;
    private long epochNs;
    private long spawnRefusals;
    private int frameRefusals;
    private int sent;

    /** A turn whose spare packets come from a pool, among at most 64 ports. */
    public Turn(PacketPool pool) {
        this(pool, Long.SIZE);
    }

    /** A turn whose spare packets come from a pool, among {@code ports} ports. */
    public Turn(PacketPool pool, int ports) {
        this(pool, null, ports);
    }

    /** A turn with a pool of its own, or null, for the frames that leave by several ports. */
    public Turn(PacketPool pool, PacketPool frames, int ports) {
        this.pool = pool;
        this.frames = frames;
        mostSent = pool.capacity();
        spawned = new PacketList(mostSent + pool.capacity() + (frames == null ? 0 : frames.capacity()));
        portSets = new PortSets(ports, SETS_PER_PACKET * Burst.MAX_SIZE + pool.capacity());
    }

    /** Starts a burst at a time. */
    public void begin(long burstNowNs, long burstEpochNs) {
        nowNs = burstNowNs;
        epochNs = burstEpochNs;
        spawned.clear();
        sent = 0;
        portSets.clear();
    }

    /** Sets of ports for {@link Packet#replicate}; all free again when the next burst begins. */
    public PortSets portSets() {
        return portSets;
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

    /**
     * The whole frame of a received packet once more, link-layer header and padding included, in memory of its own, to
     * leave in another form than the original. It is counted as a {@link Packet#REPLICA} of it.
     *
     * @return null when no spare packet is free; counted
     */
    public Packet spawnFrame(Packet original) {
        Packet copy = frames == null ? null : copyFrame(frames, original);
        if (copy == null) {
            copy = copyFrame(pool, original);
        }
        if (copy == null) {
            frameRefusals++;
        } else {
            spawned.add(copy);
        }
        return copy;
    }

    private static Packet copyFrame(PacketPool from, Packet original) {
        Packet copy = from.acquire();
        if (copy != null && !copy.bindOwn(original.frameLength)) {
            from.release(copy);
            return null;
        }
        if (copy != null) {
            OffHeap.copy(original.frameAddress, copy.frameAddress, original.frameLength);
            copy.bindBehind((int) (original.address - original.frameAddress));
            copy.tailroom += copy.length - original.length;
            copy.bind(copy.address, original.length);
            copy.takeFacts(original);
            copy.flags |= Packet.REPLICA;
        }
        return copy;
    }

    /**
     * Whether so many parts of a packet could be spawned now, each of at most {@code octets}: either all of them leave
     * or none.
     */
    public boolean hasParts(int count, int octets) {
        int spare = pool.longest() < octets ? 0 : pool.available();
        return count <= spare + (frames == null || frames.longest() < octets ? 0 : frames.available());
    }

    /**
     * One of several packets that {@code original} is cut into, {@code octets} of IP to be written in full, with the
     * facts of the original. It is counted as a {@link Packet#REPLICA} of it. {@link #hasParts} was asked before.
     *
     * @param headerOctets octets of its IP header
     */
    public Packet spawnPart(Packet original, int headerOctets, int octets) {
        boolean isShort = frames != null && frames.longest() >= octets && frames.available() > 0;
        Packet part = (isShort ? frames : pool).acquire();
        part.bindOwn(octets);
        part.takeFacts(original);
        part.headerLength(headerOctets);
        part.flags |= Packet.REPLICA;
        spawned.add(part);
        return part;
    }

    /** How often {@link #spawnFrame} found no spare packet since this was last asked. */
    public int takeFrameRefusals() {
        int refusals = frameRefusals;
        frameRefusals = 0;
        return refusals;
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

    /**
     * Lets a packet leave that its handler has kept in a pool of its own, with the verdict on it; it goes home to that
     * pool when the burst is over.
     *
     * @return false, with nothing done, when that many leave already
     */
    public boolean send(Packet kept) {
        if (sent == mostSent) {
            return false;
        }
        sent++;
        spawned.add(kept);
        return true;
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
            Packet packet = spawned.get(i);
            packet.room.pool().release(packet);
        }
        spawned.clear();
    }

    /** How often no spare packet was free, since the start. */
    public long spawnRefusals() {
        return spawnRefusals;
    }
}
