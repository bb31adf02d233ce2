package org.hopwire.igmp.router;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.igmp.router.RouterRig.GMI;
import static org.hopwire.igmp.router.RouterRig.GROUP;
import static org.hopwire.igmp.router.RouterRig.HOST_A;
import static org.hopwire.igmp.router.RouterRig.HOST_B;
import static org.hopwire.igmp.router.RouterRig.SECOND;
import static org.hopwire.wire.igmp.RecordType.ALLOW_NEW_SOURCES;
import static org.hopwire.wire.igmp.RecordType.BLOCK_OLD_SOURCES;
import static org.hopwire.wire.igmp.RecordType.CHANGE_TO_EXCLUDE_MODE;
import static org.hopwire.wire.igmp.RecordType.CHANGE_TO_INCLUDE_MODE;
import static org.hopwire.wire.igmp.RecordType.MODE_IS_EXCLUDE;
import static org.hopwire.wire.igmp.RecordType.MODE_IS_INCLUDE;

/** Fast leave that cuts nobody off (protocols.md 5.8, pali/igmpproxy 87). */
class HostTrackingTest {
    private static final int S1 = 0x0A09_0001;
    private static final int S2 = 0x0A09_0002;

    private final RouterRig rig = new RouterRig(RouterRig.fast(false)).ready();

    @Test
    @DisplayName("the last tracked host's leave acts at once, without a query")
    void shouldLeaveAtOnceWhenNobodyElseWants() {
        rig.record(CHANGE_TO_EXCLUDE_MODE, GROUP, HOST_A).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);

        assertThat(rig.forwarding).isEmpty();
        assertThat(rig.asked()).isEmpty();
        assertThat(rig.count(RouterCounter.FAST_LEAVE)).isEqualTo(1);
        assertThat(rig.table.memberships() + rig.table.hosts() + rig.table.groups()).isZero();
    }

    @Test
    @DisplayName("R-LEAVE-02: while another host wants the group, a leave stops nothing and the members are asked")
    void shouldNotCutOffAnother() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(MODE_IS_EXCLUDE, GROUP, HOST_B)
                .record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);

        assertThat(rig.asked()).containsExactly("Q(G)");
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        rig.advance(10 * SECOND);
        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[]");
        assertThat(rig.updates).isEqualTo(1);
    }

    @Test
    @DisplayName("a host in INCLUDE mode whose sources have no timers is not cut off by the last EXCLUDE host's leave")
    void shouldAskWhereAnIncludeHostLivesOnExclude() {
        rig.record(ALLOW_NEW_SOURCES, GROUP, HOST_B, S1).record(CHANGE_TO_EXCLUDE_MODE, GROUP, HOST_A)
                .record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);
        rig.asked();
        assertThat(rig.state(GROUP)).startsWith("EXCLUDE 2.0");

        rig.record(ALLOW_NEW_SOURCES, GROUP, HOST_B, S1).record(CHANGE_TO_EXCLUDE_MODE, GROUP, HOST_A, S1)
                .record(ALLOW_NEW_SOURCES, GROUP, HOST_B, S1).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);
        assertThat(rig.forwarding).as("its source has a timer now").containsEntry(GROUP, "INCLUDE[168361985]");
    }

    @Test
    @DisplayName("an EXCLUDE host that answers a group-and-source query with IS_IN is in EXCLUDE mode still (RFC 9776 "
            + "section 5.2), and another's leave does not cut it off")
    void shouldNotTakeAnAnswerAboutSourcesForAChangeOfMode() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(MODE_IS_EXCLUDE, GROUP, HOST_B, S2)
                .record(MODE_IS_INCLUDE, GROUP, HOST_B, S1, S2).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);

        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[]");
        assertThat(rig.asked()).contains("Q(G)");
        assertThat(rig.count(RouterCounter.FAST_LEAVE)).isZero();
    }

    @Test
    @DisplayName("a host whose change to INCLUDE mode was lost is in that mode when the group's EXCLUDE mode is over")
    void shouldCorrectTheModeOfAHostOnceTheGroupHasLeftExclude() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A);
        rig.advance(GMI - SECOND);
        rig.record(MODE_IS_INCLUDE, GROUP, HOST_A, S2).record(ALLOW_NEW_SOURCES, GROUP, HOST_B, S1);
        rig.advance(2 * SECOND);
        rig.asked();
        rig.record(MODE_IS_INCLUDE, GROUP, HOST_A, S2).record(BLOCK_OLD_SOURCES, GROUP, HOST_B, S1);

        assertThat(rig.forwarding).as("nobody else wants the first").containsEntry(GROUP, "INCLUDE[168361986]");
        assertThat(rig.asked()).isEmpty();
    }

    @Test
    @DisplayName("a blocked source goes at once where no other host wants it, and is asked for where one does")
    void shouldBlockSourcesAtOnce() {
        rig.record(ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S2).record(ALLOW_NEW_SOURCES, GROUP, HOST_B, S2)
                .record(BLOCK_OLD_SOURCES, GROUP, HOST_A, S1, S2);

        assertThat(rig.forwarding).containsEntry(GROUP, "INCLUDE[168361986]");
        assertThat(rig.asked()).containsExactly("Q(G,[168361986])");
    }

    @Test
    @DisplayName("in EXCLUDE mode a source blocked by all who are tracked joins the exclude list at once")
    void shouldExcludeAtOnce() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(MODE_IS_EXCLUDE, GROUP, HOST_B, S1)
                .record(BLOCK_OLD_SOURCES, GROUP, HOST_A, S1, S2);

        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[168361985]");
        assertThat(rig.asked()).containsExactly("Q(G,[168361986])");
    }

    @Test
    @DisplayName("where hosts suppress each other's v2 reports, a v2 leave is never fast, nor a v3 leave beside v2")
    void shouldNotTrustSuppressedHosts() {
        rig.v2(GROUP, HOST_A).leave(GROUP, HOST_A);
        assertThat(rig.forwarding).containsKey(GROUP);
        assertThat(rig.asked()).containsExactly("Q(G)");
        rig.v2(GROUP, HOST_A).record(MODE_IS_EXCLUDE, GROUP, HOST_B).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_B);
        assertThat(rig.forwarding).containsKey(GROUP);
        assertThat(rig.count(RouterCounter.FAST_LEAVE)).isZero();
    }

    @Test
    @DisplayName("where reports are kept apart, v2 hosts are tracked reliably and their last leave is fast")
    void shouldTrustSeparatedHosts() {
        RouterRig apart = new RouterRig(RouterRig.fast(true)).ready();
        apart.v2(GROUP, HOST_A).v2(GROUP, HOST_B).leave(GROUP, HOST_A);
        assertThat(apart.forwarding).containsKey(GROUP);
        apart.v2(GROUP, HOST_B).leave(GROUP, HOST_B);
        assertThat(apart.forwarding).isEmpty();
    }

    @Test
    @DisplayName("before the start-up queries were answered nobody is cut off: not all hosts have reported yet")
    void shouldNotBeFastBeforeAllHaveReported() {
        RouterRig fresh = new RouterRig(RouterRig.fast(false));
        fresh.querier.start(fresh.now);
        fresh.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);

        assertThat(fresh.forwarding).containsKey(GROUP);
        assertThat(fresh.asked()).containsExactly("Q(G)");
    }

    @Test
    @DisplayName("hosts are told apart by address and MAC: 0.0.0.0 twice is two hosts")
    void shouldKeyByAddressAndMac() {
        rig.table.onRecord(MODE_IS_EXCLUDE, GROUP, RouterRig.NO_SOURCES, 0, 0, 1, rig.now);
        rig.table.onRecord(MODE_IS_EXCLUDE, GROUP, RouterRig.NO_SOURCES, 0, 0, 2, rig.now);
        rig.table.onRecord(CHANGE_TO_INCLUDE_MODE, GROUP, RouterRig.NO_SOURCES, 0, 0, 1, rig.now);

        assertThat(rig.forwarding).containsKey(GROUP);
        assertThat(rig.table.hosts()).isEqualTo(1);
        assertThat(rig.recount()).containsExactly(1, 0, 1);
    }

    @Test
    @DisplayName("hosts that report no more are forgotten after the Group Membership Interval")
    void shouldForgetSilentHosts() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        rig.advance(200 * SECOND);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A);
        rig.advance(100 * SECOND);
        assertThat(rig.table.memberships()).isEqualTo(1);
        rig.record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);
        assertThat(rig.forwarding).as("the silent one does not count").isEmpty();
    }

    @Test
    @DisplayName("a host that could not be tracked keeps fast leave off for the group")
    void shouldNotBeFastWithUntrackedHosts() {
        RouterRig small = new RouterRig(RouterRig.fast(false)
                .withLimits(RouterConfig.Limits.defaults().withGroups(100, 1))).ready();
        small.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(MODE_IS_EXCLUDE, GROUP, HOST_B)
                .record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);

        assertThat(small.forwarding).containsKey(GROUP);
        assertThat(small.asked()).containsExactly("Q(G)");
        assertThat(small.count(RouterCounter.HOST_LIMIT)).isEqualTo(1);
        assertThat(small.events).contains("limit HOSTS");
    }

    @Test
    @DisplayName("the share of a host: groups beyond it are refused, told once, and admitted when it leaves one")
    void shouldLimitGroupsOfAHost() {
        RouterRig fair = new RouterRig(RouterRig.fast(false)
                .withLimits(RouterConfig.Limits.defaults().withGroupsPerHost(2))).ready();
        for (int i = 0; i < 5; i++) {
            fair.record(MODE_IS_EXCLUDE, GROUP + i, HOST_A);
        }
        fair.record(MODE_IS_EXCLUDE, GROUP + 4, HOST_B).record(MODE_IS_EXCLUDE, GROUP, HOST_A);

        assertThat(fair.table.groups()).isEqualTo(3);
        assertThat(fair.count(RouterCounter.HOST_GROUP_LIMIT)).isEqualTo(3);
        assertThat(fair.events.stream().filter("limit GROUPS_OF_HOST"::equals)).hasSize(1);
        fair.record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A).record(MODE_IS_EXCLUDE, GROUP + 2, HOST_A);
        assertThat(fair.forwarding).containsKey(GROUP + 2);
        assertThatThrownBy(() -> RouterConfig.defaults().withTracking(RouterConfig.Tracking.OFF)
                .withLimits(RouterConfig.Limits.defaults().withGroupsPerHost(2)))
                .hasMessageContaining("groups_per_host: 2 needs host tracking");
    }

    @Test
    @DisplayName("tracking switched on late is not trusted before every member must have reported")
    void shouldNotTrustLateTracking() {
        RouterRig late = new RouterRig(RouterConfig.defaults().withTracking(RouterConfig.Tracking.OFF)).ready();
        late.record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        late.table.reconfigure(RouterRig.fast(false), late.now);
        late.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);
        assertThat(late.forwarding).containsKey(GROUP);
        late.advance(GMI + 1);
        late.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);
        assertThat(late.forwarding).isEmpty();
    }
}
