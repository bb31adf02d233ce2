package org.hopwire.wire;

import java.util.Locale;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class IcmpTypeTest {
    /** RFC 6918 sections 2 and 3 and RFC 6633 section 1. */
    private static final Set<Integer> DEPRECATED = Set.of(4, 6, 15, 16, 17, 18, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39);
    private static final Set<Integer> ASSIGNED = Set.of(0, 3, 5, 8, 9, 10, 11, 12, 13, 14, 40, 42, 43);

    @Test
    @DisplayName("R-ICMP-01: the type table is total over 0 to 255")
    void shouldHaveARowForEveryOctet() {
        for (int number = 0; number < 256; number++) {
            IcmpType type = IcmpType.of(number);
            boolean known = ASSIGNED.contains(number) || DEPRECATED.contains(number);

            assertThat(type.number()).as("type %d", number).isEqualTo(known ? number : -1);
            assertThat(type.isDeprecated()).as("type %d", number).isEqualTo(DEPRECATED.contains(number));
            assertThat(type == IcmpType.UNKNOWN).as("type %d", number).isEqualTo(!known);
        }
        assertThat(IcmpType.of(256 + 8)).isEqualTo(IcmpType.ECHO_REQUEST);
        assertThat(IcmpType.of(-1)).isEqualTo(IcmpType.UNKNOWN);
    }

    @ParameterizedTest
    @EnumSource(IcmpType.class)
    void shouldLabelInKebabCaseAndNameADocument(IcmpType type) {
        assertThat(type.label()).matches("[a-z]+(-[a-z]+)*").isEqualTo(type.name().toLowerCase(Locale.ROOT)
                .replace('_', '-'));
        assertThat(type.rfc()).matches("RFC \\d+");
    }

    @Test
    @DisplayName("RFC 1122 section 3.2.2: about errors and unknown types no error is sent")
    void shouldTreatUnknownTypesAsErrors() {
        Set<Integer> answerable = Set.of(0, 8, 9, 10, 13, 14, 15, 16, 17, 18, 33, 34, 35, 36, 37, 38, 42, 43);
        for (int number = 0; number < 256; number++) {
            assertThat(IcmpType.of(number).isErrorOrUnknown()).as("type %d", number)
                    .isEqualTo(!answerable.contains(number));
        }
    }

    @Test
    @DisplayName("RFC 4884 section 4: three types may carry extensions")
    void shouldKnowExtensibleTypes() {
        for (int number = 0; number < 256; number++) {
            assertThat(IcmpType.of(number).isExtensible()).isEqualTo(number == 3 || number == 11 || number == 12);
        }
    }

    @Test
    void shouldNameExactlyTheDefinedCodes() {
        for (int code = 0; code < 256; code++) {
            assertThat(IcmpCodes.isDefined(3, code)).isEqualTo(code <= 15);
            assertThat(IcmpCodes.isDefined(5, code)).isEqualTo(code <= 3);
            assertThat(IcmpCodes.isDefined(11, code)).isEqualTo(code <= 1);
            assertThat(IcmpCodes.isDefined(12, code)).isEqualTo(code <= 2);
            assertThat(IcmpCodes.isDefined(9, code)).isEqualTo(code == 0 || code == 16);
            assertThat(IcmpCodes.isDefined(40, code)).isEqualTo(code <= 5);
            assertThat(IcmpCodes.isDefined(43, code)).isEqualTo(code <= 4);
            assertThat(IcmpCodes.isDefined(8, code)).isEqualTo(code == 0);
            assertThat(IcmpCodes.isDefined(200, code)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"3,0,net-unreachable", "3,4,fragmentation-needed", "3,13,admin-prohibited", "3,15,precedence-cutoff",
        "3,16,code-16", "5,1,host", "11,1,reassembly-timeout", "12,2,bad-length",
        "9,16,does-not-route-common-traffic", "43,2,no-such-interface", "8,0,none", "255,255,code-255"})
    void shouldNameCodes(int type, int code, String name) {
        assertThat(IcmpCodes.name(type, code)).isEqualTo(name);
    }
}
