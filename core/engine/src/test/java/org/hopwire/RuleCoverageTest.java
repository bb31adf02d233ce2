package org.hopwire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every rule about hostile input is named by at least one test's display name. */
class RuleCoverageTest {
    private static final List<String> DISPLAY_NAMES = displayNames();

    private static List<String> displayNames() {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Test.java")).flatMap(RuleCoverageTest::namesIn)
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> namesIn(Path file) {
        try {
            return Files.readAllLines(file).stream().filter(line -> line.contains("@DisplayName("));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"R-LEN-01", "R-LEN-02", "R-LEN-03", "R-LEN-04", "R-LEN-05", "R-LEN-06", "R-OPT-01",
        "R-OPT-02", "R-OPT-03", "R-ICMP-01", "R-ICMP-02", "R-ICMP-03", "R-ICMP-04", "R-ICMP-05", "R-ICMP-06",
        "R-REFL-01", "R-REFL-02", "R-REFL-03", "R-REFL-04", "R-RATE-01", "R-RATE-02", "R-RATE-03", "R-LEAK-01",
        "R-DEPR-01", "R-PROBE-01", "R-ID-01", "R-REDIR-01", "R-PMTU-01", "R-BLIND-01"})
    void shouldHaveATestForEachRule(String rule) {
        assertThat(DISPLAY_NAMES).anyMatch(name -> name.contains(rule));
    }

    @Test
    void shouldFindDisplayNamesAtAll() {
        assertThat(DISPLAY_NAMES).hasSizeGreaterThan(50).noneMatch(name -> name.contains("R-NONE-00"));
    }
}
