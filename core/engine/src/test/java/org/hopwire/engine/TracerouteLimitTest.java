package org.hopwire.engine;

import java.util.stream.IntStream;

import org.hopwire.testkit.Lab;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 1812 section 4.3.2.8: errors are limited, and what an operator does by hand comes through all the same. */
class TracerouteLimitTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final int SEEDS = 40;
    /** What traceroute has under way together. */
    private static final int PROBES = 16;
    private static final int FIRST_PORT = 33_434;

    private static byte[] probe(String target, int ttl, int number) {
        return Lab.fromLan(target).ttl(ttl).udp(40_000 + number, FIRST_PORT + number).build();
    }

    /** Errors that come back for probes sent at one moment, each hop's three by their TTL. */
    private static int traceroute(Lab lab, String target) {
        return lab.onLan(IntStream.range(0, PROBES).mapToObj(i -> probe(target, 1 + i / 3, i)).toArray(byte[][]::new))
                .size();
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 16", "203.0.113.9, 16"})
    @DisplayName("two traceroutes in a row, to us and to where there is no way, draw every answer, whatever the seed")
    void shouldAnswerTwoTraceroutesInARow(String target, int errors) {
        for (int seed = 0; seed < SEEDS; seed++) {
            long random = seed;
            try (Lab lab = new Lab(builder -> builder.seed(random))) {
                assertThat(traceroute(lab, target)).as("seed %d", seed).isEqualTo(errors);
                lab.pass(SECOND_NS / 10);
                assertThat(traceroute(lab, target)).as("seed %d", seed).isEqualTo(errors);
            }
        }
    }

    @Test
    @DisplayName("a flood from one /24 draws 100 errors a second in the mean, and never more than 350 at once")
    void shouldStayALimit() {
        try (Lab lab = new Lab()) {
            int first = flood(lab, 1000);
            assertThat(first).isBetween(50, 350);
            int total = 0;
            for (int i = 0; i < 1000; i++) {
                lab.pass(SECOND_NS / 10);
                int now = flood(lab, 100);
                assertThat(now).isLessThanOrEqualTo(100);
                total += now;
            }
            assertThat(total).as("in 100 seconds").isBetween(7_500, 12_500);
            assertThat(lab.snapshot().errorsSuppressed()).containsKey("prefix-limit");
        }
    }

    private static int flood(Lab lab, int probes) {
        return lab.onLan(IntStream.range(0, probes).mapToObj(i -> probe("203.0.113.9", 64, i)).toArray(byte[][]::new))
                .size();
    }
}
