/**
 * How good the gate is on a machine: false alarms, and the smallest change it sees. Open
 * {@link org.hopwire.bench.gate.power.AaSummary} first: {@code aa.json} is that record, field by field
 * ({@code hopwire.aa/1}); shares and changes are fractions.
 */
package org.hopwire.bench.gate.power;
