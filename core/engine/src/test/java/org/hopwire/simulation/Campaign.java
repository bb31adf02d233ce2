package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;

/** Plays many seeds: {@code Campaign [schedules [first seed]]}. */
public final class Campaign {
    private static final int PROGRESS_EVERY = 500;
    private static final int MOST_FAILURES = 5;

    private final List<String> failures = new ArrayList<>();
    private long frames;
    private long virtualNs;

    /** Plays seeds and prints how it goes; ends with status 1 where a checker complained. */
    public static void main(String[] arguments) {
        int schedules = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1000;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
        List<String> failures = play(first, schedules);
        failures.forEach(System.out::println);
        System.exit(failures.isEmpty() ? 0 : 1);
    }

    /** What failed: seed, complaints and the shortest schedule that fails in this way; empty where nothing did. */
    static List<String> play(long firstSeed, int schedules) {
        Campaign campaign = new Campaign();
        campaign.run(firstSeed, schedules);
        return campaign.failures;
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
