package org.hopwire.bench.soak;

import java.util.function.DoublePredicate;

/** The highest rate that holds: doubled until it does not, then narrowed down. */
final class RateSearch {
    private static final double LEAST = 10_000;
    private static final double MOST = 20_000_000;

    private RateSearch() {}

    /**
     * Searches.
     *
     * @param holds tries a rate, in frames a second
     * @param precision largest part by which the answer may be too low, such as 0.05
     * @return the highest rate that was tried and held; 0 if not even {@value #LEAST} did
     */
    static double highest(DoublePredicate holds, double precision) {
        double good = 0;
        double bad = LEAST;
        while (bad < MOST && holds.test(bad)) {
            good = bad;
            bad *= 2;
        }
        while (good > 0 && bad - good > precision * bad) {
            double middle = (good + bad) / 2;
            if (holds.test(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }
}
