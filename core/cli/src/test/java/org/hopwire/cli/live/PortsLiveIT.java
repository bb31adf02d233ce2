package org.hopwire.cli.live;

import java.nio.file.Files;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a program can have for a port besides one interface with an address: cables of a switch, tunnels, legacies. */
class PortsLiveIT extends ScriptedProgram {
    private static final int NO_TUNNELS = 96;
    private static final int PINGS = 5;
    private static final String SWITCH = """
            [engine]
            mode = "switch"
            [[port]]
            name = "left"
            kind = "af_packet"
            device = "near"
            [[port]]
            name = "right"
            kind = "af_packet"
            device = "near2"
            """;
    private static final String HOST = """
            [engine]
            mode = "host"
            [[port]]
            name = "near"
            kind = "%s"
            device = "%s"
            address = ["192.0.2.1/24"]
            """;
    /** No other way to the network of the port than by the port. */
    private static final String TUNNELS = PROLOGUE + """
            [ -w /dev/net/tun ] || exit 96
            ip link del near
            """;
    /** Pings the engine, asks for its figures and ends it. */
    private static final String EPILOGUE = """
            ping -q -c 5 -i 0.2 -W 5 ${TARGET:-192.0.2.1} > "$D/ping"; echo "pinged $?"
            $H stats > "$D/table"; $H stats --json > "$D/stats"; echo "stats $?"
            kill -TERM $P; wait $P; echo "ended $?"
            """;
    /** A parent that opens descriptor 3 and becomes the program. */
    private static final String PARENT = """
            import fcntl, os, socket, struct, sys
            if sys.argv[1] == "af_packet":
                opened = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
                opened.bind(("near", 3))
                fd = opened.fileno()
            else:
                fd = os.open("/dev/net/tun", os.O_RDWR)
                fcntl.ioctl(fd, 0x400454ca, struct.pack("16sH22x", b"hop0", 0x1002))
            os.dup2(fd, 3)
            os.set_inheritable(3, True)
            os.execv(sys.argv[2], sys.argv[2:])
            """;

    private JsonNode stats() throws Exception {
        return new Program(0, Files.readString(folder.resolve("stats")), "").json();
    }

    private void requirePings(Run run) throws Exception {
        assertThat(run.out()).as(run.err() + " " + lines("engine.err")).contains("pinged 0", "stats 0", "ended 0");
        assertThat(pinged()).isEqualTo(PINGS);
        requireBalance(figures());
    }

    private void requireAnswers(Run run) throws Exception {
        requirePings(run);
        assertThat(stats().path("icmp").path("sent").path("echo-reply").asLong()).isEqualTo(PINGS);
        assertThat(figures().path("icmp").path("sent").path("echo-reply").asLong()).isEqualTo(PINGS);
    }

    @Test
    @DisplayName("a switch between two cables: a ping passes, and both ports show it")
    void shouldSwitchBetweenTwoCables() throws Exception {
        requireTool("nsenter");
        configure(SWITCH);
        Run run = run(PROLOGUE + """
                ip link add near2 type veth peer name far2; ip link set near2 up
                unshare -n sleep 200 & B=$!
                while [ "$(readlink /proc/$B/ns/net)" = "$(readlink /proc/self/ns/net)" ]; do
                    kill -0 $B || exit 99; sleep 0.05
                done
                ip link set far2 netns $B
                nsenter -t $B -n sh -c 'ip addr add 192.0.2.3/24 dev far2; ip link set far2 up' || exit 98
                ping -q -c 1 -W 1 192.0.2.3 > "$D/before"; echo "before $?"
                start
                TARGET=192.0.2.3
                """ + EPILOGUE);
        requirePings(run);
        assertThat(run.out()).as("nobody else passes frames on").contains("before 1");
        JsonNode stats = stats();
        // each request and each answer
        assertThat(stats.path("forwarded").asLong()).isGreaterThanOrEqualTo(2L * PINGS);
        for (String port : new String[] {"left", "right"}) {
            assertThat(stats.path("ports").path(port).path("received").asLong()).as(port)
                    .isGreaterThanOrEqualTo(PINGS);
            assertThat(stats.path("ports").path(port).path("transmitted").asLong()).as(port)
                    .isGreaterThanOrEqualTo(PINGS);
            assertThat(lines("table")).anyMatch(line -> line.strip().startsWith(port + " "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tap", "tun"})
    @DisplayName("a tunnel is made and switched on, the kernel pings the engine through it, and it goes with the engine")
    void shouldAnswerTheKernelThroughATunnel(String kind) throws Exception {
        configure(HOST.formatted(kind, "hop0"));
        Run run = run(TUNNELS + """
                start
                ip addr add 192.0.2.2/24 dev hop0
                """ + EPILOGUE + """
                ip link show hop0 > "$D/link" 2> "$D/gone"; echo "left behind $?"
                """);
        assumeTrue(run.exitCode() != NO_TUNNELS, "/dev/net/tun is not there, or not for this user");
        requireAnswers(run);
        assertThat(run.out()).contains("left behind 1");
    }

    @ParameterizedTest
    @CsvSource({"af_packet, socket:, ''",
        "tap, /dev/net/tun, 'ip link set hop0 up; ip addr add 192.0.2.2/24 dev hop0'"})
    @DisplayName("what a parent left open as descriptor 3 is a port, without privileges, of the program begun again")
    void shouldGoOnWithWhatItsParentLeftOpen(String kind, String target, String afterwards) throws Exception {
        requireTool("python3");
        Files.writeString(folder.resolve("parent.py"), PARENT);
        configure(HOST.formatted(kind, "fd:3"));
        Run run = run((kind.equals("tap") ? TUNNELS : PROLOGUE) + """
                PROGRAM=$H; H="python3 $D/parent.py %s $H"
                start
                H=$PROGRAM
                echo "begun again $(tr '\\0' '\\n' < /proc/$P/environ | grep -c "^HOPWIRE_LIMITED=$P\\$")"
                readlink /proc/$P/fd/3
                %s
                """.formatted(kind, afterwards) + EPILOGUE);
        assumeTrue(run.exitCode() != NO_TUNNELS, "/dev/net/tun is not there, or not for this user");
        requireAnswers(run);
        assertThat(run.out()).contains("begun again 1").anyMatch(line -> line.startsWith(target));
        assertThat(lines("engine.err")).anyMatch(line -> line.endsWith("capabilities: none"));
    }

    @ParameterizedTest
    @CsvSource({"af_packet, 3", "af_packet, 99", "tap, 3", "tap, 99"})
    @DisplayName("a descriptor that is of another kind, or that nobody left open, is named in one line; status 4")
    void shouldNameADescriptorThatIsNoPort(String kind, int fd) throws Exception {
        configure(HOST.formatted(kind, "fd:" + fd));
        Run run = run("exec $H run -c \"$D/c.toml\" --duration 1s 3< /dev/null");
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("port near", "fd:" + fd);
    }
}
