package org.hopwire.bench.gate.power;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.run.Outcome;
import org.hopwire.bench.gate.sample.PairSeries;
import org.hopwire.bench.gate.sample.RawRun;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The decision on forks of the frozen kernel against itself on a real machine, at load average 13 on 2 cores. */
class RecordedRunsTest {
    private static final Rule RULE = Rule.standard(Rule.DEFAULT_THETA);
    private static final String REFERENCE = "reference.ReferenceBenchmark.sum";

    @Test
    void shouldNotTrustAMachineThatLoaded() throws IOException {
        Outcome outcome = Replay.gate(recorded(), RULE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).startsWith("machine too noisy: CI +-8.6 % around +3.7 %");
    }

    @Test
    void shouldReadThePairsAsTheyWereMeasured() throws IOException {
        PairSeries series = Replay.series(recorded()).get(REFERENCE);
        assertThat(series.size()).isEqualTo(18);
        assertThat(series.logRatios()).allMatch(each -> Math.abs(each) < 0.5);
    }

    @Test
    void shouldNotCryWolfOverTheSameKernelAndSeeWhatIsPlanted() throws IOException {
        Power power = Power.ofNull(Replay.series(recorded()).get(REFERENCE).logRatios(), RULE, 1000, 1);
        assertThat(power.share(Verdict.REGRESSION, 0)).isLessThan(0.005);
        assertThat(power.share(Verdict.OK, 0.10)).isLessThan(0.05);
        assertThat(power.share(Verdict.REGRESSION, 0.40)).isGreaterThan(0.95);
    }

    @Test
    void shouldSumUpWhatWasRecorded() throws IOException {
        AaSummary summary = AaSummary.of(List.of(recorded()), RULE);
        assertThat(summary.runs()).isEqualTo(1);
        assertThat(summary.noisy()).isEqualTo(1);
        assertThat(summary.judged()).isZero();
        assertThat(summary.atMost()).isEqualTo(1);
        assertThat(summary.benchmarks()).extracting(AaRow::benchmark).containsExactly(REFERENCE);
        assertThat(summary.benchmarks().get(0).pairs()).isEqualTo(18);
    }

    private static RawRun recorded() throws IOException {
        InputStream in = RecordedRunsTest.class.getResourceAsStream("loaded-machine.jsonl");
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        try (BufferedReader lines = new BufferedReader(reader)) {
            return RawRun.read(lines, "loaded-machine.jsonl").get(0);
        }
    }
}
