package org.hopwire.cli.live;

import java.nio.file.Files;

import com.fasterxml.jackson.databind.JsonNode;
import org.hopwire.cli.ExitCode;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What happens to the assembled program from outside: signals under load, disks that are full, too little memory. */
class FaultLiveIT extends ScriptedProgram {
    @ParameterizedTest
    @CsvSource({"3, '0x22\t239.1.2.3\t3\t0'", "2, '0x17\t239.1.2.3\t\t'"})
    @DisplayName("SIGTERM under load: the group is left on the wire, no frame is lost, the interface is as before")
    void shouldEndInOrderWhenItIsToldToUnderLoad(int version, String leave) throws Exception {
        requireTool("dumpcap");
        requireTool("tshark");
        configure(CONFIG.replace("role = \"host\"", "role = \"host\"\nversion = " + version));
        Run run = run(PROLOGUE + """
                : > "$D/dumpcap"
                dumpcap -q -i far -f igmp -w "$D/far.pcap" 2> "$D/dumpcap" & C=$!
                await File: "$D/dumpcap"
                echo "before $(flags)"
                start
                echo "during $(flags)"
                ping -f -q -w 4 192.0.2.1 > "$D/ping" & L=$!
                sleep 2; kill -TERM $P; wait $P; echo "ended $?"
                wait $L; echo "after $(flags)"
                sleep 0.5; kill -TERM $C; wait $C
                tshark -n -r "$D/far.pcap" -Y 'ip.src == 192.0.2.1' -T fields -e igmp.type -e igmp.maddr \\
                    -e igmp.record_type -e igmp.num_src > "$D/igmp" 2> "$D/tshark"
                """);
        assertThat(run.out()).as(run.err() + "").contains("ended 0", "before promiscuity 0 allmulti 0 ",
                "after promiscuity 0 allmulti 0 ").anyMatch(line -> line.matches("during .*allmulti 1 "));
        assertThat(lines("igmp")).last().asString().isEqualTo(leave);
        JsonNode figures = figures();
        requireBalance(figures);
        assertThat(figures.path("icmp").path("sent").path("echo-reply").asLong()).isEqualTo(pinged())
                .isGreaterThan(1000);
        assertThat(folder.resolve("run")).isEmptyDirectory();
    }

    @Test
    void shouldAnswerAgainAfterItWasKilledUnderLoad() throws Exception {
        Run run = run(PROLOGUE + """
                start
                ping -f -q -w 3 192.0.2.1 > "$D/ping" & L=$!
                sleep 1; kill -KILL $P; wait $P; echo "ended $?"; wait $L
                start
                ping -q -c 3 -i 0.2 -W 5 192.0.2.1 > "$D/ping"; echo "pinged $?"
                kill -TERM $P; wait $P; echo "ended $?"
                """);
        assertThat(run.out()).as(run.err() + "").containsExactly("ended 137", "pinged 0", "ended 0");
        assertThat(pinged()).isEqualTo(3);
        requireBalance(figures());
        assertThat(folder.resolve("run")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"$T/full.pcapng\"", "/dev/null --drops \"$T/full.pcapng\""})
    void shouldKeepWholeRecordsWhereTheDiskIsFull(String where) throws Exception {
        Run run = run("""
                T="$D/tmpfs"; mkdir "$T"; mount -t tmpfs -o size=1m none "$T" || exit 98
                $H replay "$DEMO/recording.pcapng" %s -c "$DEMO/router.toml" -l 200; STATUS=$?
                cp "$T/full.pcapng" "$D/kept.pcapng"; exit $STATUS
                """.formatted(where.replace("/dev/null", "\"$D/other.pcapng\"")));
        assertThat(run.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("tmpfs/full").contains("No space left on device");
        assertThat(Files.size(folder.resolve("kept.pcapng"))).isBetween(1_000_000L, 1_048_576L);
        try (CaptureReader reader = CaptureReader.open(folder.resolve("kept.pcapng"))) {
            CaptureRecord record = new CaptureRecord();
            long records = 0;
            while (reader.next(record)) {
                records++;
            }
            assertThat(records).isGreaterThan(1000);
        }
    }

    /** Room for a part of the counters: what is mapped there beyond would end the JVM at the first count. */
    @ParameterizedTest
    @ValueSource(strings = {"4k", "32k"})
    void shouldRefuseToCountWhereTheDiskIsFull(String size) throws Exception {
        Run run = run(PROLOGUE + """
                T="$D/tmpfs"; mkdir "$T"; mount -t tmpfs -o size=%s none "$T" || exit 98
                HOPWIRE_RUN_DIR="$T" $H run -c "$D/c.toml" --duration 1s; STATUS=$?
                ls "$T"; exit $STATUS
                """.formatted(size));
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("No space left on device");
        assertThat(run.out()).as("nothing is left").isEmpty();
    }

    @Test
    @DisplayName("a disk that fills up while an engine runs costs no packet, no look at it and no line")
    void shouldGoOnWhereTheDiskFillsUp() throws Exception {
        Run run = run(PROLOGUE + """
                T="$D/tmpfs"; mkdir "$T"; mount -t tmpfs -o size=4m none "$T" || exit 98
                export HOPWIRE_RUN_DIR="$T"
                start
                cat /dev/zero > "$T/fill" 2> "$D/full"; echo "$(($(df --output=avail "$T" | tail -1))) left"
                ping -f -q -c 5000 192.0.2.1 > "$D/ping"
                $H stats --json > "$D/stats" && echo "stats $?"
                $H reload > "$D/reload" && echo "reload $?"
                kill -TERM $P; wait $P; echo "ended $?"; rm "$T/fill"; ls "$T"
                """);
        assertThat(run.out()).as(run.err() + "").containsExactly("0 left", "stats 0", "reload 0", "ended 0");
        assertThat(lines("full")).anyMatch(line -> line.contains("No space left on device"));
        assertThat(told()).isEmpty();
        JsonNode figures = figures();
        requireBalance(figures);
        assertThat(figures.path("icmp").path("sent").path("echo-reply").asLong()).isEqualTo(pinged())
                .isGreaterThan(1000);
    }

    @Test
    @DisplayName("an interface that is not there is named with its port; status 4, as of whatever the machine lacks")
    void shouldNameThePortWhoseInterfaceIsMissing() throws Exception {
        configure(CONFIG.replace("device = \"near\"", "device = \"nosuch\""));
        Run run = run("$H run -c \"$D/c.toml\" --duration 1s");
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).containsExactly("hopwire: port near: device \"nosuch\": no such interface");
    }

    @Test
    void shouldSayInOneLineThatTheHeapIsTooSmall() throws Exception {
        Run run = run(PROLOGUE + """
                HOPWIRE_OPTS="-Xmx8m" $H run -c "$D/c.toml" --duration 1s
                """);
        assertThat(run.exitCode()).as(run.err() + "").isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.said()).singleElement().asString().contains("out of memory").contains("-Xmx");
        assertThat(run.err()).noneMatch(line -> line.contains("\tat "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HOPWIRE_OPTS=-Xmx32m", "ulimit -v 12000000", "ulimit -l 0"})
    void shouldRunWithLittleMemory(String limit) throws Exception {
        Run run = run(PROLOGUE + "export HOPWIRE_OPTS; " + limit + """

                $H run -c "$D/c.toml" --duration 1s --json > "$D/engine.out"
                """);
        assertThat(run.exitCode()).as(run.err() + "").isZero();
        requireBalance(figures());
    }
}
