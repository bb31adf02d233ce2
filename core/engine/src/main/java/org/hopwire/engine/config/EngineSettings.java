package org.hopwire.engine.config;

/**
 * The engine as a whole.
 *
 * @param mode router or host; {@code ROUTER} where absent
 * @param idle what an agent does when there is nothing to do; {@code BACKOFF} where absent
 * @param seed makes every random choice repeatable; absent, the choices are unpredictable, as an appliance needs them
 */
public record EngineSettings(EngineMode mode, IdleMode idle, Long seed) {
    /** Fills in what is absent. */
    public EngineSettings {
        mode = mode == null ? EngineMode.ROUTER : mode;
        idle = idle == null ? IdleMode.BACKOFF : idle;
    }

    /** What an agent's thread does between two turns without work. */
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
