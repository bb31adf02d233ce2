package org.hopwire.cli;

import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class HopwireTest {
    private static final String[] WORDS = {"doctor", "replay", "config", "check", "completion", "bash", "fish",
        "--help",
        "-h", "--version", "--json", "-q", "-v", "-vv", "--", "-", "", "--config", "no.toml", "in.pcap", "--pps", "0",
        "-1", "99999999999999999999", "1e9", "--settle", "5m", "-L", "--limit=x", "-l", "@file", "\u0000", "--seed",
        "é", "--mbps", "NaN", "-x", "Infinity"};

    static Stream<CommandLine> commands() {
        return withBelow(Hopwire.commandLine());
    }

    private static Stream<CommandLine> withBelow(CommandLine command) {
        return Stream.concat(Stream.of(command),
                command.getSubcommands().values().stream().flatMap(HopwireTest::withBelow));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldHelpWithExamplesAndExitStatus(CommandLine command) {
        Program run = Program.run(command, "--help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Usage: hopwire").contains("Examples:").contains("Exit status:")
                .contains("interrupted");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void shouldNotOfferWhatItCannotDoYet() {
        assertThat(Hopwire.commandLine().getSubcommands().keySet()).containsExactlyInAnyOrder("doctor", "replay",
                "run", "stats", "observe", "reload", "lab", "config", "completion");
    }

    @Test
    void shouldPrintItsVersion() {
        Program run = Program.run("--version");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).matches("hopwire \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R");
    }

    @Test
    void shouldPrintItsVersionAsJson() {
        Program run = Program.run("--version", "--json");
        assertThat(run.json().get("schema").asInt()).isEqualTo(1);
        assertThat(run.json().get("version").asText()).isEqualTo(Version.current());
    }

    @Test
    void shouldAskForACommandWhereNoneIsGiven() {
        Program run = Program.run();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualToNormalizingNewlines("hopwire: Missing command\nTry 'hopwire --help'.\n");
    }

    @Test
    void shouldGuessAMistypedCommand() {
        Program run = Program.run("repaly");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'repaly'").contains("Did you mean").contains("hopwire replay");
    }

    @Test
    void shouldGuessAMistypedOption() {
        Program run = Program.run("doctor", "--jsno");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("'--jsno'").contains("--json").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void shouldCompleteEveryCommand(String shell) {
        Program run = Program.run("completion", shell);
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("doctor").contains("replay").contains("settle").contains("completion");
    }

    @Test
    void shouldRefuseAnUnknownShell() {
        Program run = Program.run("completion", "cmd");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("cmd").contains("bash, zsh, fish");
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay \u0000 out.pcapng -c c.toml", "replay in.pcap \u0000.pcapng -c c.toml",
        "replay in.pcap out.pcapng -c \u0000", "replay in.pcap out.pcapng -c c.toml --drops \u0000.pcapng",
        "config check \u0000"})
    void shouldCallANameNoFileCanHaveAMistakeOfUsage(String line) {
        Program run = Program.run((Object[]) line.split(" ", -1));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("\\u0000").contains("is no file name here: ").doesNotContain("Exception")
                .hasLineCount(2);
    }

    @Test
    void shouldNeverShowATraceForWhateverIsTyped() {
        long seed = 20_260_101;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            String[] args = new String[random.nextInt(7)];
            for (int k = 0; k < args.length; k++) {
                args[k] = WORDS[random.nextInt(WORDS.length)];
            }
            Program run = Program.run((Object[]) args);
            String told = String.join(" ", args) + " (seed " + seed + ")";
            assertThat(run.exitCode()).as(told).isIn(ExitCode.OK, ExitCode.USAGE, ExitCode.ENVIRONMENT,
                    ExitCode.BAD_INPUT);
            if (!told.contains("-vv")) {
                assertThat(run.err()).as(told).doesNotContain("\tat ").doesNotContain("Exception");
            }
        }
    }
}
