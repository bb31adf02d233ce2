/**
 * Benchmarks of every kernel and every path, and the command that runs them. Sub-packages mirror the engine's.
 *
 * <p>{@link org.hopwire.bench.EngineBenchmark} carries every JMH setting; a benchmark is one class below it that checks
 * its own answer in set-up. {@link org.hopwire.bench.BenchMain} is {@code bench/bench}.
 */
package org.hopwire.bench;
