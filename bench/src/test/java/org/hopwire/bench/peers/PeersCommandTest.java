package org.hopwire.bench.peers;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.hopwire.bench.machine.Shell;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class PeersCommandTest {
    private final StringWriter complaints = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new PeersCommand()).setErr(new PrintWriter(complaints)).execute(arguments);
    }

    @Test
    void shouldRefuseWhatItCannotMeasureNamingOptionAndValue() {
        assertThat(run("--work", "no such work")).isEqualTo(2);
        assertThat(run("--work", "(")).isEqualTo(2);
        assertThat(run("--rounds", "0")).isEqualTo(2);
        assertThat(run("--core", "99999")).isEqualTo(2);
        assertThat(complaints.toString()).contains("--work: no work matches \"no such work\"", "--work: \"(\": ",
                "--rounds: 0 is not 1 to 100", "--core: 99999 is not 0 to ");
    }

    @Test
    void shouldGetTheSameAnswersFromProgramsInC() {
        Assumptions.assumeFalse(Shell.line("pkg-config", "--modversion", "libdpdk").isEmpty()
                || Shell.line("gcc", "--version").isEmpty(), "needs gcc and DPDK's headers");
        assertThat(run("--check", "--core", "0", "--work", "T[24579] .*(20 B|64 B|548 B)|groups 1000$")).isZero();
    }
}
