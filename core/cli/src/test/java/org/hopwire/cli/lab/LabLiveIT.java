package org.hopwire.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Interrupts;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The walk-through of the README, with the assembled program: as root, or as anybody who may have namespaces. */
@Tag("live")
@EnabledOnOs(OS.LINUX)
class LabLiveIT {
    private static final Path HOME = Path.of(System.getProperty("hopwire.dist", "target/hopwire")).toAbsolutePath();
    private static final String LAUNCHER = HOME.resolve("bin/hopwire").toString();
    private static final long PATIENCE_SECONDS = 60;
    private static final String ONLY_NET_RAW = "0000000000002000";

    @TempDir
    private Path folder;
    private Process engine;

    private record Run(int exitCode, String out, String err) {}

    @BeforeEach
    void setUp() throws Exception {
        assumeTrue(Files.isExecutable(Path.of(LAUNCHER)), HOME + " is not assembled");
        Run up = run("lab", "up");
        assumeTrue(up.exitCode() != ExitCode.ENVIRONMENT, up.err());
        assertThat(up.exitCode()).as(up.err()).isZero();
        engine = startEngine();
    }

    @AfterEach
    void tearDown() throws Exception {
        if (engine != null) {
            engine.destroyForcibly().waitFor();
        }
        assertThat(run("lab", "down").exitCode()).isZero();
        try (Stream<Path> left = Files.list(folder.resolve("run"))) {
            // of an engine that was killed, the next one sweeps
            assertThat(left.map(each -> each.getFileName().toString()))
                    .allMatch(name -> name.matches("\\d+\\.(counters|socket)"));
        }
    }

    private ProcessBuilder builder(String name, String... words) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().put("JAVA25_HOME", System.getProperty("java.home"));
        builder.environment().put("HOPWIRE_RUN_DIR", folder.resolve("run").toString());
        return builder;
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private Run run(String... words) throws Exception {
        Process process = builder("tool", words).start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(String.join(" ", words)).isTrue();
        return new Run(process.exitValue(), text("tool.out"), text("tool.err"));
    }

    private Run on(String node, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("lab", "exec", node));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new));
    }

    private Process startEngine() throws Exception {
        Process process = builder("engine", "lab", "exec", "router", "hopwire", "run", "--config",
                folder.resolve("run/lab/router.toml").toString()).start();
        await(process, () -> text("engine.err").contains("capabilities: "));
        return process;
    }

    /** Something that becomes true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private void await(Process process, Condition condition) throws Exception {
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time: " + text("engine.err")).isLessThan(endNs);
            assertThat(process.isAlive()).as("alive: " + text("engine.err")).isTrue();
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    private JsonNode stats() throws Exception {
        Run run = run("stats", "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return new Program(run.exitCode(), run.out(), run.err()).json();
    }

    private String allMulticast() throws Exception {
        Run run = on("router", "ip", "-d", "link", "show", "lan");
        return Stream.of(run.out().split("\\s+(?=promiscuity)")).skip(1).findFirst().orElse(run.out())
                .replaceAll("(?s)minmtu.*", "").strip();
    }

    @Test
    void shouldAnswerForAnAddressThatNoKernelKnows() throws Exception {
        Run ping = on("host", "ping", "-c", "3", "-i", "0.2", "-W", "5", "192.0.2.1");
        assertThat(ping.exitCode()).as(ping.out()).isZero();
        assertThat(ping.out()).contains("3 received").contains("ttl=64");
        assertThat(stats().path("icmp").path("sent").path("echo-reply").asInt()).isEqualTo(3);
    }

    @Test
    void shouldBeAHopOnTheWayToTheServer() throws Exception {
        Run near = on("host", "ping", "-c", "1", "-t", "1", "198.51.100.2");
        assertThat(near.out()).contains("From 192.0.2.1").contains("Time to live exceeded");
        Run far = on("host", "ping", "-c", "3", "-i", "0.2", "-W", "5", "-s", "1400", "198.51.100.2");
        assertThat(far.out()).contains("3 received").contains("ttl=63");
        assumeTrue(Tool.find("traceroute") != null, "traceroute is not installed");
        Run way = on("host", "traceroute", "-n", "-q", "1", "198.51.100.2");
        assertThat(way.out().lines().skip(1)).hasSize(2).satisfiesExactly(
                first -> assertThat(first).contains("192.0.2.1 "),
                second -> assertThat(second).contains("198.51.100.2 "));
    }

    @Test
    void shouldSeeAKernelJoinAndLeave() throws Exception {
        assertThat(on("host", "ip", "address", "add", "239.1.2.3/32", "dev", "eth0", "autojoin").exitCode()).isZero();
        await(engine, () -> isMember("239.1.2.3"));
        assertThat(on("host", "ip", "address", "del", "239.1.2.3/32", "dev", "eth0").exitCode()).isZero();
        await(engine, () -> !isMember("239.1.2.3"));
    }

    private boolean isMember(String group) throws Exception {
        Predicate<JsonNode> isIt = each -> each.path("group").asText().equals(group)
                && each.path("port").asText().equals("lan");
        for (JsonNode each : stats().path("groups")) {
            if (isIt.test(each)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void shouldTellWhatBecameOfAPacket() throws Exception {
        Process observer = builder("observer", "observe", "--protocol", "icmp", "--host", "192.0.2.2", "-n", "2",
                "--json").start();
        while (observer.isAlive()) {
            on("host", "ping", "-c", "1", "-W", "1", "192.0.2.1");
        }
        assertThat(observer.exitValue()).isZero();
        assertThat(text("observer.out").lines()).hasSize(2)
                .allMatch(line -> line.contains("\"verdict\":\"answered\"") && line.contains("\"in\":\"lan\""));
    }

    @Test
    void shouldHoldNoMoreThanItNeedsInAnyThread() throws Exception {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + engine.pid() + "/task"))) {
            List<List<String>> statuses = new ArrayList<>();
            for (Path each : (Iterable<Path>) threads::iterator) {
                statuses.add(Files.readAllLines(each.resolve("status")));
            }
            assertThat(statuses).hasSizeGreaterThan(5).allSatisfy(lines -> assertThat(lines)
                    .contains("CapPrm:\t" + ONLY_NET_RAW, "CapEff:\t" + ONLY_NET_RAW, "CapBnd:\t" + ONLY_NET_RAW,
                            "NoNewPrivs:\t1"));
        }
    }

    @Test
    void shouldGiveTheInterfaceBackWhenItIsToldToEnd() throws Exception {
        assertThat(allMulticast()).contains("allmulti 1");
        engine.destroy();
        assertThat(engine.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.exitValue()).as(text("engine.err")).isZero();
        assertThat(text("engine.out")).contains("frames in").contains("query-v3");
        assertThat(allMulticast()).contains("promiscuity 0").contains("allmulti 0");
        assertThat(run("stats").exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void shouldPrintItsFiguresWhenInterrupted() throws Exception {
        Interrupts.require();
        new ProcessBuilder("kill", "-INT", Long.toString(engine.pid())).start().waitFor();
        assertThat(engine.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(text("engine.out")).contains("frames in");
    }

    @Test
    void shouldStartAgainAfterItWasKilled() throws Exception {
        long killed = engine.pid();
        engine.destroyForcibly().waitFor();
        engine = startEngine();
        assertThat(folder.resolve("run/" + killed + ".counters")).doesNotExist();
        assertThat(on("host", "ping", "-c", "1", "-W", "5", "192.0.2.1").exitCode()).isZero();
        assertThat(stats().path("pid").asLong()).isEqualTo(engine.pid());
    }

    @Test
    void shouldStayUpWhenMadeTwice() throws Exception {
        long router = new Program(0, run("lab", "status", "--json").out(), "").json().path("nodes").path("router")
                .asLong();
        assertThat(run("lab", "up", "--json").out()).contains("\"router\" : " + router);
        assertThat(engine.isAlive()).isTrue();
    }

    @Test
    void shouldEndWhatRunsInsideWhenTakenDown() throws Exception {
        Run down = run("lab", "down");
        assertThat(down.err()).contains("ended process " + engine.pid());
        assertThat(engine.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.exitValue()).as("told to end, not killed").isZero();
        assertThat(run("lab", "status").exitCode()).isEqualTo(ExitCode.NO);
    }
}
