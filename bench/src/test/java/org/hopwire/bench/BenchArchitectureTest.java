package org.hopwire.bench;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which package of the gate may use which: arithmetic knows nothing of processes, nothing of the engine is known. */
class BenchArchitectureTest {
    private static final String GATE = "org.hopwire.bench.gate";
    private static final int MOST_CLASSES = 20;
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(Map.of(
            "stats", Set.of(),
            "decide", Set.of("stats"),
            "sample", Set.of("stats"),
            "build", Set.of(),
            "run", Set.of("stats", "decide", "sample", "build"),
            "report", Set.of("stats", "decide", "sample", "run"),
            "power", Set.of("stats", "decide", "sample", "build", "run"),
            "mutate", Set.of("stats", "decide", "sample", "build", "run", "report", "power"),
            "", Set.of("stats", "decide", "sample", "build", "run", "report", "power", "mutate")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(GATE);

    static Set<String> packages() {
        return MAY_USE.keySet();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void shouldUseOnlyWhatThePackageMayUse(String name) {
        Set<String> used = new TreeSet<>();
        CLASSES.stream().filter(each -> isIn(each, name)).flatMap(each -> each.getDirectDependenciesFromSelf().stream())
                .map(each -> each.getTargetClass().getBaseComponentType().getPackageName())
                .filter(each -> each.startsWith("org.hopwire.")).forEach(used::add);
        Set<String> allowed = MAY_USE.get(name).stream().map(BenchArchitectureTest::full).collect(Collectors.toSet());
        allowed.add(full(name));
        assertThat(allowed).containsAll(used);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void shouldHaveFewClasses(String name) {
        assertThat(CLASSES.stream().filter(each -> isIn(each, name) && each.isTopLevelClass())).hasSizeBetween(1,
                MOST_CLASSES);
    }

    @Test
    void shouldListEveryPackage() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
                .isEqualTo(packages().stream().map(BenchArchitectureTest::full).collect(Collectors.toSet()));
    }

    private static boolean isIn(JavaClass type, String name) {
        return type.getPackageName().equals(full(name));
    }

    private static String full(String name) {
        return name.isEmpty() ? GATE : GATE + "." + name;
    }
}
