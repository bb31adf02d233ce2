package org.hopwire.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Address;

/**
 * A link as it was: the frames of peers and of our live engine in order of time, and the moments written down beside
 * them.
 *
 * @param frames all that was on the link
 * @param moments what happened, or was asked, when
 */
record LinkRecording(List<Frame> frames, List<Moment> moments) {
    /** Where the recordings of every build lie. */
    static final Path KEPT = Path.of("src/test/resources/peers");
    private static final String OURS = HexFormat.of().formatHex(Packets.mac(PeerEngine.MAC));

    /** One frame; {@code hex} without white space. */
    record Frame(long timeNs, String hex) {
        boolean isOurs() {
            return hex.startsWith(OURS, 12);
        }

        byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /** Whether it is IPv4 of a protocol. */
        boolean isOf(int protocol) {
            return hex.startsWith("0800", 24) && bytes()[14 + 9] == protocol;
        }

        /** Source address of IPv4. */
        String source() {
            return Ipv4Address.format(HexFormat.fromHexDigits(hex, 52, 60));
        }

        /** What is behind the IPv4 header. */
        String message() {
            int header = 14 + (bytes()[14] & 0xf) * 4;
            int total = Integer.parseInt(hex.substring(32, 36), 16);
            return hex.substring(header * 2, (14 + total) * 2);
        }
    }

    /** One line: when, what kind, and its fields. */
    record Moment(long timeNs, String kind, List<String> fields) {}

    static LinkRecording of(Path folder, String name) {
        try (CaptureReader in = CaptureReader.open(folder.resolve(name + ".pcapng"));
                Stream<String> lines = Files.lines(folder.resolve(name + ".tsv"))) {
            List<Frame> frames = new ArrayList<>();
            CaptureRecord each = new CaptureRecord();
            while (in.next(each)) {
                frames.add(new Frame(each.timestampNs(), HexFormat.of().formatHex(each.bytes())));
            }
            return new LinkRecording(frames, lines.map(LinkRecording::moment).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Moment moment(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        return new Moment(Long.parseLong(fields.get(0)), fields.get(1), fields.subList(2, fields.size()));
    }
}
