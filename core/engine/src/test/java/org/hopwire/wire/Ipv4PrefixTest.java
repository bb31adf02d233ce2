package org.hopwire.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Ipv4PrefixTest {
    @ParameterizedTest
    @CsvSource({"10.1.2.3/24,255.255.255.0,10.1.2.0,10.1.2.255", "10.1.2.3/8,255.0.0.0,10.0.0.0,10.255.255.255",
        "10.1.2.3/0,0.0.0.0,0.0.0.0,255.255.255.255", "10.1.2.3/30,255.255.255.252,10.1.2.0,10.1.2.3"})
    void shouldSplitAnAddress(String text, String mask, String network, String broadcast) {
        Ipv4Prefix prefix = Ipv4Prefix.parse(text);

        assertThat(prefix).hasToString(text);
        assertThat(Ipv4Address.format(prefix.mask())).isEqualTo(mask);
        assertThat(Ipv4Address.format(prefix.network())).isEqualTo(network);
        assertThat(prefix.canonical()).isEqualTo(new Ipv4Prefix(Ipv4Address.parse(network), prefix.length()));
        assertThat(Ipv4Address.format(prefix.directedBroadcast())).isEqualTo(broadcast);
        assertThat(prefix.isDirectedBroadcast(Ipv4Address.parse(broadcast))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/31", "10.0.0.0/32", "255.255.255.255/32"})
    void shouldHaveNoBroadcastOnPointToPointLinksRfc3021(String text) {
        Ipv4Prefix prefix = Ipv4Prefix.parse(text);

        assertThat(prefix.hasDirectedBroadcast()).isFalse();
        assertThat(prefix.directedBroadcast()).isZero();
        assertThat(prefix.isDirectedBroadcast(prefix.address() | ~prefix.mask())).isFalse();
        assertThat(prefix.isDirectedBroadcast(0)).isFalse();
    }

    @Test
    void shouldContainExactlyItsNetwork() {
        for (int length = 0; length <= 32; length++) {
            Ipv4Prefix prefix = new Ipv4Prefix(0x0A01_0203, length);
            for (int bit = 0; bit < 32; bit++) {
                boolean hostBit = bit < 32 - length;
                assertThat(prefix.contains(0x0A01_0203 ^ 1 << bit)).as("/%d bit %d", length, bit).isEqualTo(hostBit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/024", "10.0.0.0/04", "10.0.0.0/-1",
        "10.0.0/8", "/8", "10.0.0.0/8/8", "10.0.0.0/a"})
    void shouldRefuseAnythingElseAndNameIt(String text) {
        assertThatThrownBy(() -> Ipv4Prefix.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void shouldRefuseHostBitsInARoute() {
        assertThat(Ipv4Prefix.parseNetwork("10.1.2.0/24")).isEqualTo(new Ipv4Prefix(0x0A01_0200, 24));
        assertThatThrownBy(() -> Ipv4Prefix.parseNetwork("10.1.2.3/24")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.1.2.3/24").hasMessageContaining("10.1.2.0/24");
        assertThatThrownBy(() -> new Ipv4Prefix(0, 33)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("33");
    }
}
