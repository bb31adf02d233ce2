package org.hopwire.ip.neighbor;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.config.RouteConfig;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.PacketClass;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.ip.neighbor.ArpLab.FAR;
import static org.hopwire.ip.neighbor.ArpLab.FAR_MAC;
import static org.hopwire.ip.neighbor.ArpLab.SECOND;
import static org.hopwire.ip.neighbor.ArpLab.only;
import static org.hopwire.ip.neighbor.ArpLab.reply;
import static org.hopwire.ip.neighbor.ArpLab.toward;

/** From a packet for a station nobody knows to its end, through a whole engine in virtual time. */
class ArpResolutionTest {
    private static final int TTL = 22;
    private static final int ICMP = 34;
    private static final ArpConfig QUIET = ArpConfig.defaults().withAnnouncements(0);

    private static String who(String target) {
        return "ff ff ff ff ff ff 02 00 00 00 02 01 08 06 00 01 08 00 06 04 00 01 02 00 00 00 02 01 c6 33 64 01"
                + " 00 00 00 00 00 00 " + Hex.format(new byte[] {(byte) 198, 51, 100, (byte) Integer.parseInt(target)});
    }

    @Test
    @DisplayName("RFC 826: a next hop nobody knows is asked for by broadcast, octet for octet; the packet waits")
    void shouldAskForAnUnknownNeighbour() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(lab.onLan(toward(FAR, 1))).isEmpty();
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(who("77"));
            assertThat(lab.neighbour("wan", FAR).state()).isEqualTo(NeighbourSnapshot.State.INCOMPLETE);
            assertThat(lab.neighbour("wan", FAR).waiting()).isOne();
        }
    }

    @Test
    @DisplayName("RFC 826: with the answer the packet leaves, its time to live counted down once")
    void shouldForwardWhatWaitedWhenTheAnswerComes() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(toward(FAR, 1));
            lab.wan();
            byte[] forwarded = only(lab.onWan(reply(FAR, FAR_MAC)));
            assertThat(Hex.format(forwarded, 0, 12)).isEqualTo("02 00 00 00 02 4d 02 00 00 00 02 01");
            assertThat(forwarded[TTL]).isEqualTo((byte) 63);
            assertThat(Packets.checksum(forwarded, 14, 20)).isZero();
            assertThat(lab.neighbour("wan", FAR).state()).isEqualTo(NeighbourSnapshot.State.REACHABLE);
            lab.onLan(toward(FAR, 2));
            assertThat(only(lab.wan())[19]).as("the next one is not held up").isEqualTo((byte) 2);
            assertThat(lab.lab.snapshot().forwarded()).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.2: of the packets that wait for one neighbour the latest leave, in order")
    void shouldKeepTheLatestOfEachNeighbour() {
        try (ArpLab lab = new ArpLab()) {
            for (int i = 1; i <= 5; i++) {
                lab.onLan(toward(FAR, i));
            }
            lab.wan();
            List<Integer> left = lab.onWan(reply(FAR, FAR_MAC)).stream().map(frame -> (int) frame[19]).toList();
            assertThat(left).containsExactly(3, 4, 5);
            assertThat(lab.count("queue-dropped")).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.2: what waits for all neighbours together is bounded; the latest of one that waits stays")
    void shouldBoundWhatWaitsInAll() {
        try (ArpLab lab = new ArpLab(QUIET.withQueue(3, 2), builder -> {})) {
            lab.onLan(toward("198.51.100.71", 1));
            lab.onLan(toward("198.51.100.72", 2));
            lab.onLan(toward("198.51.100.73", 3));
            lab.onLan(toward("198.51.100.72", 4));
            lab.wan();
            assertThat(lab.onWan(reply("198.51.100.73", "02:00:00:00:02:73"))).as("no room for it").isEmpty();
            assertThat(only(lab.onWan(reply("198.51.100.72", "02:00:00:00:02:72")))[19]).isEqualTo((byte) 4);
            assertThat(only(lab.onWan(reply("198.51.100.71", "02:00:00:00:02:71")))[19]).isEqualTo((byte) 1);
            assertThat(lab.count("queue-dropped")).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.1: one request a second, however many packets; three, then none while it counts as failed")
    void shouldAskOnceASecond() {
        try (ArpLab lab = new ArpLab()) {
            List<Integer> perTenth = new ArrayList<>();
            for (int tenth = 0; tenth < 60; tenth++) {
                for (int i = 0; i < 10; i++) {
                    lab.onLan(toward(FAR, i));
                }
                perTenth.add(lab.wan().size());
                lab.pass(SECOND / 10);
                perTenth.set(tenth, perTenth.get(tenth) + lab.wan().size());
            }
            assertThat(perTenth.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
            for (int from = 0; from + 9 < perTenth.size(); from++) {
                assertThat(perTenth.subList(from, from + 9).stream().mapToInt(Integer::intValue).sum())
                        .as("requests within 0.9 s").isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.1: when nobody answers, the sources of what waited hear host unreachable")
    void shouldReportHostUnreachableWhenNobodyAnswers() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(lab.onLan(toward(FAR, 1), toward(FAR, 2))).isEmpty();
            lab.pass(3 * SECOND - 1);
            assertThat(lab.lab.lan().drain()).as("not before the last request has had its second").isEmpty();
            lab.pass(1);
            List<byte[]> errors = lab.lab.lan().drain();
            assertThat(errors).hasSize(2);
            for (int i = 0; i < errors.size(); i++) {
                byte[] error = errors.get(i);
                assertThat(Hex.format(error, 0, 6)).isEqualTo("02 00 00 00 01 0a");
                assertThat(Hex.format(error, ICMP, 2)).isEqualTo("03 01");
                assertThat(Hex.format(error, 26, 4)).as("from the port towards the source").isEqualTo("c0 00 02 01");
                assertThat(error[ICMP + 8 + 5]).as("quotes the packet").isEqualTo((byte) (i + 1));
                assertThat(error[ICMP + 8 + 8]).as("as it came, its time to live untouched").isEqualTo((byte) 64);
                assertThat(Packets.checksum(error, ICMP, error.length - ICMP)).isZero();
            }
            assertThat(lab.lab.snapshot().errorsRaised()).containsEntry("host-unreachable", 2L);
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.1: a neighbour that failed is refused at once, nobody is asked; after a while it is asked again")
    void shouldRefuseAtOnceWhileFailed() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(toward(FAR, 1));
            lab.pass(3 * SECOND);
            lab.lab.lan().drain();
            lab.wan();
            assertThat(Hex.format(only(lab.onLan(toward(FAR, 2))), ICMP, 2)).isEqualTo("03 01");
            assertThat(lab.wan()).isEmpty();
            assertThat(lab.count("queued")).as("by the worker itself").isOne();
            lab.pass(5 * SECOND);
            assertThat(lab.neighbour("wan", FAR)).isNull();
            assertThat(lab.onLan(toward(FAR, 3))).isEmpty();
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(who("77"));
        }
    }

    @Test
    @DisplayName("R-STATE-03: neighbours that answered, failed or went away leave room for as many others, again and again")
    void shouldFreeThePlacesOfResolutionsThatEnded() {
        try (ArpLab lab = new ArpLab(QUIET.withMaxEntries(16), builder -> {})) {
            for (int i = 0; i < 60; i++) {
                String station = "198.51.100." + (100 + i);
                lab.onLan(toward(station, i));
                assertThat(lab.wan()).as("request %d", i).hasSize(1);
                if (i % 2 == 0) {
                    assertThat(lab.onWan(reply(station, FAR_MAC))).hasSize(1);
                }
                lab.pass(10 * SECOND);
                lab.wan();
                lab.lab.lan().drain();
            }
            lab.pass(200 * SECOND);
            assertThat(lab.lab.engine().neighbours()).hasSize(2);
            assertThat(lab.count("table-full")).isZero();
        }
    }

    @Test
    @DisplayName("nobody is asked for an address of ours")
    void shouldNotAskForItself() {
        BurstHandler toOurselves = (part, turn) -> {
            for (int i = 0; i < part.size(); i++) {
                part.get(i).readdress(0xc000_0201, 0xc633_6401);
                part.get(i).output();
            }
        };
        try (ArpLab lab = new ArpLab(QUIET, builder -> builder.handler(PacketClass.LOCAL, toOurselves))) {
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").udp(1, 2).build())).isEmpty();
            assertThat(lab.wan()).isEmpty();
            assertThat(lab.dropped("output-unrouted")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 826: a neighbour that failed and then speaks is known at once")
    void shouldBelieveALateAnswer() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(toward(FAR, 1));
            lab.pass(3 * SECOND + SECOND / 2);
            lab.wan();
            assertThat(lab.onWan(reply(FAR, FAR_MAC))).isEmpty();
            lab.onLan(toward(FAR, 2));
            assertThat(Hex.format(only(lab.wan()), 0, 6)).isEqualTo("02 00 00 00 02 4d");
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.1: a neighbour in use is polled by unicast when its time is over, and stays when it answers")
    void shouldPollANeighbourInUse() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(toward(FAR, 1));
            lab.onWan(reply(FAR, FAR_MAC));
            lab.onLan(toward(FAR, 2));
            lab.wan();
            lab.pass(60 * SECOND);
            byte[] poll = only(lab.wan());
            assertThat(Hex.format(poll, 0, 6)).as("to the station itself").isEqualTo("02 00 00 00 02 4d");
            assertThat(Hex.format(poll, 20, 2)).as("a request").isEqualTo("00 01");
            lab.onLan(toward(FAR, 3));
            assertThat(only(lab.wan())[19]).as("still in use while polled").isEqualTo((byte) 3);
            lab.onWan(reply(FAR, FAR_MAC));
            lab.pass(59 * SECOND);
            assertThat(lab.wan()).isEmpty();
            assertThat(lab.neighbour("wan", FAR).state()).isEqualTo(NeighbourSnapshot.State.REACHABLE);
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.1: two polls without an answer end an entry; the next packet asks everybody")
    void shouldForgetANeighbourThatDoesNotAnswerPolls() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(toward(FAR, 1));
            lab.onWan(reply(FAR, FAR_MAC));
            lab.onLan(toward(FAR, 2));
            lab.wan();
            lab.pass(62 * SECOND);
            assertThat(lab.wan()).hasSize(2).allSatisfy(
                    frame -> assertThat(Hex.format(frame, 0, 6)).isEqualTo("02 00 00 00 02 4d"));
            assertThat(lab.neighbour("wan", FAR)).isNull();
            lab.onLan(toward(FAR, 3));
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(who("77"));
        }
    }

    @Test
    @DisplayName("RFC 1122 2.3.2.1: a neighbour out of use is forgotten in silence")
    void shouldForgetANeighbourOutOfUse() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(toward(FAR, 1));
            lab.onWan(reply(FAR, FAR_MAC));
            lab.pass(60 * SECOND);
            // the packet that waited went out through the entry: in use once
            lab.onWan(reply(FAR, FAR_MAC));
            lab.wan();
            lab.pass(60 * SECOND);
            assertThat(lab.wan()).isEmpty();
            assertThat(lab.neighbour("wan", FAR)).isNull();
            assertThat(lab.count("expired")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 1122 3.3.1: behind a gateway the gateway is asked for, not the destination")
    void shouldAskForTheGateway() {
        try (ArpLab lab = new ArpLab(QUIET, builder -> builder.route(RouteConfig.via("203.0.113.0/24", FAR)))) {
            lab.onLan(toward("203.0.113.9", 1));
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(who("77"));
            byte[] forwarded = only(lab.onWan(reply(FAR, FAR_MAC)));
            assertThat(Hex.format(forwarded, 30, 4)).isEqualTo("cb 00 71 09");
        }
    }

    @Test
    @DisplayName("RFC 826: a station on no network of the port, which a route says is on its link, is asked for and believed")
    void shouldBelieveAStationThatARoutePutsOnTheLink() {
        try (ArpLab lab = new ArpLab(QUIET,
                builder -> builder.route(new RouteConfig("203.0.113.0/24", null, "wan", null)))) {
            lab.onLan(toward("203.0.113.9", 1));
            assertThat(Hex.format(only(lab.wan()), 38, 4)).isEqualTo("cb 00 71 09");
            assertThat(only(lab.onWan(reply("203.0.113.9", FAR_MAC)))[19]).isEqualTo((byte) 1);
        }
    }

    @Test
    @DisplayName("what the engine says itself waits, too: an error to a source behind an unknown neighbour")
    void shouldLetPacketsOfItsOwnWait() {
        try (ArpLab lab = new ArpLab()) {
            byte[] dying = Packets.ipv4(FAR, "203.0.113.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).ttl(1).udp(1, 2).build();
            assertThat(lab.onLan(dying)).isEmpty();
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(who("77"));
            byte[] error = only(lab.onWan(reply(FAR, FAR_MAC)));
            assertThat(Hex.format(error, 0, 6)).isEqualTo("02 00 00 00 02 4d");
            assertThat(Hex.format(error, ICMP, 2)).isEqualTo("0b 00");
            assertThat(Packets.checksum(error, ICMP, error.length - ICMP)).isZero();
            assertThat(lab.lab.snapshot().icmpSent()).containsEntry("time-exceeded", 1L);
        }
    }

    @Test
    @DisplayName("RFC 1122 3.3.1: a packet of its own behind a gateway waits for the gateway, and leaves by it")
    void shouldLetPacketsOfItsOwnWaitForAGateway() {
        try (ArpLab lab = new ArpLab(QUIET, builder -> builder.route(RouteConfig.via("203.0.113.0/24", FAR)))) {
            lab.onLan(Packets.ipv4("203.0.113.5", "8.8.8.8").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).ttl(1).udp(1, 2)
                    .build());
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(who("77"));
            byte[] error = only(lab.onWan(reply(FAR, FAR_MAC)));
            assertThat(Hex.format(error, 0, 6)).isEqualTo("02 00 00 00 02 4d");
            assertThat(Hex.format(error, 30, 4)).isEqualTo("cb 00 71 05");
        }
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: an error of ours that cannot be delivered draws no error, and was not sent")
    void shouldLoseItsOwnPacketInSilence() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(Packets.ipv4(FAR, "203.0.113.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).ttl(1).udp(1, 2).build());
            lab.wan();
            lab.pass(4 * SECOND);
            assertThat(lab.lab.lan().drain()).isEmpty();
            assertThat(lab.lab.snapshot().originatedLost()).isOne();
            assertThat(lab.lab.snapshot().icmpSent()).isEmpty();
        }
    }

    @Test
    @DisplayName("an answer to a station of the link that is not known goes back where it came from; nobody is asked")
    void shouldAnswerAStationOfTheLinkAtOnce() {
        try (ArpLab lab = new ArpLab()) {
            byte[] echo = Packets.ipv4("192.0.2.55", "192.0.2.1").eth("02:00:00:00:01:55", Lab.LAN_MAC).echo(1, 2)
                    .build();
            assertThat(Hex.format(only(lab.onLan(echo)), 0, 6)).isEqualTo("02 00 00 00 01 55");
            assertThat(lab.count("requests-sent")).isZero();
        }
    }

    @Test
    @DisplayName("a host's own answers find their way by ARP as well")
    void shouldResolveInHostMode() {
        try (ArpLab lab = new ArpLab(QUIET, ArpLab::host)) {
            byte[] echo = Packets.ipv4(FAR, "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).echo(1, 2).build();
            assertThat(lab.onLan(echo)).isEmpty();
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(who("77"));
            assertThat(only(lab.onWan(reply(FAR, FAR_MAC)))[ICMP]).as("echo reply").isZero();
        }
    }

    @Test
    @DisplayName("RFC 1812 5.2.7.2: a packet that waited draws its redirect when it leaves")
    void shouldRedirectWhatWaited() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(Hex.format(only(lab.onLan(toward("192.0.2.77", 1))), 12, 2)).isEqualTo("08 06");
            List<byte[]> left = lab.onLan(ArpLab.arp(2, "02:00:00:00:01:4d", "192.0.2.77", Lab.LAN_MAC, "192.0.2.1",
                    Lab.LAN_MAC));
            assertThat(left).hasSize(2);
            assertThat(left.stream().map(frame -> Hex.format(frame, 0, 6)))
                    .containsExactlyInAnyOrder("02 00 00 00 01 4d", "02 00 00 00 01 0a");
            assertThat(lab.lab.snapshot().icmpSent()).containsEntry("redirect", 1L);
        }
    }

    @Test
    @DisplayName("the neighbours of the configuration are never asked for, and never forgotten")
    void shouldNotAskForFixedNeighbours() {
        try (ArpLab lab = new ArpLab()) {
            for (int i = 0; i < 3; i++) {
                lab.onLan(toward("198.51.100.10", i));
                assertThat(Hex.format(only(lab.wan()), 0, 6)).isEqualTo("02 00 00 00 02 0a");
                lab.pass(1000 * SECOND);
            }
            assertThat(lab.count("polls-sent") + lab.count("requests-sent")).isZero();
            assertThat(lab.neighbour("wan", "198.51.100.10").state()).isEqualTo(NeighbourSnapshot.State.FIXED);
        }
    }

    @Test
    @DisplayName("where ARP is off nothing is asked, and a next hop nobody knows is host unreachable at once")
    void shouldRefuseAtOnceWhereArpIsOff() {
        try (Lab lab = new Lab()) {
            assertThat(Hex.format(only(lab.onLan(toward(FAR, 1))), ICMP, 2)).isEqualTo("03 01");
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.engine().neighbours()).isEmpty();
        }
    }

    @Test
    @DisplayName("a link that goes down takes its neighbours with it, and what waits for them")
    void shouldForgetTheNeighboursOfALinkThatIsDown() {
        try (ArpLab lab = new ArpLab()) {
            lab.onLan(toward("198.51.100.78", 1));
            lab.onWan(reply("198.51.100.78", FAR_MAC));
            lab.onLan(toward(FAR, 1));
            lab.lab.engine().linkChanged("wan", false);
            lab.lab.run();
            assertThat(lab.neighbour("wan", FAR)).isNull();
            assertThat(lab.neighbour("wan", "198.51.100.78")).isNull();
            assertThat(lab.neighbour("wan", "198.51.100.10")).as("of the configuration").isNotNull();
            assertThat(lab.count("queue-dropped")).isOne();
            lab.pass(100 * SECOND);
            assertThat(lab.lab.lan().drain()).isEmpty();
        }
    }
}
