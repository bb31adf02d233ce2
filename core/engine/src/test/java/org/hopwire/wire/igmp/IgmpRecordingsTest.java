package org.hopwire.wire.igmp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Recordings;
import org.hopwire.testkit.Tool;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What real hosts and queriers sent, judged by tshark, and what we send, judged by both. */
class IgmpRecordingsTest {
    private static final int ETHERNET = 14;
    private static final String[] FIELDS = {"igmp.type", "igmp.maddr", "igmp.num_grp_recs", "igmp.record_type",
        "igmp.num_src", "igmp.saddr"};

    @TempDir
    private Path folder;

    private final MembershipQuery query = new MembershipQuery();
    private final OldReport oldReport = new OldReport();
    private final ReportV3 report = new ReportV3();

    @ParameterizedTest
    @ValueSource(strings = {"igmp-v1", "igmp-v2", "igmp-v3", "reference/igmp-v1", "reference/igmp-v2",
        "reference/igmp-v3"})
    @DisplayName("types, groups, record counts, record types and sources are those that tshark reads")
    void shouldReadOwnRecordingsAsTsharkDoes(String name) throws IOException {
        Tool.require("tshark", "tshark");
        assertReadAlike(Recordings.own(name));
    }

    @Test
    @DisplayName("the same for captures nobody here made")
    void shouldReadForeignCapturesAsTsharkDoes() throws IOException {
        Tool.require("tshark", "tshark");
        int read = 0;
        for (Path capture : Recordings.foreign()) {
            if (capture.getFileName().toString().toLowerCase(Locale.ROOT).contains("igmp")) {
                assertReadAlike(capture);
                read++;
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(3);
    }

    private void assertReadAlike(Path capture) throws IOException {
        List<String> ours = new ArrayList<>();
        datagrams(capture).forEach((number, datagram) -> ours.add(number + "|" + line(datagram)));
        assertThat(ours).as("%s", capture).isNotEmpty()
                .containsExactlyElementsOf(tshark(capture, "igmp && ip.proto==2", FIELDS));
    }

    private static List<String> tshark(Path capture, String filter, String... fields) {
        List<String> command = new ArrayList<>(
                List.of("tshark", "-n", "-o", "ip.check_checksum:TRUE", "-r", capture.toString(), "-Y", filter, "-T",
                        "fields", "-E", "separator=|", "-e", "frame.number"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        return Tool.run(command);
    }

    private String line(byte... datagram) {
        UnsafeBuffer buffer = new UnsafeBuffer(datagram);
        int at = (datagram[0] & 15) * 4;
        int length = datagram.length - at;
        IgmpKind kind = IgmpKind.of(buffer, at, length);
        String type = "0x%02x|".formatted(buffer.getByte(at));
        if (kind == IgmpKind.REPORT_V3) {
            assertThat(report.wrap(buffer, at, length).validate()).isEqualTo(MessageFault.NONE);
            return type + records();
        }
        if (kind.isReport()) {
            assertThat(oldReport.wrap(buffer, at, length).validate()).isEqualTo(MessageFault.NONE);
            return type + Ipv4Address.format(oldReport.group()) + "||||";
        }
        assertThat(query.wrap(buffer, at, length).validate()).as(Hex.format(datagram)).isEqualTo(MessageFault.NONE);
        boolean v3 = kind == IgmpKind.QUERY_V3;
        return type + Ipv4Address.format(query.group()) + "|||" + (v3 ? query.sourceCount() : "") + "|"
                + String.join(",", IntStream.range(0, query.sourceCount()).map(query::source)
                        .mapToObj(Ipv4Address::format).toList());
    }

    private String records() {
        List<String> groups = new ArrayList<>();
        List<String> types = new ArrayList<>();
        List<String> counts = new ArrayList<>();
        List<String> sources = new ArrayList<>();
        while (report.next()) {
            GroupRecord each = report.record();
            groups.add(Ipv4Address.format(each.group()));
            types.add(String.valueOf(each.typeCode()));
            counts.add(String.valueOf(each.sourceCount()));
            IntStream.range(0, each.sourceCount()).map(each::source).mapToObj(Ipv4Address::format)
                    .forEach(sources::add);
        }
        return String.join(",", groups) + "|" + report.recordCount() + "|" + String.join(",", types) + "|"
                + String.join(",", counts) + "|" + String.join(",", sources);
    }

    @ParameterizedTest
    @ValueSource(strings = {"igmp-v1", "igmp-v2", "igmp-v3", "reference/igmp-v2", "reference/igmp-v3"})
    @DisplayName("RFC 9776 section 4: written again by us, what Linux sent is the same to the octet")
    void shouldWriteWhatLinuxWrites(String name) throws IOException {
        Map<Integer, byte[]> datagrams = datagrams(Recordings.own(name));
        assertThat(datagrams).isNotEmpty();
        datagrams.forEach((number, datagram) -> {
            // a Linux bridge sends version 2 group queries to 224.0.0.1; RFC 2236 section 2 wants the group
            int from = isGroupQueryV2(datagram) ? 24 : 0;
            assertThat(Hex.format(again(datagram), from, datagram.length - from)).as("frame %d", number)
                    .isEqualTo(Hex.format(datagram, from, datagram.length - from));
        });
    }

    private static boolean isGroupQueryV2(byte... datagram) {
        return datagram.length == 32 && datagram[24] == 0x11 && datagram[28] != 0;
    }

    private byte[] again(byte... datagram) {
        UnsafeBuffer buffer = new UnsafeBuffer(datagram);
        UnsafeBuffer target = new UnsafeBuffer(new byte[datagram.length]);
        IgmpWriter writer = new IgmpWriter().wrap(target, 0, datagram.length, ByteBuffer.wrap(datagram).getInt(12));
        int length = datagram.length - 24;
        int written = switch (IgmpKind.of(buffer, 24, length)) {
            case REPORT_V1 -> writer.reportV1(oldReport.wrap(buffer, 24, length).group());
            case REPORT_V2 -> writer.reportV2(oldReport.wrap(buffer, 24, length).group());
            case LEAVE -> writer.leave(oldReport.wrap(buffer, 24, length).group());
            case REPORT_V3 -> reportAgain(writer, report.wrap(buffer, 24, length));
            case QUERY_V2 -> writer.queryV2(query.wrap(buffer, 24, length).group(), query.maxRespCode());
            default -> queryAgain(writer, query.wrap(buffer, 24, length));
        };
        assertThat(written).isEqualTo(datagram.length);
        return target.byteArray();
    }

    private static int reportAgain(IgmpWriter writer, ReportV3 read) {
        writer.reportV3();
        while (read.next()) {
            int[] sources = new int[read.record().sourceCount()];
            read.record().copySources(sources);
            assertThat(writer.record(read.record().type(), read.record().group(), sources, 0, sources.length)).isTrue();
        }
        return writer.finish();
    }

    private static int queryAgain(IgmpWriter writer, MembershipQuery read) {
        int[] sources = new int[read.sourceCount()];
        read.copySources(sources);
        writer.queryV3(read.group(), read.maxRespCode(), read.suppress(), read.robustness(), read.qqic());
        assertThat(writer.querySources(sources, 0, sources.length)).isEqualTo(sources.length);
        return writer.finish();
    }

    @Test
    @DisplayName("tshark finds nothing to fault in any datagram we write, and reads PIM's options as we meant them")
    void shouldWriteWhatTsharkAccepts() throws IOException {
        Tool.require("tshark", "tshark");
        Path file = folder.resolve("ours.pcap");
        List<byte[]> datagrams = new ArrayList<>(IgmpWriterTest.datagrams()
                .map(row -> Hex.parse((String) row.get()[1])).toList());
        byte[] hello = new byte[200];
        int length = new PimHelloWriter().wrap(new UnsafeBuffer(hello), 0, 0xC000_0201).holdtime(105)
                .lanPruneDelay(true, 500, 2500).drPriority(77).generationId(99).addressList(new int[] {0x0A00_0009}, 1)
                .finish();
        datagrams.add(Arrays.copyOf(hello, length));
        Files.write(file, rawCapture(datagrams));
        int number = datagrams.size();
        assertThat(tshark(file, "frame", "ip.checksum.status", "igmp.checksum.status", "pim.cksum.status",
                "_ws.malformed", "_ws.expert.message"))
                .allSatisfy(line -> assertThat(line).matches("\\d+\\|1\\|1?\\|1?\\|\\|"));
        assertThat(tshark(file, "pim", "ip.dst", "pim.holdtime", "pim.dr_priority", "pim.generation_id",
                "pim.propagation_delay", "pim.override_interval", "pim.address_list"))
                .containsExactly(number + "|224.0.0.13|105|77|99|500|2500|10.0.0.9");
    }

    /** A capture of link type 101: datagrams without a link layer. */
    private static byte[] rawCapture(List<byte[]> datagrams) {
        ByteBuffer capture = ByteBuffer.allocate(10_000);
        capture.putInt(0xA1B2_C3D4).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535).putInt(101);
        for (byte[] datagram : datagrams) {
            capture.putLong(0).putInt(datagram.length).putInt(datagram.length).put(datagram);
        }
        return Arrays.copyOf(capture.array(), capture.position());
    }

    /** Frame number, from 1 as tshark counts, to IP datagram, of all that is IGMP. */
    private static Map<Integer, byte[]> datagrams(Path capture) throws IOException {
        Map<Integer, byte[]> datagrams = new TreeMap<>();
        CaptureRecord frame = new CaptureRecord();
        try (CaptureReader reader = CaptureReader.open(capture)) {
            for (int number = 1; reader.next(frame); number++) {
                byte[] bytes = frame.bytes();
                if (bytes[12] == 8 && bytes[13] == 0 && bytes[ETHERNET + 9] == 2) {
                    int total = ByteBuffer.wrap(bytes).getShort(ETHERNET + 2) & 0xFFFF;
                    datagrams.put(number, Arrays.copyOfRange(bytes, ETHERNET, ETHERNET + total));
                }
            }
        }
        return datagrams;
    }
}
