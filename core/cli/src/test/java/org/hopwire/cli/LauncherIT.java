package org.hopwire.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The assembled program as people start it. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherIT {
    private static final Path HOME = Path.of("target/hopwire").toAbsolutePath();

    @TempDir
    private static Path folder;
    private static Path copy;
    private static Path launcher;

    @BeforeAll
    static void copyToAPathWithBlanks() throws IOException {
        assumeTrue(Files.isExecutable(HOME.resolve("bin/hopwire")), "target/hopwire is not assembled");
        copy = folder.resolve("a path/with blanks");
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = copy.resolve(HOME.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        launcher = copy.resolve("bin/hopwire");
    }

    private record Run(int exitCode, String out, String err) {}

    private static Run run(Map<String, String> environment, Object... command)
            throws IOException, InterruptedException {
        Process process = start(environment, command);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
        return new Run(process.exitValue(), Files.readString(folder.resolve("out")),
                Files.readString(folder.resolve("err")));
    }

    private static Process start(Map<String, String> environment, Object... command) throws IOException {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    @Test
    void shouldFindThisMachineHealthyWithTheFlagsOfItsFile() throws Exception {
        Run run = run(Map.of(), launcher, "doctor");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("ok +vector-module").doesNotContain("\u001b");
    }

    @Test
    void shouldKeepTheJvmQuietButForTheIncubatorLine() throws Exception {
        Run run = run(Map.of(), launcher, "--version");
        assertThat(run.err().strip()).isEqualTo("WARNING: Using incubator modules: jdk.incubator.vector");
    }

    @Test
    void shouldStartThroughLinks() throws Exception {
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), launcher);
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), absolute.getFileName());
        assertThat(run(Map.of(), relative, "--version").out()).startsWith("hopwire ");
    }

    @Test
    void shouldReplayTheBundledRecordingToStandardOutput() throws Exception {
        Path demo = copy.resolve("demo");
        Path file = folder.resolve("answers.pcapng");
        Run toFile = run(Map.of(), launcher, "replay", demo.resolve("recording.pcapng"), file, "-c",
                demo.resolve("router.toml"));
        assertThat(toFile.exitCode()).as(toFile.err()).isZero();
        assertThat(toFile.out()).contains("answers    " + file);
        assertThat(toFile.err()).contains("checksum=");
        Process piped = start(Map.of(), launcher, "replay", demo.resolve("recording.pcapng"), "-", "-c",
                demo.resolve("router.toml"));
        assertThat(piped.waitFor()).isZero();
        assertThat(Files.mismatch(folder.resolve("out"), file)).isEqualTo(-1);
        assertThat(folder.resolve("err")).content().contains("frames in");
    }

    @Test
    void shouldPassMoreFlagsToTheJvm() throws Exception {
        Run run = run(Map.of("HOPWIRE_OPTS", "-Dagrona.disable.bounds.checks=true -Dother=1"), launcher, "doctor");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.out()).containsPattern("missing +bounds-checks");
    }

    @Test
    void shouldRefuseToReplayWithoutBoundsChecks() throws Exception {
        Path demo = copy.resolve("demo");
        Run run = run(Map.of("HOPWIRE_OPTS", "-Dagrona.disable.bounds.checks=true"), launcher, "replay",
                demo.resolve("recording.pcapng"), folder.resolve("never.pcapng"), "-c", demo.resolve("router.toml"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("agrona.disable.bounds.checks").doesNotContain("\tat ");
    }

    @Test
    void shouldSayWhichSettingPointsAtNoJava() throws Exception {
        Run run = run(Map.of("HOPWIRE_JAVA", "/bin/false"), launcher, "doctor");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).isEqualTo("hopwire: HOPWIRE_JAVA=/bin/false is not a Java 25 or newer;"
                + " point it at the bin/java of a JDK 25\n");
    }

    @Test
    void shouldSayWhatToSetWhereTheLocaleCannotSpellAName() throws Exception {
        Run run = run(Map.of("LC_ALL", "C"), "/bin/sh", "-c", "exec \"$0\" config check \"$(printf '\\303\\251')\"",
                launcher);
        assertThat(run.exitCode()).as(run.err()).isIn(ExitCode.USAGE, ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(run.exitCode() == ExitCode.USAGE ? "set LC_ALL=C.UTF-8" : "no such file")
                .doesNotContain("defect");
    }

    @Test
    void shouldTakeTheJavaItIsGiven() throws Exception {
        Run run = run(Map.of("HOPWIRE_JAVA", System.getProperty("java.home"), "JAVA25_HOME", "/none"), launcher,
                "--version");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void shouldSayInOneSentenceWhatToInstallWhereNoJavaFits() throws Exception {
        // asks for a Java that nobody has, rather than hiding the ones this machine has
        Path impossible = launcher.resolveSibling("impossible");
        Files.writeString(impossible, Files.readString(launcher).replace("least=25", "least=9999"));
        assertThat(impossible.toFile().setExecutable(true)).isTrue();
        Run run = run(Map.of(), impossible, "doctor");
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).isEqualTo("hopwire: needs Java 9999 or newer and found none: install a JDK 9999"
                + " (Temurin 9999, say) and set JAVA25_HOME to its folder\n");
    }

    @Test
    void shouldRunFromItsJarAloneAndSayThatChecksumsAreScalar() throws Exception {
        Path jar;
        try (Stream<Path> files = Files.list(copy.resolve("lib"))) {
            jar = files.filter(each -> each.getFileName().toString().startsWith("hopwire-cli")).findFirst()
                    .orElseThrow();
        }
        Run run = run(Map.of(), Path.of(System.getProperty("java.home"), "bin/java"), "-jar", jar, "doctor");
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).containsPattern("note +vector-module").contains("--add-modules=jdk.incubator.vector")
                .containsPattern("note +checksum +scalar");
    }

    @Test
    void shouldPrintItsSummaryWhenInterrupted() throws Exception {
        Interrupts.require();
        Path demo = copy.resolve("demo");
        Path out = folder.resolve("interrupted.pcapng");
        Process process = start(Map.of(), launcher, "replay", demo.resolve("recording.pcapng"), out, "-c",
                demo.resolve("router.toml"), "--pps", "5");
        interrupt(process);
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(folder.resolve("out")).content().contains(", interrupted").contains("frames in");
    }

    @Test
    void shouldPrintItsSummaryWhenInterruptedInFrontOfASilentPipe() throws Exception {
        Interrupts.require();
        Path demo = copy.resolve("demo");
        Path out = folder.resolve("silent.pcapng");
        Process process = start(Map.of(), launcher, "replay", "-", out, "-c", demo.resolve("router.toml"));
        byte[] recording = Files.readAllBytes(demo.resolve("recording.pcapng"));
        process.getOutputStream().write(recording, 0, recording.length / 2);
        process.getOutputStream().flush();
        interrupt(process);
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(folder.resolve("out")).content().contains(", interrupted").containsPattern("frames in +[1-9]");
        try (CaptureReader reader = CaptureReader.open(out)) {
            CaptureRecord record = new CaptureRecord();
            while (reader.next(record)) {
                assertThat(record.isTruncated()).isFalse();
            }
            assertThat(reader.records()).isPositive();
            assertThat(reader.statisticsBlocks()).as("the last thing written").isEqualTo(2);
        }
    }

    /** As ^C does, once the replay has begun. */
    private static void interrupt(Process process) throws IOException, InterruptedException {
        while (process.isAlive() && !Files.readString(folder.resolve("err")).contains("checksum=")) {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        process.waitFor(1, TimeUnit.SECONDS);
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
