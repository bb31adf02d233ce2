package org.hopwire;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every rule in {@code rules/icmp.tsv}, {@code rules/igmp.tsv}, {@code rules/ip.tsv} and {@code rules/neighbour.tsv}
 * names a test in which it holds and one with the case beside it, where it must not.
 */
class RuleTableTest {
    private static final List<String> DOCUMENTS = List.of("RFC792-", "RFC950-", "RFC1071-", "RFC1624-", "RFC1122-",
            "RFC1191-", "RFC1256-", "RFC1812-", "RFC2644-", "RFC4884-", "RFC4950-", "RFC5837-", "RFC5927-", "RFC6633-",
            "RFC6864-", "RFC6918-", "RFC8335-");

    private static final List<String> MEMBERSHIP = List.of("RFC1112-", "RFC2236-", "RFC2365-", "RFC4286-", "RFC4541-",
            "RFC4604-", "RFC4605-", "RFC4607-", "RFC7761-", "RFC9279-", "RFC9776-", "R-IGMP-", "R-STATE-", "R-SUPP-",
            "R-QUER-", "R-LEAVE-", "R-TIMER-");

    private static List<String> rows(String table) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/rules", table)).stream()
                .filter(line -> !line.startsWith("#")).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"icmp.tsv", "igmp.tsv", "ip.tsv", "neighbour.tsv"})
    void shouldNameTestsThatExist(String table) throws IOException {
        assertThat(faults(rows(table))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"icmp.tsv", "igmp.tsv"})
    void shouldHaveRulesOfEveryDocument(String table) throws IOException {
        List<String> rows = rows(table);
        assertThat(rows).hasSizeGreaterThan(50);
        assertThat(table.startsWith("icmp") ? DOCUMENTS : MEMBERSHIP)
                .allSatisfy(document -> assertThat(rows).anyMatch(row -> row.startsWith(document)));
    }

    @Test
    void shouldFindEveryKindOfFault() {
        String good = "A\ttext\tRuleTableTest#shouldNameTestsThatExist\tRuleTableTest#shouldFindEveryKindOfFault";
        assertThat(faults(List.of(good))).isEmpty();
        assertThat(faults(List.of(good, good))).containsExactly("A: twice");
        assertThat(faults(List.of(good.replace("text", " ")))).containsExactly("A: an empty cell");
        assertThat(faults(List.of(good.replace("text\t", "")))).containsExactly("A: 3 cells");
        assertThat(faults(List.of(good.replace("#shouldFind", "#shouldLose")))).singleElement().asString()
                .contains("shouldLoseEveryKindOfFault");
        assertThat(faults(List.of(good.replace("Test#shouldFind", "Tests#shouldFind")))).hasSize(1);
        assertThat(faults(List.of(good.replace("#shouldFindEveryKindOfFault", "#rows")))).as("not a test").hasSize(1);
        assertThat(faults(List.of(good.replace("#shouldFindEveryKindOfFault", "#shouldNameTestsThatExist"))))
                .containsExactly("A: one test for both cases");
    }

    private static List<String> faults(List<String> rows) {
        List<String> faults = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String row : rows) {
            String[] cells = row.split("\t", -1);
            if (!seen.add(cells[0])) {
                faults.add(cells[0] + ": twice");
            } else if (cells.length != 4) {
                faults.add(cells[0] + ": " + cells.length + " cells");
            } else {
                faultsOf(cells, faults);
            }
        }
        return faults;
    }

    private static void faultsOf(String[] cells, List<String> faults) {
        if (Arrays.stream(cells).anyMatch(String::isBlank)) {
            faults.add(cells[0] + ": an empty cell");
        } else if (cells[2].equals(cells[3])) {
            faults.add(cells[0] + ": one test for both cases");
        } else {
            Arrays.stream(cells).skip(2).filter(cell -> !isTest(cell))
                    .forEach(cell -> faults.add(cells[0] + ": no test " + cell));
        }
    }

    private static boolean isTest(String reference) {
        String[] parts = reference.split("#", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            Class<?> outer = Class.forName("org.hopwire." + parts[0]);
            return Stream.concat(Stream.of(outer), Arrays.stream(outer.getDeclaredClasses()))
                    .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                    .anyMatch(method -> method.getName().equals(parts[1]) && isAnnotated(method));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean isAnnotated(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class)
                || method.isAnnotationPresent(FuzzTest.class);
    }
}
