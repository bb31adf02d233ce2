package org.hopwire.igmp.host;

import java.util.stream.IntStream;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.igmp.host.HostRig.G;
import static org.hopwire.igmp.host.HostRig.MS;
import static org.hopwire.igmp.host.HostRig.S;

/** What is there stays exact, what is new is refused; link flaps and storms leave nothing behind. */
class HostLimitsTest {
    private static HostRig limited(int groups, int sources, int handles) {
        return new HostRig(HostConfig.RFC9776.with(new HostLimits(groups, sources, handles, 10)), 1);
    }

    @Test
    @DisplayName("R-STATE-01: groups beyond the limit are refused, told once until there is room again")
    void shouldRefuseGroupsBeyondTheLimit() {
        HostRig rig = limited(2, 10, 10);
        assertThat(rig.host.join(1, G, 0)).isEqualTo(JoinResult.DONE);
        assertThat(rig.host.join(1, G + 1, 0)).isEqualTo(JoinResult.DONE);
        assertThat(rig.host.join(1, G + 2, 0)).isEqualTo(JoinResult.TOO_MANY_GROUPS);
        assertThat(rig.host.join(1, G + 3, 0)).isEqualTo(JoinResult.TOO_MANY_GROUPS);
        assertThat(rig.host.join(2, G, 0)).as("a group that is there").isEqualTo(JoinResult.DONE);
        assertThat(rig.host.isMember(G + 2)).isFalse();
        assertThat(rig.events).filteredOn(event -> event.startsWith("limit")).containsExactly("limit GROUPS");
        rig.host.leave(1, G + 1, 0);
        assertThat(rig.host.join(1, G + 2, 0)).as("at once, though the leave is still repeated")
                .isEqualTo(JoinResult.DONE);
        assertThat(rig.host.join(1, G + 3, 0)).isEqualTo(JoinResult.TOO_MANY_GROUPS);
        assertThat(rig.events).filteredOn(event -> event.startsWith("limit")).hasSize(2);
        assertThat(rig.count(HostCounter.REFUSED_GROUPS)).isEqualTo(3);
    }

    @Test
    void shouldRefuseListsWhoseUnionIsTooLongEvenWhileAnotherFilterExcludes() {
        HostRig rig = limited(5, 4, 10);
        int[] sources = IntStream.range(1, 11).map(i -> 0x0a00_0000 + i).toArray();
        assertThat(rig.host.set(1, G, FilterMode.EXCLUDE, sources, 5, 0)).isEqualTo(JoinResult.TOO_MANY_SOURCES);
        assertThat(rig.host.join(1, G, 0)).isEqualTo(JoinResult.DONE);
        assertThat(rig.host.set(2, G, FilterMode.INCLUDE, sources, 3, 0)).isEqualTo(JoinResult.DONE);
        int[] others = {sources[7], sources[8]};
        assertThat(rig.host.set(3, G, FilterMode.INCLUDE, others, 2, 0)).isEqualTo(JoinResult.TOO_MANY_SOURCES);
        assertThat(rig.host.set(3, G, FilterMode.INCLUDE, others, 1, 0)).isEqualTo(JoinResult.DONE);
        assertThat(rig.host.set(2, G, FilterMode.INCLUDE, sources, 4, 0)).isEqualTo(JoinResult.TOO_MANY_SOURCES);
        assertThat(rig.host.accepts(2, G, sources[3])).as("refused whole").isFalse();
        assertThat(rig.host.accepts(2, G, sources[2])).isTrue();
        rig.host.leave(1, G, 0);
        assertThat(rig.host.accepts(G, sources[0]) && rig.host.accepts(G, others[0])).isTrue();
        assertThat(rig.count(HostCounter.REFUSED_SOURCES)).isEqualTo(3);
    }

    @Test
    void shouldRefuseHandlesBeyondTheLimit() {
        HostRig rig = limited(10, 10, 2);
        rig.host.join(1, G, 0);
        rig.host.join(2, G, 0);
        assertThat(rig.host.join(3, G, 0)).isEqualTo(JoinResult.TOO_MANY_HANDLES);
        assertThat(rig.host.join(2, G + 1, 0)).isEqualTo(JoinResult.DONE);
        rig.host.leave(2, G, 0);
        assertThat(rig.host.join(3, G, 0)).isEqualTo(JoinResult.TOO_MANY_HANDLES);
        rig.host.close(2, 0);
        assertThat(rig.host.join(3, G, 0)).isEqualTo(JoinResult.DONE);
        assertThat(rig.count(HostCounter.REFUSED_HANDLES)).isEqualTo(2);
    }

    @Test
    void shouldRefuseWhatIsNoGroupAndNoSource() {
        HostRig rig = limited(10, 10, 2);
        for (String address : new String[] {"0.0.0.0", "1.0.0.224", "10.0.0.1", "223.255.255.255", "240.0.0.0"}) {
            assertThat(rig.host.join(1, Ipv4Address.parse(address), 0)).isEqualTo(JoinResult.NOT_A_GROUP);
        }
        for (String address : new String[] {"0.0.0.0", "127.0.0.1", "224.0.0.5", "255.255.255.255"}) {
            int[] sources = {Ipv4Address.parse(address)};
            assertThat(rig.host.set(1, G, FilterMode.INCLUDE, sources, 1, 0)).isEqualTo(JoinResult.NOT_A_SOURCE);
        }
        assertThat(rig.host.groups()).isZero();
        assertThat(rig.take()).isEmpty();
        assertThat(rig.count(HostCounter.REFUSED_ADDRESS)).isEqualTo(9);
    }

    @Test
    void shouldGiveUpRepetitionsRatherThanHoldMoreGroupsLeftThanTheLimit() {
        HostRig rig = limited(4, 10, 10);
        for (int i = 0; i < 1000; i++) {
            rig.host.join(1, G + i, 0);
            rig.host.leave(1, G + i, 0);
        }
        assertThat(rig.wheel.active()).isLessThanOrEqualTo(4);
        assertThat(rig.count(HostCounter.REPETITION_GIVEN_UP)).isEqualTo(996);
        assertThat(rig.sent).filteredOn(sent -> sent.kind().equals("CHANGE_TO_INCLUDE_MODE")).hasSize(1000);
    }

    @Test
    void shouldDoWithoutTimersWhereTheWheelIsFull() {
        for (int newest = 1; newest <= 3; newest++) {
            HostRig rig = new HostRig(HostRig.version(newest, 1), 1, 1);
            rig.timers.register((kind, slot, deadlineNs, nowNs) -> {}).arm(Long.MAX_VALUE, 0, 0);
            rig.host.join(1, G, 0);
            rig.take();
            rig.general(S);
            rig.group(G, S);
            assertThat(rig.take()).as("answered at once").hasSize(2);
            rig.host.onOldQuery(2, 0, S, 0);
            assertThat(rig.host.version()).isEqualTo(Math.min(newest, 2));
            rig.nowNs = 300 * S;
            rig.host.leave(1, G, rig.nowNs);
            assertThat(rig.host.version()).isEqualTo(newest);
            assertThat(rig.host.groups()).isZero();
            assertThat(rig.count(HostCounter.TIMER_REFUSED)).isPositive();
        }
    }

    @Test
    @DisplayName("R-TIMER-01: link flaps under sprayed queries, joins and leaves leave no timer of anything dead")
    void shouldSurviveLinkFlapsUnderQueriesJoinsAndLeaves() {
        HostRig rig = limited(8, 10, 10);
        for (int i = 0; i < 100_000; i++) {
            rig.host.linkDown(rig.nowNs);
            rig.host.join(i & 3, G + i % 5, rig.nowNs);
            rig.host.linkUp(rig.nowNs);
            rig.host.onOldQuery(1 + i % 2, 0, S, rig.nowNs);
            rig.group(G + i % 7, S);
            rig.host.leave(i + 1 & 3, G + i % 3, rig.nowNs);
            rig.run(i % 100 == 0 ? S : 10_000);
            assertThat(rig.wheel.active()).isLessThanOrEqualTo(50);
            rig.sent.clear();
        }
        for (int handle = 0; handle < 4; handle++) {
            rig.host.close(handle, rig.nowNs);
        }
        rig.run(300 * S);
        assertThat(rig.wheel.active()).isZero();
        assertThat(rig.host.groups()).isZero();
        assertThat(rig.count(HostCounter.TIMER_STALE)).isZero();
    }

    @Test
    @DisplayName("R-TIMER-02: a general query to 50,000 groups is answered in small slices within the time granted")
    void shouldAnswerForManyGroupsInSlices() {
        int groups = 50_000;
        HostRig rig = limited(groups, 10, 10);
        for (int i = 0; i < groups; i++) {
            rig.host.join(1, Ipv4Address.parse("232.0.0.0") + i, 0);
        }
        while (rig.wheel.active() > 0) {
            rig.run(100 * MS);
            rig.sent.clear();
        }
        long askedNs = rig.nowNs;
        rig.general(10 * S);
        int answered = 0;
        while (rig.wheel.active() > 0) {
            rig.nowNs = rig.wheel.nextDeadlineNs();
            rig.poll();
            assertThat(rig.sent).hasSizeLessThanOrEqualTo(128);
            answered += rig.sent.size();
            rig.sent.clear();
        }
        assertThat(answered).isEqualTo(groups);
        assertThat(rig.nowNs - askedNs).isLessThanOrEqualTo(10 * S);
    }

    @Test
    void shouldAnswerAllGroupsThoughQueriesKeepInterrupting() {
        int groups = 5_000;
        HostRig rig = limited(groups, 10, 10);
        for (int i = 0; i < groups; i++) {
            rig.host.join(1, G + i, 0);
        }
        rig.run(10 * S);
        rig.take();
        for (int i = 0; i < 40; i++) {
            rig.general(0);
            rig.run(MS);
        }
        assertThat(rig.take().stream().map(HostRig.Sent::group).distinct()).hasSize(groups);
    }

    @Test
    void shouldNameTheFieldThatIsWrong() {
        assertThatThrownBy(() -> new HostVersions(4, 1)).hasMessageContaining("version: 4");
        assertThatThrownBy(() -> new HostVersions(2, 3)).hasMessageContaining("oldest_version: 3");
        assertThatThrownBy(() -> new HostLimits(0, 1, 1, 1)).hasMessageContaining("max_groups: 0");
        assertThatThrownBy(() -> new HostLimits(1, 65_536, 1, 1)).hasMessageContaining("max_sources: 65536");
        assertThatThrownBy(() -> new HostLimits(1, 1, 0, 1)).hasMessageContaining("max_handles: 0");
        assertThatThrownBy(() -> new HostLimits(1, 1, 1, -1)).hasMessageContaining("max_recorded_sources: -1");
        HostConfig all = HostConfig.RFC9776;
        assertThatThrownBy(() -> new HostConfig(all.versions(), all.timers(), 0, 1, false, true, all.limits()))
                .hasMessageContaining("unsolicited_report_interval: 0");
    }
}
