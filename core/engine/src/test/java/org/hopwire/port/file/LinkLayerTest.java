package org.hopwire.port.file;

import java.util.Arrays;
import java.util.HexFormat;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.port.file.CaptureBytes.frame;

class LinkLayerTest {
    private static final long LOCAL_MAC = 0x0A0B0C0D0E0FL;
    private static final int CAPACITY = 256;
    private static final HexFormat HEX = HexFormat.of();
    /** An IPv4 header to 10.0.0.1, 224.0.0.251, 239.255.255.250 and 255.255.255.255. */
    private static final String IPV4 = "4500001400000000400100000a000002";

    private CaptureRecord record;
    private boolean received;

    /** The Ethernet frame that comes of a captured one, or null. */
    private byte[] convert(int linkType, int original, byte... captured) throws CaptureException {
        try (FrameSlab slab = new FrameSlab(1, CAPACITY + 64, 0)) {
            long at = slab.acquire();
            OffHeap.fill(at, CAPACITY + 64, (byte) 0x5A);
            record = new CaptureRecord();
            CaptureBytes.little().pcapHeader(0xA1B2C3D4, linkType).pcapRecord(1, 0, original, captured).reader()
                    .next(record);
            received = record.copyFrame(at, CAPACITY, LOCAL_MAC);
            assertThat(OffHeap.bytes(at + CAPACITY, 64)).as("room behind the slot").containsOnly(0x5A);
            return received ? OffHeap.bytes(at, record.frameLength()) : null;
        }
    }

    private byte[] convertHex(int linkType, String captured) throws CaptureException {
        byte[] bytes = HEX.parseHex(captured);
        return convert(linkType, bytes.length, bytes);
    }

    private static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    @Test
    void shouldPassEthernetAsItIs() throws CaptureException {
        assertThat(convert(1, 60, frame(60, 3))).isEqualTo(frame(60, 3));
        assertThat(record.frameFlags()).isZero();
        assertThat(convert(1, 1500, frame(60, 3))).isEqualTo(frame(60, 3));
        assertThat(record.frameFlags()).isEqualTo(Burst.TRUNCATED);
        assertThat(record.frameOriginalLength()).isEqualTo(1500);
        assertThat(record.isFrameCut()).isFalse();
    }

    @Test
    void shouldCutWhatExceedsTheSlotAndMarkItTruncated() throws CaptureException {
        assertThat(convert(1, 300, frame(300, 3))).isEqualTo(frame(CAPACITY, 3));
        assertThat(record.frameFlags()).isEqualTo(Burst.TRUNCATED);
        assertThat(record.isFrameCut()).isTrue();
        byte[] raw = frame(CAPACITY, 3);
        raw[0] = 0x45;
        assertThat(convert(101, CAPACITY, raw)).hasSize(CAPACITY);
        assertThat(record.frameOriginalLength()).isEqualTo(CAPACITY + 14);
        assertThat(record.isFrameCut()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0a000001, 0a0b0c0d0e0f", "e00000fb, 01005e0000fb", "effffffa, 01005e7ffffa", "ffffffff, ffffffffffff",
        "efa55aff, 01005e255aff", "f0000001, 0a0b0c0d0e0f"})
    void shouldAddressRawPacketsByTheirDestination(String destination, String mac) throws CaptureException {
        for (int linkType : new int[] {101, 12, 14, 228}) {
            assertThat(hex(convertHex(linkType, IPV4 + destination)))
                    .isEqualTo(mac + "0200000000fe" + "0800" + IPV4 + destination);
            assertThat(record.frameFlags()).isZero();
        }
    }

    @Test
    void shouldTellRawIpv6ByItsVersionAndCallAllElseIpv4() throws CaptureException {
        assertThat(hex(convertHex(101, "60000000"))).isEqualTo("0a0b0c0d0e0f0200000000fe86dd60000000");
        assertThat(hex(convertHex(101, "f0"))).isEqualTo("0a0b0c0d0e0f0200000000fe0800f0");
        assertThat(hex(convertHex(101, ""))).isEqualTo("0a0b0c0d0e0f0200000000fe0800");
    }

    @ParameterizedTest
    @CsvSource({"0, 02000000, 0800", "0, 00000002, 0800", "108, 00000002, 0800", "0, 1e000000, 86dd",
        "0, 18000000, 86dd",
        "0, 0000001c, 86dd", "0, 0a000000, 86dd", "0, 07000000, ffff"})
    void shouldReadTheAddressFamilyOfNullInEitherByteOrder(int linkType, String family, String etherType)
            throws CaptureException {
        assertThat(hex(convertHex(linkType, family + "aabb")))
                .isEqualTo("0a0b0c0d0e0f0200000000fe" + etherType + "aabb");
    }

    @ParameterizedTest
    @CsvSource({"0000, 0a0b0c0d0e0f", "0001, ffffffffffff", "0002, 01005e0000fb", "0003, 0200000000ff",
        "0007, 0200000000ff"})
    void shouldTakeTheDestinationFromThePacketTypeOfLinuxCooked(String packetType, String mac) throws CaptureException {
        String cooked = packetType + "0001" + "0006" + "001122334455" + "0000" + "0800";
        assertThat(hex(convertHex(113, cooked + IPV4 + "e00000fb")))
                .isEqualTo(mac + "001122334455" + "0800" + IPV4 + "e00000fb");
        assertThat(record.frameOriginalLength()).isEqualTo(34);
    }

    @ParameterizedTest
    @CsvSource({"00, 0a0b0c0d0e0f", "01, ffffffffffff", "02, 01005e0000fb", "03, 0200000000ff", "05, 0200000000ff"})
    void shouldTakeTheDestinationFromThePacketTypeOfLinuxCookedVersion2(String packetType, String mac)
            throws CaptureException {
        String cooked = "0800" + "0000" + "00000003" + "0001" + packetType + "06" + "0011223344550000";
        assertThat(hex(convertHex(276, cooked + IPV4 + "e00000fb")))
                .isEqualTo(mac + "001122334455" + "0800" + IPV4 + "e00000fb");
    }

    @Test
    void shouldLeaveOutWhatTheCapturingHostSent() throws CaptureException {
        assertThat(convertHex(113, "0004" + "0001" + "0006" + "0011223344550000" + "0800" + IPV4 + "0a000001"))
                .isNull();
        assertThat(convertHex(276,
                "0800" + "0000" + "00000003" + "0001" + "0406" + "0011223344550000" + IPV4 + "0a000001"))
                .isNull();
    }

    @Test
    void shouldMakeUpASenderWhereThereIsNone() throws CaptureException {
        assertThat(hex(convertHex(113, "0000" + "0304" + "0000" + "0000000000000000" + "0806" + "aa")))
                .isEqualTo("0a0b0c0d0e0f0200000000fe0806aa");
        assertThat(hex(convertHex(113, "0002" + "0304" + "0000" + "0000000000000000" + "86dd" + "aa")))
                .isEqualTo("01005e0000000200000000fe86ddaa");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 108, 113, 276, 101})
    void shouldSurviveALinkHeaderOfAnyLength(int linkType) throws CaptureException {
        byte[] whole = new byte[44];
        Arrays.fill(whole, 20, 44, (byte) 0x45);
        for (int length = 0; length <= whole.length; length++) {
            byte[] frame = convert(linkType, 60, Arrays.copyOf(whole, length));
            assertThat(frame).hasSizeGreaterThanOrEqualTo(14);
            assertThat(record.frameFlags()).as("cut to %s", length).isEqualTo(Burst.TRUNCATED);
        }
    }

    @Test
    void shouldNameAnUnsupportedLinkTypeAndItsInterface() {
        assertThatThrownBy(() -> convert(189, 60, frame(60, 0))).isInstanceOf(CaptureException.class)
                .hasMessage("demo: record 1 at offset 24: link type 189 of interface 0 is not supported");
    }
}
