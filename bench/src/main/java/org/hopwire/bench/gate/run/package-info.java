/**
 * Measuring: forks in turn, in stages, within a budget. Open {@link org.hopwire.bench.gate.run.Session} first.
 */
package org.hopwire.bench.gate.run;
