/** What timers cost, by how many wait. Open {@link org.hopwire.bench.time.TimerWheelBenchmark} first. */
package org.hopwire.bench.time;
