package org.hopwire.testkit;

import java.util.function.Consumer;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Whoever writes a header leaves no octet of what lay there before. A test of it has a static {@code writers()} that
 * gives a {@link #row} for each: name, golden octets, and a writer of all its fields.
 */
public abstract class WriterContract {
    protected static Arguments row(String name, String golden, Consumer<UnsafeBuffer> writer) {
        return Arguments.of(name, golden, writer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writers")
    @DisplayName("a writer writes every octet of its header, whatever lay there, and none beside it")
    void shouldWriteEveryOctetAndNoOther(String name, String golden, Consumer<UnsafeBuffer> writer) {
        int length = Hex.parse(golden).length;
        for (int poison : new int[] {0x00, 0xFF, 0xA5}) {
            PoisonedBuffer buffer = PoisonedBuffer.allocate(length, poison);

            writer.accept(buffer.view());

            assertThat(buffer).as("%s over 0x%02x", name, poison).hasToString(golden);
            buffer.assertSurroundingsIntact();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writers")
    @DisplayName("a view that is too short is an exception of the buffer, never a write beside it")
    void shouldBeStoppedByTheBuffer(String name, String golden, Consumer<UnsafeBuffer> writer) {
        for (int length = 0; length < Hex.parse(golden).length; length++) {
            PoisonedBuffer buffer = PoisonedBuffer.allocate(length);

            assertThatThrownBy(() -> writer.accept(buffer.view())).as("%s in %d octets", name, length)
                    .isInstanceOf(IndexOutOfBoundsException.class);
            buffer.assertSurroundingsIntact();
        }
    }
}
