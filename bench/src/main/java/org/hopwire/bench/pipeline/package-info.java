/** Benchmarks of what crosses threads. Open {@link org.hopwire.bench.pipeline.HandOffBenchmark} first. */
package org.hopwire.bench.pipeline;
