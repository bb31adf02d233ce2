package org.hopwire.wire.igmp;

import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MembershipQueryTest {
    private static final int GROUP = 0xEF01_0203;

    private static MembershipQuery query(String hex) {
        return query(Hex.parse(hex));
    }

    private static MembershipQuery query(byte... message) {
        return new MembershipQuery().wrap(PoisonedBuffer.of(message).view(), 0, message.length);
    }

    @Test
    @DisplayName("RFC 1112 appendix I: version 1 grants 10 s and ignores the group field")
    void shouldReadVersion1() {
        MembershipQuery query = query("11 00 12 34 ef 01 02 03");

        assertThat(query.validate()).isEqualTo(MessageFault.NONE);
        assertThat(query.version()).isEqualTo(1);
        assertThat(query.maxResponseNs()).isEqualTo(10_000_000_000L);
        assertThat(query.group()).isZero();
        assertThat(query.isGeneral()).isTrue();
        assertThat(query.checksum()).isEqualTo(0x1234);
        assertThat(query.sourceCount()).isZero();
        assertThat(query).hasToString("igmp query-v1 group 0.0.0.0 max-response-ms 10000");
    }

    @Test
    @DisplayName("RFC 2236 section 2: version 2, and what it does not have reads as 0")
    void shouldReadVersion2() {
        MembershipQuery query = query("11 83 00 00 ef 01 02 03");

        assertThat(query.validate()).isEqualTo(MessageFault.NONE);
        assertThat(query.version()).isEqualTo(2);
        assertThat(query.maxRespCode()).isEqualTo(0x83);
        assertThat(query.maxResponseNs()).isEqualTo(13_100_000_000L);
        assertThat(query.group()).isEqualTo(GROUP);
        assertThat(query.isGeneral()).isFalse();
        assertThat(query.robustness()).isZero();
        assertThat(query.queryIntervalNs()).isZero();
        assertThat(query.suppress() || query.isExtended()).isFalse();
        assertThat(query).hasToString("igmp query-v2 group 239.1.2.3 max-response-ms 13100");
    }

    @Test
    @DisplayName("RFC 9776 section 4.1: version 3 with everything, two sources and additional data")
    void shouldReadVersion3() {
        MembershipQuery query = query("11 83 00 00 ef 01 02 03 8a fd 00 02 0a 00 00 01 0a 00 00 02 ff ff ff");

        assertThat(query.validate()).isEqualTo(MessageFault.NONE);
        assertThat(query.version()).isEqualTo(3);
        assertThat(query.maxResponseNs()).isEqualTo(15_200_000_000L);
        assertThat(query.suppress()).isTrue();
        assertThat(query.isExtended()).isTrue();
        assertThat(query.robustness()).isEqualTo(2);
        assertThat(query.qqic()).isEqualTo(0xFD);
        assertThat(query.queryIntervalNs()).isEqualTo(29_696_000_000_000L);
        assertThat(query.sourceCount()).isEqualTo(2);
        assertThat(query.source(0)).isEqualTo(0x0A00_0001);
        assertThat(query.source(1)).isEqualTo(0x0A00_0002);
        assertThat(query.additionalLength()).isEqualTo(3);
        assertThat(query).hasToString(
                "igmp query-v3 group 239.1.2.3 max-response-ms 15200 suppress qrv 2 qqi-s 29696 sources 2");
    }

    @Test
    @DisplayName("RFC 9279 section 3: the E flag and the extensions behind the sources change nothing else")
    void shouldSkipExtensions() {
        MembershipQuery query = query("11 64 00 00 00 00 00 00 82 7d 00 00 00 01 00 04 de ad be ef");

        assertThat(query.validate()).isEqualTo(MessageFault.NONE);
        assertThat(query.isExtended()).isTrue();
        assertThat(query.isGeneral()).isTrue();
        assertThat(query.sourceCount()).isZero();
        assertThat(query.robustness()).isEqualTo(2);
        assertThat(query("11 64 00 00 00 00 00 00 72 7d 00 00").isExtended()).isFalse();
    }

    @Test
    @DisplayName("R-IGMP-01: Max Resp Code 0, QQIC 0 and QRV 0 read as 0, and every float code as the table says")
    void shouldReadZerosAndFloats() {
        MembershipQuery zeros = query("11 00 00 00 00 00 00 00 00 00 00 00");
        assertThat(zeros.validate()).isEqualTo(MessageFault.NONE);
        assertThat(zeros.version()).isEqualTo(3);
        assertThat(zeros.maxResponseNs()).isZero();
        assertThat(zeros.queryIntervalNs()).isZero();
        assertThat(zeros.robustness()).isZero();
        for (int code = 0; code < 256; code++) {
            MembershipQuery query = query(new byte[] {0x11, (byte) code, 0, 0, 0, 0, 0, 0, 0, (byte) code, 0, 0});
            assertThat(query.maxResponseNs()).isEqualTo(IgmpReference.floating(code) * 100_000_000);
            assertThat(query.queryIntervalNs()).isEqualTo(IgmpReference.floating(code) * 1_000_000_000);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @DisplayName("R-IGMP-03: more sources claimed than carried, and the other queries that are refused whole")
    @CsvSource(delimiter = '|', value = {
        "4 sources claimed, 1 carried | SOURCES | 11 01 00 00 ef 01 02 03 02 7d 00 04 0a 00 00 01",
        "1 source claimed, 3 octets | SOURCES | 11 01 00 00 ef 01 02 03 02 7d 00 01 0a 00 00",
        "65535 sources claimed, none carried | SOURCES | 11 01 00 00 ef 01 02 03 02 7d ff ff",
        "sources in a general query | SOURCES_WITHOUT_GROUP | 11 01 00 00 00 00 00 00 02 7d 00 01 0a 00 00 01",
        "unicast group | GROUP | 11 64 00 00 0a 00 00 01", "swapped group | GROUP | 11 64 00 00 01 00 00 e0",
        "class E group | GROUP | 11 64 00 00 f0 00 00 01", "9 octets | KIND | 11 64 00 00 00 00 00 00 00",
        "11 octets | KIND | 11 64 00 00 00 00 00 00 00 00 00", "7 octets | KIND | 11 64 00 00 00 00 00",
        "a report | KIND | 16 00 00 00 ef 01 02 03"})
    void shouldRefuseWhole(String name, MessageFault fault, String hex) {
        assertThat(query(hex).validate()).as(name).isEqualTo(fault);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("R-IGMP-06: 224.0.0.0/4 in network order is a group, nothing else is")
    @CsvSource({"e0 00 00 01, NONE", "ef ff ff ff, NONE", "e0 00 00 00, NONE", "00 00 00 00, NONE",
        "01 00 00 e0, GROUP",
        "0a 00 00 01, GROUP", "df ff ff ff, GROUP", "f0 00 00 00, GROUP"})
    void shouldAcceptOnlyMulticastGroups(String group, MessageFault fault) {
        assertThat(query("11 64 00 00 " + group).validate()).isEqualTo(fault);
        assertThat(query("11 64 00 00 " + group + " 02 7d 00 00").validate()).isEqualTo(fault);
    }

    @Test
    @DisplayName("every truncation of a query with two sources is a shorter query, ignored, or refused")
    void shouldSurviveEveryTruncation() {
        byte[] whole = Hex.parse("11 64 00 00 ef 01 02 03 02 7d 00 02 0a 00 00 01 0a 00 00 02");
        for (int length = 0; length <= whole.length; length++) {
            MessageFault fault = query(Arrays.copyOf(whole, length)).validate();
            boolean cut = length >= 12 && length < 20;
            boolean good = length == 8 || length == 20;
            MessageFault bad = cut ? MessageFault.SOURCES : MessageFault.KIND;
            assertThat(fault).as("%d octets", length).isEqualTo(good ? MessageFault.NONE : bad);
        }
    }

    @Test
    @DisplayName("a view used before tells nothing of it afterwards")
    void shouldForgetTheMessageBefore() {
        MembershipQuery query = query("11 64 00 00 ef 01 02 03 02 7d 00 01 0a 00 00 01");
        UnsafeBuffer other = PoisonedBuffer.of(Hex.parse("11 64 00 00 ef 01 02 03")).view();

        assertThat(query.wrap(other, 0, 8).sourceCount()).isZero();
        assertThat(query.robustness()).isZero();
        assertThat(query.wrap(other, 0, 0).validate()).isEqualTo(MessageFault.KIND);
    }

    @Test
    @DisplayName("sources are copied as far as the array reaches")
    void shouldCopySources() {
        MembershipQuery query = query("11 64 00 00 ef 01 02 03 02 7d 00 02 0a 00 00 01 0a 00 00 02");
        int[] one = new int[1];
        int[] three = new int[3];

        assertThat(query.copySources(one)).isEqualTo(1);
        assertThat(query.copySources(three)).isEqualTo(2);
        assertThat(one).containsExactly(0x0A00_0001);
        assertThat(three).containsExactly(0x0A00_0001, 0x0A00_0002, 0);
    }

    @Test
    @DisplayName("R-IGMP-02: each of 65536 announced counts is right for exactly one length, in long arithmetic")
    void shouldCheckEveryCount() {
        byte[] message = Arrays.copyOf(Hex.parse("11 64 00 00 ef 01 02 03 02 7d 00 00"), 412);
        UnsafeBuffer buffer = PoisonedBuffer.of(message).view();
        MembershipQuery query = new MembershipQuery();
        for (int count = 0; count < 65_536; count++) {
            buffer.putShort(10, (short) count, java.nio.ByteOrder.BIG_ENDIAN);
            assertThat(query.wrap(buffer, 0, 412).validate())
                    .isEqualTo(count <= 100 ? MessageFault.NONE : MessageFault.SOURCES);
        }
    }
}
