package org.hopwire.bench.membership;

import java.io.IOException;
import java.util.stream.IntStream;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.membership.MembershipReader;
import org.hopwire.membership.MembershipTable;
import org.hopwire.membership.PortSet;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One lookup, alone and in bursts, over tables of four sizes: groups whose one member wants every source, and groups
 * whose one member wants one source, asked for by that source. Random order; the peer in C asks the same.
 */
public class LookupBenchmark extends EngineBenchmark implements Peered {
    private static final int QUESTIONS = 1 << 20;
    private static final int BURST = 256;

    /** How a member asks for a group. */
    public enum Form {
        /** (*,G). */
        ANY_SOURCE,
        /** (S,G). */
        ONE_SOURCE
    }

    /** Groups in the table. */
    @Param({"1000", "1000000", "4000000", "65536"})
    public int groups;

    /** Percent of the lookups that ask for a group without members. */
    @Param({"0", "50"})
    public int misses;

    /** Members' form. */
    @Param
    public Form form;

    private final int[] burstGroups = new int[BURST];
    private final int[] burstSources = new int[BURST];
    private final long[] sets = new long[BURST];
    private MembershipTable table;
    private MembershipReader reader;
    private int[] askedGroups;
    private int[] askedSources;
    private int next;

    /** Fills the table and compares the answers with what each question must get. */
    @Setup(Level.Trial)
    public void setup() {
        table = Groups.table(groups, form == Form.ONE_SOURCE);
        reader = table.reader();
        reader.quiesce();
        int[] asked = Groups.questions(QUESTIONS, groups, misses);
        askedGroups = new int[QUESTIONS];
        askedSources = new int[QUESTIONS];
        for (int i = 0; i < QUESTIONS; i++) {
            askedGroups[i] = Groups.group(asked[i]);
            askedSources[i] = Groups.source(asked[i]);
        }
        checkAnswers(asked);
    }

    private void checkAnswers(int[] asked) {
        for (int at = 0; at < QUESTIONS; at += BURST) {
            next = at;
            burst(BURST);
            for (int i = 0; i < BURST; i++) {
                int index = asked[at + i];
                long expected = index < groups ? 1L << Groups.port(index) : 0;
                check("ports of group " + index, expected, PortSet.ports(sets[i]));
                check("single", expected,
                        PortSet.ports(reader.find(0, askedGroups[at + i], askedSources[at + i])));
            }
        }
        next = 0;
    }

    @Override
    public void share(SharedData data) throws IOException {
        data.words("groups", IntStream.range(0, groups).map(Groups::group).toArray());
        data.words("sources", IntStream.range(0, groups).map(Groups::source).toArray());
        data.words("asked-groups", askedGroups);
        data.words("asked-sources", askedSources);
    }

    @Override
    public long digest() {
        long digest = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            digest = Digest.mix(digest, PortSet.ports(reader.find(0, askedGroups[i], askedSources[i])));
        }
        return digest;
    }

    /** Unmaps the table. */
    @TearDown(Level.Trial)
    public void close() {
        table.close();
    }

    private long burst(int size) {
        int at = next;
        next = (at + size) & (QUESTIONS - 1);
        System.arraycopy(askedGroups, at, burstGroups, 0, size);
        System.arraycopy(askedSources, at, burstSources, 0, size);
        reader.find(0, burstGroups, burstSources, sets, size);
        return sets[size - 1];
    }

    /** One after the other. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long single() {
        int at = next;
        next = (at + BURST) & (QUESTIONS - 1);
        long sum = 0;
        for (int i = 0; i < BURST; i++) {
            sum += reader.find(0, askedGroups[at + i], askedSources[at + i]);
        }
        return sum;
    }

    /** In bursts of 32. */
    @Benchmark
    @OperationsPerInvocation(32)
    public long burst32() {
        return burst(32);
    }

    /** In bursts of 256. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst256() {
        return burst(BURST);
    }
}
