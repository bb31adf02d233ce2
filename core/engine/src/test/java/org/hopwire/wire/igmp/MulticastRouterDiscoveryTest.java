package org.hopwire.wire.igmp;

import java.util.Arrays;

import org.hopwire.testkit.Hex;
import org.hopwire.testkit.PoisonedBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MulticastRouterDiscoveryTest {
    private static MulticastRouterDiscovery message(byte... octets) {
        return new MulticastRouterDiscovery().wrap(PoisonedBuffer.of(octets).view(), 0, octets.length);
    }

    @Test
    @DisplayName("RFC 4286 section 3: interval, query interval and robustness, all unsigned")
    void shouldReadAnAdvertisement() {
        MulticastRouterDiscovery message = message(Hex.parse("30 b4 12 34 ff fe 80 02"));

        assertThat(message.validate()).isEqualTo(MessageFault.NONE);
        assertThat(message.kind()).isEqualTo(IgmpKind.MRD_ADVERTISEMENT);
        assertThat(message.advertisementIntervalSeconds()).isEqualTo(180);
        assertThat(message.checksum()).isEqualTo(0x1234);
        assertThat(message.queryIntervalSeconds()).isEqualTo(65_534);
        assertThat(message.robustness()).isEqualTo(32_770);
        assertThat(message)
                .hasToString("igmp mrd-advertisement interval-s 180 query-interval-s 65534 robustness 32770");
    }

    @ParameterizedTest(name = "{1} from {2} octets on")
    @DisplayName("every truncation is refused, every longer message accepted")
    @CsvSource({"30, MRD_ADVERTISEMENT, 8", "31, MRD_SOLICITATION, 4", "32, MRD_TERMINATION, 4"})
    void shouldJudgeEveryLength(String type, IgmpKind kind, int least) {
        byte[] octets = Hex.parse(type + "14 00 00 00 7d 00 02 ff ff");
        for (int length = 0; length <= octets.length; length++) {
            MulticastRouterDiscovery message = message(Arrays.copyOf(octets, length));
            assertThat(message.kind()).as("%d octets", length).isEqualTo(length < least ? IgmpKind.SHORT : kind);
            assertThat(message.validate()).isEqualTo(length < least ? MessageFault.KIND : MessageFault.NONE);
        }
        assertThat(message(Hex.parse("16 00 00 00 ef 01 02 03")).validate()).isEqualTo(MessageFault.KIND);
    }
}
