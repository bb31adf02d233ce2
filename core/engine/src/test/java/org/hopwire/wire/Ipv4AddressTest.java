package org.hopwire.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class Ipv4AddressTest {
    @ParameterizedTest
    @CsvSource({"0.0.0.0,0", "10.0.0.1,0a000001", "224.0.0.22,e0000016", "255.255.255.255,ffffffff"})
    void shouldReadAndPrintDottedQuads(String text, String hex) {
        int address = Integer.parseUnsignedInt(hex, 16);

        assertThat(Ipv4Address.parse(text)).isEqualTo(address);
        assertThat(Ipv4Address.format(address)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "10.0.0", "10.0.0.", "10.0.0.1.", "10.0.0.256", "10.0.0.01", "10.0.0.-1",
        " 10.0.0.1",
        "10.0.0.1 ", "10..0.1", "1.2.3.4.5", "0x0a.0.0.1", "10.0.0.1111", "١.0.0.1"})
    void shouldRefuseAnythingElseAndNameIt(String text) {
        assertThatThrownBy(() -> Ipv4Address.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"").hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @CsvSource({"223.255.255.255,false", "224.0.0.0,true", "239.255.255.255,true", "240.0.0.0,false"})
    void shouldKnowMulticastByRfc1112Section4(String text, boolean multicast) {
        assertThat(Ipv4Address.isMulticast(Ipv4Address.parse(text))).isEqualTo(multicast);
    }

    @ParameterizedTest
    @CsvSource({"223.255.255.255,false", "224.0.0.0,true", "224.0.0.255,true", "224.0.1.0,false", "1.0.0.224,false"})
    void shouldKnowLinkLocalMulticast(String text, boolean linkLocal) {
        assertThat(Ipv4Address.isLinkLocalMulticast(Ipv4Address.parse(text))).isEqualTo(linkLocal);
    }

    @Test
    void shouldKnowTheOtherSpecialRanges() {
        assertThat(Ipv4Address.isLoopback(Ipv4Address.parse("127.255.0.1"))).isTrue();
        assertThat(Ipv4Address.isLoopback(Ipv4Address.parse("128.0.0.1"))).isFalse();
        assertThat(Ipv4Address.isThisNetwork(Ipv4Address.parse("0.255.0.1"))).isTrue();
        assertThat(Ipv4Address.isThisNetwork(Ipv4Address.parse("1.0.0.0"))).isFalse();
        assertThat(Ipv4Address.isClassE(Ipv4Address.parse("240.0.0.0"))).isTrue();
        assertThat(Ipv4Address.isClassE(Ipv4Address.LIMITED_BROADCAST)).isTrue();
        assertThat(Ipv4Address.isClassE(Ipv4Address.parse("239.255.255.255"))).isFalse();
        assertThat(Ipv4Address.isLimitedBroadcast(-1)).isTrue();
        assertThat(Ipv4Address.isLimitedBroadcast(-2)).isFalse();
    }
}
