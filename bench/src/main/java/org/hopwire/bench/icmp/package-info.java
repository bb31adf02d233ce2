/** Benchmarks of ICMP: what an error costs. Open {@link org.hopwire.bench.icmp.IcmpErrorBenchmark} first. */
package org.hopwire.bench.icmp;
