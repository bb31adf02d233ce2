package org.hopwire.cli.live;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ObserveCommandTest {
    private static final String PACKETS = """
            {"time_ns":1000000000,"in":"lan","out":"wan","verdict":"forwarded","reason":"","length":98,\
            "protocol":"icmp","source":"192.0.2.2","destination":"198.51.100.2","ttl":64,"type":"echo-request"}

            {"time_ns":1000001000,"in":"wan","out":"","verdict":"dropped","reason":"no-route","length":60,\
            "protocol":"udp","source":"198.51.100.2","destination":"203.0.113.9","ttl":3,\
            "source_port":4000,"destination_port":53}
            {"missed":7}
            {"time_ns":1000002000,"in":"","out":"lan","verdict":"sent","reason":"","length":50,\
            "protocol":"igmp","source":"192.0.2.1","destination":"224.0.0.1","ttl":1,"type":"query-v3"}
            """;

    @TempDir
    private Path temporary;
    private RunFolder folder;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private ControlServer server;

    @BeforeEach
    void setUp() throws Exception {
        folder = new RunFolder(temporary);
        long pid = ProcessHandle.current().pid();
        Files.writeString(folder.files().counters(pid), "");
        server = ControlServer.start(folder.files().socket(pid),
                Map.of(ObserveCommand.OBSERVE, (argument, out) -> {
                    requests.add(argument);
                    out.print(PACKETS);
                }));
    }

    @AfterEach
    void tearDown() throws Exception {
        server.close();
        folder.close();
    }

    @Test
    void shouldShowALineForEachPacketAndHowManyItLeftOut() {
        Program run = Program.run("observe");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines()).containsExactly(
                "00:00:01.000000 lan>wan 192.0.2.2 > 198.51.100.2 icmp echo-request ttl 64 length 98 forwarded",
                "00:00:01.000001 wan> 198.51.100.2:4000 > 203.0.113.9:53 udp ttl 3 length 60 dropped no-route",
                "00:00:01.000002 >lan 192.0.2.1 > 224.0.0.1 igmp query-v3 ttl 1 length 50 sent");
        assertThat(run.err()).contains("7 packets not shown");
    }

    /** What is asked for goes to the engine, which alone can leave out the rest in time. */
    @ParameterizedTest
    @CsvSource({"--verdict,dropped,verdict", "--verdict,DROPPED,verdict", "--reason,no-route,reason",
        "--protocol,igmp,protocol", "--host,192.0.2.2,host", "--host,192.0.2.0/24,host", "--port,lan,port"})
    void shouldLeaveItToTheEngineWhatIsWanted(String option, String value, String condition) {
        Program run = Program.run("observe", option, value);
        assertThat(run.out()).hasLineCount(3);
        assertThat(requests).containsExactly("{\"" + condition + "\":[\"" + value + "\"]}");
    }

    @Test
    void shouldAskForAllOfSeveralOptions() {
        Program.run("observe");
        Program.run("observe", "--port", "wan", "--verdict", "dropped", "--port", "a,b", "--verdict", "punted");
        assertThat(requests).containsExactly("",
                "{\"verdict\":[\"dropped\",\"punted\"],\"port\":[\"wan\",\"a,b\"]}");
    }

    @ParameterizedTest
    @CsvSource({"--verdict,lost,'is none of forwarded'", "--host,192.0.2,is no IPv4 address",
        "--host,192.0.2.0/33,is no IPv4 address", "--reason,no-rout,is no reason", "--protocol,igpm,is no protocol",
        "--count,0,is not a whole number from 1", "--count,-3,is not a whole number from 1"})
    void shouldRefuseWhatNoPacketCanBe(String option, String value, String why) {
        Program run = Program.run("observe", option, value);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains(option, "'" + value + "' " + why);
        assertThat(requests).isEmpty();
    }

    @Test
    void shouldEndAfterSoManyPackets() {
        assertThat(Program.run("observe", "-n", "1").out()).hasLineCount(1);
    }

    @Test
    void shouldPrintOneObjectALine() {
        Program run = Program.run("observe", "--json", "-n", "1");
        assertThat(run.json().path("type").asText()).isEqualTo("echo-request");
        assertThat(run.out()).hasLineCount(1);
    }
}
