package org.hopwire.bench.gate.build;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which benchmarks are gated.
 *
 * @param gated
 *            those both sides have, in order
 * @param lost
 *            gated ones of the baseline that the candidate has not
 * @param added
 *            the candidate's that the baseline has not; nothing to compare with
 */
public record Selection(List<BenchmarkCase> gated, List<BenchmarkCase> lost, List<BenchmarkCase> added) {

    /**
     * Chooses.
     *
     * @param quick
     *            only the short list; the baseline's own, so that a row taken off it is missed, and the candidate's
     * @param wanted
     *            found in the label
     */
    public static Selection of(Build baseline, Build candidate, boolean quick, Pattern wanted) {
        Collection<BenchmarkCase> before = new TreeSet<>(baseline.cases());
        Collection<BenchmarkCase> after = new TreeSet<>(candidate.cases());
        if (quick) {
            Collection<BenchmarkCase> list = new TreeSet<>(baseline.quick());
            list.addAll(candidate.quick());
            before.retainAll(list);
            after.retainAll(list);
        }
        return of(before, after, wanted);
    }

    static Selection of(Collection<BenchmarkCase> before, Collection<BenchmarkCase> after, Pattern wanted) {
        return new Selection(filter(before, wanted, after, true), filter(before, wanted, after, false),
                filter(after, wanted, before, false));
    }

    private static List<BenchmarkCase> filter(Collection<BenchmarkCase> from, Pattern wanted,
            Collection<BenchmarkCase> other, boolean isThere) {
        return from.stream().filter(each -> wanted.matcher(each.label()).find() && other.contains(each) == isThere)
                .filter(each -> !each.equals(BenchmarkCase.REFERENCE)).toList();
    }
}
