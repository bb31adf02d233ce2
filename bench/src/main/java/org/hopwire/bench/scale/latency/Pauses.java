package org.hopwire.bench.scale.latency;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The pauses of a virtual machine, from a flight recording: those of its collector and other safepoints. */
final class Pauses {
    private static final double NS_PER_MS = 1e6;

    /** A time in which no Java code ran. */
    record Pause(String name, Instant start, Instant end) {
        private Duration overlap(Instant from, Instant to) {
            Instant late = start.isAfter(from) ? start : from;
            Instant early = end.isBefore(to) ? end : to;
            return Duration.between(late, early);
        }

        private String text() {
            return String.format(Locale.ROOT, "%s %.2f ms", name, Duration.between(start, end).toNanos() / NS_PER_MS);
        }
    }

    private final List<Pause> pauses;

    Pauses(List<Pause> pauses) {
        this.pauses = List.copyOf(pauses);
    }

    /** Those of a recording of {@code jdk.GCPhasePause} and {@code jdk.ExecuteVMOperation}. */
    static Pauses of(Path recording) throws IOException {
        List<Pause> pauses = new ArrayList<>();
        for (RecordedEvent each : RecordingFile.readAllEvents(recording)) {
            switch (each.getEventType().getName()) {
                case "jdk.GCPhasePause" -> pauses.add(pause("collector: " + each.getString("name"), each));
                case "jdk.ExecuteVMOperation" -> {
                    if (each.getBoolean("safepoint")) {
                        pauses.add(pause("safepoint: " + each.getString("operation"), each));
                    }
                }
                default -> {
                    // what else there is
                }
            }
        }
        return new Pauses(pauses);
    }

    private static Pause pause(String name, RecordedEvent event) {
        return new Pause(name, event.getStartTime(), event.getEndTime());
    }

    /** The pause that covers most of a packet's time, and whether it explains half of it. */
    String explain(Instant from, Instant to) {
        String longest = String.format(Locale.ROOT, "longest %.2f ms: ",
                Duration.between(from, to).toNanos() / NS_PER_MS);
        Pause best = pauses.stream().max(Comparator.comparing(each -> each.overlap(from, to))).orElse(null);
        boolean isExplained = best != null
                && best.overlap(from, to).multipliedBy(2).compareTo(Duration.between(from, to)) >= 0;
        return longest + (isExplained
                ? best.text()
                : "no pause of the virtual machine; the scheduler, or another process");
    }

    /** How many there were, and the longest. */
    String summary() {
        Pause longest = pauses.stream().max(Comparator.comparing(each -> Duration.between(each.start(), each.end())))
                .orElse(null);
        return longest == null ? "no pauses" : pauses.size() + " pauses, the longest " + longest.text();
    }
}
