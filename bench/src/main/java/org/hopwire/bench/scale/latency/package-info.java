/**
 * {@code bench latency}: how long packets take at parts of the highest rate without loss, counted from when each was
 * due, in a virtual machine of its own for each collector, whose main thread is both ends of the measurement and the
 * engine. What it writes is {@link org.hopwire.bench.scale.Figures}. Open
 * {@link org.hopwire.bench.scale.latency.LatencyCommand} first, then {@code ScheduledPorts}.
 */
package org.hopwire.bench.scale.latency;
