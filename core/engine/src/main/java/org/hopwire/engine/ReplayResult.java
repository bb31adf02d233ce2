package org.hopwire.engine;

import java.util.List;
import java.util.Map;

/**
 * What a replay came to.
 *
 * @param snapshot the engine's figures at the end
 * @param frames frames read from the capture
 * @param unmapped frames of interfaces that no port is called after, by interface; the engine never saw them
 * @param failure why reading ended early, one line, or null; what stood before it was processed and counted
 * @param interrupted whether the caller's thread was interrupted before the end
 * @param elapsedNs real time of the run, nanoseconds
 * @param failures what failed inside the engine; empty in a healthy one
 */
public record ReplayResult(EngineSnapshot snapshot, long frames, Map<String, Long> unmapped, String failure,
        boolean interrupted, long elapsedNs, List<String> failures) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Frames received per second of real time, start-up of file and tables not counted. */
    public double packetsPerSecond() {
        return elapsedNs <= 0 ? 0 : snapshot.received() * NANOS_PER_SECOND / elapsedNs;
    }
}
