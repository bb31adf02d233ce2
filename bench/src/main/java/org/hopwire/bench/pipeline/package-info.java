/** Benchmarks of what crosses threads. Open {@link org.hopwire.bench.pipeline.LinkBenchmark} first. */
package org.hopwire.bench.pipeline;
