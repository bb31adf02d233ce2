package org.hopwire.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.hopwire.engine.WorkerAssembly.Program;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.ip.route.Route;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Turn;
import org.hopwire.wire.Ipv4Prefix;

/**
 * Puts another configuration in force while packets flow. Everything is checked and made on the caller's thread; then
 * the control agent makes the routes ready, where they are many in another table; closes the gate in front of the
 * workers, goes on with its own work until none of them is in a burst, changes everything in one turn, and opens the
 * gate. What both configurations say alike is not touched.
 */
final class Reconfiguration implements ControlHandler {
    /** A burst takes less than a millisecond; a worker that is stuck in one must not hold up the others. */
    private static final long PATIENCE_NS = 1_000_000_000L;

    private final EngineParts parts;
    private Prepared pending;
    private long givenUpNs;
    private boolean isClosing;

    Reconfiguration(EngineParts parts) {
        this.parts = parts;
    }

    /** A configuration that was checked, and what it takes to put it in force; {@link #done} tells how that went. */
    static final class Prepared {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        private final EngineConfig config;
        private final List<Program> programs = new ArrayList<>();
        private final List<Ipv4Prefix> routesGone = new ArrayList<>();
        private final List<Route> routesNew = new ArrayList<>();
        private final List<NeighborConfig> neighboursGone = new ArrayList<>();
        private final List<NeighborConfig> neighboursNew = new ArrayList<>();

        private final AtomicBoolean claimed = new AtomicBoolean();

        private Prepared(EngineConfig config) {
            this.config = config;
        }

        /** Whoever gets it decides: the control agent puts it in force, the application gives it up. */
        boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        private boolean isClaimed() {
            return claimed.get();
        }

        /** Routes that come or go. */
        int routes() {
            return routesGone.size() + routesNew.size();
        }
    }

    /**
     * Makes what another configuration needs; by any thread.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    Prepared prepare(EngineConfig config) {
        parts.tables.require(config);
        Prepared prepared = new Prepared(config);
        routes(prepared);
        neighbours(prepared);
        for (WorkerAssembly worker : parts.workers) {
            Program first = prepared.programs.isEmpty() ? null : prepared.programs.getFirst();
            prepared.programs.add(worker.program(config, first));
        }
        return prepared;
    }

    private void routes(Prepared prepared) {
        Map<String, RouteConfig> before = new HashMap<>();
        parts.config.route().forEach(each -> before.put(each.to(), each));
        List<RouteConfig> changed = new ArrayList<>();
        for (RouteConfig each : prepared.config.route()) {
            if (!each.equals(before.remove(each.to()))) {
                changed.add(each);
            }
        }
        before.keySet().forEach(to -> prepared.routesGone.add(Ipv4Prefix.parseNetwork(to)));
        prepared.routesNew.addAll(parts.tables.routesOf(changed));
    }

    private void neighbours(Prepared prepared) {
        Map<List<Object>, NeighborConfig> before = new HashMap<>();
        parts.config.neighbor().forEach(each -> before.put(keyOf(each), each));
        for (NeighborConfig each : prepared.config.neighbor()) {
            NeighborConfig old = before.remove(keyOf(each));
            if (old == null || old.linkAddress() != each.linkAddress()) {
                prepared.neighboursNew.add(each);
            }
        }
        prepared.neighboursGone.addAll(before.values());
    }

    private static List<Object> keyOf(NeighborConfig neighbour) {
        return List.of(neighbour.port(), neighbour.ipAddress());
    }

    /** On the control agent's thread: begins; the one before is done or given up. */
    void begin(Prepared prepared, Turn turn) {
        if (pending != null) {
            end();
        }
        pending = prepared;
        parts.routes.prepare(prepared.routesGone, prepared.routesNew);
    }

    @Override
    public int onTurn(Turn turn) {
        if (pending == null) {
            return 0;
        }
        if (!isClosing) {
            closeOnceReady(turn);
        } else if (parts.gate.isClear()) {
            finish(turn);
        } else if (givenUpNs - turn.nowNs() <= 0) {
            fail(new IllegalStateException("a worker did not come out of its burst in " + PATIENCE_NS / 1_000_000
                    + " ms; nothing was changed"));
        }
        return 1;
    }

    /** While routes are made ready packets flow on, by the routes of before. */
    private void closeOnceReady(Turn turn) {
        if (pending.isClaimed()) {
            end();
        } else if (parts.routes.isReady()) {
            isClosing = true;
            givenUpNs = turn.nowNs() + PATIENCE_NS;
            parts.gate.close();
        }
    }

    /** Routes first: they alone may find no room, and nothing has changed then. */
    private void finish(Turn turn) {
        Prepared due = pending;
        if (!due.claim()) {
            end();
            return;
        }
        if (!parts.routes.commit()) {
            fail(new IllegalStateException("route: the table is full; nothing was changed"));
            return;
        }
        try {
            apply(due, turn);
        } catch (RuntimeException | Error e) {
            fail(e);
            throw e;
        }
        end();
        due.done.complete(null);
    }

    private void fail(Throwable why) {
        Prepared failed = pending;
        end();
        failed.done.completeExceptionally(why);
    }

    private void end() {
        pending = null;
        parts.routes.discard();
        if (isClosing) {
            isClosing = false;
            parts.gate.open();
        }
    }

    private void apply(Prepared due, Turn turn) {
        for (int i = 0; i < due.programs.size(); i++) {
            parts.workers.get(i).install(due.programs.get(i));
        }
        parts.workers.get(0).icmp.settle(turn);
        applyNeighbours(due, turn);
        parts.reassembly.reconfigure(due.config.ip().reassembly());
        if (parts.paths != null) {
            parts.paths.learner.reconfigure(due.config.ip().path(), due.config.goesByRedirects());
        }
        if (parts.multicast != null) {
            parts.multicast.reconfigure(due.config, turn);
        }
        parts.config = due.config;
    }

    private void applyNeighbours(Prepared due, Turn turn) {
        if (parts.neighbours != null) {
            parts.neighbours.reconfigure(due.config.ip().arp(), EngineTables.proxies(due.config));
        }
        for (NeighborConfig each : due.neighboursGone) {
            forget(parts.tables.indexOf(each.port(), "neighbor"), each.ipAddress());
        }
        for (NeighborConfig each : due.neighboursNew) {
            enter(parts.tables.indexOf(each.port(), "neighbor"), each, turn);
        }
    }

    private void forget(int port, int address) {
        if (parts.neighbours == null) {
            parts.tables.neighbours.remove(port, address);
        } else {
            parts.neighbours.unfix(port, address);
        }
    }

    private void enter(int port, NeighborConfig neighbour, Turn turn) {
        if (parts.neighbours == null) {
            parts.tables.neighbours.put(port, neighbour.ipAddress(), neighbour.linkAddress());
        } else {
            parts.neighbours.fix(port, neighbour.ipAddress(), neighbour.linkAddress(), turn);
        }
    }

    /** Nobody waits for an engine that ends. */
    @Override
    public void onStop(Turn turn) {
        if (pending != null) {
            fail(new IllegalStateException("the engine has ended; nothing was changed"));
        }
    }
}
