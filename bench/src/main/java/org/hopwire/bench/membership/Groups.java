package org.hopwire.bench.membership;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.membership.MembershipCounter;
import org.hopwire.membership.MembershipLimits;
import org.hopwire.membership.MembershipTable;

/** The groups, sources and questions of these benchmarks: the same for their native peers. */
final class Groups {
    private static final int[] NONE = {};
    private static final int PORTS = 16;
    private static final long SEED = 42;

    private Groups() {}

    /** Group number {@code i}, 0 to 2^28 - 1, in no order. */
    static int group(int i) {
        return 0xe000_0000 | (i * 0x9e37_79b1 & 0x0fff_ffff);
    }

    /** The one source that group number {@code i} is joined for, where it is joined for a source. */
    static int source(int i) {
        return 0x0a00_0000 | (i * 0x85eb_ca6b & 0x00ff_ffff);
    }

    /** The one port that is a member of group number {@code i}. */
    static int port(int i) {
        return i % PORTS;
    }

    static MembershipTable table(int groups, boolean bySource) {
        MembershipTable table = new MembershipTable(MembershipLimits.of(groups), SEED, new CounterRegistry(64)
                .register(MembershipCounter.class, "bench.membership", 1));
        int[] list = new int[1];
        for (int i = 0; i < groups; i++) {
            list[0] = source(i);
            if (!table.update(0, group(i), port(i), !bySource, bySource ? list : NONE, bySource ? 1 : 0)) {
                throw new IllegalStateException("group " + i + " refused");
            }
        }
        while (table.work() > 0) {
            // until it has its size
        }
        return table;
    }

    /** Which groups are asked for: random, and with {@code missPercent} of them beyond the last. */
    static int[] questions(int count, int groups, int missPercent) {
        int[] asked = new int[count];
        long state = SEED;
        for (int i = 0; i < count; i++) {
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            int index = (int) (((state >>> 33) * groups) >>> 31);
            state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
            asked[i] = (state >>> 33) % 100 < missPercent ? index + groups : index;
        }
        return asked;
    }
}
