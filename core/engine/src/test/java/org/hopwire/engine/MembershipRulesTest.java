package org.hopwire.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.IgmpEvent;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Limits;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.MembershipEvents.Limit;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.engine.MulticastLab.GROUP;
import static org.hopwire.engine.MulticastLab.JOIN;
import static org.hopwire.engine.MulticastLab.LEAVE;
import static org.hopwire.engine.MulticastLab.SECOND_NS;
import static org.hopwire.engine.MulticastLab.data;
import static org.hopwire.engine.MulticastLab.leaveV2;
import static org.hopwire.engine.MulticastLab.message;
import static org.hopwire.engine.MulticastLab.oldQuery;
import static org.hopwire.engine.MulticastLab.query;
import static org.hopwire.engine.MulticastLab.report;
import static org.hopwire.engine.MulticastLab.reportV2;

/** Rules about hostile membership messages, as whole engines keep them. */
class MembershipRulesTest {
    private MulticastLab lab;

    private MulticastLab router(IgmpConfig config) {
        lab = new MulticastLab(EngineMode.ROUTER, config);
        lab.quiet();
        return lab;
    }

    private MulticastLab router() {
        return router(IgmpConfig.of(IgmpRole.QUERIER));
    }

    private MulticastLab host() {
        lab = new MulticastLab(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST));
        lab.engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.pass(20);
        lab.quiet();
        return lab;
    }

    private static IgmpConfig limited(Integer groups, Integer sources, Integer hosts, Integer perHost) {
        return IgmpConfig.of(IgmpRole.QUERIER).withLimits(new Limits(groups, sources, hosts, perHost, null));
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    @DisplayName("R-IGMP-01: max resp code 0 is answered at once; every code 0 to 255, QRV 0 and QQIC 0 harm nobody")
    void shouldAnswerEveryCode() {
        host().on("b", query("10.0.1.1", 0, "0.0.0.0", 0, 0));
        assertThat(lab.during("b", 0.001)).hasSize(1);
        for (int code = 0; code < 256; code++) {
            lab.on("b", query("10.0.1.1", code, "0.0.0.0", code & 7, code));
        }
        assertThat(lab.during("b", 3175)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"22 00 00 00 00 00 ff ff 04 00 00 00 ef 01 02 03, igmp-bad-length",
        "22 00 00 00 00 00 00 01 04 00 ff ff ef 01 02 03, igmp-bad-length",
        "22 00 00 00 00 00 00 01 04 ff 00 00 ef 01 02 03, igmp-bad-length",
        "22 00 00 00 00 00 00 02 04 00 00 00 ef 01 02 03 04 00 00 01 ef 01 02 04, igmp-bad-length",
        "22 00 00 00 00 00 00 00, ''",
        "22 00 00 00 00 00 00 03 00 00 00 00 ef 01 02 03 07 00 00 00 ef 01 02 03 ff 00 00 01 ef 01 02 03 0a 00 00 63,"
                + " ''"})
    @DisplayName("R-IGMP-02: counts that do not fit drop the message whole, unknown records are passed over: no state")
    void shouldKeepNoStateOfABadReport(String hex, String reason) {
        router().on("b", message("10.0.1.7", "224.0.0.22", hex));
        assertThat(lab.group("b")).isEmpty();
        assertThat(lab.engine.snapshot().dropped().keySet()).isEqualTo(reason.isEmpty() ? Set.of() : Set.of(reason));
        assertThat(lab.count("record-unknown")).isEqualTo(hex.contains("07 00") ? 3 : 0);
    }

    @Test
    @DisplayName("R-IGMP-03: a query that claims four sources and carries one draws no answer")
    void shouldNotAnswerAQueryThatClaimsTooMuch() {
        byte[] claims = {0x11, 1, 0, 0, (byte) 239, 1, 2, 3, 2, 125, 0, 4, 10, 0, 0, 99};
        host().on("b", message("10.0.1.1", GROUP, claims));
        assertThat(lab.during("b", 30)).isEmpty();
        assertThat(lab.dropped("igmp-bad-length")).isEqualTo(1);
        claims[11] = 1;
        lab.on("b", message("10.0.1.1", GROUP, claims));
        assertThat(lab.during("b", 30)).as("and the same that claims what it carries does").hasSize(1);
    }

    @Test
    @DisplayName("R-IGMP-04: 600 sources blocked at an MTU of 256 are asked for in queries that fit, none twice, none lost")
    void shouldSplitQueriesByMtu() {
        lab = new MulticastLab(EngineMode.ROUTER, limited(100, 1000, null, null), 256);
        lab.quiet();
        String list = String.join(" ", IntStream.range(0, 300).mapToObj(i -> String.format("0a 01 %02x %02x",
                i >> 8, i & 255)).toList());
        String more = list.replace("0a 01", "0a 02");
        for (String type : List.of("05", "06")) {
            lab.on("b", report("10.0.1.7", type + " 00 01 2c ef 01 02 03 " + list));
            lab.on("b", report("10.0.1.7", type + " 00 01 2c ef 01 02 03 " + more));
        }
        Set<String> asked = new HashSet<>();
        List<byte[]> frames = lab.frames("b");
        for (byte[] frame : frames) {
            assertThat(frame.length - 14).isLessThanOrEqualTo(256);
            String line = MulticastLab.line(frame);
            for (String source : line.substring(line.indexOf("qqic=125 ") + 9).split(" ", -1)) {
                assertThat(asked.add(source)).as(source).isTrue();
            }
        }
        assertThat(asked).hasSize(600);
        assertThat(frames).hasSize((300 + 54) / 55 * 2);
    }

    @Test
    @DisplayName("R-IGMP-05: queries of every length from 0 to 40: 8 is old, 12 and more new, the rest ignored")
    void shouldJudgeQueriesByLength() {
        for (int length = 0; length <= 40; length++) {
            router().on("b", message("10.0.1.2", "224.0.0.1", Arrays.copyOf(new byte[] {0x11, 100}, length)));
            boolean good = length == 8 || length >= 12;
            assertThat(lab.engine.membership().queriers().get(1).isOurselves()).as("%d octets", length)
                    .isEqualTo(!good);
            lab.close();
        }
        lab = null;
    }

    @ParameterizedTest
    @CsvSource({"e0 00 00 01, ''", "01 00 00 e0, ''", "ef ff ff ff, 239.255.255.255 EXCLUDE", "00 00 00 00, ''",
        "0a 00 00 01, ''", "f0 00 00 01, ''", "e0 00 00 09, 224.0.0.9 EXCLUDE"})
    @DisplayName("R-IGMP-06: only 224/4 in network order is a group, and 224.0.0.1 is never one to keep")
    void shouldKeepOnlyGroups(String group, String state) {
        router().on("b", report("10.0.1.7", "04 00 00 00 " + group));
        assertThat(lab.group("b")).isEqualTo(state);
    }

    @Test
    @DisplayName("R-STATE-01: floods of groups, sources, hosts stop at each cap, one event each, buffers all come home")
    void shouldHoldEveryCap() {
        router(limited(100, 8, 400, 20));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            int group = random.nextInt(100_000);
            lab.on("b", report("10.0.1." + (10 + random.nextInt(200)), String.format(
                    "%02x 00 00 02 ef %02x %02x %02x 0a 00 %02x 01 0a 00 %02x 02", 1 + random.nextInt(6),
                    group >> 16, group >> 8 & 255, group & 255, random.nextInt(200), random.nextInt(200))));
        }
        List<GroupSnapshot> groups = lab.engine.membership().groups();
        assertThat(groups).hasSize(100).allMatch(each -> each.sources().size() <= 8);
        assertThat(groups.stream().mapToInt(each -> each.hosts().size()).sum()).isBetween(100, 400);
        assertThat(lab.count("router-group-limit")).isGreaterThan(1000);
        assertThat(lab.events().stream().filter(each -> each.kind() == IgmpEvent.Kind.LIMIT_REACHED
                && each.limit() == Limit.GROUPS)).hasSize(1);
        assertThat(lab.spareSlots()).as("slots at home").isTrue();
    }

    @Test
    @DisplayName("R-STATE-03: joins, leaves, link flaps and time in random order: what is shown is what is forwarded")
    void shouldForwardWhatItShows() {
        router(limited(20, 4, 60, null));
        SplittableRandom random = new SplittableRandom(3);
        for (int step = 0; step < 3_000; step++) {
            int group = random.nextInt(30);
            String records = String.format("%02x 00 00 %02x ef 01 02 %02x", 1 + random.nextInt(6), 0, group);
            switch (random.nextInt(8)) {
                case 0 -> lab.engine.linkChanged("b", random.nextBoolean());
                case 1 -> lab.pass(random.nextInt(40));
                case 2 -> lab.on("b", leaveV2("10.0.1.7", "239.1.2." + group));
                default -> lab.on("b", report("10.0.1." + (7 + random.nextInt(4)), records));
            }
            lab.run();
            lab.quiet();
            boolean shown = lab.group("b").contains("239.1.2." + group + " EXCLUDE");
            lab.on("a", data("10.0.0.99", "239.1.2." + group));
            assertThat(lab.frames("b")).as("step %d, group %d", step, group).hasSize(shown ? 1 : 0);
        }
        lab.engine.linkChanged("b", true);
        lab.pass(600);
        assertThat(lab.engine.membership().groups()).isEmpty();
    }

    @Test
    @DisplayName("R-STATE-04: fast leave with the group's record twice, and again: gone at once, counted, nothing else")
    void shouldLeaveFastTwice() {
        router(IgmpConfig.of(IgmpRole.QUERIER).withFastLeave(true));
        // what came before the start-up queries were answered is not known to be all
        lab.pass(320);
        lab.on("b", report("10.0.1.7", JOIN, JOIN));
        lab.on("c", report("10.0.2.7", JOIN));
        lab.quiet();
        lab.on("b", report("10.0.1.7", LEAVE, LEAVE));
        lab.on("b", report("10.0.1.7", LEAVE));
        assertThat(lab.group("b")).isEmpty();
        assertThat(lab.group("c")).isNotEmpty();
        assertThat(lab.said("b")).isEmpty();
        assertThat(lab.count("fast-leave")).isEqualTo(1);
    }

    @Test
    @DisplayName("R-STATE-05: ASM and SSM joins, hosts of all versions on one group: the state of RFC 9776 section 6.4")
    void shouldMixEverythingOnOneGroup() {
        router().on("b", report("10.0.1.7", "01 00 00 01 ef 01 02 03 0a 00 00 01"));
        lab.on("b", report("10.0.1.8", "02 00 00 02 ef 01 02 03 0a 00 00 01 0a 00 00 02"));
        assertThat(lab.group("b")).isEqualTo("239.1.2.3 EXCLUDE 10.0.0.1 !10.0.0.2");
        lab.on("b", report("10.0.1.7", "05 00 00 01 ef 01 02 03 0a 00 00 02"));
        assertThat(lab.group("b")).isEqualTo("239.1.2.3 EXCLUDE 10.0.0.1 10.0.0.2");
        lab.on("b", reportV2("10.0.1.9", GROUP));
        lab.on("b", report("10.0.1.8", "06 00 00 01 ef 01 02 03 0a 00 00 03"));
        assertThat(lab.count("block-ignored")).isEqualTo(1);
        lab.on("b", leaveV2("10.0.1.9", GROUP));
        lab.pass(1);
        lab.on("b", report("10.0.1.7", "01 00 00 02 ef 01 02 03 0a 00 00 01 0a 00 00 02"));
        lab.pass(2);
        assertThat(lab.group("b")).as("nobody wants all sources any more, somebody still wants two").isEqualTo(
                "239.1.2.3 INCLUDE 10.0.0.1 10.0.0.2");
    }

    @ParameterizedTest
    @CsvSource({"02:00:00:00:00:02, 239.1.2.3, 239.1.2.3", "01:00:5e:01:02:04, 239.1.2.3, 239.1.2.3",
        "01:00:5e:01:02:04, 239.1.2.4, 239.1.2.3", "ff:ff:ff:ff:ff:ff, 239.1.2.3, 239.1.2.3"})
    @DisplayName("R-SUPP-01: a report in a frame to one station, to another group, or looped back, suppresses nothing")
    void shouldNotBeSilencedByAForgedReport(String mac, String destination, String group) {
        host().on("b", oldQuery("10.0.1.1", 100));
        byte[] report = MulticastLab.reportV2("10.0.1.9", group).build();
        lab.on("b", Packets.ipv4("10.0.1.9", destination).eth("02:00:00:00:0f:01", mac).ttl(1).routerAlert()
                .igmp(Arrays.copyOfRange(report, 14 + 24, 14 + 32)));
        lab.on("b", reportV2("10.0.1.5", GROUP));
        assertThat(lab.during("b", 11)).as("the report of ours").hasSize(1);
    }

    @Test
    @DisplayName("R-SUPP-01: a switch shows reports of versions 1 and 2 to router ports, never to hosts")
    void shouldShowReportsToRoutersAlone() {
        lab = new MulticastLab(EngineMode.SWITCH, IgmpConfig.defaults());
        lab.on("d", query("10.0.0.2", 100, "0.0.0.0", 2, 125));
        lab.quiet();
        lab.on("a", reportV2("10.0.0.7", GROUP));
        assertThat(lab.said("b")).isEmpty();
        assertThat(lab.said("c")).isEmpty();
        assertThat(lab.said("d")).containsExactly("10.0.0.7 > 239.1.2.3 report-v2 239.1.2.3");
    }

    @Test
    @DisplayName("R-QUER-01: ever-lower addresses, our own address, silence: RFC election, few events, we resume after 255 s")
    void shouldSurviveForgedQueriers() {
        router();
        for (int i = 4; i > 0; i--) {
            lab.on("b", query("10.0.1." + i, 100, "0.0.0.0", 2, 125));
        }
        for (int i = 0; i < 1000; i++) {
            lab.on("b", query("10.0.1." + (i % 200 + 1), 100, "0.0.0.0", 2, 125));
        }
        assertThat(lab.engine.membership().queriers().get(1).address()).isEqualTo(Packets.address("10.0.1.1"));
        assertThat(lab.count("query-own-address")).isEqualTo(5);
        assertThat(lab.events()).hasSizeLessThan(50).extracting(IgmpEvent::kind)
                .contains(IgmpEvent.Kind.QUERIER_DUPLICATE);
        assertThat(lab.count("host-query-v3")).as("our own address draws no answer").isEqualTo(999);
        lab.on("b", report("10.0.1.7", JOIN));
        lab.on("b", report("10.0.1.7", LEAVE));
        assertThat(lab.said("b")).as("a non-querier asks nobody").isEmpty();
        lab.pass(256);
        assertThat(lab.engine.membership().queriers()).allMatch(each -> each.isOurselves());
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 1"})
    @DisplayName("R-QUER-02: queries from 0.0.0.0 win nothing and make a router port only where that is the policy")
    void shouldNotLearnFromNobody(boolean any, int copies) {
        lab = new MulticastLab(EngineMode.SWITCH, IgmpConfig.defaults().withSnooping(
                new IgmpConfig.Snooping(null, null, any, null, null)));
        lab.on("d", query("0.0.0.0", 100, "0.0.0.0", 2, 125));
        lab.quiet();
        lab.on("a", reportV2("10.0.0.7", GROUP));
        assertThat(lab.said("d")).hasSize(copies);
        assertThat(lab.engine.membership().queriers()).allMatch(each -> each.isOurselves());
    }

    @Test
    @DisplayName("R-QUER-03: one 8-byte query downgrades for 260 s and no longer, a lock keeps it out, link down forgets it")
    void shouldLimitADowngrade() {
        host().on("b", oldQuery("10.0.1.1", 0));
        assertThat(lab.during("b", 10.1)).singleElement().asString().contains("report-v1");
        lab.engine.linkChanged("b", false);
        lab.run();
        lab.engine.linkChanged("b", true);
        lab.run();
        lab.quiet();
        lab.on("b", query("10.0.1.1", 1, "0.0.0.0", 2, 125));
        assertThat(lab.during("b", 1).toString()).contains("report-v3").doesNotContain("report-v1");
        lab.close();
        lab = new MulticastLab(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST).withQuerier(
                new IgmpConfig.Querier(null, null, null, 3)));
        lab.engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.pass(5);
        lab.quiet();
        lab.on("b", oldQuery("10.0.1.1", 0));
        assertThat(lab.during("b", 11).toString()).doesNotContain("report-v1");
    }

    @Test
    @DisplayName("R-QUER-04: thousands of group-and-source queries with long lists are merged into one bounded answer")
    void shouldNotCollectQueriedSources() {
        host();
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 2_000; i++) {
            String[] sources = new String[100];
            Arrays.setAll(sources, j -> "10.9." + random.nextInt(256) + "." + random.nextInt(256));
            lab.on("b", query("10.0.1.1", 255, GROUP, 2, 125, sources));
        }
        List<String> said = lab.during("b", 3175);
        assertThat(said).hasSize(1);
        assertThat(said.getFirst().split(" ", -1)).hasSizeLessThan(400);
    }

    @Test
    @DisplayName("R-LEAVE-01: a leave flood draws one query train for a present group and nothing for an absent one")
    void shouldNotAmplifyLeaves() {
        router().on("b", reportV2("10.0.1.7", GROUP));
        for (int i = 0; i < 5_000; i++) {
            lab.on("b", leaveV2("10.0.1.7", GROUP));
            lab.on("b", leaveV2("10.0.1.7", "239.5.5.5"));
        }
        assertThat(lab.during("b", 5)).hasSize(2).allMatch(line -> line.contains("query-v3 10 239.1.2.3"));
    }

    @Test
    @DisplayName("R-LEAVE-02: of two members downstream one leaves: upstream hears nothing and data goes on")
    void shouldLeaveTheOtherMemberAlone() {
        router(IgmpConfig.of(IgmpRole.PROXY_DOWNSTREAM,
                IgmpPortConfig.of("a", IgmpRole.PROXY_UPSTREAM)));
        lab.on("b", report("10.0.1.7", JOIN));
        lab.on("c", report("10.0.2.7", JOIN));
        lab.pass(5);
        lab.quiet();
        lab.on("b", report("10.0.1.7", LEAVE));
        lab.pass(5);
        assertThat(lab.said("a")).isEmpty();
        lab.quiet();
        lab.on("a", data("10.9.9.9", GROUP));
        assertThat(lab.frames("c")).hasSize(1);
        assertThat(lab.frames("b")).isEmpty();
    }

    @Test
    @DisplayName("R-TIMER-01: link flaps under sprayed queries, joins and leaves: no failure, no entry, no timer of the dead")
    void shouldSurviveLinkFlaps() {
        lab = new MulticastLab(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER));
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 20_000; i++) {
            switch (random.nextInt(6)) {
                case 0 -> lab.engine.linkChanged("b", false);
                case 1 -> lab.engine.linkChanged("b", true);
                case 2 -> lab.on("b", oldQuery("10.0.1.2", random.nextInt(256)));
                case 3 -> lab.on("b", leaveV2("10.0.1.7", "239.1.2." + random.nextInt(4)));
                default -> lab.on("b", reportV2("10.0.1.7", "239.1.2." + random.nextInt(4)));
            }
            lab.run();
            lab.quiet();
        }
        lab.engine.linkChanged("b", false);
        lab.pass(600);
        assertThat(lab.group("b")).isEmpty();
        assertThat(lab.said("b")).isEmpty();
    }

    @Test
    @DisplayName("R-TIMER-02: 20,000 groups of a general query's deadline go in slices of one turn, none is left")
    void shouldExpireInSlices() {
        router(limited(20_000, 1, 20_000, null));
        for (int i = 0; i < 20_000; i += 100) {
            String[] records = new String[100];
            for (int j = 0; j < 100; j++) {
                records[j] = String.format("04 00 00 00 ef 05 %02x %02x", (i + j) >> 8, (i + j) & 255);
            }
            lab.on("b", report("10.0.1.7", records));
        }
        assertThat(lab.engine.membership().groups()).hasSize(20_000);
        lab.clock.advanceTo(lab.clock.nowNs() + 261 * SECOND_NS);
        int most = 0;
        int turns = 0;
        for (int work = 1; work > 0; turns++) {
            work = lab.engine.invoke();
            most = Math.max(most, work);
        }
        assertThat(lab.engine.membership().groups()).isEmpty();
        assertThat(turns).as("turns").isGreaterThan(10);
        assertThat(most).as("work of one turn").isLessThan(5_000);
    }

    @Test
    @DisplayName("R-TIMER-03: QQI 31,744 s, QRV 7, response 3,174.4 s learned: the interval is 7 x 31,744 + 3,174.4 / 2 s")
    void shouldNotOverflow() {
        router().on("b", query("10.0.1.2", 255, "0.0.0.0", 7, 255));
        long remaining = lab.engine.membership().queriers().get(1).remainingNs();
        assertThat(remaining).isBetween(7 * 31_744 * SECOND_NS, (7 * 31_744 + 3_175) * SECOND_NS);
        lab.on("b", report("10.0.1.7", JOIN));
        assertThat(lab.engine.membership().groups().getFirst().remainingNs())
                .isBetween(7 * 31_744 * SECOND_NS, (7 * 31_744 + 3_175) * SECOND_NS);
    }

    @Test
    @DisplayName("R-REFL-04, R-IGMP-05: RFC 988, DVMRP, mtrace and PIM version 1 are counted and never answered")
    void shouldNeverAnswerWhatIsNotMembership() {
        router();
        List<String> drops = new ArrayList<>();
        for (int type : new int[] {0x01, 0x13, 0x14, 0x15, 0x1e, 0x1f, 0x41, 0xff}) {
            byte[] bytes = new byte[20];
            bytes[0] = (byte) type;
            lab.on("b", message("10.0.1.7", "224.0.0.1", bytes));
            drops.addAll(lab.said("b"));
        }
        assertThat(drops).isEmpty();
        assertThat(lab.engine.snapshot().droppedTotal()).isEqualTo(8);
    }
}
