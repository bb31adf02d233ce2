package org.hopwire.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.live.net.Ran;
import org.hopwire.live.net.Running;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The router as fping, mtr, traceroute and tracepath see it; the slow ones begin together. */
class PathToolsLiveTest extends RouterLiveTest {
    private static final String HOP = " 1  192.0.2.1 ";
    /** RFC 5837: the incoming interface's index, address, name and MTU, as traceroute prints what it cannot read. */
    private static final String INTERFACE = " <2/15:00000001,00010000,c0000201,046c616e,000005dc>";
    private static final String ALL_OF_FIVE = "\",\\s+\"Loss%\": 0.0,\\s+\"Snt\": 5,";
    private static final String US = "\"count\": 1,\\s+\"host\": \"192.0.2.1" + ALL_OF_FIVE;
    private static final String SERVER_BEHIND_US = US + "[^}]*}, *\\s+\\{\\s+\"count\": 2,\\s+\"host\": \"198.51.100.2"
            + ALL_OF_FIVE + "[^}]*}\\s+]";

    private final Map<String, Running> begun = new ConcurrentHashMap<>();

    @Override
    void configure(EngineBuilder builder) {
        Tool.require("fping", "fping");
        Tool.require("mtr", "mtr-tiny");
        Tool.require("traceroute", "traceroute");
        Tool.require("tracepath", "iputils-tracepath");
        builder.icmp(RouterBed.UNLIMITED.withInterfaceInformation(true))
                .route(RouteConfig.reject("10.1.0.0/24", "admin-prohibited"));
    }

    @Override
    void prepare() {
        super.prepare();
        for (String mode : new String[] {"", " -u", " -T -P 80"}) {
            for (String target : new String[] {RouterBed.LAN, RouterBed.SERVER}) {
                begun.put(mode + target, bed.start("mtr --report --json -n -c 5 -i 0.2 -G 2" + mode + ' ' + target));
            }
        }
        begun.put("fping", bed.start("fping 192.0.2.1 198.51.100.2 198.51.100.77 10.1.0.1 10.9.9.9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " -u", " -T -P 80"})
    @DisplayName("mtr by ICMP, UDP and TCP: us, then the server, no probe lost")
    void shouldBeTheFirstHopOfMtr(String mode) {
        begun.get(mode + RouterBed.SERVER).ran().endsWith(0).matcher(Pattern.compile(SERVER_BEHIND_US));
        begun.get(mode + RouterBed.LAN).ran().endsWith(0).saysNothingOf("\"count\": 2")
                .matcher(Pattern.compile(US));
    }

    @Test
    @DisplayName("fping tells who is alive, who is not and why, by words and exit status")
    void shouldBeAliveToFping() {
        begun.get("fping").ran().endsWith(1).says("192.0.2.1 is alive", "198.51.100.2 is alive",
                "198.51.100.77 is unreachable", "10.1.0.1 is unreachable", "10.9.9.9 is unreachable",
                "ICMP Network Unreachable from 192.0.2.1 for ICMP Echo sent to 10.9.9.9",
                "ICMP Host Unreachable from 192.0.2.1 for ICMP Echo sent to 198.51.100.77");
        on("host", "fping -a 192.0.2.1 198.51.100.2").endsWith(0).says("192.0.2.1\n", "198.51.100.2\n");
    }

    @Test
    @DisplayName("fping -c -q counts what it sent and got")
    void shouldLoseNothingToFping() {
        on("host", "fping -q -c 20 -p 20 -t 5000 192.0.2.1 198.51.100.2 203.0.113.2").endsWith(0).says(
                "192.0.2.1    : xmt/rcv/%loss = 20/20/0%", "198.51.100.2 : xmt/rcv/%loss = 20/20/0%",
                "203.0.113.2  : xmt/rcv/%loss = 20/20/0%");
        on("host", "fping -q -c 2 -p 20 -t 500 192.0.2.1 10.9.9.9").endsWith(1)
                .says("192.0.2.1 : xmt/rcv/%loss = 2/2/0%", "10.9.9.9  : xmt/rcv/%loss = 2/0/100%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-I", "-T -p 80", "-U -p 53", "-P 132", "-UL -p 53"})
    @DisplayName("RFC 1812 5.3.1, RFC 1122 3.2.2.1: every traceroute finds us, then the server, by each of three probes")
    void shouldBeTheFirstHopOfTraceroute(String mode) {
        String command = "traceroute -n -w 10 " + mode + " 198.51.100.2";
        Ran way = on("host", command.replace("  ", " ")).endsWith(0);
        assertThat(way.out().lines().skip(1)).as(way.out()).hasSize(2).noneMatch(line -> line.contains("*"))
                .satisfiesExactly(first -> assertThat(first).startsWith(HOP),
                        second -> assertThat(second).startsWith(" 2  198.51.100.2 "));
    }

    @ParameterizedTest
    @CsvSource({"-U, ms", "-I, ms", "-T -p 80, !P", "-U -p 53, ms", "-P 132, ms"})
    @DisplayName("RFC 1122 3.2.2.1, 3.2.2.6: the way to us ends with us, by port unreachable, echo reply or protocol"
            + " unreachable")
    void shouldBeTheEndOfTraceroute(String mode, String mark) {
        Ran way = on("host", "traceroute -n -w 10 " + mode + " 192.0.2.1").endsWith(0);
        assertThat(way.out().lines().skip(1)).as(way.out()).singleElement().asString().startsWith(HOP).contains(mark)
                .doesNotContain("*");
    }

    @ParameterizedTest
    @CsvSource({"198.51.100.2, ' 2  198.51.100.2 '", "10.9.9.9, ' 2  192.0.2.1 '", "10.1.0.1, ' 2  192.0.2.1 '"})
    @DisplayName("RFC 4884, RFC 5837: time exceeded and unreachable name the interface they are about")
    void shouldCarryExtensions(String target, String last) {
        Ran way = on("host", "traceroute -n -w 10 -e " + target).endsWith(0).says(HOP.stripTrailing() + INTERFACE,
                last);
        if (target.equals("10.9.9.9")) {
            way.says("192.0.2.1" + INTERFACE, " !N");
        } else if (target.equals("10.1.0.1")) {
            way.says(" !X");
        }
    }

    @Test
    @DisplayName("RFC 1191: traceroute --mtu finds the narrow link behind us")
    void shouldTellTracerouteTheMtu() {
        on("host", "traceroute -n -w 10 --mtu 203.0.113.2").endsWith(0).says(HOP, " F=1500", " 2  203.0.113.2 ",
                " F=1400");
    }

    @Test
    @DisplayName("RFC 1191, RFC 4821: tracepath finds hops and path MTU")
    void shouldTellTracepathThePath() {
        // from a station whose kernel has not learned the path yet
        on("server", "tracepath -n 203.0.113.2").endsWith(0).says("1?: [LOCALHOST]", "pmtu 9000", " 1:  198.51.100.1 ",
                "pmtu 1400", " 2:  203.0.113.2 ", "reached", "Resume: pmtu 1400 hops 2 back 2");
        on("host", "tracepath -n 198.51.100.2").endsWith(0).says(" 1:  192.0.2.1 ", " 2:  198.51.100.2 ",
                "Resume: pmtu 1500 hops 2 back 2");
        on("host", "tracepath -n 192.0.2.1").endsWith(0).says("Resume: pmtu 1500 hops 1 back 1");
        on("host", "tracepath -n 10.9.9.9").endsWith(0).says(" 2:  192.0.2.1 ", "!N");
    }
}
