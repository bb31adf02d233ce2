/**
 * Charts as SVG, written by Java: scales with round ticks, lines, intervals, steps. They know not what they show.
 *
 * <p>Colours are classes ({@link org.hopwire.bench.report.chart.Tone}) that the page's style sheet fills in, so that
 * one drawing serves a light page, a dark one and paper. Everything that stands for a measured figure has the class
 * {@code mark}. Lengths are CSS pixels. The same input gives the same text on every machine. Open
 * {@link org.hopwire.bench.report.chart.LineChart} and {@link org.hopwire.bench.report.chart.IntervalPlot} first.
 */
package org.hopwire.bench.report.chart;
