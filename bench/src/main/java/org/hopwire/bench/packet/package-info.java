/** Benchmarks of the parser: what it costs to know what a frame is. */
package org.hopwire.bench.packet;
