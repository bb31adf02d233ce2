package org.hopwire.bench.membership;

import java.io.IOException;
import java.util.stream.IntStream;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.memory.OffHeap;
import org.hopwire.memory.Pages;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The limit of {@link LookupBenchmark} in the JVM: the open addressing of its peer in C, filled once and never changed,
 * without sources, contexts and writers beside the reader.
 */
public class OpenLookupBenchmark extends EngineBenchmark implements Peered {
    private static final int QUESTIONS = 1 << 20;
    private static final int BURST = 256;
    private static final long LOW_32 = 0xffff_ffffL;

    /** Groups in the table. */
    @Param({"1000", "1000000", "4000000", "65536"})
    public int groups;

    /** Percent of the lookups that ask for a group that is not in the table. */
    @Param({"0", "50"})
    public int misses;

    private final long[] homes = new long[BURST];
    private final long[] sets = new long[BURST];
    private int[] asked;
    private long slots;
    private long bytes;
    private long lastSlot;
    private int shift;
    private int next;

    /** Fills the table and compares the answers with what each question must get. */
    @Setup(Level.Trial)
    public void setup() {
        int log2 = Math.max(4, 33 - Integer.numberOfLeadingZeros(groups - 1));
        shift = Long.SIZE - log2;
        lastSlot = (1L << log2) - 1;
        bytes = (long) Long.BYTES << log2;
        slots = Pages.map(bytes);
        Pages.wantHugePages(slots, bytes < Pages.HUGE_PAGE ? 0 : bytes);
        for (int i = 0; i < groups; i++) {
            long at = home(Groups.group(i));
            while (slot(at) != 0) {
                at = at + 1 & lastSlot;
            }
            OffHeap.putLong(slots + (at << 3), (long) Groups.group(i) << 32 | 1L << Groups.port(i));
        }
        int[] numbers = Groups.questions(QUESTIONS, groups, misses);
        asked = IntStream.of(numbers).map(Groups::group).toArray();
        for (int i = 0; i < QUESTIONS; i++) {
            if (i % BURST == 0) {
                burst256();
            }
            check("ports", numbers[i] < groups ? 1L << Groups.port(numbers[i]) : 0, sets[i % BURST]);
        }
    }

    private long slot(long at) {
        return OffHeap.getLong(slots + (at << 3));
    }

    private long home(int group) {
        long x = (group & LOW_32) * 0x9e37_79b9_7f4a_7c15L;
        return ((x ^ x >>> 32) * 0xd6e8_feb8_6659_fd93L) >>> shift;
    }

    /** In bursts of 256, in stages, for there is no instruction to fetch ahead. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public long burst256() {
        int from = next;
        next = from + BURST & QUESTIONS - 1;
        for (int i = 0; i < BURST; i++) {
            homes[i] = home(asked[from + i]);
        }
        for (int i = 0; i < BURST; i++) {
            sets[i] = slot(homes[i]);
        }
        for (int i = 0; i < BURST; i++) {
            sets[i] = settled(homes[i], sets[i], asked[from + i] & LOW_32);
        }
        return sets[BURST - 1];
    }

    private long settled(long home, long slot, long group) {
        long at = home;
        long found = slot;
        while (found >>> 32 != group && found != 0) {
            at = at + 1 & lastSlot;
            found = slot(at);
        }
        return found & LOW_32;
    }

    @Override
    public void share(SharedData data) throws IOException {
        data.words("groups", IntStream.range(0, groups).map(Groups::group).toArray());
        data.words("asked-groups", asked);
    }

    @Override
    public long digest() {
        long digest = 0;
        for (int i = 0; i < QUESTIONS; i += BURST) {
            burst256();
            for (long each : sets) {
                digest = Digest.mix(digest, each);
            }
        }
        return digest;
    }

    /** Unmaps the table. */
    @TearDown(Level.Trial)
    public void close() {
        Pages.unmap(slots, bytes);
    }
}
