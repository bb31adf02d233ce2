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
        "R-REFL-01", "R-REFL-02", "R-REFL-03", "R-REFL-04", "R-RATE-01", "R-RATE-02", "R-RATE-03", "R-FRAG-01",
        "R-LEAK-01",
        "R-DEPR-01", "R-PROBE-01", "R-ID-01", "R-REDIR-01", "R-PMTU-01", "R-BLIND-01", "R-IGMP-01", "R-IGMP-02",
        "R-IGMP-03", "R-IGMP-04", "R-IGMP-05", "R-IGMP-06", "R-STATE-01", "R-STATE-02", "R-STATE-03", "R-STATE-04",
        "R-STATE-05", "R-SUPP-01", "R-QUER-01", "R-QUER-02", "R-QUER-03", "R-QUER-04", "R-LEAVE-01", "R-LEAVE-02",
        "R-TIMER-01", "R-TIMER-02", "R-TIMER-03", "R-CFG-01", "1.1 between host and last-hop router",
        "1.1 no forwarding by default", "1.1 general query periodically", "1.1 delay timer random",
        "1.1 suppression", "1.1 leave", "1.1 and 1.3 a v1 host present", "1.3 two functions",
        "1.3 v1 = query, report, suppression", "1.3 v1 and v2 need SSM mapping", "1.3 v1 query to 224.0.0.1",
        "v1 leave is silent", "1.3 v2 querier = lowest IP", "initial two queries 15 s apart",
        "1.3 group queries only after a leave", "1.3 leave to 224.0.0.2", "1.3 v3: general, group",
        "1.3 six records", "1.3 v3 leave = TO_IN{}", "1.3 ageing", "1.4 Query Interval", "1.4 v1 max response",
        "1.4 Group Membership Interval", "Other Querier Present", "Startup Query Interval", "LMQI",
        "1.4 Unsolicited Report Interval", "1.4 Older Version Querier Present", "1.4 Older Host Present"})
    void shouldHaveATestForEachRule(String rule) {
        assertThat(DISPLAY_NAMES).anyMatch(name -> name.contains(rule));
    }

    @Test
    void shouldFindDisplayNamesAtAll() {
        assertThat(DISPLAY_NAMES).hasSizeGreaterThan(50).noneMatch(name -> name.contains("R-NONE-00"));
    }
}
