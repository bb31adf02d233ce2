package org.hopwire.port.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.memory.Burst;

/**
 * Plays a capture into ports: a pcapng interface feeds the port of its name, a plain pcap or an unnamed interface feeds
 * the default port, and the frames of an interface that matches no port are counted and left out.
 *
 * <p>The clock of a replay asks {@link #peekTimestampNs} when the next frames are due and then calls {@link #deliver}.
 * Damage in the file ends the feed after all that stands before it; {@link #failure} then says what it was.
 */
public final class CaptureFeed implements AutoCloseable {
    /** What {@link #peekTimestampNs} gives when no frame is left. */
    public static final long END = Long.MIN_VALUE;

    private final CaptureReader reader;
    private final List<FilePort> ports;
    private final FilePort defaultPort;
    private final CaptureRecord record = new CaptureRecord();
    private FilePort[] routes = new FilePort[4];
    private boolean[] routed = new boolean[4];
    private long[] unmapped = new long[4];
    private long toSkip;
    private long limit = Long.MAX_VALUE;
    private boolean loaded;
    private boolean ended;
    private CaptureException failure;
    private long heldNs;
    private long taken;
    private long delivered;
    private long unmappedFrames;
    private long outgoing;
    private long backwards;
    private long untimed;
    private long cut;
    private long skipped;

    /**
     * A feed.
     *
     * @param reader closed with the feed
     * @param ports where frames go by the name of their interface
     * @param defaultPort where frames of unnamed interfaces go, or null: they count as unmapped
     */
    public CaptureFeed(CaptureReader reader, List<FilePort> ports, FilePort defaultPort) {
        this.reader = reader;
        this.ports = List.copyOf(ports);
        this.defaultPort = defaultPort;
        this.ports.forEach(port -> port.attach(this));
        if (defaultPort != null) {
            defaultPort.attach(this);
        }
    }

    /** Leaves out the first frames of the file; call it before the first frame is asked for. */
    public CaptureFeed skip(long frames) {
        toSkip = frames;
        return this;
    }

    /** Ends the feed after this many frames of the file, those skipped not counted, mapped or not. */
    public CaptureFeed limit(long frames) {
        limit = frames;
        return this;
    }

    /**
     * When the next frame is due, in nanoseconds since 1970 UTC, or {@link #END}. Never less than before: where a
     * file's time runs backwards it is held, where a frame has none it is that of the frame before.
     */
    public long peekTimestampNs() {
        return fetch() ? heldNs : END;
    }

    /**
     * Hands the frames that are due at {@link #peekTimestampNs}, up to one burst, to their ports.
     *
     * @return whether the file moved on; false at its end, and when the first frame's port has no free slot
     */
    public boolean deliver() {
        if (!fetch()) {
            return false;
        }
        long dueNs = heldNs;
        int moved = 0;
        while (moved < Burst.MAX_SIZE && fetch() && heldNs == dueNs && hand()) {
            moved++;
        }
        return moved > 0;
    }

    /** Whether a record with a port waits in the reader. */
    private boolean fetch() {
        while (!loaded && !ended) {
            read();
        }
        return loaded;
    }

    private void read() {
        try {
            ended = taken >= limit || !reader.next(record);
        } catch (CaptureException e) {
            failure = e;
            ended = true;
        }
        if (!ended) {
            sort();
        }
    }

    private void sort() {
        if (skipped < toSkip) {
            skipped++;
            return;
        }
        taken++;
        if (route() == null) {
            unmapped[record.interfaceId()]++;
            unmappedFrames++;
            return;
        }
        holdTime();
        loaded = true;
    }

    private void holdTime() {
        if (!record.hasTimestamp()) {
            untimed++;
        } else if (record.timestampNs() < heldNs) {
            backwards++;
        } else {
            heldNs = record.timestampNs();
        }
    }

    private FilePort route() {
        int id = record.interfaceId();
        if (id >= routes.length) {
            grow(Math.max(id + 1, 2 * routes.length));
        }
        if (!routed[id]) {
            routed[id] = true;
            routes[id] = portOf(record.captureInterface().name());
        }
        return routes[id];
    }

    private void grow(int interfaces) {
        routes = Arrays.copyOf(routes, interfaces);
        routed = Arrays.copyOf(routed, interfaces);
        unmapped = Arrays.copyOf(unmapped, interfaces);
    }

    private FilePort portOf(String name) {
        if (name == null) {
            return defaultPort;
        }
        for (FilePort port : ports) {
            if (port.name().equals(name)) {
                return port;
            }
        }
        return null;
    }

    /** False when the port has no room, or the file turned out unsupported. */
    private boolean hand() {
        FilePort port = routes[record.interfaceId()];
        if (!port.hasRoom()) {
            return false;
        }
        loaded = false;
        try {
            count(port.deliver(record, heldNs));
            return true;
        } catch (CaptureException e) {
            failure = e;
            ended = true;
            // the feed ends before it
            taken--;
            return false;
        }
    }

    private void count(boolean received) {
        if (!received) {
            outgoing++;
            return;
        }
        delivered++;
        cut += record.isFrameCut() ? 1 : 0;
    }

    /** Whether every frame of the file was handed over or left out; known once the next frame was asked for. */
    public boolean isAtEnd() {
        return ended && !loaded;
    }

    /** What is wrong with the file, or null; what stood before it was handed over first. */
    public CaptureException failure() {
        return failure;
    }

    /**
     * Frames taken from the file, those skipped not counted: exactly those delivered, unmapped and outgoing. One that
     * waits to be due is not among them.
     */
    public long taken() {
        return loaded ? taken - 1 : taken;
    }

    /** Frames handed to ports. */
    public long delivered() {
        return delivered;
    }

    /** Frames of interfaces that match no port. */
    public long unmapped() {
        return unmappedFrames;
    }

    /** The same by interface, as {@link CaptureInterface#toString} names it; only where it is not 0. */
    public Map<String, Long> unmappedByInterface() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (CaptureInterface one : reader.interfaces()) {
            if (one.index() < unmapped.length && unmapped[one.index()] > 0) {
                counts.put(one.toString(), unmapped[one.index()]);
            }
        }
        return counts;
    }

    /** Frames left out because the capturing machine had sent them itself. */
    public long outgoing() {
        return outgoing;
    }

    /** Frames stamped earlier than one before them. */
    public long backwards() {
        return backwards;
    }

    /** Frames without a timestamp. */
    public long untimed() {
        return untimed;
    }

    /** Frames longer than {@link FilePort#MAX_FRAME_LENGTH}, handed over cut. */
    public long cut() {
        return cut;
    }

    /** Frames left out at the start by {@link #skip}. */
    public long skipped() {
        return skipped;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
