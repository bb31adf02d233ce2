package org.hopwire.wire.igmp;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PimHelloTest {
    private static final String OPTIONS = "00 01 00 02 00 69 00 02 00 04 81 f4 09 c4 00 13 00 04 ff ff ff fe "
            + "00 14 00 04 12 34 56 78 00 18 00 0c 01 00 c0 00 02 09 01 00 c0 00 02 0a";
    private static final String DATAGRAM = "45 c0 00 46 00 00 40 00 01 67 d6 82 c0 00 02 01 e0 00 00 0d 20 00 64 c2 "
            + OPTIONS;

    private static PimHello hello(String options) {
        return hello(Hex.parse("20 00 00 00 " + options));
    }

    private static PimHello hello(byte... message) {
        return new PimHello().wrap(PoisonedBuffer.of(message).view(), 0, message.length);
    }

    private static int write(UnsafeBuffer buffer) {
        return new PimHelloWriter().wrap(buffer, 0, 0xC000_0201).holdtime(105).lanPruneDelay(true, 500, 2500)
                .drPriority(0xFFFF_FFFEL).generationId(0x1234_5678)
                .addressList(new int[] {0xC000_0209, 0xC000_020A, 7}, 2).finish();
    }

    @Test
    @DisplayName("RFC 7761 section 4.9: protocol 103, TTL 1, TOS 0xC0, to all PIM routers; every octet written")
    void shouldWriteAWholeDatagram() {
        int length = Hex.parse(DATAGRAM).length;
        for (int poison : new int[] {0x00, 0xFF, 0xA5}) {
            PoisonedBuffer buffer = PoisonedBuffer.allocate(length, poison);
            assertThat(write(buffer.view())).isEqualTo(length);
            assertThat(buffer).hasToString(DATAGRAM);
            buffer.assertSurroundingsIntact();
        }
        for (int cut = 0; cut < length; cut++) {
            PoisonedBuffer buffer = PoisonedBuffer.allocate(cut);
            assertThatThrownBy(() -> write(buffer.view())).isInstanceOf(IndexOutOfBoundsException.class);
            buffer.assertSurroundingsIntact();
        }
    }

    @Test
    @DisplayName("section 4.9.2: the five options that are known")
    void shouldReadEveryOption() {
        byte[] datagram = Hex.parse(DATAGRAM);
        PimHello hello = hello(Arrays.copyOfRange(datagram, 20, datagram.length));

        assertThat(hello.validate()).isEqualTo(MessageFault.NONE);
        assertThat(hello.isIntact()).isTrue();
        assertThat(hello.checksum()).isEqualTo(0x64C2);
        assertThat(hello.hasHoldtime()).isTrue();
        assertThat(hello.holdtimeSeconds()).isEqualTo(105);
        assertThat(hello.hasLanPruneDelay() && hello.tracksJoins()).isTrue();
        assertThat(hello.propagationDelayMillis()).isEqualTo(500);
        assertThat(hello.overrideIntervalMillis()).isEqualTo(2500);
        assertThat(hello.hasDrPriority()).isTrue();
        assertThat(hello.drPriority()).isEqualTo(4_294_967_294L);
        assertThat(hello.hasGenerationId()).isTrue();
        assertThat(hello.generationId()).isEqualTo(0x1234_5678);
        assertThat(hello.addressCount()).isEqualTo(2);
        assertThat(hello.address(0)).isEqualTo(0xC000_0209);
        assertThat(hello.address(1)).isEqualTo(0xC000_020A);
        assertThat(hello.unknownOptions()).isZero();
        assertThat(hello).hasToString("pim hello holdtime-s 105 dr-priority 4294967294 generation 305419896");
    }

    @Test
    @DisplayName("a hello without options is good: default holdtime, no priority, which matters to the election")
    void shouldReadABareHello() {
        PimHello hello = hello("");

        assertThat(hello.validate()).isEqualTo(MessageFault.NONE);
        assertThat(hello.hasHoldtime() || hello.hasDrPriority() || hello.hasGenerationId()
                || hello.hasLanPruneDelay() || hello.tracksJoins()).isFalse();
        assertThat(hello.holdtimeSeconds()).isEqualTo(PimHello.DEFAULT_HOLDTIME_SECONDS);
        assertThat(hello.drPriority()).isZero();
        assertThat(hello.generationId()).isZero();
        assertThat(hello.propagationDelayMillis() + hello.overrideIntervalMillis() + hello.addressCount()).isZero();
        assertThat(hello.isIntact()).isFalse();
    }

    @Test
    @DisplayName("unknown options are skipped and counted, those of length 0 too; the last of two counts")
    void shouldSkipUnknownOptions() {
        PimHello hello = hello("00 15 00 00 fd e8 00 03 01 02 03 00 01 00 02 00 00 00 01 00 02 ff ff");

        assertThat(hello.validate()).isEqualTo(MessageFault.NONE);
        assertThat(hello.unknownOptions()).isEqualTo(2);
        assertThat(hello.holdtimeSeconds()).isEqualTo(PimHello.HOLDTIME_FOREVER);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("bad lengths are refused, whole")
    @CsvSource(delimiter = '|', value = {"holdtime of 1 | OPTION_LENGTH | 00 01 00 01 69",
        "holdtime of 4 | OPTION_LENGTH | 00 01 00 04 00 00 00 69",
        "priority of 2 | OPTION_LENGTH | 00 13 00 02 00 01", "generation of 8 | OPTION_LENGTH | 00 14 00 08 "
                + "00 00 00 01 00 00 00 02",
        "prune delay of 0 | OPTION_LENGTH | 00 02 00 00", "past the end | OPTION_LENGTH | 00 63 00 05 01 02 03 04",
        "length 65535 | OPTION_LENGTH | 00 63 ff ff", "half an option header | OPTION_LENGTH | 00 01 00",
        "address list of 5 | ADDRESS_LIST | 00 18 00 05 01 00 c0 00 02",
        "address of family IPv6 | ADDRESS_LIST | 00 18 00 06 02 00 c0 00 02 09",
        "address in another encoding | ADDRESS_LIST | 00 18 00 06 01 01 c0 00 02 09",
        "good, then bad | OPTION_LENGTH | 00 01 00 02 00 69 00 13 00 03 00 00 00"})
    void shouldRefuseBadOptions(String name, MessageFault fault, String options) {
        assertThat(hello(options).validate()).as(name).isEqualTo(fault);
    }

    @Test
    @DisplayName("only version 2 type 0 is a hello, of 256 first octets")
    void shouldKnowVersionAndType() {
        for (int first = 0; first < 256; first++) {
            byte[] message = {(byte) first, 0, 0, 0};
            assertThat(hello(message).validate()).as("octet %02x", first)
                    .isEqualTo(first == 0x20 ? MessageFault.NONE : MessageFault.KIND);
        }
    }

    @Test
    @DisplayName("every truncation is refused but those between two options")
    void shouldSurviveEveryTruncation() {
        byte[] whole = Hex.parse("20 00 00 00 " + OPTIONS);
        for (int length = 0; length <= whole.length; length++) {
            boolean between = length == 4 || length == 10 || length == 18 || length == 26 || length == 34
                    || length == whole.length;
            MessageFault bad = length < 4 ? MessageFault.KIND : MessageFault.OPTION_LENGTH;
            assertThat(hello(Arrays.copyOf(whole, length)).validate()).as("%d octets", length)
                    .isEqualTo(between ? MessageFault.NONE : bad);
        }
    }

    @Test
    @DisplayName("whatever the octets, the judgement and the values do not depend on what lies beside them")
    void shouldReadNothingBeside() {
        long seed = 0x9103L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] message = new byte[random.nextInt(40)];
            for (int at = 0; at < message.length; at++) {
                message[at] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : random.nextInt(5));
            }
            if (message.length > 0) {
                message[0] = 0x20;
            }
            assertThat(told(message, 0)).as("seed %d, message %s", seed, Hex.format(message))
                    .isEqualTo(told(message, 0xFF));
        }
    }

    private static String told(byte[] message, int poison) {
        PimHello hello = new PimHello().wrap(PoisonedBuffer.of(message, poison).view(), 0, message.length);
        MessageFault fault = hello.validate();
        if (fault != MessageFault.NONE) {
            return fault.label();
        }
        return hello + " " + hello.tracksJoins() + hello.propagationDelayMillis() + hello.overrideIntervalMillis() + " "
                + (hello.addressCount() > 0 ? hello.address(hello.addressCount() - 1) : 0);
    }
}
