package org.hopwire.bench.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import org.hopwire.bench.machine.BenchException;

/**
 * What the sender saw in one round.
 *
 * @param figures of its line, by key
 */
record Sample(Map<String, Long> figures) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    /** Reads the sender's line. */
    static Sample parse(String line) {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (String each : line.split(" ", -1)) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw BenchException.environment("flood: " + line);
            }
            figures.put(each.substring(0, equals), Long.parseLong(each.substring(equals + 1)));
        }
        return new Sample(figures);
    }

    private double seconds() {
        return figures.get("ns") / NANOS_PER_SECOND;
    }

    /** Answers a second. */
    double rate() {
        return figures.get("arrived") / seconds();
    }

    /** Share of what was sent that was not answered, 0 to 1. */
    double loss() {
        return Math.max(0, 1 - (double) figures.get("arrived") / Math.max(1, figures.get("sent")));
    }

    /** Share of a processor that the responder's process had: where it never sleeps, others took the rest. */
    double share() {
        return figures.get("program_ns") / NANOS_PER_SECOND / seconds();
    }

    /**
     * Answers per second of processor time: the process's, in which the kernel also does what it does for it, and the
     * soft interrupts of the sender's processor, in which the kernel receives.
     */
    double ratePerProcessor(int senderCore) {
        double soft = figures.get("cpu" + senderCore + "_soft_ms") / MILLIS_PER_SECOND;
        return figures.get("arrived") / (soft + figures.get("program_ns") / NANOS_PER_SECOND);
    }
}
