/**
 * Results as text, JSON, JUnit's XML, Markdown, and for github-action-benchmark. Open
 * {@link org.hopwire.bench.gate.report.GateResult} first: it is what {@code --json} writes, field by field
 * ({@code hopwire.gate/1}). Changes are fractions (0.05: 5 % slower), times nanoseconds per operation. A field changes
 * its meaning only with the number in the schema; readers ignore those they do not know.
 */
package org.hopwire.bench.gate.report;
