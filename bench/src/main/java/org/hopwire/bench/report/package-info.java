/**
 * {@code bench report}: one HTML file of all that is known of one machine, readable offline, in the dark and on paper.
 *
 * <p>{@code input} reads what the other commands have written, {@code section} turns it into answers, {@code chart}
 * draws, {@code page} puts it together. No script: the same files give the same octets. Open
 * {@link org.hopwire.bench.report.Report} first.
 */
package org.hopwire.bench.report;
