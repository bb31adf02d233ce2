package org.hopwire.engine;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.hopwire.engine.Reconfiguration.Prepared;
import org.hopwire.engine.config.ConfigChange;
import org.hopwire.engine.config.ConfigDifference;
import org.hopwire.engine.config.EngineConfig;

/** The application's side of changing a configuration: one after the other, each checked before anything happens. */
final class Reconfigurations {
    private static final long PATIENCE_SECONDS = 5;
    /** Routes, of those there are and those that change, that surely take no longer than a second. */
    private static final long ROUTES_PER_SECOND = 20_000;
    /** The same for one turn of the control agent's; far fewer than it makes. */
    private static final long ROUTES_PER_TURN = 256;
    /** Turns after which the control agent has come to a command that waits behind as many others as may wait. */
    private static final int MOST_TURNS = 32;

    private final EngineParts parts;
    /** As it was asked for, before what is absent came from interfaces. */
    private EngineConfig written;

    Reconfigurations(EngineParts parts, EngineConfig written) {
        this.parts = parts;
        this.written = written;
    }

    synchronized List<ConfigChange> changesTo(EngineConfig wanted) {
        List<ConfigChange> changes = ConfigDifference.between(written, wanted);
        if (changes.stream().anyMatch(ConfigChange::needsRestart)) {
            // what is wanted of a port there is not yet would be misunderstood
            return changes;
        }
        parts.tables.require(wanted);
        boolean fits = parts.multicast == null || parts.multicast.hasRoomFor(wanted.igmp());
        return changes.stream().map(each -> fits || !isRoom(each) ? each : needingRestart(each)).toList();
    }

    /** The membership table is made for what the limits add up to. */
    private static boolean isRoom(ConfigChange change) {
        return change.key().endsWith("limits.groups") || change.key().endsWith("limits.sources");
    }

    private static ConfigChange needingRestart(ConfigChange change) {
        return new ConfigChange(change.key(), change.before(), change.after(), true);
    }

    /** {@code turn} gives the control agent a turn where it has no thread of its own. */
    synchronized List<ConfigChange> reconfigure(EngineConfig wanted, Runnable turn) {
        List<ConfigChange> changes = changesTo(wanted);
        for (ConfigChange each : changes) {
            if (each.needsRestart()) {
                throw new IllegalArgumentException(each + "; nothing was changed");
            }
        }
        // of the ports what the interfaces say, which is what was written where it was written
        Prepared prepared = parts.reconfiguration.prepare(wanted.withPorts(parts.config.port()));
        if (!changes.isEmpty()) {
            putInForce(prepared, turn);
        }
        written = wanted;
        return changes;
    }

    private void putInForce(Prepared prepared, Runnable turn) {
        if (!parts.control.submit(due -> parts.reconfiguration.begin(prepared, due))) {
            throw new IllegalStateException("control agent: too many requests are waiting; nothing was changed");
        }
        long routes = parts.tables.routes.size() + prepared.routes();
        for (long i = 0; i < MOST_TURNS + routes / ROUTES_PER_TURN && !prepared.done.isDone(); i++) {
            turn.run();
        }
        await(prepared, PATIENCE_SECONDS + routes / ROUTES_PER_SECOND);
    }

    private static void await(Prepared prepared, long patienceSeconds) {
        try {
            prepared.done.get(patienceSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(prepared, "interrupted while the control agent was asked", e);
        } catch (TimeoutException e) {
            giveUp(prepared, "control agent did not answer in " + patienceSeconds + " s", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Unless it is being put in force at this moment. */
    private static void giveUp(Prepared prepared, String why, Exception e) {
        if (prepared.claim()) {
            throw new IllegalStateException(why + "; nothing was changed", e);
        }
        prepared.done.join();
    }
}
