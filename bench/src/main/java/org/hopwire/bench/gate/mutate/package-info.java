/**
 * Planted slowdowns: the gate is good if it catches them. Open {@link org.hopwire.bench.gate.mutate.Mutant} first; the
 * list is {@code mutants.json} beside this package. {@code mutants.json} among the results is
 * {@link org.hopwire.bench.gate.mutate.MutantSummary}, field by field ({@code hopwire.mutants/1}); shares and changes
 * are fractions.
 */
package org.hopwire.bench.gate.mutate;
