package org.hopwire.engine;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.engine.config.ConfigChange;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.igmp.IgmpEvent;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.ip.neighbor.NeighbourEvent;
import org.hopwire.ip.neighbor.NeighbourSnapshot;
import org.hopwire.ip.path.PathSnapshot;
import org.hopwire.ip.route.Route;
import org.hopwire.pipeline.AgentSupervisor;
import org.hopwire.pipeline.ControlAgent;
import org.hopwire.pipeline.PacketFilter;
import org.hopwire.port.Port;
import org.hopwire.port.linux.sys.Affinity;
import org.hopwire.wire.Ipv4Prefix;

/**
 * An IPv4 router or host that answers, forwards and counts. Built by {@link #builder}, then either {@link #start
 * started} on threads of its own or run by its caller through {@link #invoke}, never both.
 */
public final class Engine implements AutoCloseable {
    private static final long STOP_TIMEOUT_MILLIS = 5_000;
    private static final long DRAIN_TIMEOUT_MILLIS = 1_000;
    private static final long POLL_NS = 200_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final EngineParts parts;
    private final List<AgentSupervisor> workers;
    private final AgentSupervisor control;
    private final Memberships memberships;
    private final Reconfigurations reconfigurations;
    private boolean started;
    private boolean closed;

    /** {@code written} is what was asked for, before the ports were completed. */
    Engine(EngineParts parts, EngineConfig written) {
        this.parts = parts;
        reconfigurations = new Reconfigurations(parts, written);
        memberships = new Memberships(parts);
        workers = parts.workers.stream().map(each -> new AgentSupervisor(each.worker, parts.errors)).toList();
        control = new AgentSupervisor(parts.control, parts.errors);
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

    /** Runs each worker and the control agent on a daemon thread of its own. */
    public void start() {
        start(Thread.ofPlatform().daemon().factory());
    }

    /**
     * Runs the workers and the control agent on threads of the caller's making.
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
        List<Integer> cores = parts.config.engine().cores();
        for (int i = 0; i < workers.size(); i++) {
            int core = cores.isEmpty() ? -1 : cores.get(i);
            workers.get(i).start(threads, new PacedIdle(idle()), core < 0 ? () -> {} : () -> Affinity.pin(core));
        }
        // it waits for timers and for what workers hand it, which a millisecond more or less does not change
        control.start(threads, new BackoffIdleStrategy());
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
        requireNotStarted();
        parts.control.lookAhead();
        int work = 0;
        for (int i = 0; i < workers.size(); i++) {
            work += workers.get(i).invoke();
        }
        work += control.invoke();
        return parts.control.awaitsWorkers() ? work + 1 : work;
    }

    /**
     * Monotonic time at which the next timer is due, {@link Long#MAX_VALUE} where none is; for drivers of virtual time.
     */
    public long nextDeadlineNs() {
        requireNotStarted();
        return parts.control.nextDeadlineNs();
    }

    /** The engine's figures; each is read on its own, so that sums agree once the engine is idle. */
    public EngineSnapshot snapshot() {
        return Snapshots.of(parts.registry.snapshot(), parts.config.portNames(),
                InternetChecksum.kernel().toString());
    }

    /**
     * Joins a multicast group on a port, or changes what was asked for under the same handle; takes effect with the
     * control agent's next turn. Its data comes to {@link EngineBuilder#multicastListener}.
     *
     * @param port name of a port with a membership role
     * @param group address of the group
     * @param mode whether {@code sources} are the only ones wanted, or the only ones not wanted
     * @return a handle for {@link #leave}
     * @throws IllegalArgumentException naming what is wrong
     * @throws IllegalStateException if no port has a membership role, or too much is waiting to be done
     */
    public int join(String port, String group, FilterMode mode, List<String> sources) {
        return memberships.join(port, group, mode, sources);
    }

    /** Leaves what {@link #join} has joined; a handle that is none is harmless. */
    public void leave(int handle) {
        memberships.leave(handle);
    }

    /**
     * Says that a port's link is up or down: memberships and neighbours on a link that is down are forgotten, and our
     * addresses announced on one that is up.
     */
    public void linkChanged(String port, boolean isUp) {
        memberships.linkChanged(port, isUp);
    }

    /** Says that the paths of a switch's VLAN have changed: members are asked at once (RFC 4541 section 2.1.1). */
    public void topologyChanged(int vlan) {
        memberships.topologyChanged(vlan);
    }

    /**
     * Adds routes, or replaces those to the same prefixes; takes effect with the control agent's next turns, in order,
     * each destination at once. From any thread.
     *
     * @throws IllegalArgumentException naming what is wrong with the first that is; none is added then
     * @throws IllegalStateException if too much is waiting to be done
     */
    public void addRoutes(List<RouteConfig> routes) {
        parts.config.requireAddable(routes);
        List<Route> added = parts.tables.routesOf(routes);
        submit(turn -> parts.routes.add(added));
    }

    /** As {@link #addRoutes}, one route. */
    public void addRoute(RouteConfig route) {
        addRoutes(List.of(route));
    }

    /**
     * Removes the routes to exactly these prefixes; what they covered falls to the next shorter one. A prefix without a
     * route is harmless. As {@link #addRoutes} in all else.
     *
     * @param prefixes as {@code "198.51.100.0/24"}; none of them the network of a port
     */
    public void removeRoutes(List<String> prefixes) {
        List<Ipv4Prefix> removed = parts.config.requireRemovable(prefixes);
        submit(turn -> parts.routes.remove(removed));
    }

    /** As {@link #removeRoutes}, one route. */
    public void removeRoute(String prefix) {
        removeRoutes(List.of(prefix));
    }

    /**
     * What {@link #reconfigure} would change, in the order of the configuration; nothing is changed.
     *
     * @throws IllegalArgumentException naming what is wrong with the configuration
     */
    public List<ConfigChange> changesTo(EngineConfig wanted) {
        return reconfigurations.changesTo(wanted);
    }

    /**
     * Puts another configuration in force: as a whole, or not at all. Packets flow on; a burst is decided on by the old
     * one or by the new one. What both say alike goes on as if nothing had happened: timers, groups, neighbours,
     * credit of limits. Routes added by {@link #addRoutes} stay, unless the new configuration names their prefix
     * otherwise than the old one. Returns when it is in force, from any thread while the engine runs, else from the one
     * that invokes it.
     *
     * @return what has changed
     * @throws IllegalArgumentException naming what is wrong, or key, old and new value of what needs a restart; nothing
     * has changed
     * @throws IllegalStateException if there is no room for a route, or the engine does not answer; nothing has changed
     */
    public List<ConfigChange> reconfigure(EngineConfig wanted) {
        return reconfigurations.reconfigure(wanted, started ? () -> {} : control::invoke);
    }

    /** Routes there are now, those to connected networks among them; from any thread. */
    public long routes() {
        return parts.tables.routes.size();
    }

    /** Off-heap octets the routes take now; from any thread. */
    public long routeBytes() {
        return parts.tables.routes.bytes();
    }

    private void submit(ControlAgent.Command command) {
        if (!parts.control.submit(command)) {
            throw new IllegalStateException("control agent: too many requests are waiting");
        }
    }

    /** Hands over what has happened to memberships since the last call, in order; by one thread at a time. */
    public int pollEvents(Consumer<? super IgmpEvent> consumer) {
        return memberships.pollEvents(consumer);
    }

    /** Groups and queriers now; from any thread while the engine runs, else from the one that invokes it. */
    public MembershipSnapshot membership() {
        return memberships.snapshot(started);
    }

    /** Watches all packets from now on, as {@link #observe(PacketFilter)}. */
    public Observation observe() {
        return observe(PacketFilter.ALL);
    }

    /**
     * Watches packets from now on; until the observation is closed each packet costs the worker a look at it, and each
     * that is wanted a copy of its first octets besides. What is not wanted takes no room from what is.
     *
     * @param wanted made by {@link #packetFilter} of this engine
     * @throws IllegalStateException if somebody watches already
     */
    public Observation observe(PacketFilter wanted) {
        return new Observation(parts.workers.stream().map(each -> each.tap).toList(), parts.config.portNames(), wanted);
    }

    /** Begins to say which packets {@link #observe(PacketFilter)} is to show, with the names of this engine's ports. */
    public PacketFilter.Builder packetFilter() {
        return PacketFilter.among(parts.config.portNames());
    }

    /**
     * Neighbours now, by port and address, those of the configuration among them; empty where no port asks for any.
     * From any thread while the engine runs, else from the one that invokes it.
     */
    public List<NeighbourSnapshot> neighbours() {
        return memberships.neighbours(started);
    }

    /** Hands over what has happened to neighbours since the last call, in order; by one thread at a time. */
    public int pollNeighbourEvents(Consumer<? super NeighbourEvent> consumer) {
        return parts.neighbourEvents.poll(slot -> consumer.accept(slot.event()));
    }

    /** What was learned of ways to destinations, by destination; see {@link #neighbours} for threads. */
    public List<PathSnapshot> paths() {
        return memberships.paths(started);
    }

    /** What failed inside the agents: each distinct failure once, as one line. Empty in a healthy engine. */
    public List<String> failures() {
        return parts.errors.entries().stream().map(entry -> entry.count() + " x " + entry.summary()).toList();
    }

    /**
     * What a person should know of how ports were opened, one line each: that one fell back to something slower, that
     * not all that arrives reaches it. Each line once, however many workers it concerns.
     */
    public List<String> notices() {
        return queues().stream().flatMap(List::stream).map(Port::notice).filter(line -> !line.isEmpty()).distinct()
                .toList();
    }

    /** For each worker its queue of every port, in the order of their configuration. */
    List<List<Port>> queues() {
        return parts.workers.stream().map(each -> each.ports).toList();
    }

    /** What ended an agent before its time; null in a healthy engine. With one, nothing is processed any more. */
    public Throwable stoppedBy() {
        return Stream.concat(workers.stream(), Stream.of(control)).map(AgentSupervisor::failure)
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /** Ports in the order of their configuration; of several workers, the first one's queues. */
    public List<Port> ports() {
        return parts.ports;
    }

    /**
     * Ends in order: the ports take nothing in any more; what they had taken in is dealt with, for
     * {@value #DRAIN_TIMEOUT_MILLIS} ms at most; then what a protocol has to say at the end is said on the wire, the
     * agents are stopped, the ports closed, the memory unmapped. So every frame the kernel has counted as received is
     * one of the engine's figures, too. Idempotent; after a failure it may be called again.
     *
     * @throws IllegalStateException if an agent did not stop in {@value #STOP_TIMEOUT_MILLIS} ms: its memory stays
     * mapped
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        drain();
        stopAgents();
        closed = true;
        IllegalStateException failure = null;
        for (WorkerAssembly each : parts.workers) {
            for (Port port : each.ports) {
                failure = closePort(port, failure);
            }
        }
        parts.close();
        if (failure != null) {
            throw failure;
        }
    }

    private void stopAgents() {
        try {
            // the workers after the control agent, so that the last words still leave
            boolean controlStopped = control.stop(STOP_TIMEOUT_MILLIS);
            boolean workersStopped = true;
            for (AgentSupervisor worker : workers) {
                workersStopped &= worker.stop(STOP_TIMEOUT_MILLIS);
            }
            if (!controlStopped || !workersStopped) {
                throw new IllegalStateException("an agent did not stop in " + STOP_TIMEOUT_MILLIS + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while stopping; memory stays mapped", e);
        }
    }

    /** One port that cannot be closed keeps no other open. */
    private static IllegalStateException closePort(Port port, IllegalStateException before) {
        try {
            port.close();
            return before;
        } catch (RuntimeException e) {
            IllegalStateException failure = before == null
                    ? new IllegalStateException("ports failed to close")
                    : before;
            failure.addSuppressed(e);
            return failure;
        }
    }

    private void drain() {
        parts.workers.forEach(each -> each.worker.requestDrain());
        turnUntil(this::areWorkersDrained, DRAIN_TIMEOUT_MILLIS);
        parts.control.requestStop();
        // an agent that has very many groups to leave needs more turns than the last one
        turnUntil(() -> parts.control.isStopped() || control.failure() != null, STOP_TIMEOUT_MILLIS);
    }

    /** A worker that has failed receives nothing more. */
    private boolean areWorkersDrained() {
        return IntStream.range(0, workers.size())
                .allMatch(i -> parts.workers.get(i).worker.isDrained() || workers.get(i).failure() != null);
    }

    /** Lets agents have their turns, or has them itself; whoever is interrupted waits for no other thread. */
    private void turnUntil(BooleanSupplier isDone, long mostMillis) {
        long startNs = System.nanoTime();
        while (!isDone.getAsBoolean() && System.nanoTime() - startNs < mostMillis * NANOS_PER_MILLI
                && !(started && Thread.currentThread().isInterrupted())) {
            if (started) {
                LockSupport.parkNanos(POLL_NS);
            } else {
                control.invoke();
                workers.forEach(AgentSupervisor::invoke);
            }
        }
    }

    private void requireNotStarted() {
        if (started) {
            throw new IllegalStateException("engine runs on threads of its own");
        }
    }
}
