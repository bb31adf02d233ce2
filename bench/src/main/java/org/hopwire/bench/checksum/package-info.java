/**
 * What a checksum costs: the cost curve of summing and of copying while summing, and the small operations.
 *
 * <p>Run each benchmark twice, with {@code -Dhopwire.checksum=scalar} and {@code -Dhopwire.checksum=vector} in the
 * forks, to set the twins side by side: the kernel is a constant of the JVM. Open
 * {@link org.hopwire.bench.checksum.ChecksumBenchmark} first.
 */
package org.hopwire.bench.checksum;
