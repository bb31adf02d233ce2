package org.hopwire.wire.igmp;

import java.util.function.Consumer;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whoever writes an IGMP header leaves no octet of what lay there before; golden octets by the RFCs' pictures. */
class IgmpFlyweightContractTest {
    private static final int GROUP = 0xEF01_0203;

    static Stream<Arguments> writers() {
        return Stream.of(row("query v1", "11 00 00 00 00 00 00 00", b -> new MembershipQuery().wrap(b, 0).writeV1()),
                row("query v2", "11 ff 00 00 ef 01 02 03",
                        b -> new MembershipQuery().wrap(b, 0).writeV2(GROUP, 255)),
                row("query v3", "11 8f 00 00 ef 01 02 03 0a fd 00 00",
                        b -> new MembershipQuery().wrap(b, 0).writeV3(GROUP, 0x8F, true, 2, 0xFD)),
                row("query v3 with a source", "11 0a 00 00 ef 01 02 03 07 7d 00 01 0a 00 00 01",
                        b -> new MembershipQuery().wrap(b, 0).writeV3(GROUP, 10, false, 7, 125).sourceCount(1)
                                .source(0, 0x0A00_0001)),
                row("report v1", "12 00 00 00 ef 01 02 03",
                        b -> new OldReport().wrap(b, 0).write(IgmpKind.REPORT_V1, GROUP)),
                row("report v2", "16 00 00 00 ef 01 02 03",
                        b -> new OldReport().wrap(b, 0).write(IgmpKind.REPORT_V2, GROUP)),
                row("leave", "17 00 00 00 ef 01 02 03",
                        b -> new OldReport().wrap(b, 0).write(IgmpKind.LEAVE, GROUP)),
                row("report v3", "22 00 00 00 00 00 00 03", b -> new ReportV3().wrap(b, 0).write().recordCount(3)),
                row("group record", "06 00 00 01 ef 01 02 03 0a 00 00 01",
                        b -> new GroupRecord().wrap(b, 0).write(RecordType.BLOCK_OLD_SOURCES, GROUP, 1)
                                .source(0, 0x0A00_0001)),
                row("router advertisement", "30 14 00 00 00 7d 00 02",
                        b -> new MulticastRouterDiscovery().wrap(b, 0).writeAdvertisement(20, 125, 2)),
                row("router solicitation", "31 00 00 00",
                        b -> new MulticastRouterDiscovery().wrap(b, 0).writeSolicitation()),
                row("router termination", "32 00 00 00",
                        b -> new MulticastRouterDiscovery().wrap(b, 0).writeTermination()));
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

    private static Arguments row(String name, String golden, Consumer<UnsafeBuffer> writer) {
        return Arguments.of(name, golden, writer);
    }
}
