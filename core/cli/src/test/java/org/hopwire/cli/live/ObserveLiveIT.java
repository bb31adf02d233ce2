package org.hopwire.cli.live;

import java.util.List;

import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A look at a program under load. */
class ObserveLiveIT extends ScriptedProgram {
    private static final int WANTED = 200;
    /** Datagrams to a port where nobody listens, as long as a process is there. */
    private static final String SENDER = """
            import os, socket, sys, time
            out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            while os.path.exists("/proc/" + sys.argv[1]):
                out.sendto(b"x", ("192.0.2.1", 4711))
                time.sleep(0.005)
            """;

    @Test
    @DisplayName("observe --protocol udp amid a flood of pings shows datagrams alone, and misses none")
    void shouldMissNothingThatIsWantedInAFlood() throws Exception {
        requireTool("python3");
        Run run = run(PROLOGUE + """
                start
                ping -f -q -w 200 192.0.2.1 > "$D/ping" & L=$!
                $H observe --protocol udp --json -n 200 > "$D/seen" 2> "$D/observe.err" & O=$!
                python3 -c '%s' $O & S=$!
                wait $O; echo "observed $?"
                wait $S; kill -INT $L; wait $L
                $H observe --port nowhere > "$D/none" 2> "$D/refused"; echo "refused $?"
                kill -TERM $P; wait $P; echo "ended $?"
                """.formatted(SENDER));
        assertThat(run.out()).as(run.err() + " " + lines("observe.err")).containsExactly("observed 0",
                "refused " + ExitCode.BAD_INPUT, "ended 0");
        List<String> seen = lines("seen");
        assertThat(seen).hasSize(WANTED)
                .allMatch(line -> "udp".equals(Json.parse(line).path("protocol").asText()));
        assertThat(lines("observe.err")).noneMatch(line -> line.contains("not shown"));
        assertThat(lines("refused")).filteredOn(line -> line.startsWith("hopwire: ")).singleElement().asString()
                .isEqualTo("hopwire: observe port: 'nowhere' is none of the ports near");
        assertThat(figures().path("icmp").path("sent").path("echo-reply").asLong()).isGreaterThan(1000);
    }
}
