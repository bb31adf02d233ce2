package org.hopwire.wire.igmp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IgmpWriterTest {
    private static final int GROUP = 0xEF01_0203;
    private static final int SSM_GROUP = 0xE801_0101;
    private static final int OURS = 0xC000_0201;
    private static final int[] SOURCES = IntStream.range(0, 65_535).map(i -> 0x0A00_0001 + i).toArray();

    /** Header from TOS to protocol, to source 192.0.2.1, with its right checksum, then destination and alert. */
    private static String ip(String totalLength, String checksum, String destination) {
        return "46 c0 " + totalLength + " 00 00 40 00 01 02 " + checksum + " c0 00 02 01 " + destination
                + " 94 04 00 00 ";
    }

    static Stream<Arguments> datagrams() {
        return Stream.concat(queries(), reports());
    }

    private static Stream<Arguments> queries() {
        return Stream.of(
                row("v1 query, to all systems", ip("00 20", "42 15", "e0 00 00 01") + "11 00 ee ff 00 00 00 00",
                        IgmpWriter::queryV1),
                row("v2 general query, to all systems",
                        ip("00 20", "42 15", "e0 00 00 01") + "11 64 ee 9b 00 00 00 00", w -> w.queryV2(0, 100)),
                row("v2 query, to the group", ip("00 20", "31 12", "ef 01 02 03") + "11 0a fd f0 ef 01 02 03",
                        w -> w.queryV2(GROUP, 10)),
                row("v2 query of code 0 would be v1: 1", ip("00 20", "42 15", "e0 00 00 01")
                        + "11 01 ee fe 00 00 00 00", w -> w.queryV2(0, 0)),
                row("v3 general query, to all systems", ip("00 24", "42 11", "e0 00 00 01")
                        + "11 64 ec 1e 00 00 00 00 02 7d 00 00", w -> w.queryV3(0, 100, false, 2, 125).finish()),
                row("v3 query with S flag, QRV above 7 is 0, to the group",
                        ip("00 24", "31 0e", "ef 01 02 03") + "11 0a f5 73 ef 01 02 03 08 7d 00 00",
                        w -> w.queryV3(GROUP, 10, true, 8, 125).finish()),
                row("v3 query of two sources, to the group",
                        ip("00 2c", "39 08", "e8 01 01 01") + "11 0a e1 f0 e8 01 01 01 0f fd 00 02 "
                                + "0a 00 00 01 0a 00 00 02",
                        w -> {
                            w.queryV3(SSM_GROUP, 10, true, 7, 253);
                            assertThat(w.querySources(SOURCES, 0, 2)).isEqualTo(2);
                            return w.finish();
                        }));
    }

    private static Stream<Arguments> reports() {
        return Stream.of(
                row("v1 report, to the group", ip("00 20", "31 12", "ef 01 02 03") + "12 00 fc fa ef 01 02 03",
                        w -> w.reportV1(GROUP)),
                row("v2 report, to the group", ip("00 20", "31 12", "ef 01 02 03") + "16 00 f8 fa ef 01 02 03",
                        w -> w.reportV2(GROUP)),
                row("leave, to all routers", ip("00 20", "42 14", "e0 00 00 02") + "17 00 f7 fa ef 01 02 03",
                        w -> w.leave(GROUP)),
                row("v3 report of no records, to all IGMPv3 routers",
                        ip("00 20", "42 00", "e0 00 00 16") + "22 00 dd ff 00 00 00 00", w -> w.reportV3().finish()),
                row("v3 report of two records, to all IGMPv3 routers",
                        ip("00 38", "41 e8", "e0 00 00 16") + "22 00 e6 ee 00 00 00 02 "
                                + "04 00 00 00 ef 01 02 03 05 00 00 02 e8 01 01 01 0a 00 00 02 0a 00 00 03",
                        w -> {
                            w.reportV3();
                            assertThat(w.record(RecordType.CHANGE_TO_EXCLUDE_MODE, GROUP, SOURCES, 0, 0)).isTrue();
                            assertThat(w.record(RecordType.ALLOW_NEW_SOURCES, SSM_GROUP, SOURCES, 1, 2)).isTrue();
                            assertThat(w.recordCount()).isEqualTo(2);
                            return w.finish();
                        }),
                row("router advertisement, to all snoopers",
                        ip("00 20", "41 ac", "e0 00 00 6a") + "30 14 cf 6c 00 7d 00 02",
                        w -> w.routerAdvertisement(20, 125, 2)),
                row("router solicitation, to all routers", ip("00 1c", "42 18", "e0 00 00 02") + "31 00 ce ff",
                        IgmpWriter::routerSolicitation),
                row("router termination, to all snoopers", ip("00 1c", "41 b0", "e0 00 00 6a") + "32 00 cd ff",
                        IgmpWriter::routerTermination));
    }

    private static Arguments row(String name, String golden, ToIntFunction<IgmpWriter> writer) {
        return Arguments.of(name, golden.strip(), writer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("datagrams")
    @DisplayName("R-IGMP-06, RFC 9776 section 4: TTL 1, TOS 0xC0, router alert, destination; every octet written")
    void shouldWriteEveryOctetAndNoOther(String name, String golden, ToIntFunction<IgmpWriter> writer) {
        int length = Hex.parse(golden).length;
        for (int poison : new int[] {0x00, 0xFF, 0xA5}) {
            PoisonedBuffer buffer = PoisonedBuffer.allocate(length, poison);

            assertThat(writer.applyAsInt(new IgmpWriter().wrap(buffer.view(), 0, 1500, OURS))).isEqualTo(length);

            assertThat(buffer).as("%s over 0x%02x", name, poison).hasToString(golden);
            buffer.assertSurroundingsIntact();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("datagrams")
    @DisplayName("both checksums are right by a plain sum, and the message begins behind the alert")
    void shouldSumRight(String name, String golden, ToIntFunction<IgmpWriter> writer) {
        byte[] datagram = new byte[100];
        int length = writer.applyAsInt(new IgmpWriter().wrap(new UnsafeBuffer(datagram), 7, 1500, OURS));

        assertThat(Hex.format(datagram, 7, length)).as(name).isEqualTo(golden);
        assertThat(Packets.checksum(datagram, 7, 24)).isZero();
        assertThat(Packets.checksum(datagram, 31, length - 24)).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("datagrams")
    @DisplayName("a view that is too short is an exception of the buffer, never a write beside it")
    void shouldBeStoppedByTheBuffer(String name, String golden, ToIntFunction<IgmpWriter> writer) {
        for (int length = 0; length < Hex.parse(golden).length; length++) {
            PoisonedBuffer buffer = PoisonedBuffer.allocate(length);
            IgmpWriter short1 = new IgmpWriter().wrap(buffer.view(), 0, 1500, OURS);

            assertThatThrownBy(() -> writer.applyAsInt(short1)).as("%s in %d octets", name, length)
                    .isInstanceOf(IndexOutOfBoundsException.class);
            buffer.assertSurroundingsIntact();
        }
    }

    @Test
    @DisplayName("R-IGMP-04: 366 sources in a query and 365 in a report at 1500 octets, not one more")
    void shouldKnowTheEdgeAt1500() {
        assertThat(IgmpWriter.maxQuerySources(1500)).isEqualTo(366);
        assertThat(IgmpWriter.maxReportSources(1500)).isEqualTo(365);
        assertThat(IgmpWriter.maxReportRecords(1500)).isEqualTo(183);
        assertThat(IgmpWriter.maxQuerySources(68)).isEqualTo(8);
        assertThat(IgmpWriter.maxReportSources(68)).isEqualTo(7);
        assertThat(IgmpWriter.maxQuerySources(1_000_000)).isEqualTo(IgmpWriter.maxQuerySources(65_535))
                .isEqualTo(16_374);
        assertThat(IgmpWriter.maxQuerySources(20)).isZero();
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[1500]);
        IgmpWriter writer = new IgmpWriter().wrap(buffer, 0, 1500, OURS).reportV3();
        assertThat(writer.record(RecordType.MODE_IS_INCLUDE, GROUP, SOURCES, 0, 366)).isFalse();
        assertThat(writer.record(RecordType.MODE_IS_INCLUDE, GROUP, SOURCES, 0, 365)).isTrue();
        assertThat(writer.recordRoom()).isEqualTo(-1);
        assertThat(writer.record(RecordType.MODE_IS_INCLUDE, GROUP, SOURCES, 0, 0)).isFalse();
        assertThat(writer.finish()).isEqualTo(1500);
    }

    @Test
    @DisplayName("R-IGMP-04: every MTU from 68 to 9000 is kept, and no smaller datagram would have held the same")
    void shouldKeepEveryMtu() {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[9000]);
        IgmpWriter writer = new IgmpWriter();
        for (int mtu = 68; mtu <= 9000; mtu++) {
            int taken = writer.wrap(buffer, 0, mtu, OURS).queryV3(GROUP, 10, false, 2, 125)
                    .querySources(SOURCES, 0, 65_535);
            assertThat(taken).isEqualTo(IgmpWriter.maxQuerySources(mtu));
            assertThat(writer.finish()).isBetween(mtu - 3, mtu);
            writer.wrap(buffer, 0, mtu, OURS).reportV3();
            assertThat(writer.recordRoom()).isEqualTo(IgmpWriter.maxReportSources(mtu));
            int records = 0;
            while (writer.record(RecordType.MODE_IS_EXCLUDE, GROUP, SOURCES, 0, 0)) {
                records++;
            }
            assertThat(records).isEqualTo(IgmpWriter.maxReportRecords(mtu));
            assertThat(writer.finish()).isBetween(mtu - 7, mtu);
        }
    }

    @ParameterizedTest(name = "{0} sources")
    @ValueSource(ints = {1, 365, 366, 367, 5000, 65_535})
    @DisplayName("R-IGMP-04: any list is split by a caller without losing or doubling a source, at any MTU")
    void shouldSplitLongLists(int count) {
        for (int mtu : new int[] {68, 576, 1280, 1499, 1500, 1501, 9000, 65_535}) {
            assertThat(splitQueries(count, mtu)).as("queries, mtu %d", mtu).isEqualTo(expected(count));
            assertThat(splitReports(count, mtu)).as("reports, mtu %d", mtu).isEqualTo(expected(count));
        }
    }

    private static List<Integer> expected(int count) {
        return IntStream.of(SOURCES).limit(count).boxed().toList();
    }

    private static List<Integer> splitQueries(int count, int mtu) {
        List<Integer> heard = new ArrayList<>();
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[mtu]);
        IgmpWriter writer = new IgmpWriter();
        MembershipQuery query = new MembershipQuery();
        for (int from = 0; from < count;) {
            writer.wrap(buffer, 0, mtu, OURS).queryV3(GROUP, 10, true, 2, 125);
            from += writer.querySources(SOURCES, from, count - from);
            int length = writer.finish();
            assertThat(query.wrap(buffer, 24, length - 24).validate()).isEqualTo(MessageFault.NONE);
            assertThat(query.additionalLength()).isZero();
            IntStream.range(0, query.sourceCount()).map(query::source).forEach(heard::add);
        }
        return heard;
    }

    private static List<Integer> splitReports(int count, int mtu) {
        List<Integer> heard = new ArrayList<>();
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[mtu]);
        IgmpWriter writer = new IgmpWriter();
        ReportV3 report = new ReportV3();
        for (int from = 0; from < count;) {
            writer.wrap(buffer, 0, mtu, OURS).reportV3();
            int taken = Math.min(writer.recordRoom(), count - from);
            assertThat(writer.record(RecordType.BLOCK_OLD_SOURCES, GROUP, SOURCES, from, taken)).isTrue();
            from += taken;
            int length = writer.finish();
            assertThat(report.wrap(buffer, 24, length - 24).validate()).isEqualTo(MessageFault.NONE);
            while (report.next()) {
                IntStream.range(0, report.record().sourceCount()).map(report.record()::source).forEach(heard::add);
            }
        }
        return heard;
    }

    @Test
    @DisplayName("a writer used before leaves nothing of it in the next datagram")
    void shouldForgetTheDatagramBefore() {
        IgmpWriter used = new IgmpWriter();
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[1500]);
        used.wrap(buffer, 0, 1500, OURS).queryV3(GROUP, 10, true, 2, 125).querySources(SOURCES, 0, 300);
        datagrams().forEach(row -> {
            @SuppressWarnings("unchecked")
            ToIntFunction<IgmpWriter> writer = (ToIntFunction<IgmpWriter>) row.get()[2];
            int length = writer.applyAsInt(used.wrap(buffer, 0, 1500, OURS));
            assertThat(Hex.format(buffer.byteArray(), 0, length)).isEqualTo(row.get()[1]);
        });
    }
}
