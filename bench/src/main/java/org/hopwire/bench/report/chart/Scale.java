package org.hopwire.bench.report.chart;

import java.util.List;

/** Where a value lies between the ends of an axis. */
public interface Scale {
    /** 0 at the low end, 1 at the high one; values beyond the ends lie beyond 0 and 1. */
    double position(double value);

    /** Round values from the low end to the high one, ascending. */
    List<Double> ticks();
}
