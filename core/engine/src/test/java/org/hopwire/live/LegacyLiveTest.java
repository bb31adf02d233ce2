package org.hopwire.live;

import java.util.regex.Pattern;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.live.net.Ran;
import org.hopwire.testkit.Tool;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A router that was told to answer as RFC 792 and RFC 950 had it. */
class LegacyLiveTest extends RouterLiveTest {
    @Override
    void configure(EngineBuilder builder) {
        Tool.require("ping", "iputils-ping");
        Tool.require("nmap", "nmap");
        Tool.require("hping3", "hping3");
        IcmpConfig icmp = RouterBed.UNLIMITED.withEchoBroadcast(true);
        for (IcmpType each : IcmpType.values()) {
            icmp = icmp.withPolicy(each, IcmpConfig.TypePolicy.LEGACY);
        }
        builder.icmp(icmp).ip(IpConfig.defaults());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PE", "-PP", "-PM"})
    @DisplayName("RFC 792, RFC 950: nmap finds us by echo, timestamp and address mask")
    void shouldBeFound(String probe) {
        on("host", "nmap -n -sn --disable-arp-ping " + probe + " 192.0.2.1").endsWith(0).says("Host is up",
                "1 host up");
    }

    @Test
    @DisplayName("RFC 792: hping3 reads our time of day, in milliseconds since midnight UT")
    void shouldTellTheTime() {
        Ran ran = on("host", "hping3 -n -1 -c 1 -C 13 192.0.2.1").endsWith(0).says("len=40 ip=192.0.2.1 ttl=64");
        long[] times = Pattern.compile("\\d+").matcher(
                ran.matcher(Pattern.compile("Originate=\\d+ Receive=\\d+ Transmit=\\d+")).group())
                .results().mapToLong(each -> Long.parseLong(each.group())).toArray();
        assertThat(times[1]).as("received %d ms after midnight, sent %d", times[1], times[0])
                .isBetween(times[0] - 1, times[0] + 60_000);
        assertThat(times[2]).isBetween(times[1], times[1] + 60_000);
    }

    @Test
    @DisplayName("RFC 950: hping3 is told the mask of its link")
    void shouldTellTheMask() {
        on("host", "hping3 -n -1 -c 1 -C 17 192.0.2.1").endsWith(0).says("ICMP address mask: icmpam=255.255.255.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.255", "255.255.255.255", "224.0.0.1"})
    @DisplayName("RFC 1122 3.2.2.6: an echo request to everybody is answered where that is wanted")
    void shouldAnswerBroadcast(String everybody) {
        on("host", "ping -n -b -I eth0 -c 2 -i 0.2 -W 20 " + everybody).endsWith(0).pings(2, 2)
                .says("bytes from 192.0.2.1: icmp_seq=1 ttl=64");
    }
}
