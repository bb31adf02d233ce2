package org.hopwire.cli.live;

import java.nio.file.Files;
import java.nio.file.Path;

import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** What a person is told of ports that are not as fast as asked for. */
@Tag("live")
class NoticeLiveTest {
    private static final String NOTICE = "AF_PACKET instead of AF_XDP: port lan (near): mtu 9000 is more than a chunk "
            + "of AF_XDP holds: EMSGSIZE (message too long)";

    @TempDir
    private Path temporary;
    private RunFolder folder;

    @BeforeEach
    void setUp() {
        folder = new RunFolder(temporary);
    }

    @AfterEach
    void tearDown() {
        folder.close();
    }

    private Program run(String options) throws Exception {
        try (VethPair cable = new VethPair()) {
            cable.inNear("ip", "link", "set", VethPair.NEAR, "mtu", "9000");
            cable.inNear("ethtool", "-L", VethPair.NEAR, "rx", "2", "tx", "2");
            Path file = Files.writeString(temporary.resolve("host.toml"), """
                    [engine]
                    mode = "host"
                    workers = 2
                    [[port]]
                    name = "lan"
                    kind = "af_xdp"
                    device = "near"
                    address = ["192.0.2.1/24"]
                    [port.options]
                    namespace = "%s"
                    %s
                    """.formatted(cable.nearNamespace(), options));
            Program run = Program.run("run", "--config", file, "--duration", "300ms", "--json");
            assumeFalse(run.err().contains("does not hold"), run.err());
            return run;
        }
    }

    @Test
    void shouldSayOnceThatItFellBack() throws Exception {
        Program run = run("");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.err().lines().filter(line -> line.contains("instead of"))).containsExactly("hopwire: " + NOTICE);
        assertThat(run.json().path("notices")).singleElement().satisfies(
                each -> assertThat(each.asText()).isEqualTo(NOTICE));
    }

    @Test
    void shouldRefuseWhatWasAskedForAndCannotBe() throws Exception {
        Program run = run("xdp_mode = \"native\"");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err().lines()).containsExactly("hopwire: port lan (near): mtu 9000 is more than a chunk of "
                + "AF_XDP holds: EMSGSIZE (message too long); options.xdp_mode \"native\" rules AF_PACKET out");
    }
}
