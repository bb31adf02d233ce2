package org.hopwire.cli.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The assembled program under a shell script, in namespaces of its own; all processes there end with the script. It
 * finds the program as {@code $H}, a folder of its own as {@code $D}, the configuration there as {@code c.toml}, and
 * the tests' class path as {@code $TESTS}.
 */
@Tag("live")
@EnabledOnOs(OS.LINUX)
abstract class ScriptedProgram {
    static final Path HOME = Path.of(System.getProperty("hopwire.dist", "target/hopwire")).toAbsolutePath();
    /** A host of one group, behind the near end of a cable. */
    static final String CONFIG = """
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
    /**
     * A cable, the kernel at its far end, and functions: one that starts an engine at its near end and waits until it
     * is ready, one that waits for a line in a file (or several), one that tells what the kernel knows of the near end.
     */
    static final String PROLOGUE = """
            ip link add near address 02:00:00:00:00:01 type veth peer name far address 02:00:00:00:00:02 || exit 98
            ip link set near up; ip link set far up; ip addr add 192.0.2.2/24 dev far; ip link set lo up
            start() {
                : > "$D/engine.err"
                $H run -c "$D/c.toml" --json "$@" > "$D/engine.out" 2> "$D/engine.err" & P=$!
                while ! grep -q capabilities: "$D/engine.err"; do kill -0 $P || exit 99; sleep 0.05; done
            }
            await() {
                N=0
                while [ "$(grep -a -c -- "$1" "$2")" -lt "${3:-1}" ]; do
                    N=$((N + 1)); [ $N -lt 1000 ] || exit 97; sleep 0.1
                done
            }
            flags() { ip -d link show near | grep -o -e 'promiscuity [0-9]*' -e 'allmulti [0-9]*' | tr '\n' ' '; }
            """;

    private static final long PATIENCE_SECONDS = 240;
    private static final Pattern RECEIVED = Pattern.compile("(\\d+) received");
    private static final Path DEMO = HOME.resolve("demo");

    @TempDir
    Path folder;

    /** What a script left behind. */
    record Run(int exitCode, List<String> out, List<String> err) {
        /** What the program said, without its banner and what the JVM says. */
        List<String> said() {
            return err.stream().filter(line -> line.startsWith("hopwire: ") && !line.contains("checksum=")).toList();
        }
    }

    @BeforeEach
    final void prepare() throws Exception {
        assumeTrue(Files.isExecutable(HOME.resolve("bin/hopwire")), HOME + " is not assembled");
        Run probe = run("true");
        assumeTrue(probe.exitCode() == 0, "unshare: " + probe.err());
        configure(CONFIG);
    }

    final void configure(String text) throws IOException {
        Files.writeString(folder.resolve("c.toml"), text);
    }

    /** Words that lead into namespaces: a user's own where nothing asks for the machine's root. */
    List<String> namespaces() {
        return List.of("unshare", "-rmn", "-pf", "--mount-proc", "--kill-child");
    }

    /** Skips the test where an ability of root's is asked for: a user namespace gives none over the machine. */
    static List<String> namespacesOfRoot() {
        assumeTrue(isRootOfTheMachine(), "the test needs root");
        return List.of("unshare", "-mn", "-pf", "--mount-proc", "--kill-child");
    }

    private static boolean isRootOfTheMachine() {
        try {
            return "root".equals(System.getProperty("user.name"))
                    && Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireTool(String name) throws Exception {
        Process found = new ProcessBuilder("sh", "-c", "command -v " + name).redirectErrorStream(true).start();
        found.getInputStream().readAllBytes();
        assumeTrue(found.waitFor() == 0, name + " is not installed");
    }

    final Run run(String script) throws Exception {
        List<String> words = new ArrayList<>(namespaces());
        words.addAll(List.of("sh", "-c", script));
        ProcessBuilder builder = new ProcessBuilder(words).redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("H", HOME.resolve("bin/hopwire").toString());
        builder.environment().put("D", folder.toString());
        builder.environment().put("DEMO", DEMO.toString());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().put("TESTS", System.getProperty("java.class.path"));
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

    final List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    /** What the engine said, where a script has started it, without its banner and its ports. */
    final List<String> told() throws IOException {
        return lines("engine.err").stream().filter(line -> line.startsWith("hopwire: "))
                .filter(line -> !line.contains("checksum=") && !line.contains(": port ")
                        && !line.contains("capabilities:"))
                .toList();
    }

    final JsonNode figures() throws Exception {
        return new Program(0, Files.readString(folder.resolve("engine.out")), "").json();
    }

    /** Echo replies by the summaries of all pings in a file. */
    final long pinged() throws IOException {
        Matcher matcher = RECEIVED.matcher(Files.readString(folder.resolve("ping")));
        long received = 0;
        assertThat(matcher.find()).isTrue();
        do {
            received += Long.parseLong(matcher.group(1));
        } while (matcher.find());
        return received;
    }

    static long total(JsonNode node) {
        long total = 0;
        for (JsonNode each : node) {
            total += each.asLong();
        }
        return total;
    }

    static void requireBalance(JsonNode figures) {
        assertThat(figures.path("received").asLong()).isEqualTo(figures.path("forwarded").asLong()
                + figures.path("consumed").asLong() + total(figures.path("dropped")));
        assertThat(figures.path("transmitted").asLong())
                .isEqualTo(figures.path("forwarded").asLong() + figures.path("originated").asLong());
    }
}
