package org.hopwire.live.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.testkit.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes to a host from the engine, written down by tcpdump and judged by tshark. */
final class Watch implements AutoCloseable {
    /** What tools fill their probes with is not what the port means. */
    private static final List<String> WITHOUT_PAYLOADS = List.of("-d", "udp.port==0-65535,data", "-d",
            "tcp.port==0-65535,data", "--disable-protocol", "sctp");
    private static final String WRONG = "_ws.malformed or _ws.expert.severity == error"
            + " or ip.checksum.status == 0 or icmp.checksum.status == 0 or igmp.checksum.status == 0"
            + " or udp.checksum.status == 0 or tcp.checksum.status == 0 or pim.cksum.status == 0";

    private final String host;
    private final Path file;
    private final Running tcpdump;
    private String forgiven = "frame.len == 0";
    private String summary;

    Watch(LiveNet net, String host) {
        this.host = host;
        try {
            file = Files.createTempFile("hopwire-live", ".pcap");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tcpdump = net.start(host, "tcpdump", "-i", LiveNet.DEVICE, "-Q", "in", "-B", "32768", "-s", "0", "-U", "-Z",
                "root", "-w", file.toString()).until("listening on");
    }

    boolean isOf(String name) {
        return host.equals(name);
    }

    /** Lets frames of a filter pass, whatever is wrong with them. */
    void forgive(String filter) {
        forgiven = filter;
    }

    /** Ends the recording. */
    void stop() {
        if (summary == null) {
            summary = tcpdump.interrupt().out();
        }
    }

    /** Fields of the frames that a display filter lets through, a line each. */
    List<String> frames(String filter, String... fields) {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y", filter));
        for (String each : List.of("ip", "udp", "tcp")) {
            command.addAll(List.of("-o", each + ".check_checksum:TRUE"));
        }
        command.addAll(WITHOUT_PAYLOADS);
        if (fields.length > 0) {
            command.addAll(List.of("-T", "fields"));
        }
        for (String each : fields) {
            command.addAll(List.of("-e", each));
        }
        return Tool.run(command);
    }

    /** After {@link #stop}. */
    void assertSound() {
        assertThat(summary).as("tcpdump on %s", host).contains("\n0 packets dropped by kernel");
        assertThat(frames("ip and ip.checksum.status == 1", "frame.number")).as("frames to %s", host).isNotEmpty();
        assertThat(frames("(" + WRONG + ") and not (" + forgiven + ')'))
                .as("malformed frames or wrong checksums to %s", host).isEmpty();
    }

    @Override
    public void close() {
        tcpdump.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
