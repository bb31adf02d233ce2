package org.hopwire.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MacAddressTest {
    @Test
    void shouldReadAndPrint() {
        assertThat(MacAddress.parse("02:00:5E:10:00:fF")).isEqualTo(0x0200_5E10_00FFL);
        assertThat(MacAddress.parse("02-00-5e-10-00-ff")).isEqualTo(0x0200_5E10_00FFL);
        assertThat(MacAddress.format(0x0200_5E10_00FFL)).isEqualTo("02:00:5e:10:00:ff");
        assertThat(MacAddress.parse("ff:ff:ff:ff:ff:ff")).isEqualTo(MacAddress.BROADCAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02:00:5e:10:00", "02:00:5e:10:00:f", "02:00:5e-10:00:ff", "02:00:5e:10:00:fg",
        "02005e1000ff", "02:00:5e:10:00:ff:", "020:0:5e:10:00:ff"})
    void shouldRefuseAnythingElseAndNameIt(String text) {
        assertThatThrownBy(() -> MacAddress.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"224.0.0.1,01:00:5e:00:00:01", "239.129.2.3,01:00:5e:01:02:03", "224.255.255.255,01:00:5e:7f:ff:ff"})
    void shouldMapGroupsByRfc1112Section64(String group, String mac) {
        assertThat(MacAddress.format(MacAddress.multicastOf(Ipv4Address.parse(group)))).isEqualTo(mac);
    }

    @Test
    void shouldKnowGroupAddresses() {
        assertThat(MacAddress.isGroup(MacAddress.BROADCAST)).isTrue();
        assertThat(MacAddress.isGroup(MacAddress.parse("01:00:5e:00:00:01"))).isTrue();
        assertThat(MacAddress.isGroup(MacAddress.parse("02:01:01:01:01:01"))).isFalse();
        assertThat(MacAddress.isBroadcast(MacAddress.BROADCAST)).isTrue();
        assertThat(MacAddress.isBroadcast(MacAddress.BROADCAST - 1)).isFalse();
    }
}
