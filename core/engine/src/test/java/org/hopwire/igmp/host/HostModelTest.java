package org.hopwire.igmp.host;

import java.util.SplittableRandom;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.host.HostRig.Sent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.hopwire.igmp.host.HostRig.G;
import static org.hopwire.igmp.host.HostRig.MS;
import static org.hopwire.igmp.host.HostRig.OTHER_SOURCE;
import static org.hopwire.igmp.host.HostRig.S;
import static org.hopwire.igmp.host.HostRig.SHAPES;
import static org.hopwire.igmp.host.HostRig.SOURCES;

/** Random lives of a host, compared with what its applications asked for and with what a perfect router believes. */
class HostModelTest {
    private static final int SEQUENCES = 10_000;
    private static final int EVENTS = 40;
    private static final int GROUPS = 2;
    private static final int HANDLES = 3;

    private static final int TIMERS = 100;
    // off-heap buffers are slow to make; nothing here reads them
    private static final CounterSet<HostCounter> COUNTERS = HostRig.newCounters();

    private SplittableRandom random;
    private HostRig rig;
    private ModelRouter router;
    private int[][] asked;
    private boolean up;
    private boolean locked;

    @Test
    @DisplayName("a router that hears all our reports believes exactly our state, after every event of 10^4 lives")
    void shouldBeBelievedExactlyWhatWeAre() {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            random = new SplittableRandom(seed);
            locked = seed % 2 == 0;
            live(seed);
        }
    }

    private void live(int seed) {
        int oldest = locked ? 3 : 1;
        rig = new HostRig(HostRig.version(3, oldest)
                .with(ProtocolTimers.of(1 + random.nextInt(4), 125 * S, 10 * S)), seed, TIMERS, COUNTERS);
        router = new ModelRouter();
        asked = new int[GROUPS][HANDLES];
        up = true;
        for (int i = 0; i < EVENTS; i++) {
            happen();
            check(seed);
        }
        for (int handle = 0; handle < HANDLES; handle++) {
            close(handle);
        }
        check(seed);
        rig.run(600 * S);
        check(seed);
        assertThat(rig.wheel.active()).as("seed %d", seed).isZero();
        assertThat(rig.host.groups()).isZero();
    }

    private void happen() {
        int group = random.nextInt(GROUPS);
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> ask(group, random.nextInt(HANDLES), random.nextInt(SHAPES));
            case 3 -> ask(group, random.nextInt(HANDLES), 0);
            case 4 -> rig.general(random.nextLong(10 * S));
            case 5 -> rig.group(G + group, random.nextLong(5 * S));
            case 6 -> rig.sources(G + group, random.nextLong(5 * S), HostRig.list(1 + random.nextInt(7)));
            case 7 -> rig.host.onOldQuery(1 + random.nextInt(2), 0, random.nextLong(10 * S), rig.nowNs);
            case 8 -> rig.host.onReportHeard(1 + random.nextInt(2), G + group, rig.nowNs);
            case 9 -> link();
            case 10 -> rig.run(random.nextLong(300 * MS));
            default -> rig.run(random.nextLong(random.nextInt(4) == 0 ? 300 * S : 4 * S));
        }
    }

    private void ask(int group, int handle, int shape) {
        asked[group][handle] = shape;
        int[] sources = HostRig.list(shape);
        assertThat(rig.host.set(handle, G + group, HostRig.mode(shape), sources, sources.length, rig.nowNs)
                .accepted()).isTrue();
    }

    private void close(int handle) {
        rig.host.close(handle, rig.nowNs);
        for (int[] group : asked) {
            group[handle] = 0;
        }
    }

    private void link() {
        if (random.nextInt(3) == 0 && up) {
            rig.host.linkDown(rig.nowNs);
            router = new ModelRouter();
            up = false;
        } else {
            rig.host.linkUp(rig.nowNs);
            up = true;
        }
    }

    private void check(int seed) {
        for (Sent each : rig.take()) {
            boolean old = each.kind().length() == 2 || each.kind().equals("LEAVE");
            if (!up || (old && locked)) {
                fail("seed " + seed + " sent " + each + (up ? "" : " while the link is down"));
            }
            if (!old) {
                router.hear(each);
            }
        }
        int members = 0;
        for (int group = 0; group < GROUPS; group++) {
            checkGroup(seed, group);
            members += rig.host.isMember(G + group) ? 1 : 0;
        }
        assertThat(rig.host.groups()).isEqualTo(members);
    }

    private void checkGroup(int seed, int group) {
        boolean member = false;
        for (int i = 0; i < 4; i++) {
            boolean wanted = false;
            for (int shape : asked[group]) {
                wanted |= HostRig.passes(shape, i);
                member |= shape != 0;
            }
            if (rig.host.accepts(G + group, i < 3 ? SOURCES[i] : OTHER_SOURCE) != wanted) {
                fail("seed " + seed + ", group " + group + ", source " + i + ": wanted " + wanted);
            }
        }
        assertThat(rig.host.isMember(G + group)).isEqualTo(member);
        if (up && locked && router.shape(G + group) != rig.shape(G + group)) {
            fail("seed " + seed + ", group " + group + ": believed " + router.shape(G + group) + ", is "
                    + rig.shape(G + group));
        }
    }
}
