package org.hopwire.igmp.router;

import java.util.Map;
import java.util.TreeMap;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.router.RouterRig.GMI;
import static org.hopwire.igmp.router.RouterRig.GROUP;
import static org.hopwire.igmp.router.RouterRig.HOST_A;
import static org.hopwire.igmp.router.RouterRig.HOST_B;
import static org.hopwire.igmp.router.RouterRig.SECOND;
import static org.hopwire.wire.igmp.RecordType.CHANGE_TO_EXCLUDE_MODE;
import static org.hopwire.wire.igmp.RecordType.CHANGE_TO_INCLUDE_MODE;
import static org.hopwire.wire.igmp.RecordType.MODE_IS_EXCLUDE;

/** The report that changes nothing, which has a way of its own, and the flush of very many groups. */
class RefreshTest {
    private static final int GROUPS = 1000;

    private final RouterRig rig = new RouterRig().ready();

    /** Seconds left: of the group under no key, of hosts under their address. */
    private Map<String, Long> left() {
        Map<String, Long> left = new TreeMap<>();
        rig.table.forEach(new GroupVisitor() {
            @Override
            public void group(int group, FilterMode mode, int version, long remainingNs, boolean isStatic) {
                left.put("", remainingNs / SECOND);
            }

            @Override
            public void source(int source, boolean forwarded, long remainingNs, boolean isStatic) {
                left.put(forwarded + " " + Ipv4Address.format(source), remainingNs / SECOND);
            }

            @Override
            public void host(int address, long mac, FilterMode mode, int version, long remainingNs) {
                left.put(Ipv4Address.format(address), remainingNs / SECOND);
            }
        }, rig.now);
        return left;
    }

    @Test
    @DisplayName("6.4, EXCLUDE (X, Y) and IS_EX or TO_EX {}: the group timer and the host's are a whole interval again")
    void shouldRefreshGroupAndHost() {
        long gmi = GMI / SECOND;
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A);
        rig.advance(100 * SECOND);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A);
        assertThat(left()).isEqualTo(Map.of("", gmi, "10.0.0.11", gmi));
        rig.advance(100 * SECOND);
        rig.record(CHANGE_TO_EXCLUDE_MODE, GROUP, HOST_A);
        assertThat(left()).isEqualTo(Map.of("", gmi, "10.0.0.11", gmi));
        rig.advance(100 * SECOND);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        assertThat(left()).isEqualTo(Map.of("", gmi, "10.0.0.11", gmi - 100, "10.0.0.12", gmi));
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A);
        assertThat(left()).isEqualTo(Map.of("", gmi, "10.0.0.11", gmi, "10.0.0.12", gmi));
        assertThat(rig.queries).containsOnly("GENERAL");
        rig.advance(GMI - 1);
        assertThat(rig.table.groups()).isOne();
        rig.advance(1);
        assertThat(rig.table.groups() + rig.table.memberships() + rig.table.hosts()).isZero();
    }

    @Test
    @DisplayName("6.4: the sources of a group are not forgotten over it: IS_EX {} takes a list away")
    void shouldNotTakeAListForNothing() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A, 0x0a09_0901);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A);
        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[]");
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A, 0x0a09_0901);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A);
        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[]");
        assertThat(left()).containsOnlyKeys("", "10.0.0.11");
    }

    @Test
    @DisplayName("6.6.3: a report while the members are being asked is not passed over: the last chance ends with it")
    void shouldAnswerALastMemberQuery() {
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_A).record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        rig.record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);
        assertThat(rig.queries).hasSize(1);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        rig.advance(10 * SECOND);
        assertThat(left()).containsEntry("", GMI / SECOND - 10);
        rig.queries.clear();
        rig.record(CHANGE_TO_INCLUDE_MODE, GROUP, HOST_B);
        assertThat(rig.queries).as("a new train").hasSize(1);
        rig.advance(10 * SECOND);
        assertThat(rig.table.groups()).isZero();
    }

    @Test
    @DisplayName("7.3.2: a version 3 report of a group with an older host takes nothing from the older host's timer")
    void shouldKeepTheCompatibilityMode() {
        rig.v2(GROUP, HOST_A);
        rig.advance(GMI / 2);
        rig.record(MODE_IS_EXCLUDE, GROUP, HOST_B).record(MODE_IS_EXCLUDE, GROUP, HOST_B);
        assertThat(rig.state(GROUP)).contains("v2");
        rig.advance(GMI / 2 + 1);
        assertThat(rig.state(GROUP)).contains("v3");
    }

    @Test
    @DisplayName("a flush of many groups goes in slices; none counts any more at once, and a report in between does")
    void shouldFlushInSlices() {
        for (int i = 0; i < GROUPS; i++) {
            rig.record(MODE_IS_EXCLUDE, GROUP + i, HOST_A);
        }
        rig.events.clear();
        rig.table.flush(rig.now);
        assertThat(rig.forwarding.size()).isBetween(GROUPS - 64, GROUPS - 1);
        assertThat(left()).isEmpty();
        int last = GROUP + GROUPS - 1;
        assertThat(rig.forwarding).containsKey(last);
        rig.record(MODE_IS_EXCLUDE, last, HOST_B);
        assertThat(left()).isEqualTo(Map.of("", GMI / SECOND, "10.0.0.12", GMI / SECOND));
        int before = rig.forwarding.size();
        int turns = 0;
        while (rig.wheel.nextDeadlineNs() - rig.now < SECOND) {
            rig.now = rig.wheel.nextDeadlineNs();
            rig.wheel.poll(rig.now, (kind, payload, deadline, at) -> rig.machineTimers.expire(payload, deadline, at),
                    64);
            assertThat(before - rig.forwarding.size()).as("in one turn").isBetween(0, 64);
            before = rig.forwarding.size();
            turns++;
        }
        assertThat(turns).isGreaterThan(GROUPS / 64);
        assertThat(rig.forwarding).containsOnlyKeys(last);
        assertThat(rig.table.groups()).isOne();
        assertThat(rig.budget.used()).isOne();
    }
}
