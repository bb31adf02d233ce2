/**
 * How cost grows with the work, how soon the first packet is answered, and how much memory a thing takes: {@code bench
 * curves}, {@code startup}, {@code memory}; {@code bench latency} is in the package below.
 *
 * <p>Each prints a table and writes, with {@code --json}, one document:
 *
 * <pre>
 * { "schema": 1, "kind": "curves", "machine": "AMD EPYC, 2 processors, Linux 6.18, JDK 25.0.3", "commit": "41d11de",
 *   "taken": "2026-11-27T12:00:00Z",
 *   "series": [ { "name": "routes", "unit": "ns per packet", "x_label": "routes in the table", "note": "",
 *     "points": [ { "x": 1000.0, "y": 41.2, "low": 40.9, "high": 41.6 } ] } ] }
 * </pre>
 *
 * <p>{@code curves}: y is the 10 % quantile of short slices, low and high its 95 % interval by order statistics.
 * {@code latency}: one series for a collector and a load, x the percentile, y nanoseconds; low and high are y; the note
 * names the pause that explains the longest time; after it one of the same name, x nanoseconds at most, y how many
 * packets took so long and longer than the x before. {@code startup}: y is the median in milliseconds, low and high the
 * least and the most, x the number of runs. {@code memory}: y is bytes of one, x how many there were. Start with
 * {@link org.hopwire.bench.scale.Figures}.
 */
package org.hopwire.bench.scale;
