/**
 * The statistics of the gate: exact bounds on a paired shift, and tests of many at once. Knows nothing of benchmarks.
 * Open {@link org.hopwire.bench.gate.stats.WalshAverages} first.
 */
package org.hopwire.bench.gate.stats;
