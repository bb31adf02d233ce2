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
        boolean fits = parts.multicast == null || parts.multicast.hasRoomFor(wanted.igmp());
        return ConfigDifference.between(written, wanted).stream()
                .map(each -> fits || !isRoom(each) ? each : needingRestart(each)).toList();
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
        for (int i = 0; i < MOST_TURNS && !prepared.done.isDone(); i++) {
            turn.run();
        }
        await(prepared);
    }

    private static void await(Prepared prepared) {
        try {
            prepared.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(prepared, "interrupted while the control agent was asked", e);
        } catch (TimeoutException e) {
            giveUp(prepared, "control agent did not answer in " + PATIENCE_SECONDS + " s", e);
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
