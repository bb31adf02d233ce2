package org.hopwire.wire.igmp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

class ReportV3Test {
    private static final String TWO_RECORDS = "22 00 12 34 00 00 00 02 "
            + "01 00 00 02 ef 01 02 03 0a 00 00 01 0a 00 00 02 " + "04 00 00 00 ef 01 02 04";

    private static ReportV3 report(String hex) {
        return report(Hex.parse(hex));
    }

    private static ReportV3 report(byte... message) {
        return new ReportV3().wrap(PoisonedBuffer.of(message).view(), 0, message.length);
    }

    private static List<String> records(ReportV3 report) {
        List<String> records = new ArrayList<>();
        while (report.next()) {
            records.add(report.record().toString());
        }
        return records;
    }

    @Test
    @DisplayName("RFC 9776 section 4.2: two records, one with sources")
    void shouldReadRecords() {
        ReportV3 report = report(TWO_RECORDS);

        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        assertThat(report.recordCount()).isEqualTo(2);
        assertThat(report.checksum()).isEqualTo(0x1234);
        assertThat(report.isExtended()).isFalse();
        assertThat(report.next()).isTrue();
        GroupRecord record = report.record();
        assertThat(record.type()).isEqualTo(RecordType.MODE_IS_INCLUDE);
        assertThat(record.group()).isEqualTo(0xEF01_0203);
        assertThat(record.sourceCount()).isEqualTo(2);
        assertThat(record.source(0)).isEqualTo(0x0A00_0001);
        assertThat(record.source(1)).isEqualTo(0x0A00_0002);
        assertThat(record.copySources(new int[1])).isEqualTo(1);
        int[] sources = new int[3];
        assertThat(record.copySources(sources)).isEqualTo(2);
        assertThat(sources).containsExactly(0x0A00_0001, 0x0A00_0002, 0);
        assertThat(report.next()).isTrue();
        assertThat(record.type()).isEqualTo(RecordType.CHANGE_TO_EXCLUDE_MODE);
        assertThat(record).hasToString("record 4 group 239.1.2.4 sources 0");
        assertThat(report.next()).isFalse();
        assertThat(report.next()).isFalse();
        assertThat(records(report.rewind())).hasSize(2);
        assertThat(report).hasToString("igmp report-v3 records 2");
    }

    @Test
    @DisplayName("section 4.2.8: auxiliary data count in words of 32 bits and are passed over")
    void shouldSkipAuxiliaryData() {
        ReportV3 report = report("22 00 00 00 00 00 00 02 02 02 00 01 ef 01 02 03 0a 00 00 01 "
                + "ff ff ff ff ff ff ff ff 06 00 00 00 ef 01 02 04");

        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        assertThat(report.next()).isTrue();
        assertThat(report.record().auxiliaryLength()).isEqualTo(8);
        assertThat(report.record().length()).isEqualTo(20);
        assertThat(report.next()).isTrue();
        assertThat(report.record().group()).isEqualTo(0xEF01_0204);
    }

    @Test
    @DisplayName("R-IGMP-02: records of type 0, 7 and 255 are passed over by their length and counted")
    void shouldSkipUnknownTypes() {
        ReportV3 report = report("22 00 00 00 00 00 00 04 00 00 00 01 ef 01 02 03 0a 00 00 01 "
                + "07 01 00 00 ef 01 02 03 de ad be ef ff 00 00 00 0a 00 00 01 05 00 00 00 ef 01 02 04");

        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        assertThat(report.unknownTypes()).isEqualTo(3);
        assertThat(report.badGroups()).isZero();
        assertThat(records(report)).containsExactly("record 5 group 239.1.2.4 sources 0");
    }

    @Test
    @DisplayName("R-IGMP-06: a record whose group is not in 224.0.0.0/4 is passed over and counted")
    void shouldSkipBadGroups() {
        ReportV3 report = report("22 00 00 00 00 00 00 04 04 00 00 00 01 00 00 e0 04 00 00 00 00 00 00 00 "
                + "04 00 00 00 0a 00 00 01 04 00 00 00 e0 00 00 01");

        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        assertThat(report.badGroups()).isEqualTo(3);
        assertThat(records(report)).containsExactly("record 4 group 224.0.0.1 sources 0");
    }

    @Test
    @DisplayName("R-IGMP-02: a report of no records is good and says nothing")
    void shouldAcceptZeroRecords() {
        ReportV3 report = report("22 00 dd ff 00 00 00 00");

        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        assertThat(report.next()).isFalse();
    }

    @Test
    @DisplayName("RFC 9279 section 3: the E flag and the extensions behind the records change nothing else")
    void shouldSkipExtensions() {
        ReportV3 report = report("22 00 00 00 80 00 00 01 04 00 00 00 ef 01 02 03 00 01 00 02 be ef");

        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        assertThat(report.isExtended()).isTrue();
        assertThat(records(report)).containsExactly("record 4 group 239.1.2.3 sources 0");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("R-IGMP-02: what is announced and not there is refused whole, before the first record is shown")
    @CsvSource(delimiter = '|', value = {
        "65535 records in 16 octets | RECORDS | 22 00 00 00 00 00 ff ff 04 00 00 00 ef 01 02 03",
        "2 records, 1 carried | RECORDS | 22 00 00 00 00 00 00 02 04 00 00 00 ef 01 02 03",
        "1 record, 7 octets of it | RECORDS | 22 00 00 00 00 00 00 01 04 00 00 00 ef 01 02",
        "65535 sources | RECORD_LENGTH | 22 00 00 00 00 00 00 01 04 00 ff ff ef 01 02 03",
        "sources x 4 of 16384 is 65536 | RECORD_LENGTH | 22 00 00 00 00 00 00 01 04 00 40 00 ef 01 02 03",
        "auxiliary data of 255 words | RECORD_LENGTH | 22 00 00 00 00 00 00 01 04 ff 00 00 ef 01 02 03",
        "auxiliary data in octets | RECORD_LENGTH | 22 00 00 00 00 00 00 01 04 04 00 00 ef 01 02 03 01 02 03 04",
        "unknown type, too long | RECORD_LENGTH | 22 00 00 00 00 00 00 01 07 00 00 01 ef 01 02 03",
        "good, then bad | RECORD_LENGTH | 22 00 00 00 00 00 00 02 04 00 00 00 ef 01 02 03 04 00 00 01 ef 01 02 04",
        "first eats second | RECORD_LENGTH | 22 00 00 00 00 00 00 02 04 00 00 02 ef 01 02 03 0a 00 00 01 0a 00 00 02",
        "7 octets | KIND | 22 00 00 00 00 00 00", "a v2 report | KIND | 16 00 00 00 ef 01 02 03"})
    void shouldRefuseWhole(String name, MessageFault fault, String hex) {
        assertThat(report(hex).validate()).as(name).isEqualTo(fault);
    }

    @Test
    @DisplayName("every truncation of a good report is refused")
    void shouldSurviveEveryTruncation() {
        byte[] whole = Hex.parse(TWO_RECORDS);
        for (int length = 0; length < whole.length; length++) {
            ReportV3 report = report(Arrays.copyOf(whole, length));
            MessageFault expected = length < 24 ? MessageFault.RECORDS : MessageFault.RECORD_LENGTH;
            assertThat(report.validate()).as("%d octets", length)
                    .isEqualTo(length < 8 ? MessageFault.KIND : expected);
        }
        assertThat(report(whole).validate()).isEqualTo(MessageFault.NONE);
    }

    @Test
    @DisplayName("R-LEN-06: octets changed after the judgement end the reading, and lead it nowhere")
    void shouldStopWhereTheMessageChanged() {
        UnsafeBuffer buffer = PoisonedBuffer.of(Hex.parse(TWO_RECORDS)).view();
        ReportV3 report = new ReportV3().wrap(buffer, 0, buffer.capacity());
        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        buffer.putShort(10, (short) 0xFFFF, BIG_ENDIAN);

        assertThat(report.next()).isFalse();
        assertThat(report.next()).isFalse();
    }

    @Test
    @DisplayName("R-IGMP-02: 8189 records, the most a datagram holds, and one more announced")
    void shouldReadTheMostRecords() {
        int most = (65_535 - 24 - 8) / 8;
        byte[] message = new byte[8 + most * 8];
        UnsafeBuffer buffer = new UnsafeBuffer(message);
        ReportV3 report = new ReportV3().wrap(buffer, 0).write();
        for (int i = 0; i < most; i++) {
            new GroupRecord().wrap(buffer, 8 + 8 * i).write(RecordType.MODE_IS_EXCLUDE, 0xEF00_0000 + i, 0);
        }
        report.recordCount(most);
        assertThat(report.wrap(buffer, 0, message.length).validate()).isEqualTo(MessageFault.NONE);
        for (int i = 0; i < most; i++) {
            assertThat(report.next()).isTrue();
            assertThat(report.record().group()).isEqualTo(0xEF00_0000 + i);
        }
        assertThat(report.next()).isFalse();
        report.recordCount(most + 1);
        assertThat(report.wrap(buffer, 0, message.length).validate()).isEqualTo(MessageFault.RECORDS);
    }

    @Test
    @DisplayName("the six record types and no other, of 256")
    void shouldKnowSixTypes() {
        for (int code = 0; code < 256; code++) {
            RecordType type = RecordType.of(code);
            if (code >= 1 && code <= 6) {
                assertThat(type.code()).isEqualTo(code);
            } else {
                assertThat(type).as("code %d", code).isNull();
            }
        }
    }
}
