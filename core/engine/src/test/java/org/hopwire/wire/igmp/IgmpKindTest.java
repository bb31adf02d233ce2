package org.hopwire.wire.igmp;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class IgmpKindTest {
    @ParameterizedTest(name = "{0} octets, code {1}: {2}")
    @DisplayName("R-IGMP-05: a query's version is its length: 8 is 1 or 2, 12 and more is 3, 9 to 11 is ignored")
    @CsvSource({"0, 0, SHORT", "3, 0, SHORT", "7, 100, SHORT", "8, 0, QUERY_V1", "8, 1, QUERY_V2", "8, 255, QUERY_V2",
        "9, 0, QUERY_BAD_LENGTH", "10, 100, QUERY_BAD_LENGTH", "11, 100, QUERY_BAD_LENGTH", "12, 0, QUERY_V3",
        "12, 100, QUERY_V3", "13, 0, QUERY_V3", "40, 128, QUERY_V3", "1480, 0, QUERY_V3"})
    void shouldTellQueryVersionsByLength(int length, int code, IgmpKind kind) {
        assertThat(IgmpKind.of(0x11, code, length)).isEqualTo(kind);
    }

    @Test
    @DisplayName("R-IGMP-05: 256 types x 256 codes x lengths 0 to 40, each of exactly one kind")
    void shouldAgreeWithThePlainReferenceEverywhere() {
        for (int type = 0; type < 256; type++) {
            for (int length = 0; length <= 40; length++) {
                for (int code = 0; code < 256; code++) {
                    IgmpKind kind = IgmpKind.of(type, code, length);
                    if (!kind.label().equals(IgmpReference.kind(type, code, length))) {
                        assertThat(kind.label()).as("type %d code %d length %d", type, code, length)
                                .isEqualTo(IgmpReference.kind(type, code, length));
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("the bytes in the buffer decide as the numbers do, and nothing beside the message is read")
    void shouldReadNothingBesideTheMessage() {
        for (int type = 0; type < 256; type++) {
            for (int length = 0; length <= 40; length++) {
                byte[] message = new byte[length];
                if (length > 0) {
                    message[0] = (byte) type;
                }
                for (int poison : new int[] {0, 0xFF, 0x11}) {
                    assertThat(IgmpKind.of(PoisonedBuffer.of(message, poison).view(), 0, length))
                            .isEqualTo(IgmpKind.of(type, 0, length));
                }
            }
        }
    }

    @Test
    @DisplayName("types are octets: a sign or higher bits change nothing")
    void shouldCountOnlyTheLowEightBits() {
        assertThat(IgmpKind.of(0xFFFF_FF11, 0x100, 8)).isEqualTo(IgmpKind.QUERY_V1);
        assertThat(IgmpKind.of((byte) 0x9E, 0, 8)).isEqualTo(IgmpKind.UNKNOWN);
    }

    @ParameterizedTest(name = "type {0}: {1}")
    @DisplayName("R-REFL-04: DVMRP, PIMv1, traces and RFC 988 are recognised and mean nothing to a membership role")
    @CsvSource({"0x01, VERSION_0", "0x02, VERSION_0", "0x03, VERSION_0", "0x04, VERSION_0", "0x05, VERSION_0",
        "0x06, VERSION_0", "0x07, VERSION_0", "0x08, VERSION_0", "0x13, DVMRP", "0x14, PIM_V1", "0x15, CISCO_TRACE",
        "0x1e, MTRACE_RESPONSE", "0x1f, MTRACE", "0x00, UNKNOWN", "0x09, UNKNOWN", "0x10, UNKNOWN", "0x18, UNKNOWN",
        "0x21, UNKNOWN", "0x23, UNKNOWN", "0x33, UNKNOWN", "0xff, UNKNOWN"})
    void shouldKeepForeignProtocolsApart(String type, IgmpKind kind) {
        for (int length = 8; length <= 40; length++) {
            assertThat(IgmpKind.of(Integer.decode(type), 0, length)).isEqualTo(kind);
        }
        assertThat(kind.isMembership()).isFalse();
        assertThat(kind.isRouterDiscovery()).isFalse();
    }

    @Test
    @DisplayName("text 001 (E3): the RFC 988 form, twenty octets with identifier and access key, is version 0")
    void shouldRecogniseTheObsoleteForm() {
        assertThat(IgmpKind.of(0x03, 0, 20)).isEqualTo(IgmpKind.VERSION_0);
        assertThat(IgmpKind.VERSION_0.version()).isZero();
    }

    @ParameterizedTest(name = "type {0}")
    @DisplayName("RFC 2236 section 2.5: reports and leaves may be longer than eight octets, never shorter")
    @CsvSource({"0x12, REPORT_V1, 1", "0x16, REPORT_V2, 2", "0x17, LEAVE, 2", "0x22, REPORT_V3, 3"})
    void shouldAcceptLongReports(String type, IgmpKind kind, int version) {
        for (int length = 0; length <= 40; length++) {
            assertThat(IgmpKind.of(Integer.decode(type), 0, length)).isEqualTo(length < 8 ? IgmpKind.SHORT : kind);
        }
        assertThat(kind.isReport()).isTrue();
        assertThat(kind.isQuery()).isFalse();
        assertThat(kind.version()).isEqualTo(version);
        assertThat(kind.type()).isEqualTo(Integer.decode(type));
    }

    @Test
    @DisplayName("RFC 4286 sections 4 and 5: solicitation and termination are whole with four octets")
    void shouldAcceptShortRouterDiscovery() {
        assertThat(IgmpKind.of(0x30, 20, 7)).isEqualTo(IgmpKind.SHORT);
        assertThat(IgmpKind.of(0x30, 20, 8)).isEqualTo(IgmpKind.MRD_ADVERTISEMENT);
        assertThat(IgmpKind.of(0x31, 0, 3)).isEqualTo(IgmpKind.SHORT);
        assertThat(IgmpKind.of(0x31, 0, 4)).isEqualTo(IgmpKind.MRD_SOLICITATION);
        assertThat(IgmpKind.of(0x32, 0, 4)).isEqualTo(IgmpKind.MRD_TERMINATION);
        assertThat(IgmpKind.MRD_TERMINATION.isRouterDiscovery()).isTrue();
    }

    @Test
    @DisplayName("every row has a label of its own, lower case with hyphens")
    void shouldHaveDistinctLabels() {
        Set<String> labels = new HashSet<>();
        for (IgmpKind kind : IgmpKind.values()) {
            assertThat(kind.label()).matches("[a-z]+(-[a-z0-9]+)*");
            assertThat(labels.add(kind.label())).as(kind.label()).isTrue();
        }
        for (MessageFault fault : MessageFault.values()) {
            assertThat(fault.label()).isEqualTo(fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        }
        assertThat(Arrays.stream(IgmpKind.values()).filter(IgmpKind::isMembership)).hasSize(7);
    }
}
