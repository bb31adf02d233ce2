package org.hopwire.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntBinaryOperator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every twin, at every width, gives the answer of the reference: any length, any alignment, any content. */
class KernelParityTest {
    private static final int LONGEST = 2048;
    private static final int JUMBO = 9000;
    private static final int OFFSETS = 64;
    private static final long SEED = 1071;
    private static final int HARDWARE_BITS = RuntimeFacts.ofThisJvm().vectorBits();
    private static final Arena ARENA = Arena.ofShared();
    private static final MemorySegment SOURCE = ARENA.allocate(JUMBO + 4 * OFFSETS, 64);
    private static final MemorySegment TARGET = ARENA.allocate(JUMBO + 4 * OFFSETS, 64);
    private static final long SOURCE_ADDRESS = SOURCE.address();
    private static final long TARGET_ADDRESS = TARGET.address();

    // constants, so that the JIT compiles each width as it does in the facade
    private static final SumKernel VECTOR_128 = vector(128);
    private static final SumKernel VECTOR_256 = vector(256);
    private static final SumKernel VECTOR_512 = vector(512);

    /** The code under test. Each call names a constant kernel, so that the JIT compiles it as in the facade. */
    enum Twin {
        SCALAR(0), FACADE(0), VECTOR128(128), VECTOR256(256), VECTOR512(512);

        private final int bits;

        Twin(int bits) {
            this.bits = bits;
        }

        /** Wider than the machine, vectors are objects: all lengths at a few offsets must do. */
        int offsetStep() {
            return bits > HARDWARE_BITS ? 21 : 1;
        }

        int sum(long address, int length) {
            return switch (this) {
                case SCALAR -> ScalarKernel.INSTANCE.sum(address, length);
                case FACADE -> InternetChecksum.sum(address, length);
                case VECTOR128 -> VECTOR_128.sum(address, length);
                case VECTOR256 -> VECTOR_256.sum(address, length);
                case VECTOR512 -> VECTOR_512.sum(address, length);
            };
        }

        int copyAndSum(long from, long to, int length) {
            return switch (this) {
                case SCALAR -> ScalarKernel.INSTANCE.copyAndSum(from, to, length);
                case FACADE -> InternetChecksum.copyAndSum(from, to, length);
                case VECTOR128 -> VECTOR_128.copyAndSum(from, to, length);
                case VECTOR256 -> VECTOR_256.copyAndSum(from, to, length);
                case VECTOR512 -> VECTOR_512.copyAndSum(from, to, length);
            };
        }
    }

    /** What the bytes are. */
    enum Content {
        ZEROS, ONES, RANDOM;

        void fill() {
            SplittableRandom random = new SplittableRandom(SEED);
            SOURCE.fill((byte) (this == ONES ? 0xff : 0));
            for (int i = 0; this == RANDOM && i < SOURCE.byteSize(); i++) {
                SOURCE.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
            }
        }
    }

    private static SumKernel vector(int bits) {
        try {
            return VectorKernels.ofWidth(bits);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @AfterAll
    static void close() {
        ARENA.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSumAsTheReferenceDoesAtEveryLengthAndOffset(Twin twin) {
        for (Content content : Content.values()) {
            content.fill();
            for (int offset = 0; offset < OFFSETS; offset += twin.offsetStep()) {
                sumAllLengths(twin, content, offset);
            }
        }
    }

    private static void sumAllLengths(Twin twin, Content content, int offset) {
        int expected = 0;
        for (int length = 0; length <= JUMBO; length++) {
            if (length <= LONGEST || length == JUMBO) {
                expectEqual(expected, twin.sum(SOURCE_ADDRESS + offset, length), twin, content, offset, length);
            }
            expected = Reference.addByte(expected, length, SOURCE.get(ValueLayout.JAVA_BYTE, offset + length));
        }
    }

    private static void expectEqual(int expected, int actual, Twin twin, Content content, int offset, int length) {
        if (expected != actual) {
            throw new AssertionError(String.format("%s of %s (seed %d), offset %d, length %d: expected %04x, got %04x",
                    twin, content, SEED, offset, length, expected, actual));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCopyAndSumAsTheReferenceDoes(Twin twin) {
        Content.RANDOM.fill();
        for (int offset = 0; offset < OFFSETS; offset += 7 * twin.offsetStep()) {
            int expected = 0;
            for (int length = 0; length <= LONGEST; length++) {
                TARGET.fill((byte) 0xa5);
                int to = OFFSETS + (offset * 5 & 31);
                int actual = twin.copyAndSum(SOURCE_ADDRESS + offset, TARGET_ADDRESS + to, length);
                expectEqual(expected, actual, twin, Content.RANDOM, offset, length);
                expectExactCopy(offset, to, length);
                expected = Reference.addByte(expected, length, SOURCE.get(ValueLayout.JAVA_BYTE, offset + length));
            }
        }
    }

    private static void expectExactCopy(int offset, int to, int length) {
        long wrong = MemorySegment.mismatch(SOURCE, offset, offset + length, TARGET, to, to + length);
        assertThat(wrong).as("first byte copied wrong, length %d", length).isEqualTo(-1);
        for (int i = 1; i <= OFFSETS; i++) {
            byte before = TARGET.get(ValueLayout.JAVA_BYTE, to - i);
            byte after = TARGET.get(ValueLayout.JAVA_BYTE, to + length + i - 1);
            if (before != (byte) 0xa5 || after != (byte) 0xa5) {
                throw new AssertionError("wrote " + i + " outside the copy of length " + length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("R-LEAK-01: odd and short lengths never depend on the bytes around them")
    void shouldIgnoreTheBytesAroundTheRange(Twin twin) {
        IntBinaryOperator inPoison = (poison, length) -> {
            SOURCE.fill((byte) poison);
            for (int i = 0; i < length; i++) {
                SOURCE.set(ValueLayout.JAVA_BYTE, OFFSETS + i, (byte) (i * 31 + 1));
            }
            return twin.sum(SOURCE_ADDRESS + OFFSETS, length);
        };
        for (int length = 0; length < 600; length++) {
            assertThat(inPoison.applyAsInt(0xff, length)).as("length %d", length)
                    .isEqualTo(inPoison.applyAsInt(0x00, length));
        }
    }

    @Test
    void shouldGiveTheSumItsOwnZero() {
        // RFC 1071: the sum of bytes that are not all zero is never 0, even where it is a multiple of 65535
        for (SumKernel kernel : List.of(ScalarKernel.INSTANCE, VECTOR_128, VECTOR_256, VECTOR_512)) {
            SOURCE.fill((byte) 0);
            assertThat(kernel.sum(SOURCE_ADDRESS, 300)).isZero();
            SOURCE.set(ValueLayout.JAVA_SHORT, 150, (short) 0xffff);
            assertThat(kernel.sum(SOURCE_ADDRESS, 300)).isEqualTo(0xffff);
        }
    }
}
