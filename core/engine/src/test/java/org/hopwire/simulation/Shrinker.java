package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing schedule short (delta debugging): leaves out events as long as the same checker still complains. */
final class Shrinker {
    private static final int MOST_RUNS = 300;

    private final Predicate<Schedule> fails;
    private Schedule shortest;
    private int runs;

    private Shrinker(Schedule failing, Predicate<Schedule> fails) {
        this.shortest = failing;
        this.fails = fails;
    }

    /** A schedule that fails in the same way, of which nothing can be left out; or the best that many runs found. */
    static Schedule shrink(Schedule failing) {
        String checker = Simulation.run(failing).checker();
        return shrink(failing, candidate -> {
            Outcome outcome = Simulation.run(candidate);
            return !outcome.isSound() && outcome.checker().equals(checker);
        });
    }

    static Schedule shrink(Schedule failing, Predicate<Schedule> fails) {
        Shrinker shrinker = new Shrinker(failing, fails);
        shrinker.shrink();
        return shrinker.shortest;
    }

    private void shrink() {
        int parts = 2;
        while (shortest.events().size() > 1 && runs < MOST_RUNS) {
            int before = shortest.events().size();
            leaveOutOneOf(parts);
            int now = shortest.events().size();
            if (now == before && parts >= now) {
                return;
            }
            parts = now == before ? Math.min(now, parts * 2) : Math.max(2, parts - 1);
        }
    }

    private void leaveOutOneOf(int parts) {
        List<Event> events = shortest.events();
        int size = (events.size() + parts - 1) / parts;
        for (int from = 0; from < events.size() && runs < MOST_RUNS; from += size) {
            List<Event> fewer = new ArrayList<>(events.subList(0, from));
            fewer.addAll(events.subList(Math.min(events.size(), from + size), events.size()));
            runs++;
            Schedule candidate = shortest.with(fewer);
            if (fails.test(candidate)) {
                shortest = candidate;
                return;
            }
        }
    }
}
