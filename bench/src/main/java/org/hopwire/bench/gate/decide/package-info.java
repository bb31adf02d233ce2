/**
 * From paired ratios to verdicts: the rule, its looks, the family of benchmarks. Pure arithmetic, tested on recorded
 * and on synthetic data. Open {@link org.hopwire.bench.gate.decide.Rule} first.
 */
package org.hopwire.bench.gate.decide;
