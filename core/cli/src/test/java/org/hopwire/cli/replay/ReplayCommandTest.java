package org.hopwire.cli.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.cli.Program;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayCommandTest {
    @TempDir
    private Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    private static Program replay(Object... args) {
        Object[] all = new Object[args.length + 3];
        all[0] = "replay";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--config";
        all[args.length + 2] = Program.ROUTER;
        return Program.run(all);
    }

    private static long sum(JsonNode counts) {
        return StreamSupport.stream(counts.spliterator(), false).mapToLong(JsonNode::asLong).sum();
    }

    @Test
    void shouldAccountForEveryFrameOfTheBundledRecording() {
        Program run = replay(Program.RECORDING, file("out.pcapng"), "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        JsonNode document = run.json();
        assertThat(document.get("received").asLong()).isPositive().isEqualTo(document.get("frames").asLong())
                .isEqualTo(document.get("forwarded").asLong() + document.get("consumed").asLong()
                        + sum(document.get("dropped")));
        assertThat(document.get("transmitted").asLong()).isPositive()
                .isEqualTo(document.get("forwarded").asLong() + document.get("originated").asLong());
        long received = 0;
        long transmitted = 0;
        for (JsonNode port : document.get("ports")) {
            received += port.get("received").asLong();
            transmitted += port.get("transmitted").asLong();
        }
        assertThat(received).isEqualTo(document.get("received").asLong());
        assertThat(transmitted).isEqualTo(document.get("transmitted").asLong());
    }

    @Test
    void shouldPrintTheKeysProgramsRelyOn() {
        JsonNode document = replay(Program.RECORDING, file("out.pcapng"), "--json", "--limit", "20").json();
        assertThat(document.get("schema").asInt()).isEqualTo(1);
        assertThat(names(document)).containsExactlyInAnyOrder("schema", "received", "transmitted", "originated",
                "consumed", "forwarded",
                "dropped", "ports", "icmp", "igmp", "groups", "arp", "neighbors", "paths", "ip", "originated_lost",
                "originated_suppressed", "internals",
                "interrupted", "failure", "frames", "unmapped", "packets_per_second", "drops", "checksum", "input",
                "output",
                "duration_seconds", "capture");
        assertThat(names(document.get("icmp"))).containsExactly("sent", "received", "raised", "suppressed", "events");
        assertThat(names(document.get("igmp"))).containsExactly("sent", "received", "events", "queriers");
        assertThat(document.get("groups").isArray()).isTrue();
        assertThat(names(document.get("ports"))).containsExactly("lan", "wan");
        assertThat(names(document.get("ports").get("lan"))).contains("received", "transmitted");
    }

    @Test
    void shouldPrintNoKeyTheReadmeDoesNotTell() throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        JsonNode document = replay(Program.RECORDING, file("out.pcapng"), "--json", "--limit", "1").json();
        for (JsonNode node : new JsonNode[] {document, document.get("icmp"), document.get("capture"),
            document.get("ports").get("lan")}) {
            assertThat(names(node)).isNotEmpty().allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
        }
    }

    private Path membership() throws IOException {
        return Files.writeString(file("m.toml"), """
                [[port]]
                name = "lan"
                address = ["192.0.2.1/24"]
                [[port]]
                name = "wan"
                address = ["198.51.100.1/24"]
                [igmp]
                role = "querier"
                """);
    }

    private static Path membershipRecording() {
        return Path.of("../engine/src/test/resources/recordings/igmp-v3.pcapng");
    }

    @Test
    void shouldTellGroupsAtTheMomentAskedFor() throws IOException {
        Program run = Program.run("replay", membershipRecording(), file("out.pcapng"), "-c", membership(), "--json",
                "--at", "10s");
        JsonNode groups = run.json().get("groups");
        assertThat(groups).hasSize(3);
        JsonNode ssm = groups.get(0);
        assertThat(names(ssm)).containsExactly("port", "vlan", "group", "side", "mode", "version", "static",
                "expires_in_seconds", "sources", "hosts");
        assertThat(ssm.get("group").asText()).isEqualTo("232.1.1.1");
        assertThat(ssm.get("mode").asText()).isEqualTo("include");
        assertThat(ssm.get("sources").get(0).get("address").asText()).isEqualTo("198.51.100.11");
        assertThat(ssm.get("sources").get(0).get("expires_in_seconds").asDouble()).isBetween(200.0, 260.0);
        assertThat(names(ssm.get("hosts").get(0))).containsExactly("address", "mac", "mode", "version",
                "expires_in_seconds");
        assertThat(run.json().get("igmp").get("queriers")).hasSize(2);
        assertThat(run.json().get("igmp").get("received").get("report-v3").asInt()).isEqualTo(45);
        Program end = Program.run("replay", membershipRecording(), file("out.pcapng"), "-c", membership(), "--json");
        assertThat(end.json().get("groups")).isNotEqualTo(groups);
    }

    @Test
    void shouldTellPeopleGroupsSourcesHostsAndTheirTime() throws IOException {
        Program run = Program.run("replay", membershipRecording(), file("out.pcapng"), "-c", membership(), "--at",
                "10s");
        assertThat(run.out()).contains("Groups at 10.0 s", "  lan version 3 192.0.2.1 (this engine)")
                .containsPattern("lan 239\\.1\\.2\\.3 exclude, version 3, expires in 2\\d\\d\\.\\d s")
                .contains("      source 198.51.100.7 blocked")
                .containsPattern("host +192\\.0\\.2\\.10 02:00:00:00:01:0a exclude, version 3, expires in");
        Program bad = Program.run("replay", membershipRecording(), file("out.pcapng"), "-c", membership(), "--at",
                "soon");
        assertThat(bad.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(bad.err()).contains("--at", "'soon'");
    }

    private static Iterable<String> names(JsonNode node) {
        Iterator<String> names = node.fieldNames();
        return () -> names;
    }

    @Test
    void shouldWriteTheSameBytesForTheSameInput() throws IOException {
        assertThat(replay(Program.RECORDING, file("a.pcapng"), "--drops", file("da.pcapng")).exitCode()).isZero();
        assertThat(replay(Program.RECORDING, file("b.pcapng"), "--drops", file("db.pcapng")).exitCode()).isZero();
        assertThat(Files.size(file("a.pcapng"))).isGreaterThan(1000);
        assertThat(Files.mismatch(file("a.pcapng"), file("b.pcapng"))).isEqualTo(-1);
        assertThat(Files.mismatch(file("da.pcapng"), file("db.pcapng"))).isEqualTo(-1);
    }

    @Test
    void shouldTellPeopleWhatHappened() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 3);
        Program run = replay(in, file("out.pcapng"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).containsPattern("frames in +3\\R").containsPattern("frames out +3\\R")
                .containsPattern("echo-reply +3\\R").containsPattern("dropped +0\\R").contains("packets/s")
                .contains("answers    " + file("out.pcapng")).contains("checksum   ");
        assertThat(run.err()).startsWith("hopwire ").contains("checksum=").doesNotContain("[#");
    }

    @Test
    void shouldSayNothingOnStandardErrorWhereQuiet() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 1);
        assertThat(replay(in, file("out.pcapng"), "-q").err()).isEmpty();
    }

    @Test
    void shouldReadNoMoreThanItsLimitAndAsOftenAsAsked() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 10);
        JsonNode document = replay(in, file("out.pcapng"), "--json", "-L", 4, "-l", 3).json();
        assertThat(document.get("received").asLong()).isEqualTo(12);
    }

    @Test
    void shouldFeedThePortThatWasAskedFor() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 2);
        JsonNode ports = replay(in, file("out.pcapng"), "--json", "--in-port", "wan").json().get("ports");
        assertThat(ports.get("wan").get("received").asLong()).isEqualTo(2);
        assertThat(ports.get("lan").get("received").asLong()).isZero();
    }

    @Test
    void shouldKeepThePaceThatWasAskedFor() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 20);
        for (String[] pace : new String[][] {{"--pps", "1k"}, {"--mbps", "1"}, {"-x", "1000"}, {"-t"}}) {
            Object[] args = {in, file("out.pcapng"), "--json"};
            Object[] all = Arrays.copyOf(args, args.length + pace.length);
            System.arraycopy(pace, 0, all, args.length, pace.length);
            Program run = replay(all);
            assertThat(run.exitCode()).as(pace[0]).isEqualTo(ExitCode.OK);
            assertThat(run.json().get("transmitted").asLong()).isEqualTo(20);
        }
    }

    @Test
    void shouldRefuseAnEmptyCaptureInOneLine() throws IOException {
        Path empty = Files.createFile(file("empty.pcap"));
        Path noFrames = Captures.pings(file("none.pcap"), 0);
        for (Path in : new Path[] {empty, noFrames}) {
            Program run = replay(in, file("out.pcapng"), "-q");
            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(run.err()).startsWith("hopwire: ").hasLineCount(1);
        }
        assertThat(replay(noFrames, file("out.pcapng"), "-q").err()).contains("no frame to replay");
    }

    @Test
    void shouldProcessWhatStoodBeforeTheDamage() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 5);
        byte[] bytes = Files.readAllBytes(in);
        Path cut = Files.write(file("cut.pcap"), Arrays.copyOf(bytes, bytes.length - 7));
        Program run = replay(cut, file("out.pcapng"), "-q", "--json");
        assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.json().get("transmitted").asLong()).isEqualTo(4);
        assertThat(run.json().get("failure").asText()).contains("offset");
        assertThat(run.err()).contains("cut.pcap").hasLineCount(1);
    }

    @Test
    void shouldNameWhatIsWrongWithItsFiles() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 1);
        Path text = Files.writeString(file("text"), "this is no capture at all");
        Path out = file("out.pcapng");
        assertProblem(replay(file("none"), out), ExitCode.BAD_INPUT, file("none") + ": no such file");
        assertProblem(replay(folder, out), ExitCode.BAD_INPUT, folder + ": is a folder");
        assertProblem(replay(text, out), ExitCode.BAD_INPUT, "neither pcap nor pcapng");
        assertProblem(replay(in, in), ExitCode.USAGE, "both input and output");
        assertProblem(replay(in, text.resolve("out.pcapng")), ExitCode.ENVIRONMENT, "its folder cannot be made");
        assertProblem(replay(in, out, "--in-port", "dmz"), ExitCode.USAGE,
                "--in-port: no port is called \"dmz\"; there are lan, wan");
        assertProblem(replay(in, out, "--limit", "0"), ExitCode.USAGE, "limit: 0 is less than 1");
        assertProblem(replay("-", out, "--loop", "2"), ExitCode.USAGE, "standard input can be read once only");
        assertProblem(replay(in, out, "--pps", "5", "--mbps", "5"), ExitCode.USAGE, "mutually exclusive");
        assertThat(out).doesNotExist();
    }

    private static void assertProblem(Program run, int exitCode, String message) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.err()).contains(message).doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldReplayThroughPortsOfAnyKind() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 1);
        Path config = Files.writeString(file("memory.toml"), """
                [[port]]
                name = "lan"
                kind = "memory"
                mac = "02:00:00:00:01:01"
                address = ["192.0.2.1/24"]
                [[neighbor]]
                port = "lan"
                address = "192.0.2.10"
                mac = "02:00:00:00:01:0a"
                """);
        Program run = Program.run("replay", in, file("out.pcapng"), "-c", config, "--json");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.json().get("transmitted").asLong()).isEqualTo(1);
        try (CaptureReader reader = CaptureReader.open(file("out.pcapng"))) {
            assertThat(reader.next(new CaptureRecord())).isTrue();
        }
    }

    @Test
    void shouldCutLongGapsShortAndSaySo() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 1001);
        Program people = replay(in, file("out.pcapng"), "--max-gap", "0.25ms");
        assertThat(people.out()).contains("In the capture").containsPattern("long gaps cut short +1,000\\R");
        JsonNode capture = replay(in, file("out.pcapng"), "--json", "--max-gap", "0.25ms").json().get("capture");
        assertThat(names(capture)).containsExactlyInAnyOrder("outgoing", "backwards", "untimed", "cut",
                "unknown_blocks", "reported_drops", "skipped_gaps", "skipped_seconds");
        assertThat(capture.get("skipped_gaps").asLong()).isEqualTo(1000);
        assertThat(capture.get("skipped_seconds").asDouble()).isEqualTo(0.75);
        assertThat(replay(in, file("out.pcapng")).out()).doesNotContain("In the capture");
    }

    @Test
    void shouldTakeItsSeedFromTheCommandLine() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 3);
        JsonNode document = replay(in, file("out.pcapng"), "--json", "--seed", "42").json();
        assertThat(document.get("transmitted").asLong()).isEqualTo(3);
    }

    @Test
    void shouldMakeTheFolderOfItsOutput() throws IOException {
        Path in = Captures.pings(file("in.pcap"), 1);
        Path out = file("new/folder/out.pcapng");
        assertThat(replay(in, out).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(out).isNotEmptyFile();
    }
}
