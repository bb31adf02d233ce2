package org.hopwire.wire;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class Ipv4OptionsTest {
    private static final long SEED = 0x0711_4E1AL;

    @ParameterizedTest(name = "{0}: {1} -> octet {2}")
    @DisplayName("R-OPT-01: the exact octet a Parameter Problem points to")
    @CsvSource(delimiter = '|', value = {"nothing | '' | 0", "all NOP | 01 01 01 01 01 01 01 01 | 0",
        "end of list, then garbage | 01 00 44 ff ff ff 07 00 | 0", "length 0 | 07 00 04 00 | 21",
        "length 1 | 01 83 01 00 | 22", "length past the header | 07 05 04 00 | 21",
        "type in the last octet | 01 01 01 07 | 23", "unknown type, length 0 | 1e 00 00 00 | 21",
        "unknown type | 1e 04 00 00 | 0", "record route | 07 07 04 00 00 00 00 00 | 0",
        "record route, pointer 3 | 07 07 03 00 00 00 00 00 | 22",
        "record route, pointer 0 | 07 07 00 00 00 00 00 00 | 22",
        "record route, full | 07 07 08 00 00 00 00 00 | 0",
        "record route, pointer length + 2 | 07 07 09 00 00 00 00 00 | 22",
        "record route, some room but not enough | 07 06 04 00 00 00 01 01 | 22",
        "record route of no entry | 07 03 04 00 | 0", "record route, length 2 | 07 02 00 00 | 21",
        "second record route | 07 03 04 07 03 04 00 00 | 23", "timestamp | 44 08 05 00 00 00 00 00 | 0",
        "timestamp, pointer 4 | 44 08 04 00 00 00 00 00 | 22",
        "timestamp, full | 44 08 09 f0 00 00 00 00 | 0",
        "timestamp, pointer length + 2 | 44 08 0a 00 00 00 00 00 | 22",
        "timestamp with address, half an entry | 44 08 05 01 00 00 00 00 | 22",
        "timestamp, length 3 | 44 03 05 00 | 21", "timestamp, flag 2 | 44 08 05 02 00 00 00 00 | 23",
        "timestamp, flag 4 | 44 08 05 04 00 00 00 00 | 23", "second timestamp | 44 04 05 00 44 04 05 00 | 24",
        "router alert | 94 04 00 00 | 0", "router alert with a value | 94 04 12 34 | 0",
        "router alert, length 2 | 94 02 01 01 | 21", "router alert, length 5 | 94 05 00 00 00 00 00 00 | 21",
        "two router alerts | 94 04 00 00 94 04 00 00 | 24", "loose source route | 83 07 04 0a 00 00 01 00 | 0",
        "strict source route | 89 07 04 0a 00 00 01 00 | 0",
        "loose then strict source route | 83 03 04 89 03 04 00 00 | 23",
        "strict then loose source route | 89 03 04 83 03 04 00 00 | 23",
        "security | 82 0b 00 00 00 00 00 00 00 00 00 00 | 0", "security, length 2 | 82 02 00 00 | 21",
        "second security | 82 03 00 82 03 00 00 00 | 23",
        "stream id of any length, twice (ignored, RFC 1122 3.2.1.8) | 88 02 88 04 00 02 00 00 | 0"})
    void shouldPointAtTheOctetAtFault(String name, String hex, int pointer) {
        byte[] options = Hex.parse(hex);

        assertThat(Ipv4Options.badOctet(validate(options))).as(name).isEqualTo(pointer);
        assertThat(Ipv4Options.isValid(validate(options))).isEqualTo(pointer == 0);
    }

    @Test
    void shouldReportWhatIsPresentAndWhere() {
        long found = validate(Hex.parse("01 94 04 00 00 07 03 04 44 04 05 00 83 03 04 82 03 00 88 04 00 01 1e 02"));

        assertThat(Ipv4Options.flags(found)).isEqualTo(0xFF & ~Ipv4Options.HAS_STRICT_SOURCE_ROUTE);
        assertThat(Ipv4Options.recordRouteOffset(found)).isEqualTo(25);
        assertThat(Ipv4Options.timestampOffset(found)).isEqualTo(28);
        assertThat(Ipv4Options.sourceRouteOffset(found)).isEqualTo(32);
        assertThat(Ipv4Options.has(found, Ipv4Options.HAS_SOURCE_ROUTE)).isTrue();
        assertThat(Ipv4Options.flags(validate(Hex.parse("89 03 04 00")))).isEqualTo(2);
        assertThat(Ipv4Options.sourceRouteOffset(validate(Hex.parse("89 03 04 00")))).isEqualTo(20);
        assertThat(validate(new byte[0])).isZero();
    }

    static Stream<Arguments> kinds() {
        return IntStream.of(0, 1, 7, 68, 130, 131, 136, 137, 148, 30, 82, 255).mapToObj(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    @DisplayName("R-OPT-01: every kind x length x pointer x flag x area agrees with a plain reading of the RFCs")
    void shouldAgreeWithThePlainReference(int kind) {
        for (int lead = 0; lead <= 1; lead++) {
            for (int length = 0; length <= 42; length++) {
                for (int pointer = 0; pointer <= 44; pointer++) {
                    for (int flag = 0; flag <= (kind == 68 ? 4 : 0); flag++) {
                        compareInEveryArea(lead, kind, length, pointer, flag);
                    }
                }
            }
        }
    }

    @Test
    @DisplayName("R-OPT-01: seeded mixtures of options, valid and broken")
    void shouldAgreeOnMixtures() {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] kinds = {0, 1, 1, 7, 68, 130, 131, 136, 137, 148, 30};
        int valid = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] options = new byte[4 * random.nextInt(11)];
            int at = 0;
            while (at < options.length) {
                int length = Math.min(random.nextInt(2, 9), options.length - at);
                put(options, at, kinds[random.nextInt(kinds.length)], length, random.nextInt(3, 10), random.nextInt(4));
                at += Math.max(1, length);
            }
            int pointer = compare(options);
            valid += pointer == 0 ? 1 : 0;
        }
        assertThat(valid).as("seed %d", SEED).isBetween(20_000, 180_000);
    }

    @Test
    void shouldRecordTheRouteUntilItIsFull() {
        PoisonedBuffer buffer = PoisonedBuffer.of(Hex.parse("07 0b 04 00 00 00 00 00 00 00 00 00"));

        assertThat(Ipv4Options.recordRoute(buffer.view(), 0, 0x0A00_0001)).isTrue();
        assertThat(buffer).hasToString("07 0b 08 0a 00 00 01 00 00 00 00 00");
        assertThat(Ipv4Options.recordRoute(buffer.view(), 0, 0x0A00_0102)).isTrue();
        assertThat(buffer).hasToString("07 0b 0c 0a 00 00 01 0a 00 01 02 00");
        assertThat(Ipv4Options.recordRoute(buffer.view(), 0, 0x0A00_0203)).isFalse();
        assertThat(buffer).hasToString("07 0b 0c 0a 00 00 01 0a 00 01 02 00");
        buffer.assertSurroundingsIntact();
    }

    @Test
    void shouldStepThroughASourceRoute() {
        PoisonedBuffer buffer = PoisonedBuffer.of(Hex.parse("83 07 04 0a 00 00 09 00"));

        assertThat(Ipv4Options.isRouteExhausted(buffer.view(), 0)).isFalse();
        assertThat(Ipv4Options.routePosition(buffer.view(), 0)).isEqualTo(3);
        assertThat(Ipv4Options.routeEntries(buffer.view(), 0, 3, 8)).isEqualTo(1);
        assertThat(Ipv4Options.recordRoute(buffer.view(), 0, 0x0A00_0001)).isTrue();
        assertThat(buffer).hasToString("83 07 08 0a 00 00 01 00");
        assertThat(Ipv4Options.isRouteExhausted(buffer.view(), 0)).isTrue();
        assertThat(Ipv4Options.routeEntries(buffer.view(), 0, 7, 8)).isZero();
    }

    @Test
    @DisplayName("R-LEN-06: whatever pointer and length say by now, no entry reaches the header's end or before the route")
    void shouldFindNoEntryOutsideOfTheRoute() {
        for (int length = 0; length < 256; length++) {
            for (int pointer = 0; pointer < 256; pointer++) {
                UnsafeBuffer view = new UnsafeBuffer(new byte[] {1, (byte) 0x83, (byte) length, (byte) pointer});
                int at = Ipv4Options.routePosition(view, 1);
                int entries = Ipv4Options.routeEntries(view, 1, at, 41);
                assertThat(entries).isBetween(0, 9);
                assertThat(entries == 0 || (at >= 4 && at + 4 * entries <= Math.min(1 + length, 41))).isTrue();
            }
        }
    }

    @Test
    void shouldHideOffsetsAndNothingElse() {
        long found = Ipv4Options.validate(
                new UnsafeBuffer(Hex.parse("07 07 04 00 00 00 00 83 07 04 01 02 03 04 44 08 05 00 00 00 00 00")), 0,
                22);
        assertThat(Ipv4Options.hide(found, 0)).isEqualTo(found);
        long routeless = Ipv4Options.hide(found, Ipv4Options.HAS_RECORD_ROUTE);
        assertThat(Ipv4Options.recordRouteOffset(routeless)).isZero();
        assertThat(Ipv4Options.timestampOffset(routeless)).isEqualTo(34);
        long timeless = Ipv4Options.hide(found, Ipv4Options.HAS_TIMESTAMP);
        assertThat(Ipv4Options.timestampOffset(timeless)).isZero();
        assertThat(Ipv4Options.recordRouteOffset(timeless)).isEqualTo(20);
        long neither = Ipv4Options.hide(found, -1);
        assertThat(Ipv4Options.flags(neither)).isEqualTo(Ipv4Options.flags(found));
        assertThat(Ipv4Options.sourceRouteOffset(neither)).isEqualTo(27);
        assertThat(found >>> 48).as("for the caller").isZero();
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("RFC 791 section 3.1: timestamp flags 0, 1 and 3, and the overflow counter")
    @CsvSource({"room,44 08 05 00 00 00 00 00,0,44 08 09 00 01 02 03 04",
        "full counts,44 08 09 00 11 11 11 11,2,44 08 09 10 11 11 11 11",
        "counter at 14,44 04 05 e1,2,44 04 05 f1", "counter at 15,44 04 05 f1,3,44 04 05 f1",
        "with address,44 0c 05 01 00 00 00 00 00 00 00 00,0,44 0c 0d 01 0a 00 00 01 01 02 03 04",
        "prespecified ours,44 0c 05 03 0a 00 00 01 00 00 00 00,0,44 0c 0d 03 0a 00 00 01 01 02 03 04",
        "prespecified other,44 0c 05 03 0a 00 00 02 00 00 00 00,1,44 0c 05 03 0a 00 00 02 00 00 00 00",
        "prespecified complete,44 0c 0d 03 0a 00 00 01 01 01 01 01,1,44 0c 0d 03 0a 00 00 01 01 01 01 01"})
    void shouldStampByRfc791(String name, String before, int result, String after) {
        PoisonedBuffer buffer = PoisonedBuffer.of(Hex.parse(before));

        assertThat(Ipv4Options.timestamp(buffer.view(), 0, 0x0A00_0001, 0x0102_0304)).as(name).isEqualTo(result);
        assertThat(buffer).hasToString(after);
        buffer.assertSurroundingsIntact();
    }

    @Test
    void shouldNotTakeAnEmptyPrespecifiedSlotForOurs() {
        PoisonedBuffer complete = PoisonedBuffer.of(Hex.parse("44 0c 0d 03 0a 00 00 01 01 01 01 01"));

        assertThat(Ipv4Options.timestampAddress(complete.view(), 0)).isZero();
        assertThat(Ipv4Options.timestamp(complete.view(), 0, 0, 1)).isEqualTo(Ipv4Options.STAMP_NOT_OURS);
        complete.assertSurroundingsIntact();
    }

    @Test
    @DisplayName("RFC 791: the copied bit of each option")
    void shouldMatchTheCopiedBit() {
        assertThat(IntStream.of(Ipv4Options.SECURITY, Ipv4Options.LOOSE_SOURCE_ROUTE, Ipv4Options.STRICT_SOURCE_ROUTE,
                Ipv4Options.STREAM_ID, Ipv4Options.ROUTER_ALERT)).allMatch(type -> (type & Ipv4Options.COPIED) != 0);
        assertThat(IntStream.of(Ipv4Options.END, Ipv4Options.NOP, Ipv4Options.RECORD_ROUTE, Ipv4Options.TIMESTAMP))
                .allMatch(type -> (type & Ipv4Options.COPIED) == 0);
        assertThat(Ipv4Options.ROUTER_ALERT_WORD >>> 24).isEqualTo(Ipv4Options.ROUTER_ALERT);
        assertThat(Ipv4Options.name(148)).isEqualTo("router-alert");
        assertThat(Ipv4Options.name(30)).isEqualTo("option-30");
    }

    private static void compareInEveryArea(int lead, int kind, int length, int pointer, int flag) {
        for (int area : new int[] {lead, lead + 1, lead + 2, lead + 3, 8, 12, 40}) {
            byte[] options = new byte[area];
            Arrays.fill(options, 0, Math.min(lead, area), (byte) 1);
            put(options, lead, kind, length, pointer, flag);
            compare(options);
        }
    }

    private static void put(byte[] options, int at, int... octets) {
        for (int i = 0; i < octets.length && at + i < options.length; i++) {
            options[at + i] = (byte) octets[i];
        }
    }

    private static int compare(byte[] options) {
        int expected = Ipv4OptionsReference.badOctet(options);
        int actual = Ipv4Options.badOctet(validate(options));
        if (actual != expected) {
            assertThat(actual).as(Hex.format(options)).isEqualTo(expected);
        }
        return actual;
    }

    private static long validate(byte[] options) {
        PoisonedBuffer zeros = PoisonedBuffer.of(options, 0x00);
        long found = Ipv4Options.validate(zeros.view(), 0, options.length);
        PoisonedBuffer ones = PoisonedBuffer.of(options, 0xFF);
        if (Ipv4Options.validate(ones.whole(), PoisonedBuffer.MARGIN, options.length) != found) {
            throw new AssertionError("depends on octets outside: " + Hex.format(options));
        }
        return found;
    }
}
