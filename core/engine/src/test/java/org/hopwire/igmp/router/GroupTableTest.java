package org.hopwire.igmp.router;

import java.util.List;

import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.igmp.router.RouterRig.GMI;
import static org.hopwire.igmp.router.RouterRig.GROUP;
import static org.hopwire.igmp.router.RouterRig.HOST_A;
import static org.hopwire.igmp.router.RouterRig.HOST_B;
import static org.hopwire.igmp.router.RouterRig.NO_SOURCES;
import static org.hopwire.igmp.router.RouterRig.SECOND;
import static org.hopwire.igmp.router.RouterRig.SSM_GROUP;
import static org.hopwire.wire.igmp.RecordType.ALLOW_NEW_SOURCES;
import static org.hopwire.wire.igmp.RecordType.BLOCK_OLD_SOURCES;
import static org.hopwire.wire.igmp.RecordType.CHANGE_TO_EXCLUDE_MODE;
import static org.hopwire.wire.igmp.RecordType.CHANGE_TO_INCLUDE_MODE;
import static org.hopwire.wire.igmp.RecordType.MODE_IS_EXCLUDE;
import static org.hopwire.wire.igmp.RecordType.MODE_IS_INCLUDE;

class GroupTableTest {
    private static final int S1 = Ipv4Address.parse("10.9.0.1");
    private static final int S2 = Ipv4Address.parse("10.9.0.2");
    private static final int S3 = Ipv4Address.parse("10.9.0.3");

    private final RouterRig rig = new RouterRig().ready();

    @Test
    @DisplayName("1.1: a report makes an entry that lives for the Group Membership Interval, 260 s (1.4)")
    void shouldKeepAGroupForItsInterval() {
        rig.v2(GROUP, HOST_A);
        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[]");
        rig.advance(GMI - 1);
        assertThat(rig.forwarding).containsKey(GROUP);
        rig.advance(1);
        assertThat(rig.forwarding).isEmpty();
        assertThat(rig.events).containsExactly("joined 239.1.2.3", "left 239.1.2.3");
    }

    @Test
    @DisplayName("1.1: a leave draws two group-specific queries 1 s apart; case 2: nobody answers, gone after 2 s")
    void shouldAskTwiceAfterALeave() {
        rig.v2(GROUP, HOST_A).leave(GROUP, HOST_A);
        assertThat(rig.asked()).containsExactly("Q(G)");
        rig.advance(SECOND - 1);
        assertThat(rig.asked()).isEmpty();
        rig.advance(1);
        assertThat(rig.asked()).containsExactly("Q(G)");
        assertThat(rig.forwarding).containsKey(GROUP);
        rig.advance(SECOND);
        assertThat(rig.forwarding).isEmpty();
        assertThat(rig.asked()).isEmpty();
    }

    @Test
    @DisplayName("1.1: case 1, another member answers: forwarding goes on, the second query has the S flag")
    void shouldKeepTheGroupWhenAnotherMemberAnswers() {
        rig.v2(GROUP, HOST_A).leave(GROUP, HOST_A);
        rig.advance(SECOND / 2);
        rig.v2(GROUP, HOST_B);
        rig.advance(SECOND / 2);

        assertThat(rig.asked()).containsExactly("Q(G)", "Q(G) S");
        rig.advance(GMI - SECOND);
        assertThat(rig.state(GROUP)).startsWith("EXCLUDE 0.5");
        assertThat(rig.updates).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 2236: in version 2, which has no S flag, an answer ends the queries")
    void shouldStopAskingInVersion2() {
        RouterRig old = new RouterRig(RouterConfig.defaults().withVersion(2)).ready();
        old.v2(GROUP, HOST_A).leave(GROUP, HOST_A);
        old.advance(SECOND / 2);
        old.v2(GROUP, HOST_B);
        old.advance(5 * SECOND);

        assertThat(old.asked()).containsExactly("Q(G)");
        old.record(MODE_IS_INCLUDE, GROUP, HOST_A, S1).record(ALLOW_NEW_SOURCES, GROUP, HOST_A, S1);
        assertThat(old.count(RouterCounter.NEWER_REPORT)).isEqualTo(2);
    }

    @Test
    @DisplayName("1.3: v1 leave is silent; in version 1 leaves and later reports are not followed")
    void shouldFollowOnlyVersion1InVersion1() {
        RouterRig old = new RouterRig(RouterConfig.defaults().withVersion(1)).ready();
        old.querier.setDesignated(true, old.now);
        old.v1(GROUP, HOST_A).leave(GROUP, HOST_A).v2(GROUP + 1, HOST_A);

        assertThat(old.asked()).isEmpty();
        assertThat(old.table.groups()).isEqualTo(1);
        assertThat(old.count(RouterCounter.NEWER_REPORT)).isEqualTo(2);
        old.advance(GMI);
        assertThat(old.forwarding).isEmpty();
    }

    @Test
    @DisplayName("R-LEAVE-01: a flood of leaves has one query train per group in flight; an absent group draws nothing")
    void shouldAnswerAFloodOfLeavesWithOneTrain() {
        rig.v2(GROUP, HOST_A);
        for (int i = 0; i < 2_500; i++) {
            rig.leave(GROUP, HOST_A).leave(GROUP + 1, HOST_A);
            rig.advance(SECOND / 1_000);
        }

        assertThat(rig.asked()).containsExactly("Q(G)", "Q(G)");
        assertThat(rig.count(RouterCounter.ABSENT_GROUP)).isGreaterThan(2_500);
        assertThat(rig.count(RouterCounter.LEAVE_MERGED)).isBetween(1_990L, 2_010L);
    }

    @Test
    @DisplayName("R-LEAVE-01: reports and leaves in turn keep the pace of one train, and the group is not lost")
    void shouldKeepThePaceUnderReportsAndLeaves() {
        for (int i = 0; i < 10_000; i++) {
            rig.v2(GROUP, HOST_A).leave(GROUP, HOST_B).record(ALLOW_NEW_SOURCES, GROUP + 1, HOST_A, S1)
                    .record(BLOCK_OLD_SOURCES, GROUP + 1, HOST_A, S1);
            rig.advance(SECOND / 1_000);
        }

        assertThat(rig.asked()).hasSizeBetween(18, 22);
        assertThat(rig.forwarding).hasSize(2);
        rig.advance(3 * SECOND);
        assertThat(rig.forwarding).isEmpty();
    }

    @Test
    @DisplayName("R-LEAVE-01: trains of many groups are paced; each still gets its queries, none loses time")
    void shouldPaceTrains() {
        RouterRig slow = new RouterRig(RouterConfig.defaults()
                .withLimits(RouterConfig.Limits.defaults().withQueriesPerSecond(10))).ready();
        for (int i = 0; i < 100; i++) {
            slow.v2(GROUP + i, HOST_A);
        }
        for (int i = 0; i < 100; i++) {
            slow.leave(GROUP + i, HOST_A);
        }
        assertThat(slow.asked()).hasSize(10);
        slow.advance(5 * SECOND);
        assertThat(slow.asked().size()).isBetween(90, 120);
        assertThat(slow.table.groups()).isBetween(50, 75);
        slow.advance(20 * SECOND);
        assertThat(slow.forwarding).isEmpty();
        assertThat(slow.count(RouterCounter.GROUP_QUERY_SENT)).isEqualTo(200);
        assertThat(slow.count(RouterCounter.QUERY_PACED)).isEqualTo(90);
    }

    @Test
    @DisplayName("a train whose turn would come after the membership has aged out is not begun")
    void shouldRefuseTrainsThatComeTooLate() {
        RouterRig slow = new RouterRig(RouterConfig.defaults()
                .withLimits(RouterConfig.Limits.defaults().withQueriesPerSecond(1))).ready();
        for (int i = 0; i < 400; i++) {
            slow.v2(GROUP + i, HOST_A).leave(GROUP + i, HOST_A);
        }

        assertThat(slow.count(RouterCounter.QUERY_REFUSED)).isEqualTo(400 - 261);
        slow.advance(GMI + 3 * SECOND);
        assertThat(slow.forwarding).isEmpty();
    }

    @Test
    @DisplayName("section 6.6.3.2: sources refreshed meanwhile are asked with the S flag, the others without")
    void shouldSplitSourceQueriesBySFlag() {
        rig.record(ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S2).record(BLOCK_OLD_SOURCES, GROUP, HOST_A, S1, S2);
        rig.advance(SECOND / 2);
        rig.record(MODE_IS_INCLUDE, GROUP, HOST_B, S1);
        rig.advance(SECOND);

        assertThat(rig.asked()).containsExactly("Q(G,[168361985, 168361986])", "Q(G,[168361985]) S",
                "Q(G,[168361986])");
        rig.advance(SECOND);
        assertThat(rig.forwarding).containsEntry(GROUP, "INCLUDE[168361985]");
    }

    @Test
    @DisplayName("section 6.6.3.2: a source blocked during a train is asked at once and then with the others")
    void shouldMergeSourcesIntoATrain() {
        rig.record(ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S2).record(BLOCK_OLD_SOURCES, GROUP, HOST_A, S1);
        rig.advance(SECOND / 2);
        rig.record(BLOCK_OLD_SOURCES, GROUP, HOST_A, S1, S2);
        assertThat(rig.asked()).containsExactly("Q(G,[168361985])", "Q(G,[168361986])");
        rig.advance(SECOND / 2);
        assertThat(rig.asked()).containsExactly("Q(G,[168361985, 168361986])");
        rig.advance(SECOND);
        assertThat(rig.forwarding).containsEntry(GROUP, "INCLUDE[168361986]");
        rig.advance(SECOND / 2);
        assertThat(rig.forwarding).isEmpty();
        assertThat(rig.asked()).isEmpty();
    }

    @Test
    @DisplayName("section 6.6.1: a non-querier lowers timers by the querier's queries, not for the S flag, and asks not")
    void shouldLowerTimersForTheQueriersQueries() {
        RouterRig silent = new RouterRig(RouterConfig.defaults().withQuerier(false)).ready();
        silent.record(ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S2, S3).v2(GROUP + 1, HOST_A).leave(GROUP + 1, HOST_A);
        silent.table.onQuery(GROUP, new int[] {S2}, 1, true, 3, SECOND, silent.now);
        silent.table.onQuery(GROUP, new int[] {S3, S1}, 2, false, 3, SECOND, silent.now);
        silent.table.onQuery(GROUP, NO_SOURCES, 0, false, 3, SECOND, silent.now);
        assertThat(silent.state(GROUP)).isEqualTo("INCLUDE v3 [10.9.0.1=2.0, 10.9.0.2=260.0, 10.9.0.3=2.0]");
        assertThat(silent.state(GROUP + 1)).isEqualTo("EXCLUDE 260.0 v2 []");

        silent.table.onQuery(GROUP + 1, NO_SOURCES, 0, false, 2, 3 * SECOND, silent.now);
        assertThat(silent.state(GROUP + 1)).as("RFC 2236: count times what the query gives").contains("EXCLUDE 6.0");
        silent.table.onQuery(GROUP + 1, NO_SOURCES, 0, false, 3, SECOND, silent.now);
        silent.advance(2 * SECOND);
        assertThat(silent.forwarding).hasSize(1).containsEntry(GROUP, "INCLUDE[168361986]");
        assertThat(silent.queries).isEmpty();
        assertThat(silent.count(RouterCounter.QUERY_SUPPRESSED)).isEqualTo(1);
    }

    @Test
    @DisplayName("section 7.3.2: with a v2 host BLOCK and the sources of TO_EX are ignored, until it ages out")
    void shouldFollowVersion2Compatibility() {
        rig.v2(GROUP, HOST_A).record(BLOCK_OLD_SOURCES, GROUP, HOST_B, S1)
                .record(CHANGE_TO_EXCLUDE_MODE, GROUP, HOST_B, S1);
        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE 260.0 v2 []");
        assertThat(rig.asked()).isEmpty();
        assertThat(rig.count(RouterCounter.BLOCK_IGNORED)).isEqualTo(1);
        assertThat(rig.count(RouterCounter.SOURCES_IGNORED)).isEqualTo(1);
        rig.advance(GMI - 1);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        assertThat(rig.state(GROUP)).contains("v2");
        rig.advance(1);
        rig.record(BLOCK_OLD_SOURCES, GROUP, HOST_B, S1);
        assertThat(rig.state(GROUP)).startsWith("EXCLUDE 259.999999999 v3 [10.9.0.1=");
    }

    @Test
    @DisplayName("section 7.3.2, 1.1, 1.4 older host present: with a v1 host leaves and TO_IN are ignored as well")
    void shouldFollowVersion1Compatibility() {
        rig.v2(GROUP, HOST_B).v1(GROUP, HOST_A).leave(GROUP, HOST_B).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_B)
                .record(BLOCK_OLD_SOURCES, GROUP, HOST_B, S1).record(CHANGE_TO_EXCLUDE_MODE, GROUP, HOST_B, S1)
                .v2(GROUP, HOST_B);
        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE 260.0 v1 []");
        assertThat(rig.asked()).isEmpty();
        assertThat(rig.count(RouterCounter.LEAVE_IGNORED_V1)).isEqualTo(2);
        rig.advance(100 * SECOND);
        rig.v2(GROUP, HOST_B);
        rig.advance(160 * SECOND);
        assertThat(rig.state(GROUP)).as("the v1 host has aged out").contains("v2");
        rig.leave(GROUP, HOST_B);
        assertThat(rig.asked()).containsExactly("Q(G)");
    }

    @Test
    @DisplayName("section 7.3.2: an old report is IS_EX {}: sources that were listed are no longer special")
    void shouldReadAnOldReportAsExcludeNothing() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A, S1, S2).record(ALLOW_NEW_SOURCES, GROUP + 1, HOST_A, S1)
                .v2(GROUP, HOST_B).v1(GROUP + 1, HOST_B);

        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE 260.0 v2 []");
        assertThat(rig.state(GROUP + 1)).isEqualTo("EXCLUDE 260.0 v1 []");
        assertThat(rig.table.sources()).isZero();
    }

    @Test
    @DisplayName("1.3: reports of 224.0.0.1, of what is no group, and sources that can be none are refused")
    void shouldRefuseBadAddresses() {
        rig.v2(Ipv4Address.ALL_SYSTEMS, HOST_A).v2(HOST_B, HOST_A).record(ALLOW_NEW_SOURCES, GROUP, HOST_A, 0, GROUP,
                0x7F00_0001, -1);

        assertThat(rig.table.groups()).isZero();
        assertThat(rig.count(RouterCounter.BAD_GROUP)).isEqualTo(2);
        assertThat(rig.count(RouterCounter.BAD_SOURCE)).isEqualTo(4);
    }

    @Test
    @DisplayName("1.3, RFC 4604: old reports and EXCLUDE records in the SSM range are ignored, INCLUDE is followed")
    void shouldEnforceTheSsmRange() {
        rig.v1(SSM_GROUP, HOST_A).v2(SSM_GROUP, HOST_A).leave(SSM_GROUP, HOST_A)
                .record(MODE_IS_EXCLUDE, SSM_GROUP, HOST_A).record(CHANGE_TO_EXCLUDE_MODE, SSM_GROUP, HOST_A, S1);
        assertThat(rig.table.groups()).isZero();
        assertThat(rig.count(RouterCounter.SSM_IGNORED)).isEqualTo(5);
        rig.record(ALLOW_NEW_SOURCES, SSM_GROUP, HOST_A, S1).v2(SSM_GROUP, HOST_B);
        assertThat(rig.state(SSM_GROUP)).isEqualTo("INCLUDE v3 [10.9.0.1=260.0]");
    }

    @Test
    @DisplayName("1.3: SSM mapping gives old reports sources; the longest prefix counts, a leave asks for them alone")
    void shouldMapOldReportsToSources() {
        SsmMap map = new PrefixSsmMap(List.of(Ipv4Prefix.parse("232.0.0.0/8")), List.of(
                new PrefixSsmMap.Entry(Ipv4Prefix.parse("232.0.0.0/8"), List.of(S3)),
                new PrefixSsmMap.Entry(Ipv4Prefix.parse("232.1.0.0/16"), List.of(S2, S1))));
        RouterRig mapped = new RouterRig(RouterConfig.defaults().withSsm(map)).ready();
        mapped.v2(SSM_GROUP, HOST_A).record(ALLOW_NEW_SOURCES, SSM_GROUP, HOST_B, S3)
                .v1(Ipv4Address.parse("232.9.9.9"), HOST_A);

        assertThat(mapped.state(SSM_GROUP)).isEqualTo("INCLUDE v3 [10.9.0.1=260.0, 10.9.0.2=260.0, 10.9.0.3=260.0]");
        assertThat(mapped.state(Ipv4Address.parse("232.9.9.9"))).isEqualTo("INCLUDE v3 [10.9.0.3=260.0]");
        mapped.leave(SSM_GROUP, HOST_A);
        assertThat(mapped.asked()).containsExactly("Q(G,[168361985, 168361986])");
        assertThat(mapped.count(RouterCounter.SSM_MAPPED)).isEqualTo(3);
        assertThatThrownBy(() -> new PrefixSsmMap.Entry(Ipv4Prefix.parse("10.0.0.0/8"), List.of(S1)))
                .hasMessage("ssm_map group: 10.0.0.0/8 is not a prefix of groups");
    }

    @Test
    @DisplayName("an access list decides by group, source and host, the first match counts; leaves are never denied")
    void shouldFollowTheAccessList() {
        Ipv4Prefix any = Ipv4Prefix.DEFAULT_ROUTE;
        AccessList list = new PrefixAccessList(List.of(
                new PrefixAccessList.Rule(false, any, any, new Ipv4Prefix(HOST_B, 32)),
                new PrefixAccessList.Rule(false, any, new Ipv4Prefix(S1, 32), any),
                new PrefixAccessList.Rule(true, new Ipv4Prefix(GROUP, 32), any, any)), false);
        RouterRig strict = new RouterRig(RouterConfig.defaults().withAccess(list)).ready();
        strict.v2(GROUP, HOST_B).v2(GROUP + 1, HOST_A).record(ALLOW_NEW_SOURCES, GROUP, HOST_B, S2)
                .record(ALLOW_NEW_SOURCES, GROUP, HOST_A, S1);
        assertThat(strict.table.groups()).isZero();
        assertThat(strict.count(RouterCounter.ACCESS_DENIED_GROUP)).isEqualTo(2);
        assertThat(strict.count(RouterCounter.ACCESS_DENIED_SOURCE)).isEqualTo(2);
        strict.record(MODE_IS_INCLUDE, GROUP, HOST_A, S1, S2);
        assertThat(strict.state(GROUP)).isEqualTo("INCLUDE v3 [10.9.0.2=260.0]");
        strict.record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_B);
        assertThat(strict.asked()).containsExactly("Q(G,[168361986])");
    }

    @Test
    @DisplayName("static groups and sources are forwarded whoever reports, and never leave with the members")
    void shouldKeepStaticEntries() {
        rig.table.addStatic(GROUP, S2, rig.now);
        rig.record(ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S2);
        assertThat(rig.forwarding).containsEntry(GROUP, "INCLUDE[168361985, 168361986]");
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A, S2, S3);
        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[168361987]");
        assertThat(rig.table.addStatic(GROUP, rig.now)).isTrue();
        assertThat(rig.table.addStatic(GROUP, rig.now)).isFalse();
        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[]");
        rig.advance(GMI);
        rig.table.flush(rig.now);
        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE ever v3 static [10.9.0.2*]");
        assertThat(rig.table.removeStatic(GROUP, rig.now)).isTrue();
        assertThat(rig.forwarding).containsEntry(GROUP, "INCLUDE[168361986]");
        assertThat(rig.table.removeStatic(GROUP, S1, rig.now)).isFalse();
        assertThat(rig.table.removeStatic(GROUP, S2, rig.now)).isTrue();
        assertThat(rig.table.groups() + rig.table.sources() + rig.budget.used() + rig.forwarding.size()).isZero();
        assertThat(rig.wheel.active()).as("but for the querier's own").isEqualTo(1);
    }

    @Test
    @DisplayName("R-CFG-01: static entries that can be none are refused with a sentence, and nothing changes")
    void shouldRefuseBadStaticEntries() {
        assertThatThrownBy(() -> rig.table.addStatic(HOST_A, rig.now))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("static group: 10.0.0.11 is not a group");
        assertThatThrownBy(() -> rig.table.addStatic(GROUP, GROUP, rig.now))
                .hasMessage("static source: 239.1.2.3 is not a host");
        assertThat(rig.table.groups()).isZero();
        assertThat(rig.table.removeStatic(GROUP, rig.now)).isFalse();
    }

    @Test
    @DisplayName("R-CFG-01: a table of a querier that was never started takes everything and asks nobody")
    void shouldWorkWithoutAStartedQuerier() {
        RouterRig idle = new RouterRig();
        idle.v2(GROUP, HOST_A).leave(GROUP, HOST_A);
        idle.table.onQuery(GROUP, NO_SOURCES, 0, false, 3, SECOND, idle.now);
        idle.table.reconfigure(RouterConfig.defaults().withTracking(RouterConfig.Tracking.OFF), idle.now);
        idle.table.flush(idle.now);
        idle.table.flush(idle.now);

        assertThat(idle.queries).isEmpty();
        assertThat(idle.table.groups() + idle.wheel.active()).isZero();
    }

    @Test
    @DisplayName("R-CFG-01: another configuration moves no timer of a member")
    void shouldReconfigureGracefully() {
        rig.v2(GROUP, HOST_A);
        rig.advance(100 * SECOND);
        rig.table.reconfigure(RouterConfig.defaults().withLimits(RouterConfig.Limits.defaults().withGroups(1, 1)),
                rig.now);

        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE 160.0 v2 []");
        rig.v2(GROUP + 1, HOST_A).v2(GROUP, HOST_A);
        assertThat(rig.count(RouterCounter.GROUP_LIMIT)).isEqualTo(1);
        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE 260.0 v2 []");
    }

    @Test
    @DisplayName("a source that is not told can still be told: INCLUDE {} of nobody makes nothing")
    void shouldMakeNothingOfNothing() {
        rig.record(MODE_IS_INCLUDE, GROUP, HOST_A).record(ALLOW_NEW_SOURCES, GROUP, HOST_A)
                .record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A).record(BLOCK_OLD_SOURCES, GROUP, HOST_A, S1);

        assertThat(rig.count(RouterCounter.ABSENT_GROUP)).isEqualTo(4);
        assertThat(rig.events).isEmpty();
    }
}
