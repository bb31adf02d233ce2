package org.hopwire.port.memory;

import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.FrameQueue;
import org.hopwire.port.Port;

/**
 * An endless source of frames for benchmarks and load: a ring of frames made from templates, where only the first bytes
 * of a frame are made new each time it is handed out, at a small and constant cost. What is sent is counted, then
 * dropped.
 *
 * <p>Bytes behind {@code restoreBytes} keep what the engine wrote there the last time round: choose it so that it
 * covers all the engine edits. Allocates nothing after construction.
 */
public final class GeneratorPort implements Port {
    private static final int CACHE_LINE = 64;
    /** Frames of a ring that a second-level cache holds; the next of a longer one are fetched first. */
    private static final int NEAR = 4096;
    private static final int AHEAD = 32;
    /** Nobody waits for that many. */
    private static final long ENDLESS = Long.MAX_VALUE / 2;

    private final String name;
    private final TransmitTally tally = new TransmitTally();
    private final FrameSlab ring;
    private final FrameSlab originals;
    private final long firstFrame;
    private final long firstOriginal;
    private final int[] lengths;
    private final int tailroomBase;
    private final int ringFrames;
    private final int restoreBytes;
    private final boolean isFar;
    private int next;
    private int nextTemplate;
    private int lent;
    private long limit = Long.MAX_VALUE;
    private long received;
    private boolean closed;
    @SuppressWarnings("UnusedVariable") // of no meaning; but for it nothing would be fetched
    private long fetched;

    /**
     * Fills the ring, frame i from template i modulo their number.
     *
     * @param ringFrames frames in the ring, at least 1; times {@link #bytesPerFrame} this decides which cache it fits
     * @param restoreBytes how many leading bytes are made new at each turn, 0 to 65536; 64 is one cache line
     * @throws IllegalArgumentException if there is no template or a figure is out of range
     */
    public GeneratorPort(String name, List<byte[]> templates, int ringFrames, int restoreBytes) {
        this.name = name;
        this.ringFrames = ringFrames;
        this.restoreBytes = restoreBytes;
        isFar = ringFrames > NEAR;
        lengths = templates.stream().mapToInt(template -> template.length).toArray();
        if (lengths.length == 0 || restoreBytes < 0 || restoreBytes > 1 << 16) {
            throw new IllegalArgumentException("generator " + name + ": " + lengths.length + " templates, restoreBytes "
                    + restoreBytes + "; need at least 1 template and 0 to 65536 bytes");
        }
        // a slot always holds restoreBytes, so that the copy has one length whatever the template
        int longest = templates.stream().mapToInt(template -> template.length).max().orElseThrow();
        int room = Math.max(Math.max(longest, restoreBytes), CACHE_LINE);
        tailroomBase = room + FrameQueue.MIN_TAILROOM;
        originals = FrameSlab.dense(lengths.length, room, 0);
        ring = FrameSlab.dense(ringFrames, tailroomBase, FrameQueue.HEADROOM);
        firstOriginal = fill(originals, templates);
        firstFrame = fill(ring, templates);
    }

    private static long fill(FrameSlab slab, List<byte[]> templates) {
        long first = 0;
        for (int i = 0; i < slab.slots(); i++) {
            // a slab hands out its slots in address order, one stride apart
            long address = slab.acquire();
            first = i == 0 ? address : first;
            byte[] template = templates.get(i % templates.size());
            OffHeap.put(template, 0, address, template.length);
        }
        return first;
    }

    /** Hands out at most this many frames more, then nothing until it is called again. */
    public void limit(long frames) {
        limit = frames;
    }

    /** Bytes of memory one frame of the ring takes, headroom and tailroom included. */
    public int bytesPerFrame() {
        return ring.stride();
    }

    /** Frames handed out so far. */
    public long received() {
        return received;
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

    /** Forgets what was sent and handed out; the ring goes on where it stands. */
    public void reset() {
        tally.reset();
        received = 0;
    }

    /** Frames of the ring that are not on loan. */
    public int available() {
        return ringFrames - lent;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int receive(Burst burst) {
        if (closed) {
            return 0;
        }
        int n = (int) Math.min(Math.min(burst.capacity(), available()), limit);
        lend(burst, n);
        lent += n;
        limit -= n;
        received += n;
        return n;
    }

    private void lend(Burst burst, int n) {
        int step = isFar ? AHEAD : n;
        for (int done = 0; done < n; done += step) {
            int count = Math.min(step, n - done);
            if (isFar) {
                fetch(count);
            }
            handOut(burst, count);
        }
    }

    /** Loads one word of each of the next frames and templates, with nothing in between, so that the misses overlap. */
    private void fetch(int count) {
        int frames = Math.min(count, ringFrames - next);
        int templates = Math.min(count, lengths.length - nextTemplate);
        long sum = 0;
        for (int i = 0; i < frames; i++) {
            sum += OffHeap.getLong(firstFrame + (long) (next + i) * ring.stride());
        }
        for (int i = 0; i < templates; i++) {
            sum += OffHeap.getLong(firstOriginal + (long) (nextTemplate + i) * originals.stride());
        }
        fetched = sum;
    }

    private void handOut(Burst burst, int n) {
        long frameStride = ring.stride();
        long originalStride = originals.stride();
        int frame = next;
        int template = nextTemplate;
        for (int i = 0; i < n; i++) {
            long address = firstFrame + frame * frameStride;
            restore(firstOriginal + template * originalStride, address);
            int length = lengths[template];
            burst.add(address, length, tailroomBase - length);
            frame++;
            template = template + 1 == lengths.length ? 0 : template + 1;
            if (frame == ringFrames) {
                // frame 0 is of template 0 again, whatever the ring's length
                frame = 0;
                template = 0;
            }
        }
        next = frame;
        nextTemplate = template;
    }

    private void restore(long original, long frame) {
        if (restoreBytes == CACHE_LINE) {
            // the usual size without a call, which costs more than the copy
            copyHalfLine(original, frame);
            copyHalfLine(original + CACHE_LINE / 2, frame + CACHE_LINE / 2);
        } else {
            OffHeap.copy(original, frame, restoreBytes);
        }
    }

    private static void copyHalfLine(long from, long to) {
        OffHeap.putLong(to, OffHeap.getLong(from));
        OffHeap.putLong(to + 8, OffHeap.getLong(from + 8));
        OffHeap.putLong(to + 16, OffHeap.getLong(from + 16));
        OffHeap.putLong(to + 24, OffHeap.getLong(from + 24));
    }

    /** {@inheritDoc} Of frames without end none has arrived; of so many, all. */
    @Override
    public boolean stopIntake() {
        limit = limit > ENDLESS ? 0 : limit;
        return limit == 0;
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

    /** {@inheritDoc} Bursts come back in the order they went out: the ring reuses frames in that order. */
    @Override
    public void release(Burst burst) {
        int home = 0;
        for (int i = 0; i < burst.size(); i++) {
            home += (burst.flags[i] & Burst.TAKEN) == 0 ? 1 : 0;
        }
        lent -= home;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            ring.close();
            originals.close();
        }
    }
}
