package org.hopwire.live.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.hopwire.testkit.Tool;

import static org.assertj.core.api.Assertions.assertThat;

/** What comes to a host from the engine, written down by dumpcap and judged by tshark. */
final class Watch implements AutoCloseable {
    /** What tools fill their probes with is not what the port means. */
    private static final List<String> WITHOUT_PAYLOADS = List.of("-d", "udp.port==0-65535,data", "-d",
            "tcp.port==0-65535,data", "--disable-protocol", "sctp");
    private static final String WRONG = "_ws.malformed or _ws.expert.severity == error"
            + " or ip.checksum.status == 0 or icmp.checksum.status == 0 or igmp.checksum.status == 0"
            + " or udp.checksum.status == 0 or tcp.checksum.status == 0 or pim.cksum.status == 0";

    private final String host;
    private final Path file;
    private final Running dumpcap;
    /** What the host's own frames come from. */
    private final Set<String> own = new LinkedHashSet<>();
    private String forgiven = "frame.len == 0";
    private String summary;

    Watch(LiveNet net, String host) {
        this.host = host;
        try {
            file = Files.createTempFile("hopwire-live", ".pcap");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        own.add(net.in(host, "cat", "/sys/class/net/" + LiveNet.DEVICE + "/address").out().strip());
        // not tcpdump, which wants to become another user first: a user namespace has none
        dumpcap = net.start(host, "dumpcap", "-i", LiveNet.DEVICE, "-B", "32", "-P", "-w", file.toString())
                .until("File: ");
    }

    boolean isOf(String name) {
        return host.equals(name);
    }

    /** Takes what comes from a MAC for the host's own. */
    void disown(String mac) {
        own.add(mac);
    }

    /** Lets frames of a filter pass, whatever is wrong with them. */
    void forgive(String filter) {
        forgiven = filter;
    }

    /** Ends the recording. */
    void stop() {
        if (summary == null) {
            summary = dumpcap.interrupt().out();
        }
    }

    /** Fields of the frames from elsewhere that a display filter lets through, a line each. */
    List<String> frames(String filter, String... fields) {
        List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString(), "-Y",
                "not (eth.src in {" + String.join(", ", own) + "}) and (" + filter + ')'));
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
        assertThat(summary).as("dumpcap on %s", host).contains("(pcap:0/dumpcap:0/");
        assertThat(frames("ip and ip.checksum.status == 1", "frame.number")).as("frames to %s", host).isNotEmpty();
        assertThat(frames("(" + WRONG + ") and not (" + forgiven + ')'))
                .as("malformed frames or wrong checksums to %s", host).isEmpty();
    }

    @Override
    public void close() {
        dumpcap.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
