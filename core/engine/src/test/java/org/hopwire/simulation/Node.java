package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.port.memory.MemoryPort;

/** A real engine, or the place where one was before it crashed. */
final class Node {
    static final int SLOTS = 48;
    private static final int FRAME_LENGTH = 1600;

    final Kind kind;
    final String name;
    final List<Attachment> attachments = new ArrayList<>();
    private final IntFunction<EngineBuilder> maker;
    Engine engine;
    long deadlineNs;
    long offUntilNs;
    long stalledUntilNs;
    long startedNs;
    private int lives;

    enum Kind {
        ROUTER, HOSTS, SWITCH, PROXY
    }

    /**
     * A node that is off.
     *
     * @param maker makes the engine without ports opened, from how often it was started before
     */
    Node(Kind kind, String name, IntFunction<EngineBuilder> maker) {
        this.kind = kind;
        this.name = name;
        this.maker = maker;
    }

    void start(long nowNs) {
        startedNs = nowNs;
        stalledUntilNs = nowNs;
        EngineBuilder builder = maker.apply(lives++);
        for (Attachment each : attachments) {
            each.memory = new MemoryPort(each.name, SLOTS, FRAME_LENGTH);
            each.memory.down(each.downs > 0);
            builder.open(each.name, each.memory);
        }
        engine = builder.build();
        deadlineNs = 0;
    }

    /** Ends it; what it says last lies in the ports until they are drained. */
    void stop() {
        engine.close();
        engine = null;
    }

    /** When it next runs by itself. */
    long nextNs() {
        return Math.max(deadlineNs, stalledUntilNs);
    }

    /** What is wrong with it as such, or null. */
    String complaint() {
        if (engine.stoppedBy() != null) {
            return name + " stopped by " + engine.stoppedBy();
        }
        if (!engine.failures().isEmpty()) {
            return name + " failed: " + engine.failures();
        }
        EngineSnapshot figures = engine.snapshot();
        if (figures.received() != figures.forwarded() + figures.consumed() + figures.droppedTotal()) {
            return name + " lost count of what it received: " + figures;
        }
        long byPort = figures.ports().values().stream().mapToLong(EngineSnapshot.PortFigures::transmitted).sum();
        if (figures.transmitted() != byPort) {
            return name + " lost count of what it sent, ports say " + byPort + ": " + figures;
        }
        return null;
    }
}
