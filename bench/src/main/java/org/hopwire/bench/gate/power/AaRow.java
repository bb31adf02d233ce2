package org.hopwire.bench.gate.power;

/**
 * What is known of one benchmark on one machine. Shares and changes are fractions.
 *
 * @param benchmark
 *            label
 * @param runs
 *            whole runs of a build against itself
 * @param regressions
 *            of these, called slower after confirmation: false alarms
 * @param screened
 *            called slower before confirmation
 * @param improvements
 *            called faster
 * @param inconclusive
 *            not decided
 * @param pairs
 *            measured, in runs that were cut off too
 * @param deviation
 *            standard deviation of the log ratio of a pair
 * @param falseAlarms
 *            share of regressions among draws without a change
 * @param undecided
 *            share of inconclusive ones among them
 * @param caught5
 *            share of regressions among draws with +5 % planted
 * @param caught10
 *            with +10 % planted
 * @param missed10
 *            share called OK with +10 % planted
 * @param smallestVisible
 *            the smallest planted change that is caught in 95 % of the draws; {@code null} where +50 % is not
 */
public record AaRow(String benchmark, int runs, int regressions, int screened, int improvements, int inconclusive,
        int pairs, double deviation, double falseAlarms, double undecided, double caught5, double caught10,
        double missed10, Double smallestVisible) {}
