package org.hopwire.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.PoisonedBuffer;
import org.hopwire.wire.IcmpExtensions.Status;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IcmpExtensionsTest {
    private static final long SEED = 0x4884;

    /** An MPLS object of one entry (RFC 4950) and an object of no known class. */
    private static final String OBJECTS = "00 08 01 01 00 01 01 01 00 0c f0 07 01 02 03 04 05 06 07 08";

    private final IcmpExtensions extensions = new IcmpExtensions();

    @ParameterizedTest
    @ValueSource(ints = {3, 11, 12})
    void shouldShowTheObjectsBehindTheQuote(int type) {
        read(message(type, 32, 128, structure(OBJECTS)));

        assertThat(extensions.status()).isEqualTo(Status.PRESENT);
        assertThat(extensions.quoteLength()).isEqualTo(128);
        assertThat(extensions.structureOffset()).isEqualTo(136);
        assertThat(extensions.structureLength()).isEqualTo(24);
        for (int pass = 0; pass < 2; pass++) {
            assertThat(extensions.rewind().next()).isTrue();
            assertThat(extensions.objectClass()).isEqualTo(MplsLabelStack.OBJECT_CLASS);
            assertThat(extensions.objectType()).isEqualTo(MplsLabelStack.OBJECT_TYPE);
            assertThat(extensions.payloadOffset()).isEqualTo(144);
            assertThat(extensions.payloadLength()).isEqualTo(4);
            assertThat(extensions.next()).isTrue();
            assertThat(extensions.objectClass()).isEqualTo(0xF0);
            assertThat(extensions.payloadLength()).isEqualTo(8);
            assertThat(extensions.next()).isFalse();
        }
    }

    @Test
    @DisplayName("RFC 4884 section 4: other types carry no extensions, whatever octet 5 says")
    void shouldIgnoreOtherTypes() {
        for (int type = 0; type < 256; type++) {
            read(message(type, 32, 128, structure(OBJECTS)));
            assertThat(extensions.isPresent()).as("type %d", type).isEqualTo(type == 3 || type == 11 || type == 12);
        }
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("R-ICMP-02: one fault and there are no extensions, but the quote stays usable")
    @CsvSource({"length past end,40,128,good,BAD_LENGTH,152", "length 1,1,128,good,BAD_LENGTH,4",
        "length 31 words,31,124,good,BAD_LENGTH,124", "length to the end,38,128,good,NONE,152",
        "length 255,255,128,good,BAD_LENGTH,152", "version 1,32,128,version,BAD_HEADER,128",
        "checksum wrong,32,128,checksum,BAD_CHECKSUM,128", "checksum 0 = not computed,32,128,zero,PRESENT,128",
        "object length 0,32,128,0,BAD_OBJECT,128", "object length 3,32,128,3,BAD_OBJECT,128",
        "object length 5,32,128,5,BAD_OBJECT,128", "object length 6,32,128,6,BAD_OBJECT,128",
        "object past end,32,128,24,BAD_OBJECT,128", "object length 65535,32,128,65535,BAD_OBJECT,128",
        "object length 65532,32,128,65532,BAD_OBJECT,128",
        "object ends the structure,32,128,20,PRESENT,128",
        "rest of 4 is an object of length 0,32,128,16,BAD_OBJECT,128"})
    void shouldTreatFaultsAsNoExtensions(String name, int words, int quote, String fault, Status status, int usable) {
        read(message(11, words, quote, broken(fault)));

        assertThat(extensions.status()).as(name).isEqualTo(status);
        assertThat(extensions.quoteLength()).as(name).isEqualTo(usable);
        assertThat(extensions.next()).as(name).isEqualTo(status == Status.PRESENT);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("RFC 4884 section 5.5: without a length, behind 128 octets, only with a right checksum")
    @CsvSource({"good,PRESENT,128", "zero,NONE,152", "checksum,NONE,152", "version,NONE,152", "0,NONE,152"})
    void shouldGuessForOldSenders(String fault, Status status, int usable) {
        read(message(11, 0, 128, broken(fault)));

        assertThat(extensions.status()).isEqualTo(status);
        assertThat(extensions.quoteLength()).isEqualTo(usable);
        assertThat(extensions.next()).isEqualTo(status == Status.PRESENT);
    }

    @Test
    @DisplayName("RFC 4884 section 7: a header without objects is no structure")
    void shouldRefuseAStructureWithoutObjects() {
        read(message(11, 32, 128, structure("")));
        assertThat(extensions.status()).isEqualTo(Status.BAD_OBJECT);
    }

    @Test
    @DisplayName("R-ICMP-02: objects that fill the structure but are no multiple of 4")
    void shouldRefuseUnalignedObjects() {
        read(message(11, 32, 128, structure("00 06 01 01 00 00 00 06 01 01 00 00")));
        assertThat(extensions.status()).isEqualTo(Status.BAD_OBJECT);
        read(message(11, 32, 128, structure("00 05 01 01 00")));
        assertThat(extensions.status()).isEqualTo(Status.BAD_OBJECT);
    }

    @Test
    @DisplayName("RFC 4884 section 5.5: octets that sum to 0xffff over a field of 0 were never summed")
    void shouldNotGuessFromAFittingSum() {
        read(message(11, 0, 128, Hex.parse("20 00 00 00 00 08 01 01 de f6 00 00")));
        assertThat(extensions.status()).isEqualTo(Status.NONE);
    }

    @Test
    @DisplayName("R-ICMP-02: every truncation of a message, compliant or not, reads nothing outside")
    void shouldSurviveEveryTruncation() {
        for (int words : new int[] {0, 1, 31, 32, 33, 38}) {
            byte[] whole = message(3, words, 128, structure(OBJECTS));
            for (int length = 0; length <= whole.length; length++) {
                read(Arrays.copyOf(whole, length));

                boolean present = length == whole.length && (words == 32 || words == 0);
                assertThat(extensions.isPresent()).as("%d words, %d octets", words, length).isEqualTo(present);
                assertThat(extensions.quoteLength()).isBetween(0, Math.max(0, length - 8));
            }
        }
    }

    @Test
    @DisplayName("R-ICMP-02: random structures end, stay inside and do not depend on what lies around")
    void shouldSurviveRandomStructures() {
        SplittableRandom random = new SplittableRandom(SEED);
        int present = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] structure = new byte[random.nextInt(40)];
            random.nextBytes(structure);
            for (int at = 4; at + 4 <= structure.length && random.nextInt(20) > 0; at += 4 * random.nextInt(1, 4)) {
                structure[at] = 0;
                structure[at + 1] = (byte) (4 * random.nextInt(1, 4));
            }
            if (structure.length >= 4) {
                structure[0] = 0x20;
                structure[2] = structure[3] = 0;
            }
            read(message(3, 32, 128, structure));
            present += extensions.isPresent() ? 1 : 0;
            int steps = 0;
            while (extensions.next()) {
                assertThat(extensions.payloadLength()).isNotNegative().isLessThanOrEqualTo(structure.length - 8);
                steps++;
            }
            assertThat(steps).as("seed %d round %d", SEED, i).isLessThanOrEqualTo(structure.length / 4);
        }
        assertThat(present).as("seed %d", SEED).isBetween(500, 49_500);
    }

    @Test
    @DisplayName("R-LEN-06: a length that changes after the check ends the walk instead of leaving the message")
    void shouldStopWhenALengthChangesUnderWay() {
        byte[] message = message(11, 32, 128, structure(OBJECTS));
        UnsafeBuffer buffer = PoisonedBuffer.of(message).view();
        extensions.wrap(buffer, 0, message.length);
        for (int length : new int[] {0, 3, 28, 65532}) {
            buffer.putShort(140, (short) length, ByteOrder.BIG_ENDIAN);
            assertThat(extensions.rewind().next()).as("length %d", length).isFalse();
        }
    }

    @Test
    void shouldWriteWhatItReads() {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(24);
        IcmpExtensions.Writer writer = new IcmpExtensions.Writer().begin(buffer.view(), 0);

        new MplsLabelStack().wrap(buffer.view(), writer.openObject(), 4).write(0, MplsLabelStack.entry(16, 0, true, 1));
        writer.closeObject(MplsLabelStack.OBJECT_CLASS, MplsLabelStack.OBJECT_TYPE, 4);
        buffer.view().putBytes(writer.openObject(), Hex.parse("01 02 03 04 05 06 07 08"));
        int length = writer.closeObject(0xF0, 7, 8).finish();

        assertThat(length).isEqualTo(24);
        assertThat(buffer).hasToString(Hex.format(structure(OBJECTS)));
        assertThat(extensions.wrapStructure(buffer.view(), 0, 24).status()).isEqualTo(Status.PRESENT);
        buffer.assertSurroundingsIntact();
    }

    @Test
    @DisplayName("RFC 4884 section 7: a sum of 0 goes out as 0xffff, since 0 says not computed")
    void shouldNeverWriteAZeroChecksum() {
        PoisonedBuffer buffer = PoisonedBuffer.allocate(12);
        IcmpExtensions.Writer writer = new IcmpExtensions.Writer().begin(buffer.view(), 0);
        // 0x2000 + 0x0008 + 0x0101 + 0xdef6 = 0xffff
        buffer.view().putInt(writer.openObject(), 0xDEF6_0000, ByteOrder.BIG_ENDIAN);
        writer.closeObject(1, 1, 4).finish();

        assertThat(buffer).hasToString("20 00 ff ff 00 08 01 01 de f6 00 00");
        assertThat(Packets.checksum(buffer.content(), 0, 12)).isZero();
        assertThat(extensions.wrapStructure(buffer.view(), 0, 12).isPresent()).isTrue();
    }

    /** Reads in three surroundings, which must not matter, and leaves the last one wrapped. */
    private void read(byte[] message) {
        String first = null;
        for (int poison : new int[] {0x00, 0xFF, 0x20}) {
            extensions.wrap(PoisonedBuffer.of(message, poison).view(), 0, message.length);
            String seen = extensions.toString();
            assertThat(seen).isEqualTo(first == null ? seen : first);
            first = seen;
        }
    }

    private static byte[] message(int type, int words, int quote, byte[] structure) {
        byte[] message = ByteBuffer.allocate(8 + quote + structure.length).put((byte) type).put(5, (byte) words)
                .position(8 + quote).put(structure).array();
        Arrays.fill(message, 8, 8 + quote, (byte) 0x20);
        return message;
    }

    private static byte[] structure(String objects) {
        return summed(Hex.parse("20 00 00 00 " + objects));
    }

    private static byte[] summed(byte[] structure) {
        ByteBuffer.wrap(structure).putShort(2, (short) 0);
        return ByteBuffer.wrap(structure).putShort(2, (short) Packets.checksum(structure, 0, structure.length)).array();
    }

    /** The two objects of OBJECTS with one fault, or with that length in the first object and zeros behind it. */
    private static byte[] broken(String fault) {
        byte[] structure = structure(OBJECTS);
        switch (fault) {
            case "good" -> {
            }
            case "version" -> {
                structure[0] = 0x10;
                summed(structure);
            }
            case "checksum" -> structure[2] ^= 1;
            case "zero" -> Arrays.fill(structure, 2, 4, (byte) 0);
            default -> {
                Arrays.fill(structure, 8, structure.length, (byte) 0);
                ByteBuffer.wrap(structure).putShort(4, (short) Integer.parseInt(fault));
                summed(structure);
            }
        }
        return structure;
    }
}
