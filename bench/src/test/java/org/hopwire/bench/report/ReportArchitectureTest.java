package org.hopwire.bench.report;

import java.util.Map;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** Drawing knows nothing of what is drawn, reading nothing of pages, and neither of the rest of the program. */
class ReportArchitectureTest {
    private static final int MOST_CLASSES = 20;
    private static final String ROOT = "org.hopwire.bench.report";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);

    /** What each package must leave alone. */
    private static final Map<String, String[]> MUST_NOT_USE = Map.of(
            "chart", new String[] {"page", "input", "section", ""},
            "input", new String[] {"chart", "page", "section", ""},
            "page", new String[] {"input", "section", ""},
            "section", new String[] {""});

    @Test
    void shouldPointDownward() {
        MUST_NOT_USE.forEach((name, others) -> {
            for (String other : others) {
                noClasses().that().resideInAPackage(full(name)).should().dependOnClassesThat()
                        .resideInAPackage(full(other)).check(CLASSES);
            }
        });
    }

    @Test
    void shouldUseNothingElseOfTheProgram() {
        noClasses().that().resideInAnyPackage(MUST_NOT_USE.keySet().stream().map(ReportArchitectureTest::full)
                .toArray(String[]::new)).should().dependOnClassesThat(JavaClass.Predicates
                        .resideInAPackage("org.hopwire..").and(com.tngtech.archunit.base.DescribedPredicate
                                .not(JavaClass.Predicates.resideInAPackage(ROOT + ".."))))
                .check(CLASSES);
    }

    @Test
    void shouldHaveFewClassesInEachPackage() {
        CLASSES.stream().filter(JavaClass::isTopLevelClass)
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()))
                .forEach((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(MOST_CLASSES));
    }

    private static String full(String name) {
        return name.isEmpty() ? ROOT : ROOT + "." + name;
    }
}
