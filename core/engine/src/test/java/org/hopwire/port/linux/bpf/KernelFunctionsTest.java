package org.hopwire.port.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Functions are numbered by their place among all types, whatever the others are. */
class KernelFunctionsTest {
    private static final String NAMES = "\0other\0wanted\0";
    private static final int OTHER = 1;
    private static final int WANTED = 7;

    private final ByteBuffer types = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

    private void type(int kind, int count, int name, int more) {
        types.putInt(name).putInt(kind << 24 | count).putInt(0).put(new byte[more]);
    }

    private byte[] description() {
        byte[] names = NAMES.getBytes(StandardCharsets.US_ASCII);
        int bytes = types.position();
        return ByteBuffer.allocate(24 + bytes + names.length).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 0xEB9F)
                .put((byte) 1).put((byte) 0).putInt(24).putInt(0).putInt(bytes).putInt(bytes).putInt(names.length)
                .put(types.array(), 0, bytes).put(names).array();
    }

    @Test
    void shouldCountEveryKindOfType() {
        type(1, 0, OTHER, 4);
        type(2, 0, 0, 0);
        type(3, 0, 0, 12);
        type(4, 3, WANTED, 36);
        type(5, 2, OTHER, 24);
        type(6, 2, OTHER, 16);
        type(7, 0, OTHER, 0);
        type(8, 0, WANTED, 0);
        type(12, 0, OTHER, 0);
        type(13, 2, 0, 16);
        type(14, 0, WANTED, 4);
        type(15, 1, OTHER, 12);
        type(16, 0, OTHER, 0);
        type(17, 0, WANTED, 4);
        type(18, 0, OTHER, 0);
        type(19, 2, OTHER, 24);
        type(12, 1, WANTED, 0);
        assertThat(KernelFunctions.find(description(), "wanted")).isEqualTo(17);
        assertThat(KernelFunctions.find(description(), "other")).isEqualTo(9);
        assertThat(KernelFunctions.find(description(), "want")).as("no part of a name").isZero();
    }

    @Test
    void shouldFindNothingInWhatIsCutOrSomethingElse() {
        type(12, 1, WANTED, 0);
        byte[] whole = description();
        for (int length = 0; length < whole.length; length++) {
            assertThat(KernelFunctions.find(Arrays.copyOf(whole, length), "wanted")).as("cut at %s", length).isZero();
        }
        whole[0]++;
        assertThat(KernelFunctions.find(whole, "wanted")).isZero();
    }
}
