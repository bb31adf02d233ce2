package org.hopwire.engine.config;

import java.util.List;

/**
 * The engine as a whole.
 *
 * @param mode router or host; {@code ROUTER} where absent
 * @param idle what a worker does when there is nothing to do; {@code BACKOFF} where absent
 * @param seed makes every random choice repeatable; absent, the choices are unpredictable, as an appliance needs them
 * @param workers threads that receive and send, 1 to 64; 1 where absent. Each has a queue of its own of every port, so
 *     that several need ports with several queues; a switch has one
 * @param cores processors the workers are pinned to, one for each, from 0; not pinned where absent
 */
public record EngineSettings(EngineMode mode, IdleMode idle, Long seed, Integer workers, List<Integer> cores) {
    private static final int MOST_WORKERS = 64;
    private static final int MOST_CORES = 1024;

    /** Fills in what is absent and checks the rest. */
    public EngineSettings {
        mode = mode == null ? EngineMode.ROUTER : mode;
        idle = idle == null ? IdleMode.BACKOFF : idle;
        workers = workers == null ? 1 : workers;
        cores = cores == null ? List.of() : List.copyOf(cores);
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("engine workers: " + workers + " is not 1 to " + MOST_WORKERS);
        }
        if (workers > 1 && mode == EngineMode.SWITCH) {
            throw new IllegalArgumentException("engine workers: " + workers + ": a switch has one");
        }
        if (!cores.isEmpty() && cores.size() != workers) {
            throw new IllegalArgumentException("engine cores: " + cores + " is not one for each of " + workers
                    + " workers");
        }
        for (int core : cores) {
            if (core < 0 || core >= MOST_CORES) {
                throw new IllegalArgumentException("engine cores: " + core + " is not 0 to " + (MOST_CORES - 1));
            }
        }
    }

    /** One worker, wherever the system puts it. */
    public EngineSettings(EngineMode mode, IdleMode idle, Long seed) {
        this(mode, idle, seed, null, null);
    }

    /** The same in another mode. */
    public EngineSettings withMode(EngineMode newMode) {
        return new EngineSettings(newMode, idle, seed, workers, cores);
    }

    /** The same with another seed. */
    public EngineSettings withSeed(Long newSeed) {
        return new EngineSettings(mode, idle, newSeed, workers, cores);
    }

    /** The same with so many workers. */
    public EngineSettings withWorkers(int count) {
        return new EngineSettings(mode, idle, seed, count, cores);
    }

    /** What a worker's thread does between two turns without work; the control agent's always backs off. */
    public enum IdleMode {
        /** Spins, then yields, then parks for up to a millisecond: the machine stays usable. */
        BACKOFF,
        /** Spins: the shortest reaction, for a core of its own. */
        SPIN
    }

    /** An unseeded router that backs off when idle. */
    public static EngineSettings defaults() {
        return new EngineSettings(null, null, null);
    }
}
