package org.hopwire.bench.gate.run;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.hopwire.bench.gate.build.BenchmarkCase;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.gate.run.FakeForks.Call;
import org.hopwire.bench.gate.sample.Phase;
import org.hopwire.bench.gate.sample.Side;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionTest {
    private static final BenchmarkCase ONE = BenchmarkCase.parse("x.One.run");
    private static final BenchmarkCase TWO = BenchmarkCase.parse("x.Two.run(size=64)");
    private static final double QUIET = 0.004;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void shouldLetPassWhatHasNotChangedAfterSevenPairsEach() {
        FakeForks forks = new FakeForks(QUIET);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE, TWO);
        assertThat(outcome.verdict()).isEqualTo(Verdict.OK);
        assertThat(outcome.findings()).extracting(Finding::verdict).containsExactly(Verdict.OK, Verdict.OK);
        assertThat(forks.calls).hasSize(3 * 7 * 2);
    }

    @Test
    void shouldRunSidesInTurnAndBenchmarksInTurn() {
        FakeForks forks = new FakeForks(QUIET);
        run(forks, Duration.ofHours(1), ONE, TWO);
        assertThat(forks.calls.stream().filter(each -> each.phase() == Phase.GATE).limit(8)).containsExactly(
                new Call(Phase.GATE, ONE.label(), 1, Side.A), new Call(Phase.GATE, ONE.label(), 1, Side.B),
                new Call(Phase.GATE, TWO.label(), 1, Side.A), new Call(Phase.GATE, TWO.label(), 1, Side.B),
                new Call(Phase.GATE, ONE.label(), 2, Side.B), new Call(Phase.GATE, ONE.label(), 2, Side.A),
                new Call(Phase.GATE, TWO.label(), 2, Side.B), new Call(Phase.GATE, TWO.label(), 2, Side.A));
    }

    @Test
    void shouldConfirmARegressionWithNewPairs() {
        FakeForks forks = new FakeForks(QUIET)
                .taking(call -> call.side() == Side.B && call.benchmark().equals(TWO.label()) ? 110 : 100);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE, TWO);
        Finding two = outcome.findings().get(1);
        assertThat(outcome.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(two.verdict()).isEqualTo(Verdict.REGRESSION);
        assertThat(two.confirmation().series().size()).isEqualTo(7);
        assertThat(forks.calls.stream().filter(each -> each.phase() == Phase.CONFIRM)).hasSize(14)
                .allMatch(each -> each.benchmark().equals(TWO.label()));
    }

    @Test
    void shouldForgiveWhatNewPairsDoNotShow() {
        FakeForks forks = new FakeForks(QUIET)
                .taking(call -> call.side() == Side.B && call.phase() == Phase.GATE ? 110 : 100);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.OK);
        assertThat(outcome.findings().get(0).reason()).isEqualTo("slower at first, not in new pairs");
    }

    @Test
    void shouldSaySoWhereAnImprovementIsSure() {
        FakeForks forks = new FakeForks(QUIET).taking(call -> call.side() == Side.B
                && call.phase() == Phase.GATE ? 90 : 100);
        assertThat(run(forks, Duration.ofHours(1), ONE).verdict()).isEqualTo(Verdict.IMPROVEMENT);
    }

    @Test
    void shouldMeasureNothingOnAMachineThatIsTooNoisy() {
        FakeForks forks = new FakeForks(0.3);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).matches("machine too noisy: CI \\+-\\d+\\.\\d % around .*");
        assertThat(outcome.findings().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(forks.calls).allMatch(each -> each.phase() == Phase.REFERENCE);
    }

    @Test
    void shouldDistrustAMachineOnWhichTheSameCodeIsFaster() {
        FakeForks forks = new FakeForks(QUIET)
                .taking(call -> call.side() == Side.B && call.phase() == Phase.REFERENCE ? 90 : 100);
        assertThat(run(forks, Duration.ofHours(1), ONE).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void shouldTakeMorePairsWhileUndecidedAndGiveUpAfterTheLastLook() {
        FakeForks forks = new FakeForks(QUIET).taking(
                call -> call.phase() == Phase.GATE && call.side() == Side.B ? 100 + (call.pair() % 4 - 1.5) * 16 : 100);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE);
        assertThat(outcome.findings().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.findings().get(0).series().size()).isEqualTo(21);
        assertThat(outcome.findings().get(0).reason()).isEqualTo("too noisy");
    }

    @Test
    void shouldRunALostForkOnceMore() {
        FakeForks forks = new FakeForks(QUIET).failing(new Call(Phase.GATE, ONE.label(), 4, Side.A), 1);
        assertThat(run(forks, Duration.ofHours(1), ONE).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void shouldCallLostWhatTheCandidateCannotRun() {
        FakeForks forks = new FakeForks(QUIET).failing(new Call(Phase.GATE, ONE.label(), 4, Side.B), 2);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE, TWO);
        assertThat(outcome.verdict()).isEqualTo(Verdict.LOST);
        assertThat(outcome.findings().get(0).reason()).isEqualTo("the candidate cannot run it: broken");
        assertThat(outcome.findings().get(1).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void shouldNotBlameTheCandidateForABrokenBaseline() {
        FakeForks forks = new FakeForks(QUIET).failing(new Call(Phase.GATE, ONE.label(), 4, Side.A), 2);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.findings().get(0).reason()).isEqualTo("the baseline cannot run it: broken");
    }

    @Test
    void shouldNameABenchmarkThatIsGone() {
        Outcome outcome = session(new FakeForks(QUIET), Duration.ofHours(1)).run(List.of(ONE), List.of(TWO));
        assertThat(outcome.verdict()).isEqualTo(Verdict.LOST);
        assertThat(outcome.findings().get(0).benchmark()).isEqualTo("x.Two.run(size=64)");
        assertThat(outcome.findings().get(0).reason()).isEqualTo("the candidate has no such benchmark");
        assertThat(outcome.findings().get(1).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void shouldNameALostBenchmarkOnANoisyMachineToo() {
        assertThat(session(new FakeForks(0.3), Duration.ofHours(1)).run(List.of(ONE), List.of(TWO)).verdict())
                .isEqualTo(Verdict.LOST);
    }

    @Test
    void shouldStopInTime() {
        FakeForks forks = new FakeForks(QUIET);
        Outcome outcome = run(forks, Duration.ofSeconds(20), ONE);
        assertThat(forks.nowNs()).isLessThanOrEqualTo(Duration.ofSeconds(20).toNanos());
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.findings().get(0).reason()).isEqualTo("no time left after 3 pairs");
        assertThat(outcome.findings().get(0).estimate()).isNull();
    }

    @Test
    void shouldNotCallARegressionWhatThereWasNoTimeToConfirm() {
        FakeForks forks = new FakeForks(QUIET).taking(call -> call.side() == Side.B && call.phase() != Phase.REFERENCE
                ? 120
                : 100);
        Outcome outcome = run(forks, Duration.ofSeconds(30), ONE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.findings().get(0).reason()).contains("not confirmed").contains("no time left");
    }

    @Test
    void shouldRunAPairWithASuspectForkAnew() {
        FakeForks forks = new FakeForks(QUIET);
        forks.taking(call -> call.phase() == Phase.GATE && call.pair() == 3 && call.side() == Side.B
                && forks.calls.stream().filter(call::equals).count() == 1 ? 200 : 100);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.OK);
        assertThat(outcome.findings().get(0).series().replaced(Side.B)).isEqualTo(1);
        assertThat(outcome.findings().get(0).series().size()).isEqualTo(7);
    }

    @Test
    void shouldKeepSuspectForksThatComeAgainAndAgain() {
        FakeForks forks = new FakeForks(QUIET)
                .taking(call -> call.phase() == Phase.GATE && call.pair() <= 3 && call.side() == Side.B ? 200 : 100);
        Outcome outcome = run(forks, Duration.ofHours(1), ONE);
        assertThat(outcome.findings().get(0).verdict()).isNotEqualTo(Verdict.OK);
        assertThat(forks.calls.size()).isLessThan(200);
    }

    @Test
    void shouldForetellTheFirstLookOfAll() {
        assertThat(session(new FakeForks(QUIET), Duration.ofHours(1)).neededMs(List.of(ONE, TWO)))
                .isEqualTo(3 * 7 * 2 * 1000);
    }

    @Test
    void shouldSayNowAndThenHowMuchTimeIsLeft() {
        BenchmarkCase[] many = IntStream.range(0, 5).mapToObj(i -> BenchmarkCase.parse("x.B" + i + ".run"))
                .toArray(BenchmarkCase[]::new);
        run(new FakeForks(QUIET), Duration.ofHours(1), many);
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSizeBetween(2, 3).allMatch(each -> each.matches("bench: gate pair .* left"));
    }

    private Outcome run(FakeForks forks, Duration time, BenchmarkCase... benchmarks) {
        return session(forks, time).run(List.of(benchmarks), List.of());
    }

    private Session session(FakeForks forks, Duration time) {
        Progress progress = new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), false, forks::nowNs);
        return new Session(forks, Rule.standard(Rule.DEFAULT_THETA), new Budget(time, forks::nowNs), progress);
    }
}
