package org.hopwire.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packages of every module keep: a table says which may use which, no two need each other, none is large. A
 * module's test is a class below this one, with its table.
 */
public abstract class PackageRules {
    /** What all names of packages begin with. */
    protected static final String ROOT = "org.hopwire.";
    private static final int MOST_CLASSES = 20;
    private static final String DESCRIPTION = "package-info";

    private final JavaClasses classes;
    private final Map<String, Set<String>> mayUse;

    /**
     * The packages of a module.
     *
     * @param classes all of its own, none of its tests
     * @param mayUse by the name of each package which others it may use, names without {@link #ROOT}
     */
    protected PackageRules(JavaClasses classes, Map<String, Set<String>> mayUse) {
        this.classes = classes;
        this.mayUse = mayUse;
    }

    /** Nobody escapes the table. */
    @Test
    protected void shouldNameEveryPackage() {
        assertThat(mayUse.keySet()).isEqualTo(names(classes.stream()));
    }

    private static Set<String> names(Stream<JavaClass> some) {
        return some.map(JavaClass::getPackageName).map(name -> name.substring(ROOT.length()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the table does not allow is not used. */
    @TestFactory
    protected Stream<DynamicTest> shouldUseOnlyWhatItsRankAllows() {
        return mayUse.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> checkUses(name)));
    }

    private void checkUses(String name) {
        List<String> forbidden = new ArrayList<>(mayUse.keySet());
        forbidden.removeAll(mayUse.get(name));
        forbidden.remove(name);
        String[] patterns = forbidden.stream().map(each -> ROOT + each).toArray(String[]::new);
        noClasses().that().resideInAPackage(ROOT + name).should().dependOnClassesThat().resideInAnyPackage(patterns)
                .check(classes);
    }

    /** A table that allows a circle would not show it. */
    @Test
    protected void shouldPointDownward() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(classes);
    }

    /** Nobody reads more at a time. */
    @Test
    protected void shouldKeepPackagesSmall() {
        Map<String, Long> sizes = classes.stream().filter(PackageRules::isSourceFile)
                .collect(groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES));
    }

    private static boolean isSourceFile(JavaClass each) {
        return each.isTopLevelClass() && !isDescription(each);
    }

    private static boolean isDescription(JavaClass each) {
        return each.getSimpleName().equals(DESCRIPTION);
    }

    /** Every package says what it is for. */
    @Test
    protected void shouldMapEveryPackage() {
        assertThat(names(classes.stream().filter(PackageRules::isDescription))).isEqualTo(mayUse.keySet());
    }
}
