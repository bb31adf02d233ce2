package org.hopwire.ip.neighbor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.ip.neighbor.ArpLab.EVERYBODY;
import static org.hopwire.ip.neighbor.ArpLab.FAR;
import static org.hopwire.ip.neighbor.ArpLab.FAR_MAC;
import static org.hopwire.ip.neighbor.ArpLab.NOBODY;
import static org.hopwire.ip.neighbor.ArpLab.SECOND;
import static org.hopwire.ip.neighbor.ArpLab.arp;
import static org.hopwire.ip.neighbor.ArpLab.only;
import static org.hopwire.ip.neighbor.ArpLab.reply;
import static org.hopwire.ip.neighbor.ArpLab.request;
import static org.hopwire.ip.neighbor.ArpLab.toward;

/** What ARP from others does, and what it must not do; what we tell unasked. */
class ArpReceptionTest {
    private static final String US = "198.51.100.1";
    private static final ArpConfig QUIET = ArpConfig.defaults().withAnnouncements(0);

    private static String announcement(String mac, String address) {
        return "ff ff ff ff ff ff " + mac + " 08 06 00 01 08 00 06 04 00 01 " + mac + " " + address
                + " 00 00 00 00 00 00 " + address;
    }

    @Test
    @DisplayName("RFC 826: a question for our address is answered, octet for octet, to who asked alone, who is known then")
    void shouldAnswerForItsOwnAddressAndLearn() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(Hex.format(only(lab.onWan(request(FAR_MAC, FAR, US))))).isEqualTo(
                    "02 00 00 00 02 4d 02 00 00 00 02 01 08 06 00 01 08 00 06 04 00 02 02 00 00 00 02 01 c6 33 64 01"
                            + " 02 00 00 00 02 4d c6 33 64 4d");
            lab.onLan(toward(FAR, 1));
            assertThat(Hex.format(only(lab.wan()), 0, 6)).isEqualTo("02 00 00 00 02 4d");
            assertThat(lab.lab.snapshot().forwarded()).isOne();
        }
    }

    @Test
    @DisplayName("RFC 826: what others ask each other is nothing to us")
    void shouldNotAnswerNorLearnFromWhatIsNotForUs() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(lab.onWan(request(FAR_MAC, FAR, "198.51.100.99"))).isEmpty();
            assertThat(lab.neighbour("wan", FAR)).isNull();
            assertThat(lab.dropped("arp-unhandled")).isOne();
        }
    }

    @Test
    @DisplayName("an address of ours on another port is not answered for")
    void shouldAnswerForAddressesOfThePortAlone() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(lab.onWan(request(FAR_MAC, FAR, "192.0.2.1"))).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 5227 2.1.1: a host that probes for our address, from 0.0.0.0, is answered, and not entered")
    void shouldDefendItsAddressAgainstAProbe() {
        try (ArpLab lab = new ArpLab()) {
            byte[] answer = only(lab.onWan(request(FAR_MAC, "0.0.0.0", US)));
            assertThat(Hex.format(answer, 20, 12)).isEqualTo("00 02 02 00 00 00 02 01 c6 33 64 01");
            assertThat(lab.lab.engine().neighbours()).allMatch(each -> each.state() == NeighbourSnapshot.State.FIXED);
        }
    }

    @Test
    @DisplayName("a reply nobody asked for adds no entry")
    void shouldNotLearnFromUnsolicitedReplies() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(lab.onWan(reply(FAR, FAR_MAC))).isEmpty();
            assertThat(lab.neighbour("wan", FAR)).isNull();
            assertThat(lab.count("unsolicited")).isOne();
        }
    }

    @Test
    @DisplayName("RFC 826, Merge_flag: an entry that is there follows its station, told by whatever ARP, at most once a second")
    void shouldFollowANeighbourThatMoves() {
        try (ArpLab lab = new ArpLab()) {
            lab.onWan(request(FAR_MAC, FAR, US));
            String moved = "02:00:00:00:02:99";
            lab.onWan(arp(1, moved, FAR, NOBODY, FAR, EVERYBODY));
            lab.onLan(toward(FAR, 1));
            assertThat(Hex.format(only(lab.wan()), 0, 6)).isEqualTo("02 00 00 00 02 99");
            lab.onWan(reply(FAR, FAR_MAC));
            assertThat(lab.count("move-refused")).isOne();
            lab.pass(SECOND);
            lab.onWan(reply(FAR, FAR_MAC));
            assertThat(lab.neighbour("wan", FAR).mac()).isEqualTo(0x0200_0000_024dL);
            List<String> events = new ArrayList<>();
            lab.lab.engine().pollNeighbourEvents(each -> events.add(each.toString()));
            assertThat(events).containsExactly(
                    "neighbour 198.51.100.77 on port \"wan\" has moved to 02:00:00:00:02:99",
                    "neighbour 198.51.100.77 on port \"wan\" has moved to 02:00:00:00:02:4d");
        }
    }

    @Test
    @DisplayName("a neighbour of the configuration keeps its address, whatever anybody says")
    void shouldKeepFixedNeighbours() {
        try (ArpLab lab = new ArpLab()) {
            lab.onWan(reply("198.51.100.10", "02:00:00:00:02:99"), request("02:00:00:00:02:98", "198.51.100.10", US));
            lab.wan();
            lab.onLan(toward("198.51.100.10", 1));
            assertThat(Hex.format(only(lab.wan()), 0, 6)).isEqualTo("02 00 00 00 02 0a");
            assertThat(lab.count("fixed-kept")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"ff:ff:ff:ff:ff:ff, 198.51.100.77, arp-bad-sender", "01:00:5e:00:00:01, 198.51.100.77, arp-bad-sender",
        "00:00:00:00:00:00, 198.51.100.77, arp-bad-sender", "02:00:00:00:02:01, 198.51.100.77, arp-bad-sender",
        "02:00:00:00:02:4d, 127.0.0.1, arp-bad-sender", "02:00:00:00:02:4d, 224.0.0.1, arp-bad-sender",
        "02:00:00:00:02:4d, 0.1.2.3, arp-bad-sender", "02:00:00:00:02:4d, 255.255.255.255, arp-bad-sender",
        "02:00:00:00:02:4d, 240.0.0.1, arp-bad-sender", "02:00:00:00:02:4d, 198.51.100.255, arp-bad-sender",
        "02:00:00:00:02:4d, 198.51.100.0, arp-bad-sender", "02:00:00:00:02:4d, 203.0.113.5, arp-off-link",
        "02:00:00:00:02:4d, 192.0.2.1, arp-off-link"})
    @DisplayName("RFC 1812 3.3.2, R-REFL-01: a sender that is a crowd, nobody, us or not on the link is not believed, nor answered")
    void shouldNotBelieveSendersThatCannotBe(String mac, String address, String reason) {
        for (int operation = 1; operation <= 2; operation++) {
            try (ArpLab lab = new ArpLab()) {
                assertThat(lab.onWan(Packets.frame().eth(FAR_MAC, EVERYBODY)
                        .raw(0x0806, Packets.arp(operation, mac, address, NOBODY, US)).build())).isEmpty();
                assertThat(lab.dropped(reason)).isOne();
                assertThat(lab.lab.engine().neighbours()).hasSize(2);
            }
        }
    }

    @Test
    @DisplayName("RFC 5227: a reply from 0.0.0.0 tells nothing")
    void shouldNotBelieveAReplyFromNobody() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(lab.onWan(reply("0.0.0.0", FAR_MAC))).isEmpty();
            assertThat(lab.dropped("arp-bad-sender")).isOne();
        }
    }

    @Test
    @DisplayName("R-LEN-04: every bit of the eight octets that say what ARP is about, and every length, is checked")
    void shouldDropWhatIsNoArpForIpv4OverEthernet() {
        byte[] right = request(FAR_MAC, FAR, US);
        try (ArpLab lab = new ArpLab()) {
            int faults = 0;
            for (int bit = 0; bit < 64; bit++) {
                byte[] wrong = right.clone();
                wrong[14 + bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(lab.onWan(wrong)).as("bit %d", bit).isEmpty();
                faults++;
            }
            assertThat(lab.dropped("arp-malformed")).isEqualTo(faults);
            for (int length = 14; length < 42; length++) {
                assertThat(lab.onWan(Arrays.copyOf(right, length))).isEmpty();
            }
            assertThat(lab.dropped("short-frame")).isEqualTo(28);
            assertThat(lab.onWan(Arrays.copyOf(right, 60))).as("padded, as on a cable").hasSize(1);
        }
    }

    @Test
    @DisplayName("R-LEAK-01: an answer holds nothing of the padding of its question")
    void shouldNotEchoPadding() {
        try (ArpLab lab = new ArpLab()) {
            byte[] padded = Arrays.copyOf(request(FAR_MAC, FAR, US), 60);
            Arrays.fill(padded, 42, 60, (byte) 0x5a);
            byte[] answer = only(lab.onWan(padded));
            assertThat(Hex.format(answer)).doesNotContain("5a");
        }
    }

    @Test
    @DisplayName("RFC 5227 2.3: at the start each address is announced twice, two seconds apart")
    void shouldAnnounceItsAddressesAtTheStart() {
        try (ArpLab lab = new ArpLab(ArpConfig.defaults(), builder -> {})) {
            lab.lab.run();
            assertThat(Hex.format(only(lab.wan()))).isEqualTo(announcement("02 00 00 00 02 01", "c6 33 64 01"));
            assertThat(Hex.format(only(lab.lab.lan().drain())))
                    .isEqualTo(announcement("02 00 00 00 01 01", "c0 00 02 01"));
            lab.pass(2 * SECOND - 1);
            assertThat(lab.wan()).isEmpty();
            lab.pass(1);
            assertThat(lab.wan()).hasSize(1);
            lab.pass(100 * SECOND);
            assertThat(lab.wan()).isEmpty();
            assertThat(lab.count("announcements-sent")).isEqualTo(4);
        }
    }

    @Test
    @DisplayName("RFC 5227 2.3: a link that comes up is told again")
    void shouldAnnounceWhenTheLinkComesUp() {
        try (ArpLab lab = new ArpLab(ArpConfig.defaults(), builder -> {})) {
            lab.pass(10 * SECOND);
            lab.wan();
            lab.lab.lan().drain();
            lab.lab.engine().linkChanged("wan", false);
            lab.lab.engine().linkChanged("wan", true);
            lab.pass(10 * SECOND);
            assertThat(lab.wan()).hasSize(2);
            assertThat(lab.lab.lan().drain()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 5227 2.4: who claims our address is answered by one announcement in ten seconds, counted and told")
    void shouldDefendItsAddressInMeasure() {
        try (ArpLab lab = new ArpLab()) {
            int defences = 0;
            for (int i = 0; i < 100; i++) {
                defences += lab.onWan(request(FAR_MAC, US, "198.51.100.99"), reply(US, FAR_MAC)).size();
                lab.pass(SECOND / 10);
            }
            assertThat(defences).isOne();
            assertThat(lab.count("conflict")).isEqualTo(200);
            assertThat(Hex.format(only(lab.onWan(arp(1, FAR_MAC, US, NOBODY, US, EVERYBODY)))))
                    .isEqualTo(announcement("02 00 00 00 02 01", "c6 33 64 01"));
            List<NeighbourEvent> events = new ArrayList<>();
            lab.lab.engine().pollNeighbourEvents(events::add);
            assertThat(events).hasSize(2).allSatisfy(
                    event -> assertThat(event.kind()).isEqualTo(NeighbourEvent.Kind.CONFLICT));
            assertThat(events.get(0)).hasToString(
                    "address conflict: 198.51.100.1 on port \"wan\" is claimed by 02:00:00:00:02:4d");
        }
    }

    @Test
    @DisplayName("RFC 1027: by default nobody is answered for but us")
    void shouldNotBeAProxyUnlessTold() {
        try (ArpLab lab = new ArpLab()) {
            assertThat(lab.onWan(request(FAR_MAC, FAR, "192.0.2.10"))).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 1027: a proxy answers for what is behind other ports, not for the link itself, nor for what has no route")
    void shouldBeAProxyWhereTold() {
        IpConfig proxy = IpConfig.defaults().withArp(QUIET).withPorts(PortOptions.of("lan").withArp(true),
                PortOptions.of("wan").withArp(true).withProxyArp(true));
        try (ArpLab lab = new ArpLab(QUIET, builder -> builder.ip(proxy))) {
            assertThat(Hex.format(only(lab.onWan(request(FAR_MAC, FAR, "192.0.2.10"))), 20, 12))
                    .isEqualTo("00 02 02 00 00 00 02 01 c0 00 02 0a");
            assertThat(lab.onWan(request(FAR_MAC, FAR, "198.51.100.99"))).as("on the link").isEmpty();
            assertThat(lab.onWan(request(FAR_MAC, FAR, "203.0.113.1"))).as("no route").isEmpty();
            assertThat(lab.onWan(request(FAR_MAC, FAR, "192.0.2.255"))).as("a broadcast address").isEmpty();
            assertThat(lab.onLan(request(Lab.LAN_HOST_MAC, "192.0.2.10", FAR))).as("lan is no proxy").isEmpty();
            assertThat(lab.count("proxy-replies-sent")).isOne();
        }
    }

    @Test
    @DisplayName("R-STATE-01: a flood of made-up stations that ask for us displaces no neighbour in use, and no more than fit")
    void shouldKeepNeighboursInUseThroughAFlood() {
        try (ArpLab lab = new ArpLab(QUIET.withMaxEntries(16), builder -> {})) {
            lab.onWan(request(FAR_MAC, FAR, US));
            lab.onLan(toward(FAR, 1));
            lab.wan();
            SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < 2_000; i++) {
                String made = "198.51.100." + (100 + random.nextInt(150));
                assertThat(lab.onWan(request("02:00:00:00:09:" + String.format("%02x", i & 0xff), made, US)))
                        .as("answered all the same").hasSize(1);
            }
            assertThat(lab.lab.engine().neighbours()).hasSize(2 + 16);
            assertThat(lab.neighbour("wan", FAR).mac()).isEqualTo(0x0200_0000_024dL);
            assertThat(lab.count("evicted")).isGreaterThan(100);
            lab.onLan(toward(FAR, 2));
            assertThat(Hex.format(only(lab.wan()), 0, 6)).isEqualTo("02 00 00 00 02 4d");
        }
    }

    @Test
    @DisplayName("R-STATE-02: a sweep over addresses nobody has takes half the table at most; known neighbours stay, new ones fit")
    void shouldSurviveASweep() {
        try (ArpLab lab = new ArpLab(QUIET.withMaxEntries(16), builder -> {})) {
            lab.onWan(request(FAR_MAC, FAR, US));
            for (int i = 100; i < 250; i++) {
                lab.onLan(toward("198.51.100." + i, i));
            }
            assertThat(lab.wan()).as("requests").hasSize(1 + 8 - 1);
            assertThat(lab.count("table-full")).isEqualTo(150 - 8);
            assertThat(lab.onWan(request("02:00:00:00:02:4e", "198.51.100.78", US))).hasSize(1);
            assertThat(lab.neighbour("wan", "198.51.100.78")).isNotNull();
            assertThat(lab.neighbour("wan", FAR)).isNotNull();
            lab.pass(3 * SECOND);
            lab.wan();
            lab.onLan(toward("198.51.100.251", 1));
            assertThat(lab.wan()).as("one that failed gives way").hasSize(1);
            List<NeighbourEvent> events = new ArrayList<>();
            lab.lab.engine().pollNeighbourEvents(events::add);
            assertThat(events).hasSize(1).allMatch(each -> each.kind() == NeighbourEvent.Kind.TABLE_FULL);
        }
    }

    @Test
    @DisplayName("R-RATE-03: a burst to addresses nobody has asks for some of them; the link to the control agent stays free")
    void shouldBoundWhatABurstAsks() {
        try (ArpLab lab = new ArpLab()) {
            byte[][] burst = new byte[200][];
            Arrays.setAll(burst, i -> toward("198.51.100." + (20 + i), i));
            lab.onLan(burst);
            assertThat(lab.wan()).hasSize(Resolver.MOST_PER_BURST);
            assertThat(lab.dropped("neighbour-unresolved")).isEqualTo(200 - Resolver.MOST_PER_BURST);
            assertThat(lab.dropped("punt-full")).isZero();
        }
    }

    @Test
    @DisplayName("RFC 826 in a VLAN: questions and answers carry the tag of their interface")
    void shouldSpeakInItsVlan() {
        MemoryPort tagged = new MemoryPort("tagged");
        IpConfig ip = IpConfig.defaults().withArp(QUIET).withPorts(PortOptions.of("tagged").withArp(true));
        try (Lab lab = new Lab(builder -> builder.ip(ip).port(
                PortConfig.memory("tagged", "203.0.113.1/24").withVlan(7).withMac("02:00:00:00:03:01"), tagged))) {
            lab.onLan(toward("203.0.113.9", 1));
            assertThat(Hex.format(only(tagged.drain()))).isEqualTo("ff ff ff ff ff ff 02 00 00 00 03 01 81 00 00 07"
                    + " 08 06 00 01 08 00 06 04 00 01 02 00 00 00 03 01 cb 00 71 01 00 00 00 00 00 00 cb 00 71 09");
            tagged.inject(Packets.frame().eth("02:00:00:00:03:09", "02:00:00:00:03:01").vlan(7).raw(0x0806,
                    Packets.arp(2, "02:00:00:00:03:09", "203.0.113.9", "02:00:00:00:03:01", "203.0.113.1")).build());
            lab.run();
            assertThat(Hex.format(only(tagged.drain()), 0, 18))
                    .isEqualTo("02 00 00 00 03 09 02 00 00 00 03 01 81 00 00 07 08 00");
        }
    }

    @Test
    @DisplayName("a switch passes ARP on and answers none")
    void shouldOnlySwitchArpInSwitchMode() {
        try (ArpLab lab = new ArpLab(ArpConfig.defaults(), builder -> builder.mode(EngineMode.SWITCH))) {
            lab.lab.run();
            assertThat(lab.wan()).as("no announcement").noneMatch(frame -> frame[13] == 6);
            lab.lab.lan().drain();
            byte[] question = request(FAR_MAC, FAR, US);
            assertThat(lab.onWan(question)).noneMatch(frame -> frame[13] == 6);
            assertThat(lab.lab.lan().drain()).filteredOn(frame -> frame[13] == 6).containsExactly(question);
        }
    }

    @Test
    @DisplayName("R-REFL-03: no ARP frame draws more than one frame; random bytes in every field, seed 41")
    void shouldSurviveRandomArp() {
        SplittableRandom random = new SplittableRandom(41);
        try (ArpLab lab = new ArpLab(QUIET.withMaxEntries(64), builder -> {})) {
            for (int i = 0; i < 20_000; i++) {
                byte[] frame = request(FAR_MAC, FAR, US);
                int changes = 1 + random.nextInt(6);
                for (int j = 0; j < changes; j++) {
                    frame[14 + random.nextInt(28)] = (byte) (random.nextBoolean() ? random.nextInt(256) : 1);
                }
                assertThat(lab.onWan(frame).size()).isLessThanOrEqualTo(1);
                if (i % 100 == 0) {
                    lab.pass(SECOND);
                    lab.wan();
                }
            }
            assertThat(lab.lab.lan().drain()).isEmpty();
            assertThat(lab.lab.engine().neighbours().size()).isLessThanOrEqualTo(66);
        }
    }
}
