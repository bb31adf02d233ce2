package org.hopwire.igmp.router;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.igmp.router.RouterRig.GMI;
import static org.hopwire.igmp.router.RouterRig.GROUP;
import static org.hopwire.igmp.router.RouterRig.HOST_A;
import static org.hopwire.igmp.router.RouterRig.LMQT;
import static org.hopwire.igmp.router.RouterRig.SECOND;

/** RFC 9776 section 6.4, every cell: 2 modes, 6 record types, 3 sources in every list, against {@link GroupModel}. */
class StateTableTest {
    private static final int[] SOURCES = {0x0A00_0101, 0x0A00_0102, 0x0A00_0103};
    private static final int SUBSETS = 8;
    /** Per source absent, A or X, Y. */
    private static final int SHAPES = 27;
    /** What the timers of the three sources and of the group have left; some above the Last Member Query Time. */
    private static final long[][] LEFT = {{100 * SECOND, SECOND, 200 * SECOND, 50 * SECOND},
        {3 * SECOND, 4 * SECOND, 2 * SECOND, SECOND + SECOND / 2}};
    private static final long[] LATER = {SECOND / 2, SECOND, SECOND + SECOND / 2, LMQT, 4 * SECOND, 50 * SECOND,
        100 * SECOND, 200 * SECOND, GMI, GMI + 1};

    private int cases;

    private static Set<Integer> subset(int bits) {
        Set<Integer> set = new TreeSet<>();
        for (int i = 0; i < SOURCES.length; i++) {
            if ((bits >> i & 1) != 0) {
                set.add(SOURCES[i]);
            }
        }
        return set;
    }

    private static int[] array(Set<Integer> set) {
        return set.stream().mapToInt(Integer::intValue).toArray();
    }

    private static RouterRig rig(boolean querier) {
        RouterRig rig = new RouterRig(RouterConfig.defaults().withQuerier(querier)).ready();
        rig.now += 1_000 * SECOND;
        return rig;
    }

    /** Brings a group into a state by reports whose times give the timers that are asked for. */
    private static GroupModel prepare(RouterRig rig, boolean exclude, int shape, long[] left) {
        GroupModel model = GroupModel.empty();
        long target = rig.now + GMI;
        Set<Integer> running = new TreeSet<>();
        Set<Integer> excluded = new TreeSet<>();
        int rest = shape;
        for (int source : SOURCES) {
            if (rest % 3 == 1) {
                running.add(source);
            } else if (rest % 3 == 2) {
                excluded.add(source);
            }
            rest /= 3;
        }
        if (exclude) {
            rig.advance(SECOND / 4);
            model = step(rig, model, RecordType.MODE_IS_EXCLUDE, excluded);
        }
        List<long[]> steps = new ArrayList<>();
        for (int i = 0; i < SOURCES.length; i++) {
            if (running.contains(SOURCES[i])) {
                steps.add(new long[] {target + left[i] - GMI, i});
            }
        }
        if (exclude) {
            steps.add(new long[] {target + left[3] - GMI, -1});
        }
        steps.sort((one, other) -> Long.compare(one[0], other[0]));
        for (long[] step : steps) {
            rig.advanceTo(step[0]);
            model = step[1] < 0
                    ? step(rig, model, RecordType.MODE_IS_EXCLUDE, GroupModel.union(running, excluded))
                    : step(rig, model, RecordType.MODE_IS_INCLUDE, Set.of(SOURCES[(int) step[1]]));
        }
        rig.advanceTo(target);
        return model.at(rig.now);
    }

    private static GroupModel step(RouterRig rig, GroupModel model, RecordType type, Set<Integer> sources) {
        rig.record(type, GROUP, HOST_A, array(sources));
        return model.at(rig.now).apply(type, sources, rig.now, GMI);
    }

    private void check(boolean querier, boolean exclude, int shape, RecordType type, Set<Integer> listed,
            long[] left) {
        RouterRig rig = rig(querier);
        GroupModel before = prepare(rig, exclude, shape, left);
        String what = before.state(rig.now) + " " + type + " " + listed + (querier ? " querier" : "");
        assertThat(rig.state(GROUP)).as("prepared: " + what).isEqualTo(before.state(rig.now));
        rig.asked();
        int updates = rig.updates;

        rig.record(type, GROUP, HOST_A, array(listed));
        GroupModel applied = before.apply(type, listed, rig.now, GMI);
        GroupModel after = querier ? applied.asked(rig.now, LMQT) : applied;

        assertThat(rig.state(GROUP)).as(what).isEqualTo(after.state(rig.now));
        List<String> sent = querier ? after.queries : List.of();
        assertThat(rig.asked()).as(what).isEqualTo(sent);
        assertThat(rig.forwarding.get(GROUP)).as(what).isEqualTo(after.forwarding());
        assertThat(rig.updates - updates).as("updates of " + what)
                .isEqualTo(java.util.Objects.equals(before.forwarding(), after.forwarding()) ? 0 : 1);
        follow(rig, after, sent, what);
        cases++;
    }

    /** Section 6.5: what the timers do by themselves; section 6.6.3: what is sent once more. */
    private static void follow(RouterRig rig, GroupModel model, List<String> sent, String what) {
        long start = rig.now;
        for (long later : LATER) {
            rig.advanceTo(start + later);
            GroupModel then = model.at(rig.now);
            assertThat(rig.state(GROUP)).as(later + " ns after " + what).isEqualTo(then.state(rig.now));
            assertThat(rig.forwarding.get(GROUP)).as(later + " ns after " + what).isEqualTo(then.forwarding());
            assertThat(rig.asked()).as(later + " ns after " + what)
                    .isEqualTo(later == SECOND && !then.isGone() ? sent : List.of());
        }
        assertThat(rig.wheel.active()).as("timers left after " + what).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    @DisplayName("section 6.4, router in INCLUDE mode, querier or not; 1.3: the six records; R-STATE-05")
    void shouldFollowTheTableInIncludeMode(RecordType type) {
        for (int shape = 0; shape < SHAPES; shape++) {
            if (isWithoutY(shape)) {
                checkShape(false, shape, type);
            }
        }
        assertThat(cases).isEqualTo(8 * SUBSETS * 2 * LEFT.length);
    }

    private static boolean isWithoutY(int shape) {
        return shape % 3 < 2 && shape / 3 % 3 < 2 && shape / 9 < 2;
    }

    @ParameterizedTest
    @EnumSource(RecordType.class)
    @DisplayName("section 6.4, router in EXCLUDE mode, querier or not; 1.3: v3 leave is TO_IN{}; R-STATE-05")
    void shouldFollowTheTableInExcludeMode(RecordType type) {
        for (int shape = 0; shape < SHAPES; shape++) {
            checkShape(true, shape, type);
        }
        assertThat(cases).isEqualTo(SHAPES * SUBSETS * 2 * LEFT.length);
    }

    private void checkShape(boolean exclude, int shape, RecordType type) {
        for (int listed = 0; listed < SUBSETS; listed++) {
            for (long[] left : LEFT) {
                check(true, exclude, shape, type, subset(listed), left);
                check(false, exclude, shape, type, subset(listed), left);
            }
        }
    }

    @Test
    @DisplayName("a source listed twice, and in any order, counts once")
    void shouldTakeSourcesInAnyOrderAndTwice() {
        RouterRig rig = rig(true).record(RecordType.ALLOW_NEW_SOURCES, GROUP, HOST_A, SOURCES[2], SOURCES[0],
                SOURCES[2], SOURCES[0]);

        assertThat(rig.state(GROUP)).isEqualTo("INCLUDE v3 [10.0.1.1=260.0, 10.0.1.3=260.0]");
        assertThat(rig.table.sources()).isEqualTo(2);
    }
}
