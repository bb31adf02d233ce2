package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.simulation.Event.Kind;

/**
 * A network and what happens to it.
 *
 * @param plan the network
 * @param events in order of time
 */
record Schedule(Plan plan, List<Event> events) {
    private static final int SOCKETS = 3;
    private static final int FILTERS = 32;
    private static final int KINDS_OF_IMPAIRMENT = 7;
    private static final int KINDS_OF_FORGERY = 14;
    private static final long MILLI_NS = 1_000_000L;

    Schedule {
        events = List.copyOf(events);
    }

    static Schedule of(long seed) {
        Plan plan = Plan.of(seed);
        SplittableRandom random = new SplittableRandom(seed ^ 0xe7e27);
        int count = random.nextInt(100) < 80 ? 4 + random.nextInt(24) : 10 + random.nextInt(100);
        boolean calm = random.nextInt(100) < 15;
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(event(plan, random, calm));
        }
        events.sort(Comparator.comparingLong(Event::atNs));
        return new Schedule(plan, events);
    }

    private static Event event(Plan plan, SplittableRandom random, boolean calm) {
        long chaosMs = plan.chaosSeconds() * 1000L;
        long atNs = random.nextLong(chaosMs) * MILLI_NS;
        Kind kind = kind(random.nextInt(calm ? 55 : 100));
        int slot = switch (kind) {
            case IMPAIR -> random.nextInt(KINDS_OF_IMPAIRMENT);
            case FORGE -> random.nextInt(KINDS_OF_FORGERY);
            default -> random.nextInt(SOCKETS);
        };
        long forMs = 1 + random.nextLong(random.nextBoolean() ? 3000 : chaosMs - atNs / MILLI_NS + 1);
        return new Event(atNs, kind, random.nextInt(1000), slot, random.nextInt(Plan.FRESH_GROUP),
                random.nextInt(FILTERS), forMs * MILLI_NS);
    }

    private static Kind kind(int draw) {
        if (draw < 32) {
            return Kind.JOIN;
        }
        if (draw < 50) {
            return Kind.LEAVE;
        }
        if (draw < 55) {
            return Kind.DATA;
        }
        if (draw < 75) {
            return Kind.IMPAIR;
        }
        if (draw < 80) {
            return Kind.FLAP;
        }
        if (draw < 84) {
            return Kind.CRASH;
        }
        if (draw < 86) {
            return Kind.STOP;
        }
        if (draw < 89) {
            return Kind.FULL;
        }
        if (draw < 91) {
            return Kind.TOPOLOGY;
        }
        return draw < 98 ? Kind.FORGE : Kind.STALL;
    }

    Schedule with(List<Event> others) {
        return new Schedule(plan, others);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(plan.toString());
        events.forEach(event -> text.append("\n  ").append(event));
        return text.toString();
    }
}
