package org.hopwire.bench.gate;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class GateCommandTest {
    @ParameterizedTest
    @CsvSource({
        "--theta,3,'\"3\" is not a share'",
        "--theta,0%,'\"0%\" is not a share'",
        "--theta,100%,'\"100%\" is not a share'",
        "--theta,x%,'\"x%\" is not a share'",
        "--budget,10,'\"10\" is not a duration'",
        "--benchmark,(,--benchmark"})
    void shouldNameTheOptionAndTheValueThatAreWrong(String option, String value, String message) {
        StringWriter said = new StringWriter();
        int code = new CommandLine(new GateCommand()).setErr(new PrintWriter(said)).execute(option, value);
        assertThat(code).isEqualTo(2);
        assertThat(said.toString()).contains(option).contains(message);
    }

    @Test
    void shouldReadAShare() {
        assertThat(new Percent().convert("3%")).isEqualTo(0.03);
        assertThat(new Percent().convert("0.5%")).isEqualTo(0.005);
    }
}
