package org.hopwire.bench.gate.mutate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.hopwire.bench.machine.BenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MutantTest {
    private static final Path ROOT = Path.of("..");

    static Stream<Mutant> all() {
        return Mutant.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldStillFitItsSource(Mutant mutant) throws IOException {
        String source = Files.readString(ROOT.resolve(mutant.file()));
        assertThat(mutant.applied(source)).isNotEqualTo(source).contains(mutant.replace());
    }

    @ParameterizedTest
    @MethodSource("all")
    void shouldBeForABenchmarkOfTheQuickGate(Mutant mutant) throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("bench/src/main/resources/org/hopwire/bench/gate/quick.txt")))
                .contains(mutant.benchmark());
    }

    @Test
    void shouldFailByNameWhereTheSourceHasMovedOn() {
        Mutant mutant = mutant("gone");
        assertThatThrownBy(() -> mutant.applied("here")).isInstanceOf(BenchException.class)
                .hasMessage("mutant m: find: occurs nowhere in F.java");
        assertThatThrownBy(() -> mutant.applied("gone gone"))
                .hasMessage("mutant m: find: occurs more than once in F.java");
    }

    @Test
    void shouldEditAFile(@TempDir Path tree) throws IOException {
        Files.writeString(tree.resolve("F.java"), "a = 1;");
        mutant("1").apply(tree);
        assertThat(tree.resolve("F.java")).hasContent("a = 2;");
        assertThatThrownBy(() -> mutant("1").apply(tree.resolve("elsewhere")))
                .hasMessage("mutant m: file: cannot edit F.java");
    }

    @Test
    void shouldBeAnotherBuildWhenTheEditChanges() {
        assertThat(mutant("1").key("c")).isNotEqualTo(mutant("2").key("c")).startsWith("c+m-");
    }

    @Test
    void shouldHaveNamesOfTheirOwn() {
        assertThat(all().map(Mutant::name)).doesNotHaveDuplicates().allMatch(each -> each.matches("[a-z0-9-]+"));
    }

    private static Mutant mutant(String find) {
        return new Mutant("m", "about", "F.java", find, "2", "x.Y.z");
    }
}
