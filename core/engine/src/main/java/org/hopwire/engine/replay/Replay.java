package org.hopwire.engine.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.StartupCheck;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.ip.neighbor.NeighbourSnapshot;
import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.pipeline.DropListener;
import org.hopwire.port.file.CaptureException;
import org.hopwire.port.file.CaptureFeed;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureWriter;
import org.hopwire.port.file.DropWriter;
import org.hopwire.port.file.FilePort;
import org.hopwire.time.VirtualClock;

/**
 * A capture through the engine in the capture's own time: frames arrive when they were recorded, timers fire in between
 * and, for a while, after the end. Deterministic: the same input, configuration and seed give the same output bytes on
 * any machine. Runs once, on the caller's thread.
 */
public final class Replay {
    private static final long DEFAULT_SEED = 1;
    private static final long PROGRESS_EVERY = 4096;

    private final EngineConfig config;
    private final ReplayOptions options;
    private final ReplayOptions.Progress progress;
    private final List<FilePort> filePorts = new ArrayList<>();
    private final Map<String, Long> unmapped = new LinkedHashMap<>();
    private MembershipSnapshot membership;
    private List<NeighbourSnapshot> neighbours;
    private VirtualClock clock;
    private Engine engine;
    private CaptureWriter writer;
    private DropWriter drops;
    private ReplayResult.CaptureFigures capture = ReplayResult.CaptureFigures.NONE;
    private CaptureException failure;
    private long frames;
    private long nextProgress = PROGRESS_EVERY;
    private long octets;
    private long startNs;
    private long captureStartNs;
    private boolean interrupted;

    /** A replay of {@code config}; {@code progress} may be null. */
    public Replay(EngineConfig config, ReplayOptions options, ReplayOptions.Progress progress) {
        StartupCheck.require();
        this.config = config;
        this.options = options;
        this.progress = progress == null ? (a, b) -> {} : progress;
    }

    /**
     * Runs to the end of the capture, or to where it is damaged.
     *
     * @throws CaptureException if the capture cannot be read at all
     * @throws IOException if a file cannot be opened or written
     * @throws IllegalArgumentException if no port has the name the options give
     */
    public ReplayResult run() throws IOException {
        // opened first: a capture that is none must not leave an empty output behind
        CaptureReader first = openInput();
        try (CaptureWriter out = options.output() == null ? null : CaptureWriter.create(options.output());
                DropWriter dropped = options.drops() == null
                        ? null
                        : DropWriter.create(options.drops(), config.portNames())) {
            writer = out;
            drops = dropped;
            openPorts();
            return passes(first);
        } finally {
            if (first != null) {
                first.close();
            }
        }
    }

    /** Null where the caller was interrupted before a pipe said what it carries. */
    private CaptureReader openInput() throws IOException {
        try {
            return CaptureReader.open(options.input());
        } catch (CaptureException e) {
            if (!e.isInterrupt()) {
                throw e;
            }
            noteEnd(e);
            return null;
        }
    }

    /** An interrupt while waiting for input ends a replay like one between two frames. */
    private void noteEnd(CaptureException reason) {
        if (reason != null && reason.isInterrupt()) {
            interrupted = true;
            Thread.interrupted();
        } else {
            failure = reason;
        }
    }

    /** Whatever its kind elsewhere, in a replay a port stands between the two files. */
    private void openPorts() {
        for (int i = 0; i < config.port().size(); i++) {
            Interface link = config.port().get(i).toInterface(i);
            filePorts.add(new FilePort(link.name(), link.mac(), writer));
        }
    }

    private ReplayResult passes(CaptureReader first) throws IOException {
        try {
            for (int pass = 1; pass <= options.loops() && !interrupted && failure == null; pass++) {
                pass(pass == 1 ? first : CaptureReader.open(options.input()));
            }
            if (engine == null) {
                begin(0);
            }
            settle();
            if (membership == null) {
                lookAtState();
            }
            long elapsedNs = System.nanoTime() - startNs;
            progress.onProgress(frames, octets);
            closeEngine();
            requireWritten();
            return new ReplayResult(engine.snapshot(), membership, neighbours, frames, unmapped, capture,
                    failure == null ? null : failure.getMessage(), interrupted, elapsedNs, engine.failures());
        } finally {
            closeEngine();
        }
    }

    private void closeEngine() {
        if (engine == null) {
            filePorts.forEach(FilePort::close);
        } else {
            engine.close();
        }
    }

    private void pass(CaptureReader reader) throws IOException {
        try (CaptureFeed feed = new CaptureFeed(reader, filePorts, defaultPort()).limit(options.limit())) {
            long due = feed.peekTimestampNs();
            if (engine == null) {
                begin(due == CaptureFeed.END ? 0 : due);
            }
            long offsetNs = clock.nowNs() - due;
            while (due != CaptureFeed.END && !interrupted && engine.stoppedBy() == null) {
                step(feed, due + offsetNs, reader);
                due = feed.peekTimestampNs();
            }
            frames += feed.taken();
            octets += reader.bytesRead();
            capture = capture.plus(feed, reader);
            noteEnd(feed.failure());
            feed.unmappedByInterface().forEach((name, count) -> unmapped.merge(name, count, Long::sum));
        }
    }

    private FilePort defaultPort() {
        int index = options.inPort() == null ? firstOfKindPcap() : config.portNames().indexOf(options.inPort());
        if (index < 0) {
            throw new IllegalArgumentException("in-port: no port is called \"" + options.inPort() + "\"");
        }
        return filePorts.get(index);
    }

    private int firstOfKindPcap() {
        for (int i = 0; i < config.port().size(); i++) {
            if (PortKind.parse(config.port().get(i).kind()) == PortKind.PCAP) {
                return i;
            }
        }
        return 0;
    }

    private void begin(long firstNs) {
        clock = new VirtualClock(firstNs, firstNs);
        EngineBuilder builder = Engine.builder().config(config).clocks(clock, clock);
        if (config.engine().seed() == null) {
            builder.seed(DEFAULT_SEED);
        }
        filePorts.forEach(port -> builder.open(port.name(), port));
        if (drops != null) {
            builder.onDrop(dropListener());
        }
        engine = builder.build();
        captureStartNs = firstNs;
        startNs = System.nanoTime();
    }

    private DropListener dropListener() {
        DropWriter out = drops;
        return (packet, reason) -> out.write(packet.inPort(), packet.timestampNs(), packet.frameAddress(),
                packet.frameLength(), packet.originalLength(),
                packet.is(Packet.ANSWER) ? reason.label() + " (our answer)" : reason.label());
    }

    private void step(CaptureFeed feed, long nowNs, CaptureReader reader) throws IOException {
        long spareNs = nowNs - clock.nowNs() - options.maxGapNs();
        if (spareNs > 0) {
            capture = capture.plusGap(spareNs);
        }
        awaitPace(feed, reader, nowNs);
        passTime(nowNs, Math.max(0, spareNs));
        feed.deliver();
        runUntilIdle();
        // frames of one moment come together: the count may step over any multiple
        if (frames + feed.taken() >= nextProgress) {
            nextProgress = frames + feed.taken() + PROGRESS_EVERY;
            progress.onProgress(frames + feed.taken(), octets + reader.bytesRead());
        }
        interrupted = Thread.interrupted();
        requireWritten();
    }

    /** Timers that come due in the spare end of a long gap fire once, when it is over. */
    private void passTime(long nowNs, long spareNs) {
        lookAtMembershipBefore(nowNs);
        fireTimersUntil(nowNs - spareNs);
        clock.advanceTo(nowNs);
        if (spareNs > 0) {
            runUntilIdle();
        }
    }

    /** What arrives at the very moment belongs to it. */
    private void lookAtMembershipBefore(long nowNs) {
        long at = captureStartNs + options.atNs();
        if (membership == null && options.atNs() != ReplayOptions.AT_THE_END && at - nowNs < 0) {
            fireTimersUntil(at);
            clock.advanceTo(Math.max(at, clock.nowNs()));
            runUntilIdle();
            lookAtState();
        }
    }

    private void lookAtState() {
        membership = engine.membership();
        neighbours = engine.neighbours();
    }

    private void awaitPace(CaptureFeed feed, CaptureReader reader, long nowNs) {
        long due = startNs + options.pace().dueNs(frames + feed.taken(), octets + reader.bytesRead(),
                nowNs - captureStartNs - capture.skippedNs());
        for (long left = due - System.nanoTime(); left > 0
                && !Thread.currentThread().isInterrupted(); left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void fireTimersUntil(long nowNs) {
        long deadline = engine.nextDeadlineNs();
        while (deadline != Long.MAX_VALUE && deadline - nowNs <= 0 && !Thread.currentThread().isInterrupted()) {
            clock.advanceTo(deadline);
            runUntilIdle();
            long next = engine.nextDeadlineNs();
            if (next == deadline) {
                return;
            }
            deadline = next;
        }
    }

    private void runUntilIdle() {
        int work;
        do {
            work = engine.invoke();
        } while (work > 0);
    }

    private void settle() {
        if (interrupted || engine.stoppedBy() != null) {
            return;
        }
        long end = clock.nowNs() + options.settleNs();
        runUntilIdle();
        lookAtMembershipBefore(end);
        fireTimersUntil(end);
        interrupted = Thread.interrupted();
        clock.advanceTo(interrupted ? clock.nowNs() : end);
        runUntilIdle();
    }

    /** A full disk is the writer's to tell; the port only refuses. */
    private void requireWritten() throws IOException {
        IOException broken = writer == null ? null : writer.failure();
        if (broken == null && drops != null) {
            broken = drops.failure();
        }
        if (broken != null) {
            throw new IOException(broken.getMessage(), broken);
        }
    }
}
