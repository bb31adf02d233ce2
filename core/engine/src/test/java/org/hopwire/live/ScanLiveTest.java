package org.hopwire.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.ip.fragment.ReassemblyConfig;
import org.hopwire.live.net.Ran;
import org.hopwire.live.net.Running;
import org.hopwire.live.net.Waiting;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What nmap and hping3 send that no well-behaved host would. What is to meet silence is sent at once, before anything
 * else, and the reasons it ended for are counted together.
 */
class ScanLiveTest extends RouterLiveTest {
    private static final int SHORTEST_REASSEMBLY = 15;
    /** Identification of what is damaged on purpose and has to pass. */
    private static final int DAMAGED = 666;

    /** Arguments of hping3, and the reason the one packet ends for; empty where it has an end of its own. */
    private static final Map<String, String> SILENT = silent();

    private static Map<String, String> silent() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("-1 -C 13 192.0.2.1", "icmp-disabled");
        rows.put("-1 -C 17 192.0.2.1", "icmp-deprecated");
        rows.put("-1 -C 4 192.0.2.1", "icmp-deprecated");
        rows.put("-1 -C 0 192.0.2.1", "icmp-unsolicited-reply");
        rows.put("-1 -b 192.0.2.1", "icmp-bad-checksum");
        rows.put("-1 --icmp-cksum 4660 192.0.2.1", "icmp-bad-checksum");
        rows.put("-1 -C 3 -K 1 --icmp-ipver 6 192.0.2.1", "bad-quote");
        rows.put("-1 -C 11 192.0.2.1", "quote-unmatched");
        rows.put("-1 -C 5 -K 1 --icmp-gw 192.0.2.9 192.0.2.1", "quote-unmatched");
        rows.put("-2 -p 9 -b 192.0.2.1", "bad-l4-checksum");
        rows.put("-S -p 80 -b 192.0.2.1", "bad-l4-checksum");
        rows.put("-1 -g 65528 -d 16 192.0.2.1", "fragment-too-long");
        rows.put("-1 -x -d 15 192.0.2.1", "fragment-bad-length");
        for (String source : List.of("192.0.2.255", "224.0.0.1", "127.0.0.1", "255.255.255.255", "240.0.0.1",
                "192.0.2.1")) {
            rows.put("-1 -a " + source + " 192.0.2.1", "bad-source");
            rows.put("-2 -p 9 -a " + source + " 198.51.100.2", "bad-source");
        }
        rows.put("-1 -a 10.66.0.1 192.0.2.1", "output-unrouted");
        rows.put("-2 -p 9 198.51.100.255", "directed-broadcast");
        rows.put("-2 -p 9 --lsrr 192.0.2.1/198.51.100.2 192.0.2.1", "source-routed");
        rows.put("-1 --ssrr 198.51.100.2/10.1.1.1 198.51.100.2", "source-routed");
        rows.put("-1 192.0.2.255", "icmp-broadcast-query");
        rows.put("-1 255.255.255.255", "icmp-broadcast-query");
        rows.put("-2 -p 9 192.0.2.255", "port-unreachable");
        rows.put("-2 -p 9 224.0.0.1", "multicast-unregistered");
        rows.put("-2 -p 9 239.1.1.1", "multicast-unregistered");
        rows.put("-2 -p 9 240.0.0.9", "bad-destination");
        rows.put("-1 -b -N " + DAMAGED + " 198.51.100.2", "");
        return rows;
    }

    private final Map<String, Running> nmap = new LinkedHashMap<>();
    private Map<String, Ran> unanswered;
    private EngineSnapshot afterSilence;

    @Override
    void configure(EngineBuilder builder) {
        Tool.require("nmap", "nmap");
        Tool.require("hping3", "hping3");
        Tool.require("nstat", "iproute2");
        builder.icmp(RouterBed.UNLIMITED).ip(IpConfig.defaults()
                .withReassembly(new ReassemblyConfig(SHORTEST_REASSEMBLY, null, null, null, null, null)));
    }

    @Override
    void prepare() {
        super.prepare();
        bed.net.forgive("server", "ip.id == " + DAMAGED);
        Map<String, Running> sent = new LinkedHashMap<>();
        SILENT.keySet().forEach(each -> sent.put(each, hping("-c 1 " + each)));
        unanswered = new LinkedHashMap<>();
        sent.forEach((each, running) -> unanswered.put(each, running.ran()));
        afterSilence = bed.engine.snapshot();
        for (String each : List.of("-sn --disable-arp-ping -PE", "-sn --disable-arp-ping -PP",
                "-sn --disable-arp-ping -PM", "-sO -p 2,4,6,47,50,89,99,132 --reason", "-sU -p 53 --reason")) {
            nmap.put(each, bed.start("nmap -n " + each + " 192.0.2.1"));
        }
    }

    private Running hping(String arguments) {
        return bed.start("hping3 -n " + arguments);
    }

    static Stream<String> silentRows() {
        return SILENT.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("silentRows")
    @DisplayName("RFC 1122 3.2.2, RFC 1812 4.3.2.7, RFC 6633, RFC 6918: no answer")
    void shouldNotAnswer(String arguments) {
        unanswered.get(arguments).says("1 packets transmitted, 0 packets received").saysNothingOf("ICMP", "len=");
    }

    @Test
    @DisplayName("What was not answered is counted, each packet under one reason")
    void shouldCountWhatItDidNotAnswer() {
        Map<String, Long> expected = SILENT.values().stream().filter(each -> !each.isEmpty())
                .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
        assertThat(new TreeMap<>(afterSilence.dropped())).isEqualTo(expected);
        assertThat(afterSilence.errorsRaised()).isEmpty();
        assertThat(afterSilence.errorsSuppressed()).as("of the datagram to everybody").hasSize(1);
    }

    @Test
    @DisplayName("RFC 1812 4.1: a router does not look at a stranger's ICMP checksum; the server finds it wrong")
    void shouldPassOnWhatOnlyTheReceiverMayJudge() {
        on("server", "nstat -asz IcmpInCsumErrors").matcher(Pattern.compile("IcmpInCsumErrors +1 "));
    }

    @ParameterizedTest
    @CsvSource({"-1 -C 8 192.0.2.1, len=28 ip=192.0.2.1 ttl=64", "-1 -C 8 -K 7 192.0.2.1, len=28 ip=192.0.2.1 ttl=64",
        "-2 -p 9 192.0.2.1, ICMP Port Unreachable from ip=192.0.2.1",
        "-2 -p 9 -d 200 -f -m 16 192.0.2.1, ICMP Port Unreachable from ip=192.0.2.1",
        "-S -p 80 192.0.2.1, ICMP Protocol Unreachable from ip=192.0.2.1",
        "-0 -H 99 192.0.2.1, ICMP Protocol Unreachable from ip=192.0.2.1",
        "-1 -d 200 -f 192.0.2.1, len=228 ip=192.0.2.1", "-1 -d 3000 192.0.2.1, len=1500 ip=192.0.2.1 ttl=64",
        "-1 -C 8 --rroute 192.0.2.1, '192.0.2.1\n'", "-2 -p 9 10.9.9.9, ICMP Network Unreachable from ip=192.0.2.1",
        "-2 -p 9 -t 1 198.51.100.2, TTL 0 during transit from ip=192.0.2.1",
        "-1 -y -d 1400 203.0.113.2, ICMP Fragmentation Needed/DF set from ip=192.0.2.1",
        "-2 -p 9 198.51.100.2, ICMP Port Unreachable from ip=198.51.100.2",
        "-0 -H 99 198.51.100.2, ICMP Protocol Unreachable from ip=198.51.100.2",
        "-1 -d 200 -f 198.51.100.2, len=228 ip=198.51.100.2"})
    @DisplayName("RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7: hping3 hears what its packet deserves")
    void shouldAnswer(String arguments, String words) {
        hping("-c 1 " + arguments).ran().endsWith(0).says(words, "1 packets received, 0% packet loss");
    }

    @ParameterizedTest
    @CsvSource({"-1, len=28 ip=198.51.100.2 ttl=63", "-2 -p 33434, ICMP Port Unreachable from ip=198.51.100.2"})
    @DisplayName("RFC 1812 5.3.1: hping3 finds us, then the server, on the way")
    void shouldBeTheFirstHop(String protocol, String end) {
        hping("-c 3 -i u100000 -T " + protocol + " 198.51.100.2").ran()
                .says("hop=1 ", "TTL 0 during transit from ip=192.0.2.1", end);
    }

    @Test
    @DisplayName("RFC 792, RFC 1122 3.3.2: of datagrams that never become whole one error comes, for the one whose"
            + " first fragment came; RFC 1858, RFC 5722: none whose fragments overlap")
    void shouldTellOfFragmentsThatNeverBecameWhole() {
        List<Ran> parts = new ArrayList<>();
        for (String each : List.of("-x -N 77 -d 16", "-x -g 8 -N 77 -d 16", "-x -N 78 -d 16", "-x -g 80 -N 79 -d 16")) {
            parts.add(hping("-c 1 -1 " + each + " 192.0.2.1").ran());
        }
        assertThat(parts).allSatisfy(each -> each.says("0 packets received"));
        Waiting.until("the datagrams to time out", () -> ipEvents("reassembly-timed-out") == 2);
        assertThat(ipEvents("reassembly-overlap")).isEqualTo(1);
        assertThat(bed.engine.snapshot().errorsRaised()).containsEntry("reassembly-timeout", 1L);
    }

    private long ipEvents(String name) {
        return bed.engine.snapshot().ipEvents().getOrDefault(name, 0L);
    }

    @Test
    @DisplayName("RFC 791, RFC 1122 3.2.1: what is no IPv4 datagram, or has a header that does not sum up, or nobody as"
            + " source, meets silence")
    void shouldDropWhatIsNoDatagram() {
        byte[] sound = Packets.ipv4(RouterBed.HOST, RouterBed.LAN).eth("02:00:00:00:00:99", "ff:ff:ff:ff:ff:ff")
                .udp(9, 9, new byte[4]).build();
        Map<String, Integer> damages = Map.of("bad-version", 14, "bad-header-checksum", 24);
        damages.forEach((reason, at) -> {
            byte[] damaged = sound.clone();
            damaged[at] = (byte) (damaged[at] ^ 0x10);
            long before = bed.dropped(reason);
            bed.net.inject("host", Hex.format(damaged));
            Waiting.until(reason, () -> bed.dropped(reason) == before + 1);
        });
    }

    @Test
    @DisplayName("RFC 792: nmap finds us by echo; RFC 6918, RFC 1122 3.2.2.8: not by timestamp or address mask")
    void shouldBeFoundByEchoAlone() {
        nmap.get("-sn --disable-arp-ping -PE").ran().endsWith(0).says("Host is up", "1 host up");
        nmap.get("-sn --disable-arp-ping -PP").ran().says("0 hosts up");
        nmap.get("-sn --disable-arp-ping -PM").ran().says("0 hosts up");
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.1: a transport we have not is unreachable; IGMP we have, and it says nothing")
    void shouldTellWhichProtocolsItHas() {
        Ran scan = nmap.get("-sO -p 2,4,6,47,50,89,99,132 --reason").ran().endsWith(0);
        assertThat(scan.out().lines().filter(line -> line.contains("closed"))).hasSize(7)
                .allMatch(line -> line.endsWith("proto-unreach ttl 64"));
        assertThat(scan.out().lines()).anyMatch(line -> line.matches("2 +open\\|filtered +igmp +no-response"));
    }

    @Test
    @DisplayName("RFC 1122 3.2.2.1: a UDP port nobody listens at is unreachable, and nmap calls it closed")
    void shouldTellThatAPortIsClosed() {
        nmap.get("-sU -p 53 --reason").ran().endsWith(0)
                .matcher(Pattern.compile("53/udp closed +domain +port-unreach ttl 64"));
    }
}
