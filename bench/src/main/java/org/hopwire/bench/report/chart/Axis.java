package org.hopwire.bench.report.chart;

import java.util.function.DoubleFunction;

/**
 * A scale with its label.
 *
 * @param label what, and its unit
 * @param scale where values lie
 * @param format of a tick
 */
public record Axis(String label, Scale scale, DoubleFunction<String> format) {}
