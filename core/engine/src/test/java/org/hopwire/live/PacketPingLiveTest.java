package org.hopwire.live;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.live.net.Ran;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All that ping can ask of a router, over packet sockets. */
class PacketPingLiveTest extends PingTools {
    private static final List<String> CAUSES = List.of("net-unreachable", "host-unreachable", "net-unknown",
            "host-unknown", "source-host-isolated", "net-prohibited", "host-prohibited", "net-unreachable-for-tos",
            "host-unreachable-for-tos", "admin-prohibited", "precedence-violation", "precedence-cutoff");

    @Override
    void configure(EngineBuilder builder) {
        super.configure(builder);
        for (int i = 0; i < CAUSES.size(); i++) {
            builder.route(RouteConfig.reject("10.2." + i + ".0/24", CAUSES.get(i)));
        }
        builder.route(RouteConfig.reject("10.3.0.0/24", "blackhole"));
    }

    @ParameterizedTest
    @CsvSource({"net-unreachable, Destination Net Unreachable", "host-unreachable, Destination Host Unreachable",
        "net-unknown, Destination Net Unknown", "host-unknown, Destination Host Unknown",
        "source-host-isolated, Source Host Isolated", "net-prohibited, Destination Net Prohibited",
        "host-prohibited, Destination Host Prohibited",
        "net-unreachable-for-tos, Destination Net Unreachable for Type of Service",
        "host-unreachable-for-tos, Destination Host Unreachable for Type of Service",
        "admin-prohibited, Packet filtered", "precedence-violation, Precedence Violation",
        "precedence-cutoff, Precedence Cutoff"})
    @DisplayName("RFC 1812 5.2.7.1, RFC 1122 3.2.2.1: each unreachable cause is what ping calls it")
    void shouldNameTheCause(String cause, String words) {
        bed.ping("host", "-c", "1", "-W", "20", "10.2." + CAUSES.indexOf(cause) + ".9").endsWith(1).says(
                "From " + RouterBed.LAN + " icmp_seq=1 " + words + '\n', "+1 errors, 100% packet loss");
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: no route is net unreachable, a silent station on the last link host unreachable,"
            + " a blackhole nothing at all")
    void shouldTellNetFromHost() {
        CompletableFuture<Ran> silent = CompletableFuture
                .supplyAsync(() -> bed.ping("host", "-c", "1", "-W", "2", "10.3.0.9"));
        bed.ping("host", "-c", "1", "-W", "20", "172.16.0.1").endsWith(1)
                .says("From " + RouterBed.LAN + " icmp_seq=1 Destination Net Unreachable");
        bed.ping("host", "-c", "1", "-W", "20", "198.51.100.77").endsWith(1)
                .says("From " + RouterBed.LAN + " icmp_seq=1 Destination Host Unreachable");
        silent.join().endsWith(1).pings(1, 0).saysNothingOf("From ");
        assertThat(bed.dropped("blackhole")).isEqualTo(1);
    }

    @Test
    @DisplayName("DF set: as long as the link is fine, longer the sender's own kernel refuses")
    void shouldLeaveTheFirstHopToTheSender() {
        bed.ping("host", "-c", "1", "-W", "20", "-M", "do", "-s", "1472", RouterBed.LAN).endsWith(0).pings(1, 1);
        bed.ping("host", "-c", "1", "-W", "1", "-M", "do", "-s", "1473", RouterBed.LAN).endsWith(1)
                .says("message too long, mtu=1500");
    }

    @Test
    @DisplayName("RFC 1191: the sender's kernel believes us, and refuses by itself what we would refuse")
    void shouldTeachTheSenderThePathMtu() {
        bed.ping("server", "-c", "1", "-W", "20", "-M", "do", "-s", "8972", RouterBed.WAN).endsWith(0).pings(1, 1);
        bed.ping("server", "-c", "1", "-W", "20", "-M", "do", "-s", "8972", RouterBed.HOST).endsWith(1)
                .says("From " + RouterBed.WAN + " icmp_seq=1 Frag needed and DF set (mtu = 1500)");
        bed.ping("server", "-c", "1", "-W", "1", "-M", "do", "-s", "1473", RouterBed.HOST).endsWith(1)
                .says("message too long, mtu=1500");
        on("server", "ip route get " + RouterBed.HOST).says("mtu 1500");
    }

    @Test
    @DisplayName("RFC 791 3.2: what may be cut is cut to the second hop's MTU, and arrives whole")
    void shouldFragment() {
        long before = bed.engine.snapshot().ipEvents().getOrDefault("fragmented", 0L);
        bed.ping("server", "-c", "3", "-i", "0.05", "-W", "20", "-M", "dont", "-s", "8972", RouterBed.NARROW)
                .endsWith(0).pings(3, 3);
        assertThat(bed.engine.snapshot().ipEvents().get("fragmented") - before).isEqualTo(3);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6, RFC 791 3.1: timestamps of ours are there, alone and with our addresses")
    void shouldStampTheWay() {
        bed.ping("host", "-c", "1", "-W", "20", "-T", "tsonly", RouterBed.LAN).endsWith(0).pings(1, 1)
                .matcher(Pattern.compile("TS: \t\\d+ absolute\n\t-?\\d+\n\t-?\\d+\n"));
        bed.ping("host", "-c", "1", "-W", "20", "-T", "tsandaddr", RouterBed.SERVER).endsWith(0).pings(1, 1)
                .matcher(Pattern.compile("TS: \\t192.0.2.2\\t\\d+ absolute\\n\\t198.51.100.1\\t-?\\d+\\n"
                        + "\\t198.51.100.2\\t-?\\d+\\n\\t198.51.100.2\\t-?\\d+\\n"));
        bed.ping("host", "-c", "1", "-W", "20", "-T", "tsprespec", RouterBed.LAN, RouterBed.LAN).endsWith(0)
                .pings(1, 1).says("TS: \t" + RouterBed.LAN);
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.6: an echo request to everybody is not answered unless it was wanted")
    void shouldNotAnswerBroadcast() {
        long before = bed.dropped("icmp-broadcast-query");
        bed.ping("host", "-b", "-c", "2", "-i", "0.2", "-W", "1", "192.0.2.255").endsWith(1).pings(2, 0);
        bed.ping("host", "-b", "-I", "eth0", "-c", "1", "-W", "1", "255.255.255.255").endsWith(1).pings(1, 0);
        bed.ping("host", "-I", "eth0", "-c", "1", "-W", "1", "224.0.0.1").endsWith(1).pings(1, 0);
        assertThat(bed.dropped("icmp-broadcast-query") - before).isEqualTo(4);
    }
}
