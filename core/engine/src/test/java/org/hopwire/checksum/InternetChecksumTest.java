package org.hopwire.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class InternetChecksumTest {
    private static final long SEED = 791;
    private static final byte[] RFC_1071_EXAMPLE = Hex.parse("00 01 f2 03 f4 f5 f6 f7");
    private static final String IPV4_HEADER = "45 00 00 73 00 00 40 00 40 11 b8 61 c0 a8 00 01 c0 a8 00 c7";

    @Test
    @DisplayName("RFC 1071 section 3: the worked example, in normal order ddf2")
    void shouldSumTheExampleOfRfc1071() {
        assertThat(sumOf(RFC_1071_EXAMPLE)).isEqualTo(0xddf2);
        assertThat(InternetChecksum.checksum(0xddf2)).isEqualTo(0x220d);
    }

    @Test
    void shouldFindAnIntactHeaderValid() {
        int sum = sumOf(Hex.parse(IPV4_HEADER));
        assertThat(sum).isEqualTo(InternetChecksum.VALID_SUM);
        assertThat(InternetChecksum.isValid(sum)).isTrue();
        assertThat(InternetChecksum.isValid(sumOf(new byte[20]))).as("all zeros carry no checksum").isFalse();
    }

    /** 0xffff divides what is right and nothing else: every remainder, at both ends of the range and in between. */
    @Test
    void shouldFindTheSameOfASumThatIsNotFolded() {
        for (long base : new long[] {0, 0x7fff_ffffL, 1L << 34, (1L << 47) - (1 << 17)}) {
            for (long sum = base + 1; sum <= base + (1 << 17); sum++) {
                assertThat(InternetChecksum.isValidUnfolded(sum)).as("%x", sum).isEqualTo(sum % 0xffff == 0);
            }
        }
    }

    @Test
    void shouldSumHeadersOfEveryLength() {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(256);
            for (int round = 0; round < 2000; round++) {
                fill(memory, random);
                int offset = round & 63;
                long header = memory.address() + offset;
                assertThat(InternetChecksum.header20(header)).isEqualTo(Reference.sum(memory, offset, 20));
                for (int length = 20; length <= 60; length += 4) {
                    assertThat(InternetChecksum.headerSum(header, length)).as("header of %d, seed %d", length, SEED)
                            .isEqualTo(Reference.sum(memory, offset, length));
                }
            }
        }
    }

    @Test
    @DisplayName("RFC 1071 section 2: a buffer split anywhere, also at an odd byte, adds up to the whole")
    void shouldAddUpPartsSplitAnywhere() {
        SplittableRandom random = new SplittableRandom(SEED);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(601);
            fill(memory, random);
            for (int length = 599; length <= 601; length++) {
                int whole = InternetChecksum.sum(memory.address(), length);
                for (int split = 0; split <= length; split++) {
                    assertThat(addParts(memory.address(), split, length)).as("split at %d", split).isEqualTo(whole);
                }
            }
        }
    }

    private static int addParts(long address, int split, int length) {
        int first = InternetChecksum.sum(address, split);
        int second = InternetChecksum.sum(address + split, length - split);
        return (split & 1) == 0
                ? InternetChecksum.add(first, second)
                : InternetChecksum.addAtOddOffset(first, second);
    }

    @Test
    void shouldSumPartsOfEveryKindOfBuffer() {
        byte[] bytes = new byte[200];
        new SplittableRandom(SEED).nextBytes(bytes);
        ByteBuffer direct = ByteBuffer.allocateDirect(200).put(bytes).flip();
        UnsafeBuffer[] buffers = {new UnsafeBuffer(bytes), new UnsafeBuffer(direct),
            new UnsafeBuffer(ByteBuffer.wrap(bytes)), new UnsafeBuffer(bytes, 3, 190),
            new UnsafeBuffer(direct, 3, 190)};
        for (UnsafeBuffer buffer : buffers) {
            int start = 200 - 10 == buffer.capacity() ? 3 : 0;
            for (int offset = 0; offset < 20; offset++) {
                for (int length = 0; offset + length <= buffer.capacity(); length++) {
                    assertThat(InternetChecksum.sum(buffer, offset, length))
                            .isEqualTo(Reference.sum(MemorySegment.ofArray(bytes), start + offset, length));
                }
            }
        }
    }

    @Test
    void shouldRefusePartsOutsideTheBuffer() {
        UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
        int[][] wrong = {{0, 65}, {1, 64}, {64, 1}, {-1, 4}, {0, -1}, {Integer.MAX_VALUE, 2}};
        for (int[] part : wrong) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class).as("offset %d, length %d", part[0], part[1])
                    .isThrownBy(() -> InternetChecksum.sum(buffer, part[0], part[1]));
        }
        assertThat(InternetChecksum.sum(buffer, 64, 0)).isZero();
    }

    @Test
    @DisplayName("RFC 768, RFC 9293 section 3.1: the pseudo-header is the sum of its 12 bytes")
    void shouldSumThePseudoHeader() {
        SplittableRandom random = new SplittableRandom(SEED);
        ByteBuffer bytes = ByteBuffer.allocate(12);
        for (int round = 0; round < 10_000; round++) {
            int source = round == 0 ? -1 : random.nextInt();
            int destination = round == 0 ? -1 : random.nextInt();
            int protocol = round == 0 ? 255 : random.nextInt(256);
            int length = round == 0 ? 65535 : random.nextInt(65536);
            bytes.clear().putInt(source).putInt(destination).putShort((short) protocol).putShort((short) length);
            assertThat(InternetChecksum.pseudoHeader(source, destination, protocol, length))
                    .isEqualTo(Reference.sum(bytes.array()));
        }
    }

    @Test
    @DisplayName("RFC 768: a computed checksum of zero goes out as all ones, every other as it is")
    void shouldNeverSendUdpWithoutChecksum() {
        for (int field = 0; field <= 0xffff; field++) {
            assertThat(InternetChecksum.udpChecksumOnSend(field)).isEqualTo(field == 0 ? 0xffff : field);
        }
    }

    @Test
    void shouldVerifyUdpWithPseudoHeader() {
        // source 192.0.2.1:1024, destination 192.0.2.2:53, data "hi!" (an odd length)
        byte[] datagram = Hex.parse("04 00 00 35 00 0b 00 00 68 69 21");
        int pseudo = InternetChecksum.pseudoHeader(0xc0000201, 0xc0000202, 17, datagram.length);
        int field = InternetChecksum.checksum(InternetChecksum.add(pseudo, sumOf(datagram)));
        datagram[6] = (byte) (field >>> 8);
        datagram[7] = (byte) field;
        assertThat(InternetChecksum.isValid(InternetChecksum.add(pseudo, sumOf(datagram)))).isTrue();
        assertThat(field).isEqualTo(0xee35);
    }

    @Test
    void shouldKeepAllOnesThroughAddition() {
        for (int word = 0; word <= 0xffff; word++) {
            assertThat(InternetChecksum.add(word, 0)).isEqualTo(word);
            assertThat(InternetChecksum.add(word, 0xffff)).isEqualTo(word == 0 ? 0xffff : word);
            assertThat(InternetChecksum.add(word, ~word & 0xffff)).isEqualTo(0xffff);
        }
    }

    private static int sumOf(byte[] bytes) {
        try (Arena arena = Arena.ofConfined()) {
            return InternetChecksum.sum(arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address(), bytes.length);
        }
    }

    private static void fill(MemorySegment memory, SplittableRandom random) {
        for (int i = 0; i < memory.byteSize(); i++) {
            memory.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
    }
}
