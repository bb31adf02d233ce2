package org.hopwire.cli.live;

import java.nio.file.Files;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The unit for systemd that comes with the program, and what it does to a service: start, reload, stop. */
class ServiceLiveIT extends ScriptedProgram {
    /** What the README says of it. */
    private static final double EXPOSURE = 2.1;
    /** The archive where the unit expects it. */
    private static final String UNPACKED = """
            mount -t tmpfs none /opt && mkdir /opt/hopwire && mount --bind "${H%/bin/hopwire}" /opt/hopwire || exit 98
            U=/opt/hopwire/systemd/hopwire.service
            """;

    @Test
    @DisplayName("systemd-analyze has no complaint about the unit")
    void shouldBeAUnitThatSystemdTakes() throws Exception {
        requireTool("systemd-analyze");
        Run run = run(UNPACKED + "systemd-analyze verify --man=no \"$U\"");
        assertThat(run.exitCode()).as(run.err() + "").isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).filteredOn(line -> line.contains("hopwire")).isEmpty();
    }

    @Test
    @DisplayName("systemd-analyze calls the service as little exposed as the README says")
    void shouldBeAsLittleExposedAsIsSaid() throws Exception {
        requireTool("systemd-analyze");
        Run run = run(UNPACKED + "systemd-analyze security --offline=true --no-pager \"$U\"");
        assertThat(run.exitCode()).as(run.err() + "").isZero();
        assertThat(run.out()).last().asString().contains("Overall exposure level for hopwire.service: " + EXPOSURE
                + " OK");
    }

    /** The group that is reported is what can be seen of the configuration in force. */
    @Test
    @DisplayName("SIGHUP and ExecReload put a changed file in force; a wrong one changes nothing and is told in a line")
    void shouldGoByItsFileAgainWhenToldTo() throws Exception {
        Files.writeString(folder.resolve("other.toml"), CONFIG.replace("239.1.2.3", "239.4.5.6"));
        Files.writeString(folder.resolve("third.toml"), CONFIG.replace("239.1.2.3", "239.7.8.9"));
        Files.writeString(folder.resolve("wrong.toml"), CONFIG.replace("239.1.2.3", "10.1.2.3"));
        Run run = run(UNPACKED + PROLOGUE + """
                groups() { $H stats --json 2> "$D/stats" | grep -o '"239[0-9.]*"' | sort -u | tr '\\n' ' '; }
                start
                echo "first $(groups)"
                cp "$D/other.toml" "$D/c.toml"; kill -HUP $P; await 'in force' "$D/engine.err"; echo "HUP $(groups)"
                cp "$D/wrong.toml" "$D/c.toml"; kill -HUP $P; await '10.1.2.3' "$D/engine.err"; echo "wrong $(groups)"
                MAINPID=$P; RELOAD=$(sed -n 's/^ExecReload=//p' "$U")
                eval "$RELOAD" > "$D/reload" 2> "$D/refused"; echo "refused $? $(groups)"
                cp "$D/third.toml" "$D/c.toml"; eval "$RELOAD" > "$D/reload"; echo "reload $? $(groups)"
                kill -TERM $P; wait $P; echo "ended $?"
                """);
        assertThat(run.out()).as(run.err() + "").containsExactly("first \"239.1.2.3\" ", "HUP \"239.4.5.6\" ",
                "wrong \"239.4.5.6\" ", "refused 5 \"239.4.5.6\" ", "reload 0 \"239.7.8.9\" ", "ended 0");
        assertThat(lines("refused")).filteredOn(line -> line.startsWith("hopwire:")).singleElement().asString()
                .contains("c.toml:13:").contains("10.1.2.3");
        assertThat(told()).as("to the journal").filteredOn(line -> line.contains("10.1.2.3")).singleElement()
                .asString().contains("c.toml:13:");
        requireBalance(figures());
    }
}
