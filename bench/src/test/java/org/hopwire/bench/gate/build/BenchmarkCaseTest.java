package org.hopwire.bench.gate.build;

import java.util.List;
import java.util.regex.Pattern;

import org.hopwire.bench.machine.BenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BenchmarkCaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"ip.RouteBenchmark.burst256(routes=65536)", "x.Y.z", "x.Y.z(a=1,b=TWO)"})
    void shouldWriteTheLabelItRead(String label) {
        assertThat(BenchmarkCase.parse(label).label()).isEqualTo(label);
    }

    @Test
    void shouldRunOneBenchmarkAlone() {
        List<String> arguments = BenchmarkCase.parse("x.Y.z(a=1,b=TWO)").arguments();
        assertThat("org.hopwire.bench.x.Y.z").matches(arguments.get(0));
        assertThat("org.hopwire.bench.x.Y.zz").doesNotMatch(arguments.get(0));
        assertThat(arguments.subList(1, 5)).containsExactly("-p", "a=1", "-p", "b=TWO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x.Y.z(a)", "x.Y.z(a=1", "x y"})
    void shouldNameALabelThatIsNone(String label) {
        assertThatThrownBy(() -> BenchmarkCase.parse(label)).isInstanceOf(BenchException.class)
                .hasMessageContaining("benchmark: \"" + label + "\"");
    }

    @Test
    void shouldTellLostFromNew() {
        Selection selection = Selection.of(cases("x.A.a", "x.B.b", "x.C.c"), cases("x.B.b", "x.C.d"),
                Pattern.compile(""));
        assertThat(selection.gated()).extracting(BenchmarkCase::label).containsExactly("x.B.b");
        assertThat(selection.lost()).extracting(BenchmarkCase::label).containsExactly("x.A.a", "x.C.c");
        assertThat(selection.added()).extracting(BenchmarkCase::label).containsExactly("x.C.d");
    }

    @Test
    void shouldMissNothingThatWasNotAskedFor() {
        Selection selection = Selection.of(cases("x.A.a", "x.B.b"), cases("x.B.b"), Pattern.compile("B"));
        assertThat(selection.gated()).hasSize(1);
        assertThat(selection.lost()).isEmpty();
    }

    @Test
    void shouldNotGateTheFrozenKernel() {
        List<BenchmarkCase> both = List.of(BenchmarkCase.REFERENCE, BenchmarkCase.parse("x.A.a"));
        assertThat(Selection.of(both, both, Pattern.compile("")).gated()).extracting(BenchmarkCase::label)
                .containsExactly("x.A.a");
    }

    private static List<BenchmarkCase> cases(String... labels) {
        return List.of(labels).stream().map(BenchmarkCase::parse).toList();
    }
}
