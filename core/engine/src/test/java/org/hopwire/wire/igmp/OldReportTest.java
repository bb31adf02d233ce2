package org.hopwire.wire.igmp;

import java.util.Arrays;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class OldReportTest {
    private static OldReport report(byte... message) {
        return new OldReport().wrap(PoisonedBuffer.of(message).view(), 0, message.length);
    }

    @ParameterizedTest(name = "{1}")
    @DisplayName("RFC 1112 appendix I and RFC 2236 section 2: type, checksum, group")
    @CsvSource({"12, REPORT_V1, 1, false", "16, REPORT_V2, 2, false", "17, LEAVE, 2, true"})
    void shouldReadReportsAndLeaves(String type, IgmpKind kind, int version, boolean leave) {
        OldReport report = report(Hex.parse(type + "00 ab cd ef 01 02 03"));

        assertThat(report.validate()).isEqualTo(MessageFault.NONE);
        assertThat(report.kind()).isEqualTo(kind);
        assertThat(report.version()).isEqualTo(version);
        assertThat(report.isLeave()).isEqualTo(leave);
        assertThat(report.group()).isEqualTo(0xEF01_0203);
        assertThat(report.checksum()).isEqualTo(0xABCD);
        assertThat(report).hasToString("igmp " + kind.label() + " group 239.1.2.3");
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("R-IGMP-06: only 224.0.0.0/4, in network order, is a group")
    @CsvSource({"e0 00 00 01, NONE", "ef ff ff ff, NONE", "e0 00 00 fc, NONE", "00 00 00 00, GROUP",
        "01 00 00 e0, GROUP", "0a 00 00 01, GROUP", "f0 00 00 01, GROUP", "ff ff ff ff, GROUP"})
    void shouldAcceptOnlyMulticastGroups(String group, MessageFault fault) {
        for (String type : new String[] {"12", "16", "17"}) {
            assertThat(report(Hex.parse(type + "00 00 00" + group)).validate()).isEqualTo(fault);
        }
    }

    @Test
    @DisplayName("RFC 2236 section 2.5: every length from 8 on is good, every one below is not")
    void shouldSurviveEveryLength() {
        byte[] message = Hex.parse("16 00 00 00 ef 01 02 03 01 02 03 04 05 06 07 08");
        for (int length = 0; length <= message.length; length++) {
            assertThat(report(Arrays.copyOf(message, length)).validate()).as("%d octets", length)
                    .isEqualTo(length < 8 ? MessageFault.KIND : MessageFault.NONE);
        }
        assertThat(report(Hex.parse("22 00 00 00 00 00 00 00"))).hasToString("igmp report-v3");
        assertThat(report(Hex.parse("22 00 00 00 00 00 00 00")).validate()).isEqualTo(MessageFault.KIND);
    }
}
