/**
 * The two sides of a comparison: a clone's commits, their jars in a cache, the benchmarks in them. Open
 * {@link org.hopwire.bench.gate.build.Builds} first.
 */
package org.hopwire.bench.gate.build;
