/**
 * What forks measured, and the file that keeps it. Open {@link org.hopwire.bench.gate.sample.ForkSample} first.
 *
 * <p>
 * The file ({@code hopwire.forks/1}) holds a JSON object a line, and is only ever appended to:
 *
 * <pre>
 * {"type":"run","schema":"hopwire.forks/1","run":"20261127T104229Z","kind":"gate","baseline":"41d11de...",
 *  "candidate":"9c0f...+changes","machine":{"id":...,"cpu":...,"cores":2,"kernel":...,
 "jdk":...,"governor":...,"load":0.4}}
 * {"type":"fork","phase":"GATE","benchmark":"ip.RouteBenchmark.burst256(routes=65536)","pair":1,"side":"A",
 *  "ns":[9.4,9.5,9.4,9.4,9.6,9.4,9.4,9.5],"wallMs":1650}
 * {"type":"end","run":"20261127T104229Z","verdict":"OK"}
 * </pre>
 *
 * A fork belongs to the last run above it. {@code phase} is REFERENCE, GATE or CONFIRM, {@code side} A (baseline) or B
 * (candidate), {@code ns} the nanoseconds per operation of each measured iteration. Where phase, benchmark, pair and
 * side come again, the pair was run anew and the last counts. A run without its end was cut off. Readers ignore fields
 * they do not know; a field changes its meaning only with the number in the schema.
 */
package org.hopwire.bench.gate.sample;
