package org.hopwire.bench.scale;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.membership.MembershipCounter;
import org.hopwire.membership.MembershipLimits;
import org.hopwire.membership.MembershipReader;
import org.hopwire.membership.MembershipTable;
import org.hopwire.membership.PortSet;
import org.hopwire.memory.Burst;

/** Lookups of groups that are all there, in bursts, none in the order in which they came. */
final class GroupProbe implements Probe {
    private static final int FIRST_GROUP = 0xe800_0000;
    private static final int QUESTIONS = 1 << 16;
    private static final int TYPE_ID = 140;

    private final CounterRegistry registry = new CounterRegistry(64);
    private final MembershipTable table;
    private final MembershipReader reader;
    private final int[] asked = new int[QUESTIONS];
    private final int[] groups = new int[Burst.MAX_SIZE];
    private final int[] sources = new int[Burst.MAX_SIZE];
    private final long[] sets = new long[Burst.MAX_SIZE];
    private int next;
    private long done;

    /** A table of so many groups, each with a member on one port. */
    GroupProbe(int count) {
        table = new MembershipTable(MembershipLimits.of(count), 1,
                registry.register(MembershipCounter.class, "bench", TYPE_ID));
        reader = table.reader();
        reader.quiesce();
        for (int i = 0; i < count; i++) {
            table.update(0, FIRST_GROUP + i, i & 31, true, new int[0], 0);
            reader.quiesce();
            table.work();
        }
        for (int i = 0; i < QUESTIONS; i++) {
            asked[i] = FIRST_GROUP + (int) Math.floorMod((i * 0x9E37_79B9_7F4A_7C15L) >>> 20, (long) count);
        }
        check();
    }

    private void check() {
        run();
        for (int i = 0; i < Burst.MAX_SIZE; i++) {
            int port = (groups[i] - FIRST_GROUP) & 31;
            if (PortSet.next(sets[i], 0) != port) {
                throw new IllegalStateException("wrong port of group " + groups[i] + ", not " + port);
            }
        }
    }

    @Override
    public void run() {
        System.arraycopy(asked, next, groups, 0, Burst.MAX_SIZE);
        next = (next + Burst.MAX_SIZE) & (QUESTIONS - 1);
        reader.find(0, groups, sources, sets, Burst.MAX_SIZE);
        reader.quiesce();
        done += Burst.MAX_SIZE;
    }

    @Override
    public long done() {
        return done;
    }

    @Override
    public void close() {
        table.close();
        registry.close();
    }
}
