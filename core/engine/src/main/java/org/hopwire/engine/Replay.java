package org.hopwire.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import org.hopwire.packet.Interface;
import org.hopwire.packet.Packet;
import org.hopwire.pipeline.DropListener;
import org.hopwire.port.file.CaptureException;
import org.hopwire.port.file.CaptureFeed;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureWriter;
import org.hopwire.port.file.DropWriter;
import org.hopwire.port.file.FilePort;
import org.hopwire.port.memory.SinkPort;
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
    private VirtualClock clock;
    private Engine engine;
    private CaptureWriter writer;
    private DropWriter drops;
    private CaptureException failure;
    private long frames;
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
     * @throws IllegalArgumentException if the configuration has no port the capture could feed
     */
    public ReplayResult run() throws IOException {
        // opened first: a capture that is none must not leave an empty output behind
        CaptureReader first = CaptureReader.open(options.input());
        try (CaptureWriter out = options.output() == null ? null : CaptureWriter.create(options.output());
                DropWriter dropped = options.drops() == null
                        ? null
                        : DropWriter.create(options.drops(), config.portNames())) {
            writer = out;
            drops = dropped;
            openPorts();
            return passes(first);
        } finally {
            first.close();
        }
    }

    private void openPorts() {
        for (int i = 0; i < config.port().size(); i++) {
            PortConfig each = config.port().get(i);
            if (PortKind.parse(each.kind()) == PortKind.PCAP) {
                Interface link = each.toInterface(i);
                filePorts.add(new FilePort(each.name(), link.mac(), writer));
            }
        }
        if (filePorts.isEmpty()) {
            throw new IllegalArgumentException("port kind: a replay needs at least one port of kind \"pcap\"");
        }
    }

    private ReplayResult passes(CaptureReader first) throws IOException {
        CaptureReader reader = first;
        try {
            for (int pass = 1; pass <= options.loops() && !interrupted && failure == null; pass++) {
                reader = pass == 1 ? first : CaptureReader.open(options.input());
                pass(reader);
            }
            settle();
            long elapsedNs = System.nanoTime() - startNs;
            progress.onProgress(frames, octets);
            closeEngine();
            requireWritten();
            return new ReplayResult(engine.snapshot(), frames, unmapped,
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
            failure = feed.failure();
            feed.unmappedByInterface().forEach((name, count) -> unmapped.merge(name, count, Long::sum));
        }
    }

    private FilePort defaultPort() {
        if (options.inPort() == null) {
            return filePorts.get(0);
        }
        return filePorts.stream().filter(port -> port.name().equals(options.inPort())).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "in-port: no port of kind \"pcap\" is called \"" + options.inPort() + "\""));
    }

    private void begin(long firstNs) {
        clock = new VirtualClock(firstNs, firstNs);
        EngineBuilder builder = Engine.builder().config(config).clocks(clock, clock);
        if (config.engine().seed() == null) {
            builder.seed(DEFAULT_SEED);
        }
        filePorts.forEach(port -> builder.open(port.name(), port));
        // nobody would collect what leaves by another kind of port
        config.port().stream().filter(port -> PortKind.parse(port.kind()) != PortKind.PCAP)
                .forEach(port -> builder.open(port.name(), new SinkPort(port.name())));
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
        awaitPace(feed, reader, nowNs);
        fireTimersUntil(nowNs);
        clock.advanceTo(nowNs);
        feed.deliver();
        runUntilIdle();
        if ((frames + feed.taken()) % PROGRESS_EVERY == 0) {
            progress.onProgress(frames + feed.taken(), octets + reader.bytesRead());
        }
        interrupted = Thread.interrupted();
        requireWritten();
    }

    private void awaitPace(CaptureFeed feed, CaptureReader reader, long nowNs) {
        long due = startNs + options.pace().dueNs(frames + feed.taken() - 1, octets + reader.bytesRead(),
                nowNs - captureStartNs);
        for (long left = due - System.nanoTime(); left > 0
                && !Thread.currentThread().isInterrupted(); left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void fireTimersUntil(long nowNs) {
        long deadline = engine.nextDeadlineNs();
        while (deadline != Long.MAX_VALUE && deadline - nowNs <= 0) {
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
        fireTimersUntil(end);
        clock.advanceTo(end);
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
