package org.hopwire.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** RFC 1624: the field after a change, from the field before it, is what a full computation gives. */
class IncrementalUpdateTest {
    private static final long SEED = 1624;
    private static final int[] WORDS = {0x0000, 0x0001, 0x00ff, 0x0100, 0x0101, 0x0800, 0x4001, 0x4011, 0x7fff, 0x8000,
        0xff00, 0xff01, 0xfffe, 0xffff, 0x1234, 0xedcb};
    private static final ValueLayout.OfShort WORD = ValueLayout.JAVA_SHORT_UNALIGNED
            .withOrder(ByteOrder.BIG_ENDIAN);

    @Test
    @DisplayName("RFC 1624 section 4: dd2f with 5555 become 3285 gives 0000, not ffff")
    void shouldGiveTheExampleOfRfc1624() {
        assertThat(InternetChecksum.update16(0xdd2f, 0x5555, 0x3285)).isZero();
    }

    @Test
    @DisplayName("RFC 1624 equation 3: all 65536 fields, words at every edge, against full computation")
    void shouldUpdateAsFullComputationDoes() {
        for (int field = 0; field <= 0xffff; field++) {
            for (int oldWord : WORDS) {
                int rest = restFor(field, oldWord);
                for (int newWord : WORDS) {
                    checkUpdate(field, oldWord, newWord, rest);
                    if (rest == 0xffff) {
                        checkUpdate(field, oldWord, newWord, 0);
                    }
                }
            }
        }
    }

    /** What the other covered words must add up to for the field to be right. */
    private static int restFor(int field, int word) {
        return InternetChecksum.add(~field & 0xffff, ~word & 0xffff);
    }

    private static void checkUpdate(int field, int oldWord, int newWord, int rest) {
        int updated = InternetChecksum.update16(field, oldWord, newWord);
        int full = InternetChecksum.checksum(InternetChecksum.add(newWord, rest));
        boolean fieldIsComputed = InternetChecksum.checksum(InternetChecksum.add(oldWord, rest)) == field;
        boolean becomesZeros = newWord == 0 && rest == 0;
        if (fieldIsComputed && !becomesZeros) {
            expect(full, updated, field, oldWord, newWord);
        } else if (becomesZeros && fieldIsComputed && oldWord != 0) {
            // the one case equation 3 cannot know; updateType is for it
            expect(0, updated, field, oldWord, newWord);
        } else if (!becomesZeros) {
            // the peer sent the other zero: ours must verify, in either form
            boolean valid = InternetChecksum.add(InternetChecksum.add(newWord, rest), updated) == 0xffff;
            expect(1, valid ? 1 : 0, field, oldWord, newWord);
        }
    }

    private static void expect(int expected, int actual, int field, int oldWord, int newWord) {
        if (expected != actual) {
            throw new AssertionError(String.format("field %04x, %04x to %04x: expected %04x, got %04x", field, oldWord,
                    newWord, expected, actual));
        }
    }

    @Test
    @DisplayName("RFC 1141, RFC 1624: TTL down by one, all 65536 fields, every TTL, several protocols")
    void shouldDecrementTtlAsFullComputationDoes() {
        int[] protocols = {0, 1, 2, 6, 17, 255};
        for (int field = 0; field <= 0xffff; field++) {
            int updated = InternetChecksum.decrementTtl(field);
            for (int ttl = 1; ttl <= 255; ttl++) {
                int word = ttl << 8 | protocols[ttl % protocols.length];
                expect(InternetChecksum.update16(field, word, word - 0x100), updated, field, word, word - 0x100);
            }
            checkUpdate(field, 0x4001, 0x3f01, restFor(field, 0x4001));
        }
    }

    @Test
    void shouldUpdateTwoWordsAsOneAfterTheOther() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 1_000_000; round++) {
            int field = round & 0xffff;
            int oldWords = WORDS[random.nextInt(WORDS.length)] << 16 | random.nextInt(0x10000);
            int newWords = random.nextInt(0x10000) << 16 | WORDS[random.nextInt(WORDS.length)];
            int once = InternetChecksum.update16(field, oldWords >>> 16, newWords >>> 16);
            int twice = InternetChecksum.update16(once, oldWords & 0xffff, newWords & 0xffff);
            expect(twice, InternetChecksum.update32(field, oldWords, newWords), field, oldWords, newWords);
        }
    }

    @Test
    @DisplayName("An echo reply of nothing but zeros carries ffff, which verifies; equation 3 alone would send 0000")
    void shouldUpdateTheTypeOfAMessageOfZeros() {
        try (Arena arena = Arena.ofConfined()) {
            for (int length = 4; length < 80; length++) {
                MemorySegment message = arena.allocate(length);
                message.set(WORD, 0, (short) 0x0800);
                int field = InternetChecksum.checksum(InternetChecksum.sum(message.address(), length));
                assertThat(InternetChecksum.update16(field, 0x0800, 0)).isZero();
                int updated = InternetChecksum.updateType(field, 0x0800, 0, message.address(), length);
                assertThat(updated).as("length %d", length).isEqualTo(0xffff);
                message.set(WORD, 0, (short) 0);
                message.set(WORD, 2, (short) updated);
                assertThat(InternetChecksum.isValid(InternetChecksum.sum(message.address(), length))).isTrue();
            }
        }
    }

    @Test
    @DisplayName("An echo reply has the checksum of full computation, for every field it can take")
    void shouldUpdateTheTypeAsFullComputationDoes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment message = arena.allocate(10);
            for (int data = 0; data <= 0xffff; data++) {
                message.set(WORD, 6, (short) data);
                for (int code : new int[] {0, 1, 0xff}) {
                    checkType(message, 0x0800 | code, code);
                    checkType(message, 0x0d00 | code, 0x0e00 | code);
                }
            }
        }
    }

    private static void checkType(MemorySegment message, int oldWord, int newWord) {
        int field = fullChecksum(message, oldWord);
        int updated = InternetChecksum.updateType(field, oldWord, newWord, message.address(), 10);
        expect(fullChecksum(message, newWord), updated, field, oldWord, newWord);
    }

    private static int fullChecksum(MemorySegment message, int firstWord) {
        message.set(WORD, 0, (short) firstWord);
        message.set(WORD, 2, (short) 0);
        return ~Reference.sum(message, 0, 10) & 0xffff;
    }
}
