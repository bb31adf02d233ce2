package org.hopwire.igmp.host;

import org.hopwire.igmp.core.ProtocolTimers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.host.HostRig.G;
import static org.hopwire.igmp.host.HostRig.G2;
import static org.hopwire.igmp.host.HostRig.MS;
import static org.hopwire.igmp.host.HostRig.S;

/** Versions 1 and 2, and how queries lead there and back (RFC 1112, RFC 2236, RFC 9776 section 7.2.1). */
class OldVersionTest {
    private static HostRig speaking(int version, long seed) {
        HostRig rig = new HostRig(HostRig.version(version, 1), seed);
        rig.host.join(1, G, 0);
        rig.run(60 * S);
        rig.take();
        return rig;
    }

    private static HostRig joined() {
        HostRig rig = new HostRig();
        rig.host.join(1, G, 0);
        rig.run(60 * S);
        rig.take();
        return rig;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("a join reports at once and robustness times in all, within 10 s each (RFC 2236 section 3)")
    void shouldReportAJoinAtOnceAndAgain(int version) {
        HostRig rig = new HostRig(HostRig.version(version, 1).with(ProtocolTimers.of(3, 125 * S, 10 * S)), 2);
        rig.host.join(1, G, 0);
        assertThat(rig.sent).hasSize(1);
        rig.run(60 * S);
        assertThat(rig.sent).hasSize(3).allMatch(sent -> sent.kind().equals("V" + version));
        for (int i = 1; i < 3; i++) {
            assertThat(rig.sent.get(i).atNs() - rig.sent.get(i - 1).atNs()).isPositive()
                    .isLessThanOrEqualTo(10 * S);
        }
        assertThat(rig.wheel.active()).isZero();
    }

    @Test
    @DisplayName("delay timer random 0-10 s per group, finer than 0.1 s; the report names the group (RFC 2236 section 3)")
    void shouldDelayEachGroupByItsOwnRandomTime() {
        HostRig rig = speaking(2, 3);
        for (int i = 1; i < 100; i++) {
            rig.host.join(1, G + i, rig.nowNs);
        }
        rig.run(60 * S);
        rig.take();
        long askedNs = rig.nowNs;
        rig.host.onOldQuery(2, 0, 10 * S, rig.nowNs);
        assertThat(rig.sent).isEmpty();
        rig.run(10 * S);
        assertThat(rig.sent).hasSize(100).allMatch(sent -> sent.atNs() > askedNs && sent.atNs() <= askedNs + 10 * S);
        assertThat(rig.sent.stream().map(HostRig.Sent::group).distinct()).hasSize(100);
        assertThat(rig.sent.stream().map(sent -> sent.atNs() % (100 * MS)).distinct()).hasSizeGreaterThan(90);
    }

    @Test
    @DisplayName("a v1 query grants 10 s whatever its code says, group 0 (RFC 1112, v1 max response fixed)")
    void shouldGrantTenSecondsInVersion1() {
        int late = 0;
        for (int seed = 0; seed < 50; seed++) {
            HostRig rig = speaking(1, seed);
            long askedNs = rig.nowNs;
            rig.host.onOldQuery(1, 0, 0, rig.nowNs);
            rig.run(10 * S);
            assertThat(rig.sent).hasSize(1);
            late += rig.sent.get(0).atNs() - askedNs > 5 * S ? 1 : 0;
        }
        assertThat(late).isBetween(10, 40);
    }

    @Test
    @DisplayName("suppression: hearing a report for the same group before expiry cancels our own, and our leave")
    void shouldBeSuppressedByAnothersReport() {
        HostRig rig = speaking(2, 4);
        rig.host.onOldQuery(2, G, S, rig.nowNs);
        rig.host.onReportHeard(2, G2, rig.nowNs);
        assertThat(rig.wheel.active()).as("another group's report is no reason").isEqualTo(1);
        rig.host.onReportHeard(2, G, rig.nowNs);
        rig.run(10 * S);
        rig.host.leave(1, G, rig.nowNs);
        rig.run(10 * S);
        assertThat(rig.take()).isEmpty();
        assertThat(rig.count(HostCounter.REPORT_SUPPRESSED)).isEqualTo(1);
    }

    @Test
    @DisplayName("R-SUPP-01: a report heard while no answer waits takes nothing away, not even the leave")
    void shouldOnlyBeSuppressedWhileAnAnswerWaits() {
        HostRig rig = speaking(2, 5);
        rig.host.onReportHeard(2, G, rig.nowNs);
        rig.host.leave(1, G, rig.nowNs);
        assertThat(rig.takeTexts()).as("an idle member ignores reports (RFC 2236 section 6)")
                .containsExactly("LEAVE 239.1.1.1[]");
    }

    @Test
    void shouldNotBeSuppressedByVersion2ReportsWhereAVersion1QuerierIsPresent() {
        HostRig rig = speaking(1, 6);
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        rig.host.onReportHeard(2, G, rig.nowNs);
        rig.run(10 * S);
        assertThat(rig.takeTexts()).containsExactly("V1 239.1.1.1[]");
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        rig.host.onReportHeard(1, G, rig.nowNs);
        rig.run(10 * S);
        assertThat(rig.take()).isEmpty();
    }

    @Test
    @DisplayName("a running delay is set anew only if the query grants less than it has left (RFC 2236 section 3)")
    void shouldNeverLengthenARunningDelay() {
        for (int seed = 0; seed < 50; seed++) {
            HostRig rig = speaking(2, seed);
            rig.host.onOldQuery(2, 0, 10 * S, rig.nowNs);
            long dueNs = nextReportNs(rig);
            rig.host.onOldQuery(2, 0, 25 * S, rig.nowNs);
            assertThat(nextReportNs(rig)).isEqualTo(dueNs);
            rig.host.onOldQuery(2, G, MS, rig.nowNs);
            assertThat(nextReportNs(rig)).isLessThanOrEqualTo(Math.min(dueNs, rig.nowNs + MS));
        }
    }

    private static long nextReportNs(HostRig rig) {
        long[] found = {Long.MAX_VALUE};
        rig.host.forEach((group, mode, sources, count, requests, reportNs) -> found[0] = reportNs);
        return found[0];
    }

    @Test
    @DisplayName("leave to all routers only by the last reporter, or always if configured; v1 leaves silently")
    void shouldLeaveByVersion() {
        HostRig second = speaking(2, 7);
        second.host.leave(1, G, second.nowNs);
        assertThat(second.takeTexts()).containsExactly("LEAVE 239.1.1.1[]");
        HostRig first = speaking(1, 7);
        first.host.leave(1, G, first.nowNs);
        assertThat(first.take()).isEmpty();
        HostConfig all = HostRig.version(2, 1);
        HostRig always = new HostRig(new HostConfig(all.versions(), all.timers(), S, 10 * S, true, true,
                all.limits()), 7);
        always.host.join(1, G, 0);
        always.host.onReportHeard(2, G, 0);
        always.take();
        always.host.leave(1, G, 0);
        assertThat(always.takeTexts()).containsExactly("LEAVE 239.1.1.1[]");
    }

    @Test
    void shouldLeaveAllOnStopInVersion2() {
        HostRig rig = speaking(2, 8);
        rig.host.join(2, G2, rig.nowNs);
        rig.take();
        rig.host.stop(rig.nowNs);
        assertThat(rig.takeTexts()).containsExactly("LEAVE 239.1.1.1[]", "LEAVE 239.1.1.2[]");
        assertThat(rig.wheel.active()).isZero();
    }

    @Test
    @DisplayName("R-QUER-03: older version present for RV x QI + QRI of the querier, from the last query (8.12)")
    void shouldSpeakTheOlderVersionForTheTimeoutAfterTheLastQuery() {
        HostRig rig = joined();
        rig.host.onQuery(0, new int[0], 0, 10 * S, 3, 60 * S, rig.nowNs);
        rig.host.onOldQuery(2, 0, 5 * S, rig.nowNs);
        assertThat(rig.host.version()).isEqualTo(2);
        rig.run(100 * S);
        rig.host.onOldQuery(2, 0, 5 * S, rig.nowNs);
        rig.run(185 * S - 1);
        assertThat(rig.host.version()).isEqualTo(2);
        rig.run(1);
        assertThat(rig.host.version()).isEqualTo(3);
        assertThat(rig.count(HostCounter.VERSION_CHANGED)).isEqualTo(2);
    }

    @Test
    @DisplayName("Older Version Querier Present by default: 2 x 125 + 10 = 260 s, also after a v1 query (not 400 s)")
    void shouldUseTheDefaultsWhereNoQuerierToldOthers() {
        HostRig rig = joined();
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        rig.run(260 * S - 1);
        assertThat(rig.host.version()).isEqualTo(1);
        rig.run(1);
        assertThat(rig.host.version()).isEqualTo(3);
    }

    @Test
    void shouldGoFromVersion1To2WhileAVersion2QuerierIsPresent() {
        HostRig rig = joined();
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        rig.run(100 * S);
        rig.host.onOldQuery(2, 0, 10 * S, rig.nowNs);
        assertThat(rig.host.version()).isEqualTo(1);
        rig.run(160 * S);
        assertThat(rig.host.version()).isEqualTo(2);
        rig.run(100 * S);
        assertThat(rig.host.version()).isEqualTo(3);
        assertThat(rig.wheel.active()).isZero();
    }

    @Test
    void shouldNotChangeVersionForAGroupQuery() {
        HostRig rig = joined();
        rig.host.onOldQuery(2, G, S, rig.nowNs);
        assertThat(rig.host.version()).isEqualTo(3);
        rig.run(S);
        assertThat(rig.takeTexts()).containsExactly("MODE_IS_EXCLUDE 239.1.1.1[]");
    }

    @Test
    @DisplayName("changing the version cancels pending answers and repetitions (RFC 9776 section 7.2.1)")
    void shouldCancelVersion3WorkWhenTheVersionChanges() {
        HostRig rig = joined();
        rig.general(100 * S);
        rig.group(G, 10 * S);
        rig.host.join(1, G2, rig.nowNs);
        rig.host.leave(1, G2, rig.nowNs);
        rig.host.join(1, G2 + 1, rig.nowNs);
        rig.take();
        rig.host.onOldQuery(2, 0, 10 * S, rig.nowNs);
        rig.run(200 * S);
        assertThat(rig.takeTexts()).as("only the answer to the version 2 query, of what is still joined")
                .containsExactlyInAnyOrder("V2 239.1.1.1[]", "V2 239.1.1.3[]");
        rig.host.onOldQuery(2, 0, 100 * S, rig.nowNs);
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        rig.run(150 * S);
        assertThat(rig.takeTexts()).containsExactlyInAnyOrder("V1 239.1.1.1[]", "V1 239.1.1.3[]");
    }

    @Test
    @DisplayName("R-QUER-03: the oldest version can be locked; such a query is answered, in the version kept")
    void shouldNotGoBelowTheOldestVersionConfigured() {
        HostRig rig = new HostRig(HostRig.version(3, 3), 9);
        rig.host.join(1, G, 0);
        rig.run(60 * S);
        rig.take();
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        rig.host.onOldQuery(2, 0, S, rig.nowNs);
        assertThat(rig.host.version()).isEqualTo(3);
        rig.run(10 * S);
        assertThat(rig.takeTexts()).containsExactly("MODE_IS_EXCLUDE 239.1.1.1[]");
        assertThat(rig.count(HostCounter.DOWNGRADE_REFUSED)).isEqualTo(2);
    }

    @Test
    @DisplayName("R-QUER-03: what was learned of queriers is gone when the link goes down (gVisor kept it)")
    void shouldForgetQueriersWhenTheLinkGoesDown() {
        HostRig rig = joined();
        rig.host.onQuery(0, new int[0], 0, 10 * S, 7, 60 * S, rig.nowNs);
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        rig.host.linkDown(rig.nowNs);
        assertThat(rig.host.version()).isEqualTo(3);
        assertThat(rig.host.robustness()).isEqualTo(2);
        rig.host.linkUp(rig.nowNs);
        assertThat(rig.takeTexts()).containsExactly("CHANGE_TO_EXCLUDE_MODE 239.1.1.1[]");
        rig.run(60 * S);
        assertThat(rig.wheel.active()).isZero();
    }

    @Test
    @DisplayName("R-QUER-03: alternating v1, v2 and v3 queries arm a bounded number of timers and never lengthen one")
    void shouldKeepStillUnderAlternatingQueries() {
        HostRig rig = joined();
        rig.host.onOldQuery(1, 0, 0, rig.nowNs);
        long dueNs = nextReportNs(rig);
        for (int i = 0; i < 5_000; i++) {
            rig.host.onOldQuery(2, 0, 20 * S, rig.nowNs);
            rig.general(30 * S);
            rig.host.onOldQuery(1, 0, 0, rig.nowNs);
            assertThat(nextReportNs(rig)).isLessThanOrEqualTo(dueNs);
            dueNs = nextReportNs(rig);
            assertThat(rig.wheel.active()).isLessThanOrEqualTo(3);
        }
        assertThat(rig.count(HostCounter.VERSION_CHANGED)).isEqualTo(1);
    }

    @Test
    @DisplayName("R-TIMER-03: QQI 31,744 s x QRV 7 + 3174.4 s is counted in 64 bits")
    void shouldCountTheLongestTimeoutExactly() {
        HostRig rig = joined();
        rig.host.onQuery(0, new int[0], 0, 3_174_400 * MS, 7, 31_744 * S, rig.nowNs);
        rig.host.onOldQuery(2, 0, 25_500 * MS, rig.nowNs);
        rig.run(7 * 31_744 * S + 25_500 * MS - 1);
        assertThat(rig.host.version()).isEqualTo(2);
        rig.run(1);
        assertThat(rig.host.version()).isEqualTo(3);
    }

    @Test
    void shouldReportSourceFiltersAsPlainMembershipInOldVersions() {
        HostRig rig = new HostRig(HostRig.version(2, 1), 10);
        rig.set(1, 0b0001);
        rig.run(20 * S);
        assertThat(rig.takeTexts()).containsExactly("V2 239.1.1.1[]", "V2 239.1.1.1[]");
        rig.set(1, 0b1010);
        rig.run(20 * S);
        assertThat(rig.take()).isEmpty();
        rig.sources(G, S, HostRig.SOURCES[1]);
        rig.run(20 * S);
        assertThat(rig.takeTexts()).as("a source query asks an old host for the group")
                .containsExactly("V2 239.1.1.1[]");
    }
}
