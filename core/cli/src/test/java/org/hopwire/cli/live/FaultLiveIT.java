package org.hopwire.cli.live;

import java.nio.file.Files;
import java.util.List;

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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What happens to the assembled program from outside: signals under load, disks that are full, too little memory. */
class FaultLiveIT extends ScriptedProgram {
    /** Sends so many echo requests, as fast as one process can. */
    private static final String FLOOD = """
            import socket, struct, sys
            def checksum(octets):
                total = sum(struct.unpack('>%dH' % (len(octets) // 2), octets))
                while total >> 16:
                    total = (total >> 16) + (total & 0xffff)
                return struct.pack('>H', ~total & 0xffff)
            icmp = struct.pack('>BBHHH', 8, 0, 0, 1, 2) + bytes(24)
            icmp = icmp[:2] + checksum(icmp) + icmp[4:]
            ip = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(icmp), 0, 0, 64, 1, 0,
                socket.inet_aton('192.0.2.2'), socket.inet_aton('192.0.2.1'))
            ip = ip[:10] + checksum(ip) + ip[12:]
            frame = bytes.fromhex('0200000000010200000000020800') + ip + icmp
            sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            sender.bind(('far', 0))
            for each in range(int(sys.argv[1])):
                try:
                    sender.send(frame)
                except OSError:
                    pass
            """;
    private static final int RING = 16_384;

    private boolean needsRoot;

    @Override
    List<String> namespaces() {
        return needsRoot ? namespacesOfRoot() : super.namespaces();
    }

    /**
     * Stopped while the load goes on, the program finds a full ring when it goes on to its end: all in it is answered
     * and counted. What the sender's interface says it sent is the judge; nothing else sends there.
     */
    @ParameterizedTest
    @CsvSource({"af_packet, 3, '0x22\t239.1.2.3\t3\t0'", "af_packet, 2, '0x17\t239.1.2.3\t\t'",
        "af_xdp, 3, '0x22\t239.1.2.3\t3\t0'"})
    @DisplayName("SIGTERM with a full ring: all in it is counted, the group is left on the wire, the interface as before")
    void shouldEndInOrderWhenItIsToldToUnderLoad(String kind, int version, String leave) throws Exception {
        requireTool("dumpcap");
        requireTool("tshark");
        requireTool("/usr/bin/python3");
        needsRoot = kind.equals("af_xdp");
        configure(CONFIG.replace("\"af_packet\"", '"' + kind + '"')
                .replace("[igmp]\n", "[port.options]\nring_frames = " + RING + "\n[igmp]\n")
                .replace("role = \"host\"", "role = \"host\"\nversion = " + version));
        Files.writeString(folder.resolve("flood.py"), FLOOD);
        Run run = run(
                "for I in all default; do echo 1 > /proc/sys/net/ipv6/conf/$I/disable_ipv6; done\n" + PROLOGUE + """
                        sent() { ip -s -j link show far | sed 's/.*"tx":{[^}]*"packets":\\([0-9]*\\).*/\\1/'; }
                        flood() { /usr/bin/python3 "$D/flood.py" "$1"; }
                        : > "$D/dumpcap"
                        dumpcap -q -i far -f igmp -w "$D/far.pcap" 2> "$D/dumpcap" & C=$!
                        await File: "$D/dumpcap"
                        echo "before $(flags)"
                        BEGUN=$(sent)
                        start
                        echo "during $(flags)"
                        flood 100000
                        kill -STOP $P; flood 50000
                        kill -TERM $P; kill -CONT $P; wait $P; echo "ended $?"
                        echo "sent $(($(sent) - BEGUN))"
                        echo "after $(flags)"
                        sleep 0.5; kill -TERM $C; wait $C
                        tshark -n -r "$D/far.pcap" -Y 'ip.src == 192.0.2.1' -T fields -e igmp.type -e igmp.maddr \\
                            -e igmp.record_type -e igmp.num_src > "$D/igmp" 2> "$D/tshark"
                        """);
        assumeTrue(lines("engine.err").stream().noneMatch(line -> line.contains("instead of AF_XDP")),
                () -> "no AF_XDP here: " + run.err());
        assertThat(run.out()).as(run.err() + "").contains("ended 0", "before promiscuity 0 allmulti 0 ",
                "after promiscuity 0 allmulti 0 ").anyMatch(line -> line.matches("during .*allmulti 1 "));
        assertThat(lines("igmp")).last().asString().isEqualTo(leave);
        requireAllAccounted(figures(), run);
        assertThat(folder.resolve("run")).isEmptyDirectory();
    }

    private static void requireAllAccounted(JsonNode figures, Run run) {
        requireBalance(figures);
        JsonNode near = figures.path("ports").path("near");
        long received = near.path("received").asLong();
        long lost = near.path("mishaps").path("kernel-dropped").asLong();
        assertThat(lost).as("the ring was full").isPositive();
        assertThat(received).isGreaterThan(2 * RING);
        assertThat(run.out()).as("received " + received + ", lost " + lost).contains("sent " + (received + lost));
        assertThat(figures.path("icmp").path("sent").path("echo-reply").asLong())
                .isBetween(received - 100, received);
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
