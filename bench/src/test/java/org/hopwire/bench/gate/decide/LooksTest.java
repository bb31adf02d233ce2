package org.hopwire.bench.gate.decide;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.bench.gate.stats.SignedRank;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * How often nothing is called something, exactly, over all looks at the same pairs: they see parts of one another, so
 * that their levels do not simply add up. The pairs come rank by rank, from the smallest difference on; which look's
 * part a rank belongs to and which sign it has is chance. A look alarms where the ranks of one sign, among the pairs it
 * sees, sum up to no more than its critical value.
 */
class LooksTest {
    private static final int PART = 7;
    private static final int PARTS = 3;
    private static final double HALF = 0.5;

    /** Ranks handed out to each part, and the sums of one sign at each look, cut off above the critical values. */
    private record State(List<Integer> seen, List<Integer> sums) {
        private State with(int part, boolean counts, List<Integer> critical) {
            Integer[] now = seen.toArray(Integer[]::new);
            Integer[] then = sums.toArray(Integer[]::new);
            now[part]++;
            int rank = 0;
            for (int look = 0; look < PARTS; look++) {
                rank += now[look];
                if (counts && look >= part) {
                    then[look] = Math.min(critical.get(look) + 1, then[look] + rank);
                }
            }
            return new State(List.of(now), List.of(then));
        }

        private boolean alarms(List<Integer> critical) {
            return sums.get(0) <= critical.get(0) || sums.get(1) <= critical.get(1) || sums.get(2) <= critical.get(2);
        }
    }

    private static double alarms(List<Look> looks) {
        List<Integer> critical = looks.stream().map(each -> SignedRank.critical(each.pairs(), each.alpha())).toList();
        Map<State, Double> states = Map.of(new State(List.of(0, 0, 0), List.of(0, 0, 0)), 1.0);
        for (int left = PARTS * PART; left > 0; left--) {
            states = next(states, left, critical);
        }
        return states.entrySet().stream().filter(each -> each.getKey().alarms(critical))
                .mapToDouble(Map.Entry::getValue).sum();
    }

    private static Map<State, Double> next(Map<State, Double> states, int left, List<Integer> critical) {
        Map<State, Double> next = new HashMap<>();
        states.forEach((state, probability) -> {
            for (int part = 0; part < PARTS; part++) {
                double share = probability * HALF * (PART - state.seen().get(part)) / left;
                if (share > 0) {
                    next.merge(state.with(part, true, critical), share, Double::sum);
                    next.merge(state.with(part, false, critical), share, Double::sum);
                }
            }
        });
        return next;
    }

    @Test
    void shouldCryWolfLessThanOnceInAHundredOverAllLooks() {
        assertThat(alarms(Rule.standard(Rule.DEFAULT_THETA).looks())).isCloseTo(0.0090725, within(1e-7));
    }

    /** What a third for each look would do: the first can never alarm, and half of what is allowed is left unused. */
    @Test
    void shouldUseMoreOfWhatIsAllowedThanThirdsWould() {
        List<Look> thirds = List.of(new Look(7, 0.01 / 3), new Look(14, 0.01 / 3), new Look(21, 0.01 / 3));
        assertThat(alarms(thirds)).isCloseTo(0.0049552, within(1e-7));
    }

    /** One look is what its own distribution says. */
    @Test
    void shouldAgreeWithTheDistributionOfOneLook() {
        List<Look> first = List.of(new Look(7, 1.0 / 128), new Look(14, 0), new Look(21, 0));
        assertThat(alarms(first)).isCloseTo(1.0 / 128, within(1e-12));
    }
}
