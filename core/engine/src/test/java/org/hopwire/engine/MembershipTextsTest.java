package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.TimerProfile;
import org.hopwire.igmp.config.IgmpConfig.Timers;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.engine.MulticastLab.GROUP;
import static org.hopwire.engine.MulticastLab.JOIN;
import static org.hopwire.engine.MulticastLab.LEAVE;
import static org.hopwire.engine.MulticastLab.SECOND_NS;
import static org.hopwire.engine.MulticastLab.data;
import static org.hopwire.engine.MulticastLab.leaveV2;
import static org.hopwire.engine.MulticastLab.oldQuery;
import static org.hopwire.engine.MulticastLab.query;
import static org.hopwire.engine.MulticastLab.report;
import static org.hopwire.engine.MulticastLab.reportV1;
import static org.hopwire.engine.MulticastLab.reportV2;

/** What introductory texts say of IGMP, row by row, as the RFCs have it: whole engines in virtual time. */
class MembershipTextsTest {
    private static final String SSM = "232.1.1.1";
    private MulticastLab lab;

    private MulticastLab router(IgmpConfig config) {
        lab = new MulticastLab(EngineMode.ROUTER, config);
        return lab;
    }

    private MulticastLab querier(int version) {
        router(IgmpConfig.of(IgmpRole.QUERIER).withVersion(version));
        lab.quiet();
        return lab;
    }

    private MulticastLab host(int version) {
        lab = new MulticastLab(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST).withVersion(version));
        return lab;
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    @DisplayName("1.1 between host and last-hop router: protocol 2, TTL always 1, Router Alert, never forwarded")
    void shouldKeepMembershipOnTheLink(int version) {
        querier(version).pass(40);
        byte[] frame = lab.frames("b").getFirst();
        assertThat(frame[14]).as("six words: Router Alert").isEqualTo((byte) 0x46);
        assertThat(frame[14 + 8]).as("TTL").isEqualTo((byte) 1);
        assertThat(frame[14 + 9]).as("protocol").isEqualTo((byte) 2);
        assertThat(frame[14 + 20]).as("Router Alert").isEqualTo((byte) 0x94);
        lab.quiet();
        lab.on("b", reportV2("10.0.1.7", GROUP));
        lab.on("b", Packets.ipv4("10.0.1.7", GROUP).eth("02:00:00:00:0f:01", MulticastLab.mac(GROUP)).ttl(2)
                .routerAlert().igmp((byte) 0x16, (byte) 0, (byte) 0, (byte) 0, (byte) 239, (byte) 1, (byte) 2,
                        (byte) 3));
        assertThat(lab.frames("a")).isEmpty();
        assertThat(lab.dropped("igmp-bad-ttl")).isEqualTo(1);
    }

    @Test
    @DisplayName("1.1 no forwarding by default: a report makes an entry, then data of the group is forwarded")
    void shouldForwardOnlyAfterAReport() {
        querier(3).on("a", data("10.0.0.99", GROUP));
        assertThat(lab.frames("b")).isEmpty();
        lab.on("b", report("10.0.1.7", JOIN));
        lab.on("a", data("10.0.0.99", GROUP));
        assertThat(lab.frames("b")).hasSize(1);
        assertThat(lab.frames("c")).isEmpty();
    }

    @Test
    @DisplayName("1.1 general query periodically to 224.0.0.1; 1.3 two functions: routers ask, hosts notify join and leave")
    void shouldAskPeriodically() {
        List<String> said = router(IgmpConfig.of(IgmpRole.QUERIER)).during("b", 300);
        String query = " 10.0.1.5 > 224.0.0.1 query-v3 100 0.0.0.0 qrv=2 qqic=125";
        assertThat(said).containsExactly("0.00" + query, "31.25" + query, "156.25" + query, "281.25" + query);
        lab.on("b", report("10.0.1.7", JOIN));
        assertThat(lab.group("b")).isEqualTo("239.1.2.3 EXCLUDE");
        lab.on("b", report("10.0.1.7", LEAVE));
        lab.pass(2);
        assertThat(lab.group("b")).isEmpty();
    }

    @Test
    @DisplayName("1.1 delay timer random 0-10 s, source the host, destination the group; 1.4 v1 max response 10 s fixed")
    void shouldAnswerWithinTheTimeGranted() {
        host(2);
        List<Double> delays = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String group = "239.7.7." + (i + 1);
            lab.engine.join("b", group, FilterMode.EXCLUDE, List.of());
        }
        lab.pass(30);
        lab.quiet();
        double start = (lab.clock.nowNs() - SECOND_NS) / (double) SECOND_NS;
        lab.on("b", oldQuery("10.0.1.1", 0));
        for (String line : lab.during("b", 10.001)) {
            assertThat(line).matches(".* 10\\.0\\.1\\.5 > (239\\.7\\.7\\.\\d+) report-v1 \\1");
            delays.add(Double.parseDouble(line.substring(0, line.indexOf(' '))) - start);
        }
        assertThat(delays).hasSize(40).allMatch(each -> each >= 0 && each <= 10.01);
        assertThat(delays.stream().filter(each -> each > 5).count()).as("second half").isBetween(8L, 32L);
    }

    @Test
    @DisplayName("1.1 suppression: hearing a report for the same group before expiry cancels our own (v1 and v2 only)")
    void shouldSuppress() {
        for (int version = 2; version <= 3; version++) {
            host(version).engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
            lab.pass(30);
            lab.quiet();
            lab.on("b", version == 2 ? oldQuery("10.0.1.1", 100) : query("10.0.1.1", 100, "0.0.0.0", 2, 125));
            lab.on("b", reportV2("10.0.1.9", GROUP));
            assertThat(lab.during("b", 11)).as("version %d", version).hasSize(version - 2);
            if (version == 2) {
                lab.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("1.1 leave: two group-specific queries 1 s apart; case 1 another member answers; case 2 nobody does")
    void shouldAskTwiceAfterALeave(boolean another) {
        querier(2).on("b", reportV2("10.0.1.7", GROUP));
        lab.pass(5);
        lab.on("b", leaveV2("10.0.1.7", GROUP));
        List<String> said = new ArrayList<>(lab.during("b", 1.5));
        assertThat(said).containsExactly("5.00 10.0.1.5 > 239.1.2.3 query-v2 10 239.1.2.3",
                "6.00 10.0.1.5 > 239.1.2.3 query-v2 10 239.1.2.3");
        if (another) {
            lab.on("b", reportV2("10.0.1.8", GROUP));
        }
        lab.pass(1);
        assertThat(lab.group("b")).isEqualTo(another ? "239.1.2.3 EXCLUDE" : "");
        lab.on("a", data("10.0.0.99", GROUP));
        assertThat(lab.frames("b")).hasSize(another ? 1 : 0);
    }

    @Test
    @DisplayName("1.1 and 1.3 a v1 host present: leaves are ignored, v1 leave is silent, the group ages out after 260 s")
    void shouldIgnoreLeavesWhileAnOldHostIsThere() {
        querier(3).on("b", reportV1("10.0.1.7", GROUP));
        lab.on("b", leaveV2("10.0.1.8", GROUP));
        lab.on("b", report("10.0.1.8", LEAVE));
        assertThat(lab.during("b", 20)).as("start-up alone").isEmpty();
        assertThat(lab.count("leave-ignored-v1")).isEqualTo(2);
        lab.pass(239);
        assertThat(lab.group("b")).isEqualTo("239.1.2.3 EXCLUDE");
        lab.pass(2);
        assertThat(lab.group("b")).isEmpty();
    }

    @Test
    @DisplayName("1.3 v1 = query, report, suppression; v2 = + leave, own time; v3 = + sources, no suppression, no leave")
    void shouldSpeakEachVersion() {
        List<List<String>> said = new ArrayList<>();
        for (int version = 1; version <= 3; version++) {
            int handle = host(version).engine.join("b", GROUP, FilterMode.INCLUDE, List.of("10.0.9.9"));
            lab.run();
            lab.pass(30);
            lab.engine.leave(handle);
            lab.run();
            said.add(lab.said("b"));
            lab.pass(5);
            if (version < 3) {
                lab.close();
            }
        }
        String from = "10.0.1.5 > ";
        assertThat(said.get(0)).containsOnly(from + "239.1.2.3 report-v1 239.1.2.3").hasSize(2);
        assertThat(said.get(1)).startsWith(from + "239.1.2.3 report-v2 239.1.2.3")
                .endsWith(from + "224.0.0.2 leave 239.1.2.3").hasSize(3);
        assertThat(said.get(2)).containsExactly(from + "224.0.0.22 report-v3 ALLOW 239.1.2.3 10.0.9.9",
                from + "224.0.0.22 report-v3 ALLOW 239.1.2.3 10.0.9.9",
                from + "224.0.0.22 report-v3 BLOCK 239.1.2.3 10.0.9.9");
    }

    @ParameterizedTest
    @CsvSource({"true, 232.1.1.1 INCLUDE 10.0.0.99", "false, ''"})
    @DisplayName("1.3 v1 and v2 need SSM mapping: their reports in 232/8 are sources where mapped, ignored where not")
    void shouldMapOldReports(boolean mapped, String state) {
        IgmpConfig config = IgmpConfig.of(IgmpRole.QUERIER);
        router(mapped
                ? config.withSsmMap(List.of(new IgmpConfig.SsmMapping("232.1.0.0/16", List.of("10.0.0.99"))))
                : config);
        lab.on("b", reportV1("10.0.1.7", SSM));
        lab.on("b", reportV2("10.0.1.8", SSM));
        lab.on("b", report("10.0.1.9", "04 00 00 00 e8 01 01 01"));
        assertThat(lab.group("b")).isEqualTo(state);
        lab.on("a", data("10.0.0.99", SSM));
        lab.on("a", data("10.0.0.98", SSM));
        lab.quiet();
        assertThat(lab.engine.snapshot().forwarded()).isEqualTo(mapped ? 1 : 0);
        assertThat(lab.count(mapped ? "ssm-mapped" : "ssm-ignored")).isEqualTo(3);
    }

    @Test
    @DisplayName("1.3 v1 query to 224.0.0.1 about 0.0.0.0; 224.0.0.1 is never reported nor kept")
    void shouldNeverSpeakOfAllSystems() {
        List<String> said = router(IgmpConfig.of(IgmpRole.QUERIER).withVersion(1)).during("b", 1);
        assertThat(said).containsExactly("0.00 10.0.1.5 > 224.0.0.1 query-v1 0 0.0.0.0");
        lab.on("b", reportV1("10.0.1.7", "224.0.0.1"));
        lab.on("b", report("10.0.1.7", "04 00 00 00 e0 00 00 01"));
        assertThat(lab.group("b")).isEmpty();
        lab.close();
        assertThatThrownBy(() -> host(2).engine.join("b", "224.0.0.1", FilterMode.EXCLUDE, List.of()))
                .hasMessageContaining("224.0.0.1");
        lab.on("b", oldQuery("10.0.1.1", 0));
        assertThat(lab.during("b", 30)).isEmpty();
    }

    @Test
    @DisplayName("1.3 v2 querier = lowest IP; 0.0.0.0 never; leaves are tracked by the non-querier; OQPI 255 s")
    void shouldFollowTheLowestAddress() {
        querier(2).on("b", oldQuery("0.0.0.0", 100));
        assertThat(lab.engine.membership().queriers()).allMatch(each -> each.isOurselves());
        lab.on("b", oldQuery("10.0.1.2", 100));
        assertThat(lab.during("b", 254)).isEmpty();
        lab.on("b", reportV2("10.0.1.7", GROUP));
        assertThat(lab.during("b", 1.5)).as("our turn again").hasSize(1);
    }

    @Test
    @DisplayName("1.3 and E10: initial two queries 15 s apart, then 60 s, OQPI 125 s, ageing 130 s are vendor60's values")
    void shouldFollowTheVendorsTimes() {
        List<String> said = router(IgmpConfig.of(IgmpRole.QUERIER).withVersion(2)
                .withTimers(TimerProfile.VENDOR60, new Timers(null, null, null, null, null, null, null)))
                .during("b", 200);
        assertThat(said).extracting(line -> line.substring(0, line.indexOf(' '))).containsExactly("0.00", "15.00",
                "75.00", "135.00", "195.00");
        lab.on("b", reportV2("10.0.1.7", GROUP));
        assertThat(lab.engine.membership().groups().getFirst().remainingNs()).isEqualTo(130 * SECOND_NS);
        lab.on("b", oldQuery("10.0.1.2", 100));
        assertThat(lab.engine.membership().queriers().get(1).remainingNs()).isEqualTo(125 * SECOND_NS);
    }

    @Test
    @DisplayName("1.3 group queries only after a leave, MRT 10 s and 1 s, two unanswered: gone; takeover waits for them")
    void shouldNotGiveWayDuringLastMemberQueries() {
        querier(2).on("b", reportV2("10.0.1.7", GROUP));
        assertThat(lab.during("b", 20)).isEmpty();
        lab.on("b", leaveV2("10.0.1.7", GROUP));
        lab.on("b", oldQuery("10.0.1.2", 100));
        assertThat(lab.engine.membership().queriers().get(1).isOurselves()).as("not yet").isTrue();
        assertThat(lab.during("b", 3)).hasSize(2);
        assertThat(lab.group("b")).isEmpty();
        assertThat(lab.engine.membership().queriers().get(1).isOurselves()).isFalse();
    }

    @Test
    @DisplayName("1.3 leave to 224.0.0.2 by the last reporter; suppression applies to group queries too")
    void shouldLeaveOnlyAsLastReporter() {
        int handle = host(2).engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.pass(30);
        lab.quiet();
        lab.on("b", MulticastLab.message("10.0.1.1", GROUP, "11 0a 00 00 ef 01 02 03"));
        lab.on("b", reportV2("10.0.1.9", GROUP));
        assertThat(lab.during("b", 2)).isEmpty();
        lab.engine.leave(handle);
        assertThat(lab.during("b", 5)).as("another reported last").isEmpty();
        lab.engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.pass(30);
        assertThat(lab.said("b")).isNotEmpty();
    }

    @Test
    @DisplayName("1.3 v3: general, group and group-and-source queries; destination the group; reports to 224.0.0.22")
    void shouldAskForSourcesInVersion3() {
        querier(3).on("b", report("10.0.1.7", "06 00 00 01 ef 01 02 03 0a 00 00 63",
                "05 00 00 01 ef 01 02 03 0a 00 00 63", "04 00 00 00 ef 01 02 04"));
        assertThat(lab.group("b")).isEqualTo("239.1.2.3 INCLUDE 10.0.0.99, 239.1.2.4 EXCLUDE");
        lab.on("b", report("10.0.1.7", "06 00 00 01 ef 01 02 03 0a 00 00 63", "03 00 00 00 ef 01 02 04"));
        assertThat(lab.during("b", 3)).containsExactlyInAnyOrder(
                "0.00 10.0.1.5 > 239.1.2.3 query-v3 10 239.1.2.3 qrv=2 qqic=125 10.0.0.99",
                "0.00 10.0.1.5 > 239.1.2.4 query-v3 10 239.1.2.4 qrv=2 qqic=125",
                "1.00 10.0.1.5 > 239.1.2.3 query-v3 10 239.1.2.3 qrv=2 qqic=125 10.0.0.99",
                "1.00 10.0.1.5 > 239.1.2.4 query-v3 10 239.1.2.4 qrv=2 qqic=125");
        assertThat(lab.group("b")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"01, 239.1.2.3 INCLUDE 10.0.0.99", "02, 239.1.2.3 EXCLUDE !10.0.0.99",
        "03, 239.1.2.3 INCLUDE 10.0.0.99", "04, 239.1.2.3 EXCLUDE !10.0.0.99", "05, 239.1.2.3 INCLUDE 10.0.0.99",
        "06, ''"})
    @DisplayName("1.3 six records IS_IN IS_EX TO_IN TO_EX ALLOW BLOCK, on an empty group, and what then is forwarded")
    void shouldFollowEachRecord(String type, String state) {
        querier(3).on("b", report("10.0.1.7", type + " 00 00 01 ef 01 02 03 0a 00 00 63"));
        assertThat(lab.group("b")).isEqualTo(state);
        lab.on("a", data("10.0.0.99", GROUP));
        lab.on("a", data("10.0.0.98", GROUP));
        long included = state.contains("INCLUDE") ? 1 : 0;
        long excluded = state.contains("EXCLUDE") ? 1 : 0;
        assertThat(lab.engine.snapshot().forwarded()).isEqualTo(included + excluded);
        assertThat(lab.dropped("multicast-source-unwanted")).isEqualTo(included + excluded);
    }

    @Test
    @DisplayName("1.3 v3 leave = TO_IN{}; no suppression in v3, but a v3 host in version 2 mode suppresses and leaves as v2")
    void shouldFallBackAsAHost() {
        int handle = host(3).engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.pass(5);
        lab.quiet();
        lab.on("b", oldQuery("10.0.1.1", 100));
        lab.on("b", reportV2("10.0.1.9", GROUP));
        assertThat(lab.during("b", 11)).as("suppressed").isEmpty();
        lab.on("b", oldQuery("10.0.1.1", 100));
        assertThat(lab.during("b", 11)).singleElement().asString().endsWith("239.1.2.3 report-v2 239.1.2.3");
        lab.pass(250);
        lab.quiet();
        lab.engine.leave(handle);
        lab.run();
        assertThat(lab.said("b")).containsExactly("10.0.1.5 > 224.0.0.22 report-v3 TO_IN 239.1.2.3");
    }

    @ParameterizedTest
    @CsvSource({"RFC9776, 260", "VENDOR60, 130"})
    @DisplayName("1.3 ageing 'about 3 min' is neither: Group Membership Interval = robustness x interval + response")
    void shouldAgeByTheFormula(TimerProfile profile, double seconds) {
        router(IgmpConfig.of(IgmpRole.QUERIER).withTimers(profile,
                new Timers(null, null, null, null, null, null, null)));
        lab.on("b", reportV2("10.0.1.7", GROUP));
        lab.pass(seconds - 0.1);
        assertThat(lab.group("b")).isNotEmpty();
        lab.pass(0.2);
        assertThat(lab.group("b")).isEmpty();
    }

    @Test
    @DisplayName("1.4 Query Interval, response, robustness, LMQI; 1.4 Group Membership Interval: all to be set, and QRV and QQIC tell it")
    void shouldTellWhatIsConfigured() {
        List<String> said = router(IgmpConfig.of(IgmpRole.QUERIER).withTimers(TimerProfile.RFC9776,
                new Timers(3, 20_000, 5_000, null, null, 2_000, null))).during("b", 31);
        assertThat(said.stream().map(line -> line.substring(0, line.indexOf(' ')))).containsExactly("0.00", "5.00",
                "10.00", "30.00");
        assertThat(said.getFirst()).endsWith("query-v3 50 0.0.0.0 qrv=3 qqic=20");
        lab.on("b", reportV2("10.0.1.7", GROUP));
        GroupSnapshot group = lab.engine.membership().groups().getFirst();
        assertThat(group.remainingNs()).as("1.4 Group Membership Interval 3 x 20 + 5").isEqualTo(65 * SECOND_NS);
        lab.on("b", report("10.0.1.7", "04 00 00 00 ef 01 02 04", "03 00 00 00 ef 01 02 04"));
        assertThat(lab.during("b", 6.5)).as("1.4 LMQI and LMQC: robustness many, 2 s apart").hasSize(3);
    }

    @Test
    @DisplayName("1.4 Unsolicited Report Interval: robustness many reports, within 10 s each in v2, 1 s each in v3")
    void shouldRepeatUnsolicitedReports() {
        for (int version = 2; version <= 3; version++) {
            host(version).engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
            List<String> said = lab.during("b", version == 2 ? 10.1 : 1.1);
            assertThat(said).as("version %d", version).hasSize(2);
            if (version == 2) {
                lab.close();
            }
        }
    }

    @Test
    @DisplayName("1.4 Older Version Querier Present (host): robustness x the querier's interval + response, 260 s not 400 s")
    void shouldReturnToVersion3() {
        host(3).engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.on("b", oldQuery("10.0.1.1", 0));
        lab.pass(259);
        lab.quiet();
        lab.on("b", query("10.0.1.1", 1, "0.0.0.0", 2, 125));
        assertThat(lab.during("b", 0.9)).singleElement().asString().contains("report-v1");
        lab.pass(1);
        lab.on("b", query("10.0.1.1", 1, "0.0.0.0", 2, 125));
        assertThat(lab.during("b", 1)).singleElement().asString().contains("report-v3");
    }

    @Test
    @DisplayName("1.4 Older Host Present (router): BLOCK counts again 260 s after the last version 2 report")
    void shouldForgetOlderHosts() {
        querier(3).on("b", reportV2("10.0.1.7", GROUP));
        assertThat(lab.engine.membership().groups().getFirst().version()).isEqualTo(2);
        lab.pass(200);
        lab.on("b", report("10.0.1.8", JOIN));
        lab.pass(59);
        assertThat(lab.engine.membership().groups().getFirst().version()).isEqualTo(2);
        lab.pass(2);
        assertThat(lab.engine.membership().groups().getFirst().version()).isEqualTo(3);
    }
}
