package org.hopwire.pipeline;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.hopwire.memory.Burst;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;

/**
 * Shows one worker's packets to whoever watches, each with what became of it. While nobody does, it costs the worker
 * one read of a field in a burst. Only what the watcher wants takes room here; of that, what the watcher is too slow
 * for is left out and counted. The worker never waits.
 *
 * <p>A packet's first octets are kept before a handler can change them, so that what is shown is what arrived.
 */
public final class PacketTap {
    /** Octets of a frame that are shown. */
    public static final int HEAD = 128;
    private static final int RING_OCTETS = 1 << 20;
    private static final int RECORD = 1;
    /** In place of a length: the frame says already that nobody wants the packet. */
    private static final int UNWANTED = -1;

    private final UnsafeBuffer heads = new UnsafeBuffer(BufferUtil.allocateDirectAligned(Burst.MAX_SIZE * HEAD, 64));
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final int[] headLengths = new int[Burst.MAX_SIZE];
    private final RejectCause[] causes = new RejectCause[Burst.MAX_SIZE];
    /** Null while nobody watches. */
    private volatile Watch watch;
    private final AtomicLong missed = new AtomicLong();
    /** The worker's own view of it, for the length of a burst. */
    private Watch current;

    /** What one watcher wants, and where it finds it. */
    private record Watch(OneToOneRingBuffer ring, PacketFilter filter) {}

    /**
     * Watcher: packets that pass the filter are shown from the next burst on.
     *
     * @throws IllegalStateException if there is a watcher
     */
    public synchronized void open(PacketFilter filter) {
        if (watch != null) {
            throw new IllegalStateException("somebody watches the packets already");
        }
        watch = new Watch(new OneToOneRingBuffer(new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(RING_OCTETS + RingBufferDescriptor.TRAILER_LENGTH, 128))), filter);
    }

    /** Watcher: nobody looks any more. */
    public synchronized void close() {
        watch = null;
    }

    /** Watcher: hands over what has been shown. */
    public int read(ObservedPacket.Taker taker, int limit) {
        Watch from = watch;
        return from == null
                ? 0
                : from.ring().read((type, buffer, offset, length) -> taker
                        .take(ObservedPacket.decode(buffer, offset, length)), limit);
    }

    /** Packets that were wanted and not shown, because the watcher was slow; any thread. */
    public long missed() {
        return missed.get();
    }

    /** Worker: whether anybody watches this burst. */
    boolean isWatched() {
        current = watch;
        return current != null;
    }

    /** Worker: keeps what may be wanted of what has arrived, before anybody changes it. */
    void arrived(Packet[] packets, int count) {
        for (int i = 0; i < count; i++) {
            headLengths[i] = head(packets[i], i * HEAD);
        }
        Arrays.fill(causes, 0, count, null);
    }

    private int head(Packet packet, int at) {
        int length = Math.min(packet.frameLength(), HEAD);
        frame.wrap(packet.frameAddress(), length);
        if (!current.filter().wantsFrame(frame)) {
            return UNWANTED;
        }
        heads.putBytes(at, frame, 0, length);
        return length;
    }

    /** Worker: keeps why packets were refused, before that is answered. */
    void decided(Packet[] packets, int count) {
        for (int i = 0; i < count; i++) {
            if (packets[i].has(Verdict.REJECT)) {
                causes[i] = packets[i].cause();
            }
        }
    }

    /** Worker: shows what became of the packets of a burst, and what of ours has left besides. */
    void settled(Packet[] packets, int count, Turn turn) {
        for (int i = 0; i < count; i++) {
            if (headLengths[i] != UNWANTED) {
                show(packets[i], ObservedPacket.Fate.of(packets[i]), causes[i], i * HEAD, headLengths[i], turn);
            }
        }
        sent(turn.spawned(), turn);
    }

    /** Worker: shows packets of ours that have left. */
    void sent(PacketList ours, Turn turn) {
        for (int i = 0; i < ours.size(); i++) {
            Packet packet = ours.get(i);
            int length = packet.has(Verdict.TRANSMIT) || packet.has(Verdict.REPLICATE) ? head(packet, 0) : UNWANTED;
            if (length != UNWANTED) {
                show(packet, ObservedPacket.Fate.SENT, null, 0, length, turn);
            }
        }
    }

    private void show(Packet packet, ObservedPacket.Fate fate, RejectCause cause, int at, int length, Turn turn) {
        if (!current.filter().wantsEnd(packet, fate, cause, turn.portSets())) {
            return;
        }
        OneToOneRingBuffer ring = current.ring();
        int index = ring.tryClaim(RECORD, ObservedPacket.FIXED + length);
        if (index < 0) {
            // one writer: no locked instruction needed
            missed.lazySet(missed.getPlain() + 1);
            return;
        }
        ObservedPacket.encode(ring.buffer(), index, packet, fate, cause, turn.epochNs());
        ring.buffer().putBytes(index + ObservedPacket.FIXED, heads, at, length);
        ring.commit(index);
    }
}
