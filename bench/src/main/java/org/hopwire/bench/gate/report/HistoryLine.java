package org.hopwire.bench.gate.report;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.hopwire.bench.machine.Machine;

/**
 * A line of a machine's history.
 *
 * @param schema
 *            {@link #SCHEMA}
 * @param date
 *            UTC, when it was added
 * @param commit
 *            what was measured
 * @param machine
 *            where, as it was then
 * @param referenceNs
 *            the frozen kernel on that day, nanoseconds a step; {@code null} where it was not run
 * @param ns
 *            nanoseconds per operation of the median fork, by benchmark
 */
public record HistoryLine(String schema, String date, String commit, Machine machine, Double referenceNs,
        Map<String, Double> ns) {
    /** Version of the line. */
    public static final String SCHEMA = "hopwire.history/1";

    /** Copies the figures. */
    public HistoryLine {
        ns = Collections.unmodifiableMap(new TreeMap<>(ns));
    }
}
