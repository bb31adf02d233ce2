package org.hopwire.live;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What ping says of a router, whatever its ports are. */
abstract class PingTools extends RouterLiveTest {
    @Override
    void configure(EngineBuilder builder) {
        Tool.require("ping", "iputils-ping");
        builder.icmp(RouterBed.UNLIMITED).route(RouteConfig.reject("10.1.0.0/24", "admin-prohibited"));
    }

    @ParameterizedTest
    @CsvSource({"0", "56", "1472", "1473", "8972", "65507"})
    @DisplayName("RFC 792, RFC 1122 3.2.2.6: the router answers an echo request of any size with all of its data")
    void shouldAnswerAnySize(int size) {
        bed.ping("host", "-c", "3", "-i", "0.05", "-W", "20", "-s", Integer.toString(size), RouterBed.LAN).endsWith(0)
                .pings(3, 3).says("ttl=64").saysNothingOf("wrong data byte");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 56, 1472, 1473, 8972, 65507})
    @DisplayName("RFC 1812 5.2: an echo request of any size reaches the server behind the router, and its answer comes")
    void shouldForwardAnySize(int size) {
        bed.ping("host", "-c", "3", "-i", "0.05", "-W", "20", "-s", Integer.toString(size), RouterBed.SERVER)
                .endsWith(0).pings(3, 3).says("ttl=63").saysNothingOf("wrong data byte");
    }

    @Test
    @DisplayName("RFC 1812 4.2.2.9, 5.3.1: TTL 1 ends at the router, which says so from the address of the link")
    void shouldExceedTtlOfOne() {
        bed.ping("host", "-c", "1", "-W", "20", "-t", "1", RouterBed.SERVER).endsWith(1).pings(1, 0)
                .says("From " + RouterBed.LAN, "Time to live exceeded");
        bed.ping("server", "-c", "1", "-W", "20", "-t", "1", RouterBed.HOST).endsWith(1).pings(1, 0)
                .says("From " + RouterBed.WAN, "Time to live exceeded");
        bed.ping("host", "-c", "1", "-W", "20", "-t", "1", RouterBed.LAN).endsWith(0).pings(1, 1);
    }

    @Test
    @DisplayName("RFC 1191 4: what is longer than the second hop's MTU is refused with it, DF set")
    void shouldTellTheMtuOfTheSecondHop() {
        bed.ping("host", "-c", "1", "-W", "20", "-M", "do", "-s", "1372", RouterBed.NARROW).endsWith(0).pings(1, 1);
        bed.ping("host", "-c", "1", "-W", "20", "-M", "do", "-s", "1373", RouterBed.NARROW).endsWith(1).pings(1, 0)
                .says("From " + RouterBed.LAN, "Frag needed and DF set (mtu = " + RouterBed.NARROW_MTU + ")");
    }

    @Test
    @DisplayName("RFC 791 3.1: record route lists us on the way there and back")
    void shouldRecordRoute() {
        String route = "RR: \t" + RouterBed.HOST + "\n\t" + RouterBed.WAN + "\n\t" + RouterBed.SERVER + "\n\t"
                + RouterBed.SERVER + "\n\t" + RouterBed.LAN + "\n\t" + RouterBed.HOST + '\n';
        bed.ping("host", "-c", "1", "-W", "20", "-R", RouterBed.SERVER).endsWith(0).says(route);
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: a prohibited destination is refused as such")
    void shouldRefuseTheProhibited() {
        bed.ping("host", "-c", "1", "-W", "20", "10.1.0.1").endsWith(1).says("From " + RouterBed.LAN,
                "Packet filtered");
    }

    @Test
    @DisplayName("A flood of 10,000 echo requests, as fast as they are answered, loses none")
    void shouldStandAFlood() {
        bed.ping("host", "-q", "-f", "-c", "10000", RouterBed.LAN).endsWith(0).pings(10_000, 10_000);
        bed.ping("host", "-q", "-f", "-c", "10000", "-s", "1000", RouterBed.SERVER).endsWith(0).pings(10_000, 10_000);
        assertThat(bed.engine.snapshot().dropped()).doesNotContainKeys("no-slot", "port-full", "fault");
    }
}
