package org.hopwire.bench.gate.decide;

/**
 * A moment, fixed before the run, at which the pairs so far are judged.
 *
 * @param pairs
 *            how many pairs there are then
 * @param alpha
 *            the part of the false-alarm rate it may use
 */
public record Look(int pairs, double alpha) {}
