package org.hopwire.bench.gate.sample;

import org.hopwire.bench.machine.Machine;

/**
 * What a run compares.
 *
 * @param schema
 *            {@link #SCHEMA}
 * @param run
 *            its start, UTC, as in 20261127T104229Z
 * @param kind
 *            gate, aa, compare, mutant or history
 * @param baseline
 *            commit, or commit and changes
 * @param candidate
 *            the same of the other side
 * @param machine
 *            where
 */
public record RunHeader(String schema, String run, String kind, String baseline, String candidate, Machine machine) {
    /** Version of the raw format; see the package. */
    public static final String SCHEMA = "hopwire.forks/1";
}
