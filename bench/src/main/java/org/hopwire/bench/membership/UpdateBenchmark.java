package org.hopwire.bench.membership;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.membership.MembershipReader;
import org.hopwire.membership.MembershipTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One update among groups in random order: a refresh, a second port that comes and goes, a source likewise. */
public class UpdateBenchmark extends EngineBenchmark {
    private static final int QUESTIONS = 1 << 20;
    private static final int QUIESCE_EVERY = 64;
    private static final int[] NONE = {};

    /** Groups in the table. */
    @Param({"1000", "1000000", "65536"})
    public int groups;

    private final int[] list = new int[1];
    private MembershipTable table;
    private MembershipReader reader;
    private int[] asked;
    private int next;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void setup() {
        table = Groups.table(groups, false);
        reader = table.reader();
        asked = Groups.questions(QUESTIONS, groups, 0);
        check("groups", groups, table.groups());
    }

    /** Unmaps the table. */
    @TearDown(Level.Trial)
    public void close() {
        table.close();
    }

    private int nextGroup() {
        next = (next + 1) & (QUESTIONS - 1);
        if (next % QUIESCE_EVERY == 0) {
            reader.quiesce();
        }
        return asked[next];
    }

    /** A report that changes nothing. */
    @Benchmark
    public boolean refresh() {
        int i = nextGroup();
        return table.update(0, Groups.group(i), Groups.port(i), true, NONE, 0);
    }

    /** A port joins a group and leaves it: two updates. */
    @Benchmark
    public boolean joinAndLeave() {
        int group = Groups.group(nextGroup());
        table.update(0, group, 20, true, NONE, 0);
        return table.update(0, group, 20, false, NONE, 0);
    }

    /** A port joins a group for one source and leaves it: two updates. */
    @Benchmark
    public boolean joinAndLeaveSource() {
        int group = Groups.group(nextGroup());
        list[0] = next;
        table.update(0, group, 20, false, list, 1);
        return table.update(0, group, 20, false, NONE, 0);
    }
}
