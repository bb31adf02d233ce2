package org.hopwire.bench.wire;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import org.hopwire.bench.machine.BenchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** What the figures of {@code bench wire} mean. */
class WireFiguresTest {
    private static final String LINE = "ns=500000000 sent=1000 arrived=900 program_ns=400000000 cpu0_user_ms=10 "
            + "cpu0_system_ms=20 cpu0_soft_ms=50 cpu0_idle_ms=0 cpu1_soft_ms=100";

    @Test
    void shouldReadTheSendersLine() {
        Sample sample = Sample.parse(LINE);
        assertThat(sample.rate()).isEqualTo(1800);
        assertThat(sample.loss()).isEqualTo(0.1, within(1e-9));
        assertThat(sample.share()).isEqualTo(0.8, within(1e-9));
    }

    /** What the kernel does in the responder's calls is in the responder's time already. */
    @Test
    void shouldChargeTheResponderAndTheReceivingHalfOfTheKernel() {
        assertThat(Sample.parse(LINE).ratePerProcessor(0)).isEqualTo(900 / 0.45, within(1e-6));
    }

    @Test
    void shouldNotTakeAnythingElseForTheSendersLine() {
        assertThatThrownBy(() -> Sample.parse("eth0: No such device")).isInstanceOf(BenchException.class)
                .hasMessageContaining("No such device");
    }

    /** The rounds' ratios, not the ratio of the rounds' medians: 1, 3 and 0.5 have the median 1. */
    @Test
    void shouldCompareRoundByRound() {
        Ratio ratio = Ratio.of(List.of(10.0, 30.0, 10.0), List.of(10.0, 10.0, 20.0));
        assertThat(ratio).isEqualTo(new Ratio(1, 0.5, 3));
    }

    @Test
    void shouldHalveBetweenTheMiddleTwo() {
        assertThat(Ratio.median(new double[] {1, 2, 4, 9})).isEqualTo(3);
    }

    /** All five rounds on one side of the true median: once in sixteen. */
    @Test
    void shouldSayHowSureFiveRoundsAre() {
        assertThat(Ratio.confidence(5)).isEqualTo(1 - 1.0 / 16);
    }

    @ParameterizedTest
    @CsvSource({"--frame 63,--frame: 63 is not 64 to 1514", "--rounds 1,--rounds: 1 is not 2 to 1000",
        "--cores 1,--cores: [1] are not two processors", "--millis 49,--millis: 49 is not 50 to 60000"})
    void shouldRefuseWhatItCannotMeasure(String arguments, String message) {
        StringWriter errors = new StringWriter();
        int status = new CommandLine(new WireCommand()).setErr(new PrintWriter(errors))
                .execute(arguments.split(" ", -1));
        assertThat(status).isEqualTo(2);
        assertThat(errors.toString()).contains(message);
    }
}
