package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/** Plays many seeds: {@code Campaign [schedules [first seed]]}. */
public final class Campaign implements LongFunction<List<String>> {
    private static final int PROGRESS_EVERY = 500;
    private static final int MOST_FAILURES = 5;

    private final List<String> failures = new ArrayList<>();
    private long frames;
    private long virtualNs;

    /** Plays seeds and prints how it goes; ends with status 1 where a checker complained. */
    public static void main(String[] arguments) {
        int schedules = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        List<String> failures = Sandbox.campaign(first, schedules);
        failures.forEach(System.out::println);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    /**
     * Plays the seeds that {@link Sandbox#campaign} asks for.
     *
     * @param range first seed above the number of schedules, 32 bits each
     * @return what failed: seed, complaints and the shortest schedule that fails in this way
     */
    @Override
    public List<String> apply(long range) {
        run(range >>> Integer.SIZE, (int) range);
        return failures;
    }

    private void run(long first, int schedules) {
        for (int i = 0; i < schedules && failures.size() < MOST_FAILURES; i++) {
            one(first + i);
            if ((i + 1) % PROGRESS_EVERY == 0 || i + 1 == schedules) {
                System.out.println("simulation: " + (i + 1) + " of " + schedules + " schedules, " + failures.size()
                        + " failed, " + frames + " frames, " + virtualNs / Plan.SECOND_NS / 3600
                        + " hours of virtual time");
            }
        }
    }

    private void one(long seed) {
        Outcome outcome = Simulation.play(seed);
        frames += outcome.frames();
        virtualNs += outcome.virtualNs();
        if (!outcome.isSound()) {
            failures.add(explain(seed, outcome));
        }
    }

    private static String explain(long seed, Outcome outcome) {
        String said = "seed " + seed + ": " + String.join("\n  ", outcome.complaints());
        if (outcome.checker().equals("DETERMINISM")) {
            return said;
        }
        Schedule shortest = Shrinker.shrink(Schedule.of(seed));
        return said + "\nshrunk to " + shortest.events().size() + " events: " + shortest + "\nwhich gives "
                + String.join("\n  ", Simulation.run(shortest).complaints());
    }
}
