package org.hopwire.engine;

import java.util.List;
import java.util.concurrent.ThreadFactory;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.counter.DistinctErrors;
import org.hopwire.pipeline.AgentSupervisor;
import org.hopwire.port.Port;

/**
 * An IPv4 router or host that answers, forwards and counts. Built by {@link #builder}, then either {@link #start
 * started}
 * on two threads of its own or run by its caller through {@link #invoke}, never both.
 */
public final class Engine implements AutoCloseable {
    private static final int ERROR_LOG_BYTES = 1 << 20;
    private static final long STOP_TIMEOUT_MILLIS = 5_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EngineParts parts;
    private final DistinctErrors errors;
    private final AgentSupervisor worker;
    private final AgentSupervisor control;
    private boolean started;
    private boolean closed;

    Engine(EngineParts parts) {
        this.parts = parts;
        // refuses a kernel that was asked for and cannot be had
        InternetChecksum.kernel();
        errors = new DistinctErrors(ERROR_LOG_BYTES, () -> parts.epochClock.epochNs() / NANOS_PER_MILLI);
        worker = new AgentSupervisor(parts.worker, errors);
        control = new AgentSupervisor(parts.control, errors);
    }

    /**
     * Begins an engine.
     *
     * @throws IllegalStateException with the line to paste, if this JVM lacks a flag or disables a check
     */
    public static EngineBuilder builder() {
        StartupCheck.require();
        return new EngineBuilder();
    }

    /** Runs worker and control agent on a daemon thread each. */
    public void start() {
        start(Thread.ofPlatform().daemon().factory());
    }

    /**
     * Runs worker and control agent on threads of the caller's making.
     *
     * @throws IllegalStateException if the engine was started or closed before
     */
    public void start(ThreadFactory threads) {
        if (started || closed) {
            throw new IllegalStateException("engine was " + (closed ? "closed" : "started") + " before");
        }
        started = true;
        // vector code is hundreds of times slower until it is compiled: let that happen before the first packet
        InternetChecksum.warmUp();
        worker.start(threads, idle());
        control.start(threads, idle());
    }

    private IdleStrategy idle() {
        return parts.config.engine().idle() == EngineSettings.IdleMode.SPIN
                ? new BusySpinIdleStrategy()
                : new BackoffIdleStrategy();
    }

    /**
     * One turn of worker and control agent on the caller's thread, deterministic where clocks and seed are.
     *
     * @return work done, 0 when nothing waits
     * @throws IllegalStateException if the engine runs on threads of its own
     */
    public int invoke() {
        if (started) {
            throw new IllegalStateException("engine runs on threads of its own");
        }
        return worker.invoke() + control.invoke();
    }

    /**
     * Monotonic time at which the next timer is due, {@link Long#MAX_VALUE} where none is; for drivers of virtual time.
     */
    public long nextDeadlineNs() {
        return parts.control.nextDeadlineNs();
    }

    /** The engine's figures; each is read on its own, so that sums agree once the engine is idle. */
    public EngineSnapshot snapshot() {
        return Snapshots.of(parts);
    }

    /** What failed inside the agents: each distinct failure once, as one line. Empty in a healthy engine. */
    public List<String> failures() {
        return errors.entries().stream().map(entry -> entry.count() + " x " + entry.summary()).toList();
    }

    /** Ports in the order of their configuration. */
    public List<Port> ports() {
        return parts.ports;
    }

    /**
     * Says goodbye on the wire where a protocol asks for it, stops both agents, closes the ports, unmaps the memory.
     * Frames a port has not handed over are lost. Idempotent.
     *
     * @throws IllegalStateException if an agent did not stop in {@value #STOP_TIMEOUT_MILLIS} ms: its memory stays
     * mapped
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        drain();
        try {
            // the worker after the control agent, so that the last words still leave
            boolean controlStopped = control.stop(STOP_TIMEOUT_MILLIS);
            boolean workerStopped = worker.stop(STOP_TIMEOUT_MILLIS);
            if (!controlStopped || !workerStopped) {
                throw new IllegalStateException("an agent did not stop in " + STOP_TIMEOUT_MILLIS + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping; memory stays mapped", e);
        }
        parts.ports.forEach(Port::close);
        parts.punts.close();
        parts.originated.close();
    }

    private void drain() {
        parts.control.requestStop();
        if (!started) {
            control.invoke();
            worker.invoke();
        }
    }
}
