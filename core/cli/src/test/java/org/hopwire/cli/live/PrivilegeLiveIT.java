package org.hopwire.cli.live;

import java.util.List;

import org.hopwire.cli.ExitCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the program lacks it names; what anybody may do it does as anybody. */
class PrivilegeLiveIT extends ScriptedProgram {
    private static final int NOT_HERE = 96;
    /** A user of whom the machine knows nothing but that it is nobody's, and files that it may read. */
    private static final String AS_NOBODY = """
            chmod 755 "$D"; chmod 644 "$D/c.toml"
            N="setpriv --reuid=65534 --regid=65534 --clear-groups"
            $N test -x "$H" -a -r "$D/c.toml" || exit 96
            """;

    @Override
    List<String> namespaces() {
        return namespacesOfRoot();
    }

    @ParameterizedTest
    @CsvSource({"af_packet, -all, cap_net_raw", "af_xdp, -all, 'cap_net_admin,cap_net_raw,cap_bpf'",
        "af_xdp, -bpf, cap_bpf", "af_xdp, -net_admin, cap_net_admin"})
    @DisplayName("what is missing is named in one line, and nothing else; status 4")
    void shouldNameThePrivilegeItLacks(String kind, String less, String named) throws Exception {
        requireTool("setpriv");
        configure(CONFIG.replace("\"af_packet\"", '"' + kind + '"'));
        Run run = run(PROLOGUE + "exec setpriv --bounding-set " + less + " --inh-caps " + less + """
                 $H run -c "$D/c.toml" --duration 1s
                """);
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString()
                .startsWith("hopwire: port near (" + kind + " on near) needs " + named + ", which");
    }

    @ParameterizedTest
    @CsvSource({"af_packet, cap_net_raw", "af_xdp, 'cap_net_admin,cap_net_raw,cap_bpf'"})
    void shouldNameWhatNobodyLacks(String kind, String named) throws Exception {
        requireTool("setpriv");
        configure(CONFIG.replace("\"af_packet\"", '"' + kind + '"'));
        Run run = run(PROLOGUE + AS_NOBODY + "exec $N $H run -c \"$D/c.toml\" --duration 1s");
        assumeTrue(run.exitCode() != NOT_HERE, "nobody may not read " + HOME);
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString()
                .startsWith("hopwire: port near (" + kind + " on near) needs " + named + ", which");
    }

    @Test
    @DisplayName("routes in a folder that only its owner enters are read again by a reload, though root's rest is gone")
    void shouldGoOnReadingARouteFileOfAnotherUser() throws Exception {
        configure(CONFIG + """
                [[route_file]]
                path = "owned/routes"
                """);
        Run run = run(PROLOGUE + """
                mkdir "$D/owned"; echo "203.0.113.0/24 via 192.0.2.2" > "$D/owned/routes"
                chown -R 65534:65534 "$D/owned"; chmod 700 "$D/owned"
                start
                echo "203.0.113.0/24 via 192.0.2.3" > "$D/owned/routes"
                $H reload > "$D/reload"; echo "reload $?"
                kill -TERM $P; wait $P; echo "ended $?"
                """);
        assertThat(run.out()).as(run.err() + "").containsExactly("reload 0", "ended 0");
        assertThat(lines("reload")).anyMatch(line -> line.contains("203.0.113.0/24"));
        assertThat(lines("engine.err"))
                .anyMatch(line -> line.endsWith("capabilities: cap_dac_read_search,cap_net_raw"));
    }

    @Test
    @DisplayName("nobody makes a lab in a user namespace, runs an engine there and takes it down again")
    void shouldHaveALabWithoutRoot() throws Exception {
        requireTool("setpriv");
        Run run = run(AS_NOBODY + """
                $N unshare -Urn true || exit 96
                export HOPWIRE_RUN_DIR="$D/lab"; mkdir "$D/lab"; chown 65534:65534 "$D/lab"
                $N $H lab up > "$D/up"; echo "up $?"
                $N $H lab exec router $H run -c "$D/lab/lab/router.toml" --json > "$D/engine.out" 2> "$D/engine.err" &
                P=$!
                I=0
                while ! grep -q capabilities: "$D/engine.err"; do
                    I=$((I + 1)); [ $I -lt 1000 ] || exit 97; sleep 0.1
                done
                $N $H lab exec host ping -q -c 3 -i 0.2 -W 5 192.0.2.1 > "$D/ping"; echo "pinged $?"
                $N $H lab down > "$D/down"; echo "down $?"
                wait $P; echo "ended $?"
                $N $H lab status > "$D/status"; echo "status $?"
                """);
        assumeTrue(run.exitCode() != NOT_HERE, () -> "nobody has no user namespaces, or may not read " + HOME + ": "
                + run.err());
        assertThat(run.out()).as(run.err() + "").containsExactly("up 0", "pinged 0", "down 0", "ended 0", "status 1");
        assertThat(lines("engine.err")).anyMatch(line -> line.endsWith("capabilities: cap_net_raw"));
        assertThat(pinged()).isEqualTo(3);
        requireBalance(figures());
    }
}
