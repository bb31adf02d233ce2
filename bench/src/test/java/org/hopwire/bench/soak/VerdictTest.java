package org.hopwire.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VerdictTest {
    private static final Load.Counts BEFORE = new Load.Counts(0, 0, 0, 0, 0, 0, 0, 0);
    private static final Load.Counts AFTER = new Load.Counts(6000, 5000, 900, 5000, 900, 0, 0, 0);
    private static final int SAMPLES = 13;
    private static final int FIELDS = 15;

    private static EngineSample healthy(long i) {
        return EngineSample.parse("sample " + i * 60_000 + " " + i * 500 + " " + i * 5000 / 12 + " "
                + (i * 500 - i * 5000 / 12 - i) + " " + i + " " + i + " 0 0 7 8 2 6000000 90000000 13 220");
    }

    private static Verdict judge(UnaryOperator<EngineSample> last, Load.Counts after) {
        List<EngineSample> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(healthy(i));
        }
        samples.set(SAMPLES - 1, last.apply(samples.get(SAMPLES - 1)));
        return Verdict.of(samples, BEFORE, after);
    }

    private static UnaryOperator<EngineSample> adding(int field, long count) {
        return sample -> {
            String[] values = sample.line().split(" ");
            values[field] = Long.toString(Long.parseLong(values[field]) + count);
            return EngineSample.parse(String.join(" ", values));
        };
    }

    @Test
    void shouldPassWhereEveryFrameIsAccountedForAndNothingGrows() {
        assertThat(judge(UnaryOperator.identity(), AFTER).checks()).allMatch(Verdict.Check::holds);
    }

    @ParameterizedTest
    @CsvSource({"2, received", "3, forwarded", "4, consumed", "5, dropped", "7, lost", "8, failures", "9, worker",
        "10, control", "11, collections"})
    void shouldFailForOneFrameOrOctetThatIsNotAccountedFor(int field, String name) {
        assertThat(judge(adding(field, 7), AFTER).holds()).as(name).isFalse();
    }

    @Test
    void shouldFailForAFrameThatDidNotArrive() {
        assertThat(judge(UnaryOperator.identity(), new Load.Counts(6000, 5000, 900, 4999, 900, 0, 0, 0)).holds())
                .isFalse();
        assertThat(judge(UnaryOperator.identity(), new Load.Counts(6000, 5000, 900, 5000, 899, 0, 0, 0)).holds())
                .isFalse();
        assertThat(judge(UnaryOperator.identity(), new Load.Counts(6000, 5000, 900, 5000, 900, 0, 1, 0)).holds())
                .isFalse();
    }

    @Test
    void shouldFailForAnythingThatGrows() {
        for (int field = FIELDS - 3; field <= FIELDS; field++) {
            List<EngineSample> samples = new ArrayList<>();
            for (int i = 0; i < SAMPLES; i++) {
                samples.add(adding(field, i * 300_000L).apply(healthy(i)));
            }
            assertThat(Verdict.of(samples, BEFORE, AFTER).holds()).as("field " + field).isFalse();
        }
    }
}
