package org.hopwire.wire.bridge;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.wire.bridge.Bpdu.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames from the 802.3 length field on, laid out as IEEE 802.1D clause 9 and IEEE 802.1Q clause 14 say. */
class BpduTest {
    private static final int LLC = 2;
    private static final int UNIT = 5;
    private final Bpdu unit = new Bpdu();

    /** Length field, LLC, version, type, flags; everything else of a unit of that length sound. */
    private static byte[] frame(int octets, int version, int type, int flags) {
        byte[] bytes = new byte[UNIT + octets];
        bytes[1] = (byte) (octets + 3);
        bytes[LLC] = 0x42;
        bytes[LLC + 1] = 0x42;
        bytes[LLC + 2] = 3;
        put(bytes, UNIT + 2, version);
        put(bytes, UNIT + 3, type);
        put(bytes, UNIT + 4, flags);
        put(bytes, UNIT + 29, 20);
        return bytes;
    }

    private static void put(byte[] bytes, int at, int value) {
        if (at < bytes.length) {
            bytes[at] = (byte) value;
        }
    }

    private static byte[] multiple(int instances, int changed) {
        int octets = 102 + 16 * instances;
        byte[] bytes = frame(octets, 3, 2, 0);
        int length = 64 + 16 * instances;
        bytes[UNIT + 36] = (byte) (length >> 8);
        bytes[UNIT + 37] = (byte) length;
        bytes[0] = (byte) ((octets + 3) >> 8);
        if (changed >= 0) {
            bytes[UNIT + 102 + 16 * changed] = 0x01;
        }
        return bytes;
    }

    private Kind read(byte... frame) {
        // what lies behind must not be read
        byte[] alone = Arrays.copyOf(frame, frame.length);
        return unit.wrap(new UnsafeBuffer(alone), 0, alone.length);
    }

    @Test
    @DisplayName("IEEE 802.1D 9.3.1 to 9.3.3: each kind, with and without a change of the topology")
    void shouldReadEveryKind() {
        assertThat(read(frame(35, 0, 0, 0))).isEqualTo(Kind.CONFIGURATION);
        assertThat(unit.topologyChange()).isFalse();
        assertThat(read(frame(35, 0, 0, 1))).isEqualTo(Kind.CONFIGURATION);
        assertThat(unit.topologyChange()).isTrue();
        assertThat(read(frame(35, 0, 0, 0x80))).as("an acknowledgement").isEqualTo(Kind.CONFIGURATION);
        assertThat(unit.topologyChange()).isFalse();
        assertThat(read(frame(4, 0, 0x80, 0))).isEqualTo(Kind.TOPOLOGY_CHANGE_NOTIFICATION);
        assertThat(unit.topologyChange()).isTrue();
        assertThat(read(frame(36, 2, 2, 0x3d))).isEqualTo(Kind.RAPID);
        assertThat(unit.topologyChange()).isTrue();
        assertThat(read(frame(36, 2, 2, 0x3c))).isEqualTo(Kind.RAPID);
        assertThat(unit.topologyChange()).isFalse();
    }

    @Test
    void shouldReadAFrameAsItIsOnTheWire() {
        byte[] frame = Hex
                .parse("00 26 42 42 03 00 00 00 00 01 80 00 00 1c 0e 87 78 00 00 00 00 04 80 00 00 1c 0e 87 85 "
                        + "00 80 04 01 00 14 00 02 00 0f 00 00 00 00 00 00 00 00 00 00");
        // behind the source address of a configuration unit, padding to 60 octets included
        assertThat(read(frame)).isEqualTo(Kind.CONFIGURATION);
        assertThat(unit.topologyChange()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64})
    @DisplayName("IEEE 802.1Q 14.4: a change on any instance of the multiple spanning tree")
    void shouldFindAChangeOnAnyInstance(int instances) {
        assertThat(read(multiple(instances, -1))).isEqualTo(Kind.RAPID);
        assertThat(unit.topologyChange()).isFalse();
        for (int i = 0; i < instances; i++) {
            read(multiple(instances, i));
            assertThat(unit.topologyChange()).as("instance " + i).isTrue();
        }
    }

    @Test
    void shouldTakeInstancesOfTheWrongLengthForNone() {
        byte[] frame = multiple(2, 1);
        frame[UNIT + 37]--;
        assertThat(read(frame)).isEqualTo(Kind.RAPID);
        assertThat(unit.topologyChange()).isFalse();
        frame = multiple(2, 1);
        frame[UNIT + 37] = (byte) (64 + 48);
        assertThat(read(frame)).isEqualTo(Kind.RAPID);
        assertThat(unit.topologyChange()).as("more than there are").isFalse();
        frame = multiple(2, 1);
        frame[UNIT + 36] = (byte) 0xff;
        frame[UNIT + 37] = (byte) 0xf0;
        assertThat(read(frame)).isEqualTo(Kind.RAPID);
        assertThat(unit.topologyChange()).isFalse();
    }

    @Test
    @DisplayName("IEEE 802.1D 9.3.4: what no bridge believes")
    void shouldRefuseWhatNoBridgeBelieves() {
        byte[] aged = frame(35, 0, 0, 1);
        aged[UNIT + 27] = 20;
        byte[] otherProtocol = frame(35, 0, 0, 1);
        otherProtocol[UNIT + 1] = 1;
        byte[] otherService = frame(35, 0, 0, 1);
        otherService[LLC] = (byte) 0xaa;
        byte[] notUnnumbered = frame(35, 0, 0, 1);
        notUnnumbered[LLC + 2] = 0x13;
        byte[] etherType = frame(35, 0, 0, 1);
        etherType[0] = 8;
        for (byte[] each : new byte[][] {aged, otherProtocol, otherService, notUnnumbered, etherType,
            frame(34, 0, 0, 1), frame(35, 2, 2, 1), frame(36, 1, 2, 1), frame(36, 0, 2, 1), frame(3, 0, 0x80, 0),
            frame(35, 0, 1, 1), frame(36, 3, 0x7f, 1)}) {
            assertThat(read(each)).as(Hex.format(each, 0, each.length)).isEqualTo(Kind.INVALID);
            assertThat(unit.topologyChange()).isFalse();
        }
    }

    @Test
    @DisplayName("R-LEN-04: cut anywhere, a unit is refused and nothing behind it is read")
    void shouldSurviveEveryLength() {
        for (byte[] whole : new byte[][] {frame(35, 0, 0, 1), frame(4, 0, 0x80, 0), frame(36, 2, 2, 1),
            multiple(3, 2)}) {
            for (int length = 0; length < whole.length; length++) {
                assertThat(read(Arrays.copyOf(whole, length))).as("cut to " + length).isEqualTo(Kind.INVALID);
            }
        }
    }

    @Test
    void shouldSurviveAnyOctets() {
        long seed = 20;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = multiple(random.nextInt(4), -1);
            for (int turned = random.nextInt(8); turned >= 0; turned--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            // an index beyond the array would throw: UnsafeBuffer checks its bounds
            read(Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
            assertThat(unit.topologyChange() && unit.kind() == Kind.INVALID).as("seed " + seed).isFalse();
        }
    }
}
