package org.hopwire.bench.gate.mutate;

import org.hopwire.bench.gate.decide.Verdict;

/**
 * What became of a mutant. Shares and changes are fractions.
 *
 * @param mutant
 *            name
 * @param about
 *            what became slower
 * @param benchmark
 *            label
 * @param baseline
 *            commit
 * @param pairs
 *            by which the true change was measured
 * @param change
 *            the true change; 0.05 is 5 % slower
 * @param low
 *            its lower bound; {@code null} where the pairs are too few
 * @param high
 *            its upper bound
 * @param isReal
 *            whether it is a slowdown of more than the threshold: else the mutant is void
 * @param verdict
 *            of the gate, by pairs of its own; {@code null} where it was not run to its end
 * @param caught
 *            share of regressions, after confirmation, among draws from the pairs of the true change
 */
public record MutantRow(String mutant, String about, String benchmark, String baseline, int pairs, Double change,
        Double low, Double high, boolean isReal, Verdict verdict, double caught) {}
