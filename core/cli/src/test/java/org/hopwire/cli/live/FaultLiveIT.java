package org.hopwire.cli.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What happens to the assembled program from outside: signals under load, disks that are full, memory and privileges
 * that are missing. Each script runs in network and mount namespaces of its own, which end with it.
 */
@Tag("live")
@EnabledOnOs(OS.LINUX)
class FaultLiveIT {
    private static final Path HOME = Path.of(System.getProperty("hopwire.dist", "target/hopwire")).toAbsolutePath();
    private static final Path DEMO = HOME.resolve("demo");
    private static final long PATIENCE_SECONDS = 120;
    private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");
    private static final String CONFIG = """
            [engine]
            mode = "host"
            [[port]]
            name = "near"
            kind = "af_packet"
            device = "near"
            mac = "02:00:00:00:00:01"
            address = ["192.0.2.1/24"]
            [igmp]
            role = "host"
            [[igmp.port]]
            name = "near"
            join = [{ group = "239.1.2.3" }]
            """;
    /** A cable, the kernel at its far end, and a function that starts an engine at its near end. */
    private static final String PROLOGUE = """
            ip link add near address 02:00:00:00:00:01 type veth peer name far address 02:00:00:00:00:02 || exit 98
            ip link set near up; ip link set far up; ip addr add 192.0.2.2/24 dev far; ip link set lo up
            start() {
                $H run -c "$D/c.toml" --json > "$D/engine.out" 2> "$D/engine.err" & P=$!
                while ! grep -q capabilities: "$D/engine.err"; do kill -0 $P || exit 99; sleep 0.1; done
            }
            """;

    @TempDir
    private Path folder;

    private record Run(int exitCode, List<String> out, List<String> err) {
        /** What the program said, without the line of the JVM's. */
        List<String> said() {
            return err.stream().filter(line -> line.startsWith("hopwire: ") && !line.contains("checksum=")).toList();
        }
    }

    @BeforeEach
    void setUp() throws Exception {
        assumeTrue(Files.isExecutable(HOME.resolve("bin/hopwire")), HOME + " is not assembled");
        Run probe = run("true");
        assumeTrue(probe.exitCode() == 0, "unshare -rmn: " + probe.err());
        Files.writeString(folder.resolve("c.toml"), CONFIG);
    }

    private Run run(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("unshare", "-rmn", "sh", "-c", script)
                .redirectOutput(folder.resolve("out").toFile()).redirectError(folder.resolve("err").toFile());
        builder.environment().put("H", HOME.resolve("bin/hopwire").toString());
        builder.environment().put("D", folder.toString());
        builder.environment().put("DEMO", DEMO.toString());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().put(EngineFiles.VARIABLE, folder.resolve("run").toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(script).isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), lines("out"), lines("err"));
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    private JsonNode figures() throws Exception {
        return new Program(0, Files.readString(folder.resolve("engine.out")), "").json();
    }

    private static long total(JsonNode node) {
        long total = 0;
        for (JsonNode each : node) {
            total += each.asLong();
        }
        return total;
    }

    private static void requireBalance(JsonNode figures) {
        assertThat(figures.path("received").asLong()).isEqualTo(figures.path("forwarded").asLong()
                + figures.path("consumed").asLong() + total(figures.path("dropped")));
        assertThat(figures.path("transmitted").asLong())
                .isEqualTo(figures.path("forwarded").asLong() + figures.path("originated").asLong());
    }

    private long pinged() throws IOException {
        Matcher matcher = RECEIVED.matcher(Files.readString(folder.resolve("ping")));
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void shouldEndInOrderWhenItIsToldToUnderLoad() throws Exception {
        Run run = run(PROLOGUE + """
                start
                ping -f -q -w 4 192.0.2.1 > "$D/ping" & L=$!
                sleep 2; kill -TERM $P; wait $P; echo "ended $?"
                wait $L; ip -d link show near
                """);
        assertThat(run.out()).as(run.err() + "").contains("ended 0").anyMatch(line -> line.contains("allmulti 0"));
        JsonNode figures = figures();
        requireBalance(figures);
        assertThat(figures.path("icmp").path("sent").path("echo-reply").asLong()).isEqualTo(pinged())
                .isGreaterThan(1000);
        assertThat(folder.resolve("run")).isEmptyDirectory();
    }

    @Test
    void shouldAnswerAgainAfterItWasKilledUnderLoad() throws Exception {
        Run run = run(PROLOGUE + """
                start
                ping -f -q -w 3 192.0.2.1 > "$D/ping" & L=$!
                sleep 1; kill -KILL $P; wait $P; echo "ended $?"; wait $L
                start
                ping -q -c 3 -i 0.2 -W 5 192.0.2.1 > "$D/ping"; echo "pinged $?"
                kill -TERM $P; wait $P; echo "ended $?"
                """);
        assertThat(run.out()).as(run.err() + "").containsExactly("ended 137", "pinged 0", "ended 0");
        assertThat(pinged()).isEqualTo(3);
        requireBalance(figures());
        assertThat(folder.resolve("run")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$T/full.pcapng\"", "/dev/null --drops \"$T/full.pcapng\""})
    void shouldKeepWholeRecordsWhereTheDiskIsFull(String where) throws Exception {
        Run run = run("""
                T="$D/tmpfs"; mkdir "$T"; mount -t tmpfs -o size=1m none "$T" || exit 98
                $H replay "$DEMO/recording.pcapng" %s -c "$DEMO/router.toml" -l 200; STATUS=$?
                cp "$T/full.pcapng" "$D/kept.pcapng"; exit $STATUS
                """.formatted(where.replace("/dev/null", "\"$D/other.pcapng\"")));
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("tmpfs/full").contains("No space left on device");
        assertThat(Files.size(folder.resolve("kept.pcapng"))).isBetween(1_000_000L, 1_048_576L);
        try (CaptureReader reader = CaptureReader.open(folder.resolve("kept.pcapng"))) {
            CaptureRecord record = new CaptureRecord();
            long records = 0;
            while (reader.next(record)) {
                records++;
            }
            assertThat(records).isGreaterThan(1000);
        }
    }

    /** Room for a part of the counters: what is mapped there beyond would end the JVM at the first count. */
    @ParameterizedTest
    @ValueSource(strings = {"4k", "32k"})
    void shouldRefuseToCountWhereTheDiskIsFull(String size) throws Exception {
        Run run = run(PROLOGUE + """
                T="$D/tmpfs"; mkdir "$T"; mount -t tmpfs -o size=%s none "$T" || exit 98
                HOPWIRE_RUN_DIR="$T" $H run -c "$D/c.toml" --duration 1s; STATUS=$?
                ls "$T"; exit $STATUS
                """.formatted(size));
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("No space left on device");
        assertThat(run.out()).as("nothing is left").isEmpty();
    }

    @Test
    void shouldNameThePrivilegeItLacks() throws Exception {
        Run run = run(PROLOGUE + """
                exec setpriv --bounding-set -all --inh-caps -all $H run -c "$D/c.toml" --duration 1s
                """);
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("needs cap_net_raw");
    }

    @Test
    void shouldSayInOneLineThatTheHeapIsTooSmall() throws Exception {
        Run run = run(PROLOGUE + """
                HOPWIRE_OPTS="-Xmx8m" $H run -c "$D/c.toml" --duration 1s
                """);
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("out of memory").contains("-Xmx");
        assertThat(run.err()).noneMatch(line -> line.contains("\tat "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOPWIRE_OPTS=-Xmx32m", "ulimit -v 12000000", "ulimit -l 0"})
    void shouldRunWithLittleMemory(String limit) throws Exception {
        Run run = run(PROLOGUE + "export HOPWIRE_OPTS; " + limit + """

                $H run -c "$D/c.toml" --duration 1s --json > "$D/engine.out"
                """);
        assertThat(run.exitCode()).as(run.err() + "").isZero();
        requireBalance(figures());
    }
}
