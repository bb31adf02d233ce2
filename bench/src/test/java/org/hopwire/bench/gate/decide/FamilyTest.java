package org.hopwire.bench.gate.decide;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FamilyTest {
    private static final Rule RULE = Rule.standard(Rule.DEFAULT_THETA);
    private static final Look FIRST = RULE.looks().get(0);
    private static final Look SECOND = RULE.looks().get(1);

    @Test
    void shouldCallSevenSlowPairsARegressionWhereBenchmarksAreFew() {
        Family family = new Family(RULE, names(10));
        family.judge(FIRST, ratios(family, 7, 0.10));
        assertThat(family.verdict("b0")).isEqualTo(Verdict.REGRESSION);
        assertThat(family.open()).isEmpty();
    }

    @Test
    void shouldAskForMorePairsWhereBenchmarksAreMany() {
        Family family = new Family(RULE, names(11));
        family.judge(FIRST, ratios(family, 7, 0.10));
        assertThat(family.verdict("b0")).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(family.open()).hasSize(11);
        family.judge(SECOND, ratios(family, 14, 0.10));
        assertThat(family.verdict("b0")).isEqualTo(Verdict.REGRESSION);
    }

    @Test
    void shouldNotCorrectWhatIsLetPass() {
        Family family = new Family(RULE, names(40));
        family.judge(FIRST, ratios(family, 7, 0.001));
        assertThat(family.open()).isEmpty();
        assertThat(family.verdict("b39")).isEqualTo(Verdict.OK);
    }

    @Test
    void shouldKeepAFinalVerdict() {
        Family family = new Family(RULE, List.of("b0"));
        family.judge(FIRST, ratios(family, 7, 0.001));
        family.judge(SECOND, Map.of("b0", Collections.nCopies(14, 0.5)));
        assertThat(family.verdict("b0")).isEqualTo(Verdict.OK);
        assertThat(family.estimate("b0").pairs()).isEqualTo(7);
    }

    @Test
    void shouldLeaveOutWhatIsLost() {
        Family family = new Family(RULE, names(2));
        family.lose("b1");
        family.judge(FIRST, ratios(family, 7, 0.001));
        assertThat(family.verdict("b1")).isEqualTo(Verdict.LOST);
        assertThat(family.estimate("b1")).isNull();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "b" + i).toList();
    }

    private static Map<String, List<Double>> ratios(Family family, int pairs, double around) {
        Map<String, List<Double>> ratios = new TreeMap<>();
        List<Double> values = new ArrayList<>(
                DoubleStream.iterate(around * 0.9, each -> each + around * 0.01).limit(pairs).boxed().toList());
        family.open().forEach(each -> ratios.put(each, values));
        return ratios;
    }
}
