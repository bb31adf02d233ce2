package org.hopwire.igmp.router;

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import org.hopwire.igmp.router.RouterConfig.Limits;
import org.hopwire.igmp.router.RouterConfig.SourceOverflow;
import org.hopwire.time.TimerWheel;
import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.router.RouterRig.GMI;
import static org.hopwire.igmp.router.RouterRig.GROUP;
import static org.hopwire.igmp.router.RouterRig.HOST_A;
import static org.hopwire.igmp.router.RouterRig.HOST_B;
import static org.hopwire.igmp.router.RouterRig.LMQT;
import static org.hopwire.igmp.router.RouterRig.SECOND;

/** Limits, floods, long random histories, allocation and a million groups. */
class RouterStateTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final RecordType[] TYPES = RecordType.values();
    private static final int S1 = 0x0A09_0001;
    private static final int MILLION = 1_000_000;

    @Test
    @DisplayName("R-STATE-01: a limit reached while events are held back is told by a later refusal, not forgotten")
    void shouldTellALimitThatFoundNoTurn() {
        RouterRig rig = new RouterRig(limited(10, 1, SourceOverflow.REFUSE)).ready();
        for (int i = 0; i < 10; i++) {
            rig.record(RecordType.ALLOW_NEW_SOURCES, RouterRig.GROUP + i, RouterRig.HOST_A, 1 << 24, 2 << 24);
        }
        assertThat(rig.events.stream().filter("limit SOURCES"::equals)).as("a burst").hasSize(8);
        rig.v2(RouterRig.GROUP + 10, RouterRig.HOST_A);
        assertThat(rig.events).as("no turn").doesNotContain("limit GROUPS");
        rig.advance(2 * RouterRig.SECOND);
        rig.v2(RouterRig.GROUP + 11, RouterRig.HOST_A).v2(RouterRig.GROUP + 12, RouterRig.HOST_A);
        assertThat(rig.events.stream().filter("limit GROUPS"::equals)).hasSize(1);
        assertThat(rig.count(RouterCounter.GROUP_LIMIT)).isEqualTo(3);
    }

    private static RouterConfig limited(int groups, int sources, SourceOverflow overflow) {
        return RouterConfig.defaults().withLimits(Limits.defaults().withGroups(groups, 100)
                .withSources(sources, overflow));
    }

    @Test
    @DisplayName("R-STATE-02: table full: what is there stays exact, new groups are refused, told once until there is room")
    void shouldRefuseNewGroupsWhenFull() {
        RouterRig rig = new RouterRig(limited(10, 4, SourceOverflow.REFUSE)).ready();
        for (int i = 0; i < 100; i++) {
            rig.record(RecordType.MODE_IS_EXCLUDE, GROUP + i, HOST_A, S1);
        }
        assertThat(rig.forwarding).hasSize(10).containsEntry(GROUP + 9, "EXCLUDE[168361985]");
        assertThat(rig.count(RouterCounter.GROUP_LIMIT)).isEqualTo(90);
        assertThat(rig.events.stream().filter("limit GROUPS"::equals)).hasSize(1);
        assertThat(rig.events).contains("watermark 80 above");
        rig.record(RecordType.ALLOW_NEW_SOURCES, GROUP + 9, HOST_A, S1);
        assertThat(rig.forwarding).containsEntry(GROUP + 9, "EXCLUDE[]");
        rig.table.addStatic(GROUP + 500, rig.now);
        assertThat(rig.table.groups()).as("static entries are never refused").isEqualTo(11);
        rig.advance(GMI);
        assertThat(rig.forwarding).hasSize(1);
        assertThat(rig.events).contains("watermark 80 below");
        rig.record(RecordType.MODE_IS_EXCLUDE, GROUP + 50, HOST_A);
        assertThat(rig.forwarding).as("recovers by itself").hasSize(2);
    }

    @Test
    @DisplayName("R-STATE-01, 5.20: more sources than a group may have are refused one by one, deletions go first")
    void shouldRefuseSourcesBeyondTheLimit() {
        RouterRig rig = new RouterRig(limited(10, 2, SourceOverflow.REFUSE)).ready();
        rig.record(RecordType.ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S1 + 1, S1 + 2, S1 + 3)
                .record(RecordType.ALLOW_NEW_SOURCES, GROUP, HOST_A, S1 + 4);
        assertThat(rig.forwarding).containsEntry(GROUP, "INCLUDE[168361985, 168361986]");
        assertThat(rig.count(RouterCounter.SOURCE_LIMIT)).isEqualTo(3);
        assertThat(rig.events.stream().filter("limit SOURCES"::equals)).hasSize(1);
        rig.record(RecordType.CHANGE_TO_EXCLUDE_MODE, GROUP, HOST_A, S1 + 2, S1 + 3);
        assertThat(rig.forwarding).containsEntry(GROUP, "EXCLUDE[168361987, 168361988]");
    }

    @Test
    @DisplayName("5.20: or the record counts as IS_EX {}, but never in the SSM range")
    void shouldDegradeToExcludeNothing() {
        RouterRig rig = new RouterRig(limited(10, 2, SourceOverflow.DEGRADE)).ready();
        rig.record(RecordType.ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S1 + 1)
                .record(RecordType.ALLOW_NEW_SOURCES, GROUP, HOST_B, S1 + 2);
        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE 260.0 v3 []");
        assertThat(rig.count(RouterCounter.SOURCE_DEGRADED)).isEqualTo(1);
        rig.record(RecordType.ALLOW_NEW_SOURCES, RouterRig.SSM_GROUP, HOST_A, S1, S1 + 1, S1 + 2);
        assertThat(rig.forwarding).containsEntry(RouterRig.SSM_GROUP, "INCLUDE[168361985, 168361986]");
        assertThat(rig.count(RouterCounter.SOURCE_LIMIT)).isEqualTo(1);
    }

    @Test
    @DisplayName("R-STATE-01: all tables share a budget of entries; a full timer wheel refuses groups, loses none")
    void shouldBoundTheTotal() {
        RouterRig rig = new RouterRig(RouterConfig.defaults(), 20, TimerWheel.MAX_TIMERS).ready();
        for (int i = 0; i < 100; i++) {
            rig.record(RecordType.ALLOW_NEW_SOURCES, GROUP + i, HOST_A, S1, S1 + 1, S1 + 2);
        }
        assertThat(rig.budget.used()).isEqualTo(20).isEqualTo(rig.table.groups() + rig.table.sources());
        assertThat(rig.events.stream().filter("limit TOTAL"::equals)).hasSize(1);
        rig.advance(GMI);
        assertThat(rig.budget.used()).isZero();

        RouterRig tight = new RouterRig(RouterConfig.defaults(), 100, 5).ready();
        for (int i = 0; i < 10; i++) {
            tight.v2(GROUP + i, HOST_A);
        }
        assertThat(tight.forwarding).hasSize(4);
        assertThat(tight.count(RouterCounter.TIMER_LIMIT)).isEqualTo(6);
        assertThat(tight.recount()).containsExactly(4, 0, 4);
        tight.advance(GMI);
        assertThat(tight.forwarding).isEmpty();
    }

    @Test
    @DisplayName("R-STATE-03: counters equal a recount after every step of a random history, and all goes at the end")
    void shouldCountWhatIsThere() {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RouterRig rig = new RouterRig(RouterRig.fast(random.nextBoolean()).withLimits(new Limits(12, 5,
                    random.nextBoolean() ? SourceOverflow.DEGRADE : SourceOverflow.REFUSE, 6, 20, 50, 20)), 40,
                    TimerWheel.MAX_TIMERS).ready();
            for (int step = 0; step < 1_500; step++) {
                random(rig, random);
                int[] counted = rig.recount();
                assertThat(counted[0]).as("groups, seed %s step %s", seed, step).isEqualTo(rig.table.groups())
                        .isEqualTo(rig.forwarding.size());
                assertThat(counted[1]).as("sources, seed %s step %s", seed, step).isEqualTo(rig.table.sources());
                assertThat(counted[2]).as("hosts, seed %s step %s", seed, step)
                        .isLessThanOrEqualTo(rig.table.memberships());
            }
            rig.advance(2 * GMI);
            rig.table.flush(rig.now);
            for (int i = 0; i < 16; i++) {
                rig.table.removeStatic(GROUP + i, rig.now);
                for (int source = 0; source < 8; source++) {
                    rig.table.removeStatic(GROUP + i, S1 + source, rig.now);
                }
            }
            assertThat(rig.table.groups() + rig.table.sources() + rig.table.memberships() + rig.table.hosts()
                    + rig.budget.used() + rig.forwarding.size()).as("seed %s", seed).isZero();
            rig.querier.stop(rig.now);
            rig.advance(100 * SECOND);
            assertThat(rig.wheel.active()).as("timers, seed %s", seed).isZero();
            assertThat(rig.count(RouterCounter.STALE_TIMER)).isZero();
        }
    }

    private static void random(RouterRig rig, SplittableRandom random) {
        int group = GROUP + random.nextInt(16);
        int host = HOST_A + random.nextInt(6);
        switch (random.nextInt(20)) {
            case 0 -> rig.v1(group, host);
            case 1, 2 -> rig.v2(group, host);
            case 3, 4 -> rig.leave(group, host);
            case 5 -> rig.table.onQuery(group, sources(random), random.nextInt(4), random.nextBoolean(), 3, SECOND,
                    rig.now);
            case 6 -> rig.advance(random.nextLong(3 * SECOND));
            case 7 -> rig.advance(random.nextLong(random.nextInt(10) == 0 ? 300 * SECOND : 30 * SECOND));
            case 8 -> rig.table.addStatic(group, rig.now);
            case 9 -> rig.table.removeStatic(group, rig.now);
            case 10 -> rig.table.addStatic(group, S1 + random.nextInt(8), rig.now);
            case 11 -> rig.table.removeStatic(group, S1 + random.nextInt(8), rig.now);
            case 12 -> {
                if (random.nextInt(20) == 0) {
                    rig.querier.linkDown(rig.now);
                    rig.table.flush(rig.now);
                    rig.querier.linkUp(rig.now);
                }
            }
            default -> rig.record(TYPES[random.nextInt(TYPES.length)], group, host, sources(random));
        }
    }

    private static int[] sources(SplittableRandom random) {
        int[] sources = new int[4];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = S1 + random.nextInt(8);
        }
        return sources;
    }

    @Test
    @DisplayName("R-STATE-05: a long mix of all records of all modes on one group equals the abstract model at each step")
    void shouldEqualTheModelOverLongHistories() {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RouterRig rig = new RouterRig(RouterConfig.defaults().withQuerier(false)).ready();
            GroupModel model = GroupModel.empty();
            for (int step = 0; step < 400; step++) {
                rig.advance(random.nextLong(random.nextInt(5) == 0 ? 200 * SECOND : 5 * SECOND));
                RecordType type = TYPES[random.nextInt(TYPES.length)];
                Set<Integer> listed = GroupModel.set(java.util.Arrays.copyOf(sources(random), random.nextInt(4)));
                model = model.at(rig.now).apply(type, listed, rig.now, GMI);
                rig.record(type, GROUP, HOST_A, listed.stream().mapToInt(Integer::intValue).toArray());
                assertThat(rig.state(GROUP)).as("seed %s step %s", seed, step).isEqualTo(model.state(rig.now));
                assertThat(rig.forwarding.get(GROUP)).as("seed %s step %s", seed, step)
                        .isEqualTo(model.forwarding());
            }
        }
    }

    @Test
    @DisplayName("R-STATE-04: a fast leave with duplicate records, and a leave of a group that just went")
    void shouldSurviveDuplicateFastLeaves() {
        RouterRig rig = new RouterRig(RouterRig.fast(true)).ready();
        for (int i = 0; i < 100; i++) {
            rig.record(RecordType.ALLOW_NEW_SOURCES, GROUP, HOST_A, S1, S1, S1 + 1)
                    .record(RecordType.BLOCK_OLD_SOURCES, GROUP, HOST_A, S1 + 1, S1, S1)
                    .record(RecordType.BLOCK_OLD_SOURCES, GROUP, HOST_A, S1).leave(GROUP, HOST_A)
                    .record(RecordType.CHANGE_TO_INCLUDE_MODE, GROUP, HOST_A);
        }
        assertThat(rig.table.groups() + rig.table.sources() + rig.table.memberships()).isZero();
    }

    @Test
    @DisplayName("R-TIMER-01: link flaps under a spray of queries, joins and leaves leave no timer and no entry behind")
    void shouldSurviveLinkFlaps() {
        SplittableRandom random = new SplittableRandom(9);
        RouterRig rig = new RouterRig().ready();
        for (int i = 0; i < 100_000; i++) {
            int group = GROUP + random.nextInt(50);
            rig.v2(group, HOST_A).leave(GROUP + random.nextInt(50), HOST_A);
            rig.table.onQuery(group, RouterRig.NO_SOURCES, 0, false, 2, SECOND, rig.now);
            if (i % 3 == 0) {
                rig.querier.linkDown(rig.now);
                rig.table.flush(rig.now);
            } else {
                rig.querier.linkUp(rig.now);
            }
            rig.advance(random.nextLong(SECOND / 100));
        }
        rig.querier.stop(rig.now);
        rig.table.flush(rig.now);
        rig.advance(GMI);
        assertThat(rig.wheel.active() + rig.table.groups()).isZero();
        rig.table.onTimer(0, 3, rig.now, rig.now);
        assertThat(rig.count(RouterCounter.STALE_TIMER)).as("a dead timer is a counted no-op").isEqualTo(1);
    }

    @Test
    @DisplayName("zero allocation for refreshes: v2 reports, records with sources, leaves with queries")
    void shouldNotAllocateForRefreshes() {
        RouterRig rig = new RouterRig().ready();
        GroupTable table = new GroupTable(7, RouterConfig.defaults(), rig.parts, rig.querier, (a, g, m, s, c) -> {},
                new Silence());
        int[] listed = {S1, S1 + 1, S1 + 2};
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3_000 && least != 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                int group = GROUP + (i & 63);
                table.onOldReport(2, group, HOST_A, 7, rig.now);
                table.onRecord(RecordType.MODE_IS_INCLUDE, group + 64, listed, 3, HOST_A, 7, rig.now);
                table.onRecord(RecordType.CHANGE_TO_EXCLUDE_MODE, group + 128, listed, 3, HOST_A, 7, rig.now);
                table.onRecord(RecordType.CHANGE_TO_INCLUDE_MODE, group + 128, listed, 2, HOST_A, 7, rig.now);
                table.onLeave(group, HOST_B, 8, rig.now);
                rig.querier.onQuery(RouterRig.OWN + 1, true, 1 + i % 3, i % 8, SECOND * 125, SECOND, rig.now);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(table.groups()).isEqualTo(192);
    }

    @Test
    @DisplayName("R-QUER-03: queries of all versions and robustness values in turn allocate nothing")
    void shouldNotAllocateForQueries() {
        RouterRig rig = new RouterRig().ready();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 1_000 && least != 0; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1_000; i++) {
                rig.querier.onQuery(HOST_A & 0xF, true, 1 + i % 3, i % 8, SECOND * 125, SECOND, rig.now);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
        assertThat(rig.querier.isQuerier()).isFalse();
    }

    private static final class Silence implements org.hopwire.igmp.core.QuerySink {
        @Override
        public void general(org.hopwire.igmp.core.ProtocolTimers timers) {}

        @Override
        public void group(int group, boolean suppress, org.hopwire.igmp.core.ProtocolTimers timers) {}

        @Override
        public void sources(int group, int[] sources, int count, boolean suppress,
                org.hopwire.igmp.core.ProtocolTimers timers) {}
    }

    @Test
    @DisplayName("R-TIMER-02, R-STATE-01: a million groups on one deadline expire in slices, and their memory goes")
    void shouldExpireAMillionGroupsInSlices() {
        RouterRig rig = new RouterRig(RouterConfig.defaults().withTracking(RouterConfig.Tracking.OFF)
                .withLimits(Limits.defaults().withGroups(MILLION, 1)), MILLION, TimerWheel.MAX_TIMERS);
        int[] told = new int[2];
        GroupTable table = new GroupTable(7, RouterConfig.defaults().withTracking(RouterConfig.Tracking.OFF)
                .withLimits(Limits.defaults().withGroups(MILLION, 1)), rig.parts, rig.querier,
                (a, g, mode, s, c) -> told[mode == org.hopwire.igmp.core.FilterMode.EXCLUDE ? 0 : 1]++, new Silence());
        for (int i = 0; i < MILLION; i++) {
            table.onOldReport(2, 0xE100_0000 + i, HOST_A, 1, rig.now);
        }
        table.onOldReport(2, 0xEF00_0000, HOST_A, 1, rig.now);
        assertThat(rig.count(RouterCounter.GROUP_LIMIT)).isEqualTo(1);
        long end = rig.now + 200 * SECOND;
        for (int i = 0; i < MILLION; i++) {
            table.onOldReport(2, 0xE100_0000 + i, HOST_A, 1, end);
        }
        assertThat(rig.wheel.active()).as("a refresh arms nothing").isEqualTo(MILLION);
        assertThat(drain(rig, rig.now + GMI)).as("early timers, in slices").isGreaterThanOrEqualTo(MILLION / 64);
        assertThat(table.groups()).isEqualTo(MILLION);
        assertThat(drain(rig, end + GMI)).isGreaterThanOrEqualTo(MILLION / 64);
        assertThat(table.groups() + rig.wheel.active() + rig.budget.used()).isZero();
        assertThat(told).containsExactly(MILLION, MILLION);
        assertThat(rig.wheel.capacity()).as("timers there is memory for").isLessThan(MILLION / 10);
    }

    /** Polls until nothing is due; each poll may do 64 timers and no more. */
    private static int drain(RouterRig rig, long now) {
        int polls = 0;
        while (rig.wheel.poll(now, (kind, payload, deadline, at) -> rig.machineTimers.expire(payload, deadline, at),
                64) > 0) {
            polls++;
        }
        return polls;
    }

    @Test
    @DisplayName("a flush of a large table is done in slices, yet nothing counts any more from that moment on")
    void shouldFlushInSlices() {
        RouterRig rig = new RouterRig().ready();
        for (int i = 0; i < 20_000; i++) {
            rig.v2(GROUP + i, HOST_A);
        }
        rig.table.addStatic(GROUP + 19_999, rig.now);
        rig.table.flush(rig.now);

        assertThat(rig.table.groups()).isBetween(19_900, 19_999);
        assertThat(rig.recount()).containsExactly(1, 0, 0);
        rig.v2(GROUP + 10_000, HOST_B);
        assertThat(rig.state(GROUP + 10_000)).startsWith("EXCLUDE 260.0");
        // a slice of 32 groups every nanosecond
        rig.advance(20_000 / 32);
        assertThat(rig.forwarding).hasSize(2);
        rig.advance(LMQT);
        assertThat(rig.forwarding).hasSize(2);
    }
}
