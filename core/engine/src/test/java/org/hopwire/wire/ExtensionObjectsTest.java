package org.hopwire.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExtensionObjectsTest {
    private static final String ALL_PARTS = "00 00 00 07 00 01 00 00 0a 00 00 01 08 65 74 68 30 00 00 00 00 00 05 dc";

    private final InterfaceInformation information = new InterfaceInformation();

    @Test
    @DisplayName("RFC 4950 section 3: label, class, bottom and time to live")
    void shouldReadAndWriteLabelStacks() {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(8);
        MplsLabelStack stack = new MplsLabelStack().wrap(buffer.view(), 0, 8);

        stack.write(0, MplsLabelStack.entry(0xFFFFF, 7, false, 255)).write(1, MplsLabelStack.entry(24_001, 5, true, 1));

        assertThat(buffer).hasToString("ff ff fe ff 05 dc 1b 01");
        assertThat(stack.isValid()).isTrue();
        assertThat(stack.count()).isEqualTo(2);
        assertThat(MplsLabelStack.label(stack.entry(0))).isEqualTo(0xFFFFF);
        assertThat(MplsLabelStack.trafficClass(stack.entry(0))).isEqualTo(7);
        assertThat(MplsLabelStack.isBottom(stack.entry(0))).isFalse();
        assertThat(MplsLabelStack.ttl(stack.entry(0))).isEqualTo(255);
        assertThat(stack).hasToString("mpls label 1048575 class 7 ttl 255 label 24001 class 5 ttl 1 bottom");
        assertThat(stack.wrap(buffer.view(), 0, 0).isValid()).isFalse();
        assertThat(stack.wrap(buffer.view(), 0, 6).isValid()).isFalse();
        buffer.assertSurroundingsIntact();
    }

    @Test
    @DisplayName("RFC 5837 section 4: all parts in order, padded name")
    void shouldWriteAndReadAllParts() {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(24);

        information.begin(buffer.view(), 0, InterfaceInformation.ROLE_OUTGOING).index(7).address(0x0A00_0001)
                .name(utf8("eth0")).mtu(1500);

        assertThat(buffer).hasToString(ALL_PARTS);
        assertThat(information.cType()).isEqualTo(0x8F);
        assertThat(information.length()).isEqualTo(24).isEqualTo(InterfaceInformation.length(0x0F, 4));
        information.wrap(buffer.view(), 0, 24, 0x8F);
        assertThat(information.isValid()).isTrue();
        assertThat(information.role()).isEqualTo(InterfaceInformation.ROLE_OUTGOING);
        assertThat(information.index()).isEqualTo(7);
        assertThat(information.addressFamily()).isEqualTo(InterfaceInformation.FAMILY_IPV4);
        assertThat(information.address()).isEqualTo(0x0A00_0001);
        assertThat(information.nameOffset()).isEqualTo(13);
        assertThat(information.name()).isEqualTo("eth0");
        assertThat(information.mtu()).isEqualTo(1500);
        assertThat(information).hasToString("interface role 2 index 7 address 10.0.0.1 name eth0 mtu 1500");
        buffer.assertSurroundingsIntact();
    }

    @Test
    @DisplayName("RFC 5837 section 4: every combination of parts, and every truncation of it, reads back or is refused")
    void shouldHandleEveryCombinationAndTruncation() {
        for (int parts = 0; parts < 16; parts++) {
            int length = InterfaceInformation.length(parts, 4);
            PoisonedBuffer buffer = PoisonedBuffer.allocate(length);
            information.begin(buffer.view(), 0, 0);
            write(parts);
            assertThat(information.length()).isEqualTo(length);
            assertThat(information.cType()).isEqualTo(parts);
            buffer.assertSurroundingsIntact();
            for (int cut = 0; cut <= length + 4; cut++) {
                byte[] payload = Arrays.copyOf(buffer.content(), cut);
                information.wrap(PoisonedBuffer.of(payload, 0xFF).view(), 0, cut, parts);
                assertThat(information.isValid()).as("parts %d, %d octets", parts, cut).isEqualTo(cut == length);
            }
        }
    }

    @ParameterizedTest
    @DisplayName("RFC 5837 section 4.3: the length octet of the name counts itself, at most 64, a multiple of 4")
    @ValueSource(ints = {0, 1, 2, 3, 5, 63, 65, 68, 255})
    void shouldRefuseWrongNameLengths(int size) {
        byte[] payload = new byte[256];
        payload[0] = (byte) size;
        for (int length : new int[] {4, 64, Math.max(1, size), 256}) {
            information.wrap(PoisonedBuffer.of(Arrays.copyOf(payload, length)).view(), 0, length, 0x02);
            assertThat(information.isValid()).as("size %d in %d octets", size, length).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,4", "1,4", "3,4", "4,8", "62,64", "63,64", "64,64", "200,64"})
    void shouldPadAndCutNames(int letters, int expected) {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(expected);

        information.begin(buffer.view(), 0, 0).name(utf8("x".repeat(letters)));

        assertThat(information.length()).isEqualTo(expected);
        information.wrap(buffer.view(), 0, expected, 0x02);
        assertThat(information.isValid()).isTrue();
        assertThat(information.name()).isEqualTo("x".repeat(Math.min(letters, 63)));
        buffer.assertSurroundingsIntact();
    }

    @Test
    void shouldCutNamesBetweenCharacters() {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(64);

        information.begin(buffer.view(), 0, 0).name(utf8("x".repeat(62) + "é"));

        assertThat(information.name()).isEqualTo("x".repeat(62));
    }

    @ParameterizedTest
    @CsvSource({"00 02 00 00 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01,true", "00 02 00 00 20 01 0d b8,false",
        "00 03 00 00 20 01 0d b8,false", "00 00 00 00 0a 00 00 01,false"})
    void shouldKnowAddressFamilies(String hex, boolean valid) {
        byte[] payload = Hex.parse(hex);
        information.wrap(PoisonedBuffer.of(payload).view(), 0, payload.length, 0x04);

        assertThat(information.isValid()).isEqualTo(valid);
    }

    @ParameterizedTest(name = "{0} type {1}")
    @DisplayName("R-PROBE: RFC 8335 section 2.1, payloads of the interface identification object")
    @CsvSource({"65 74 68 30,1,true", "00 00 00 00,1,false", "'',1,false", "00 00 00 07,2,true", "00 00 00,2,false",
        "00 00 00 07 00 00 00 00,2,false", "00 01 04 00 0a 00 00 01,3,true", "00 01 05 00 0a 00 00 01,3,false",
        "00 01 04 00,3,false", "00 01,3,false", "40 05 06 00 02 00 00 00 00 01 00 00,3,true",
        "40 05 00 00,3,false", "00 02 10 00 0a 00 00 01,3,false", "00 00 00 07,0,false", "00 00 00 07,4,false"})
    void shouldJudgeInterfaceIdentification(String hex, int cType, boolean valid) {
        byte[] payload = Hex.parse(hex);
        PoisonedBuffer buffer = PoisonedBuffer.of(payload);

        assertThat(ExtendedEcho.isValidObject(buffer.view(), 0, payload.length, cType)).isEqualTo(valid);
    }

    @Test
    void shouldWriteInterfaceIdentification() {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(8);

        assertThat(ExtendedEcho.writeName(buffer.view(), 0, utf8("wlan0"))).isEqualTo(8);
        assertThat(buffer).hasToString("77 6c 61 6e 30 00 00 00");
        assertThat(ExtendedEcho.nameLength(buffer.view(), 0, 8)).isEqualTo(5);
        assertThat(ExtendedEcho.nameLength(buffer.view(), 0, 4)).isEqualTo(4);
        assertThat(ExtendedEcho.writeAddress(buffer.view(), 0, 0x0A00_0001)).isEqualTo(8);
        assertThat(buffer).hasToString("00 01 04 00 0a 00 00 01");
        assertThat(ExtendedEcho.addressFamily(buffer.view(), 0)).isEqualTo(1);
        assertThat(ExtendedEcho.address(buffer.view(), 0)).isEqualTo(0x0A00_0001);
        assertThat(ExtendedEcho.writeIndex(buffer.view(), 0, 7)).isEqualTo(4);
        assertThat(ExtendedEcho.index(buffer.view(), 0)).isEqualTo(7);
        buffer.assertSurroundingsIntact();
    }

    private void write(int parts) {
        if ((parts & InterfaceInformation.HAS_INDEX) != 0) {
            information.index(1);
        }
        if ((parts & InterfaceInformation.HAS_ADDRESS) != 0) {
            information.address(2);
        }
        if ((parts & InterfaceInformation.HAS_NAME) != 0) {
            information.name(utf8("eth0"));
        }
        if ((parts & InterfaceInformation.HAS_MTU) != 0) {
            information.mtu(3);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
