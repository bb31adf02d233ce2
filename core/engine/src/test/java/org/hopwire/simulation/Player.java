package org.hopwire.simulation;

import java.util.function.LongFunction;

/** Seed to what is wrong with its schedule, empty where all is well; nothing is shrunk. For a {@link Sandbox}. */
public final class Player implements LongFunction<String> {
    @Override
    public String apply(long seed) {
        return String.join("\n", Simulation.play(seed).complaints());
    }
}
