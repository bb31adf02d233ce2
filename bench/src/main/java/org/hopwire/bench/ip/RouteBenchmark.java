package org.hopwire.bench.ip;

import java.io.IOException;
import java.util.List;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.ip.route.Paths;
import org.hopwire.ip.route.Route;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.ip.route.RouteTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One lookup of a random destination, alone and in bursts, over tables of many sizes; the peer in C asks the same. */
public class RouteBenchmark extends EngineBenchmark implements Peered {
    private static final int QUESTIONS = 1 << 20;
    private static final int CHECKED = 1 << 16;
    private static final int BURST = 256;

    /** Routes in the table. */
    @Param({"1", "1000", "65536", "1000000", "900000"})
    public int routes;

    private final int[] burstDestinations = new int[BURST];
    private final int[] found = new int[BURST];
    private List<Route> given;
    private RouteTable table;
    private RouteReader reader;
    private int[] asked;
    private int next;

    /** Fills the table and compares answers with what each question must get. */
    @Setup(Level.Trial)
    public void setup() {
        given = Prefixes.routes(routes);
        table = new RouteTable(given, 1);
        reader = table.reader();
        reader.quiesce();
        asked = Prefixes.questions(QUESTIONS);
        checkAnswers(new Prefixes.Plain(given));
    }

    private void checkAnswers(Prefixes.Plain plain) {
        for (int at = 0; at < CHECKED; at += BURST) {
            next = at;
            burst(BURST);
            for (int i = 0; i < BURST; i++) {
                int expected = plain.portOf(asked[at + i]);
                check("burst", expected, portOf(reader.ways(found[i])));
                check("single", expected, portOf(reader.find(asked[at + i])));
            }
        }
        next = 0;
    }

    private static int portOf(Paths ways) {
        return ways == null ? -1 : ways.get(0).port();
    }

    @Override
    public void share(SharedData data) throws IOException {
        Prefixes.share(data, given, asked);
    }

    @Override
    public long digest() {
        return Prefixes.digest(reader, asked);
    }

    /** Unmaps the table. */
    @TearDown(Level.Trial)
    public void close() {
        table.close();
    }

    private int burst(int size) {
        int at = next;
        next = (at + size) & (QUESTIONS - 1);
        System.arraycopy(asked, at, burstDestinations, 0, size);
        reader.find(burstDestinations, found, size);
        return found[size - 1];
    }

    /** One after the other. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int single() {
        int at = next;
        next = (at + BURST) & (QUESTIONS - 1);
        int known = 0;
        for (int i = 0; i < BURST; i++) {
            known += reader.find(asked[at + i]) == null ? 0 : 1;
        }
        return known;
    }

    /** In bursts of 32. */
    @Benchmark
    @OperationsPerInvocation(32)
    public int burst32() {
        return burst(32);
    }

    /** In bursts of 256. */
    @Benchmark
    @OperationsPerInvocation(BURST)
    public int burst256() {
        return burst(BURST);
    }
}
