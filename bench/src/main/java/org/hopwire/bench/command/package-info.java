/**
 * The program {@code bench/bench}: its commands, and those that list and run benchmarks. Nobody uses it. Open
 * {@link org.hopwire.bench.command.BenchMain} first.
 */
package org.hopwire.bench.command;
