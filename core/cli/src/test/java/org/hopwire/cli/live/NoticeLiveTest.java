package org.hopwire.cli.live;

import java.nio.file.Files;
import java.nio.file.Path;

import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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

    private static boolean call(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor() == 0;
    }

    private Program run(String options) throws Exception {
        String namespace = "hwp-notice-" + ProcessHandle.current().pid();
        assumeTrue(call("ip", "netns", "add", namespace), "network namespaces need iproute2 and root");
        try {
            assertThat(call("ip", "-n", namespace, "link", "add", "near", "mtu", "9000", "numrxqueues", "2",
                    "numtxqueues", "2", "type", "veth", "peer", "name", "far")).isTrue();
            assertThat(call("ip", "-n", namespace, "link", "set", "near", "up")).isTrue();
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
                    """.formatted(namespace, options));
            return Program.run("run", "--config", file, "--duration", "300ms", "--json");
        } finally {
            call("ip", "netns", "del", namespace);
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
