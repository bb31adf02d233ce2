/**
 * What benchmarks of every kernel and every path are made of. Sub-packages mirror the engine's; the others hold the
 * commands.
 *
 * <p>{@link org.hopwire.bench.EngineBenchmark} carries every JMH setting; a benchmark is one class below it that checks
 * its own answer in set-up. {@code org.hopwire.bench.command.BenchMain} is {@code bench/bench}.
 */
package org.hopwire.bench;
