package org.hopwire.bench.ip;

import java.io.IOException;
import java.util.List;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.ip.route.Route;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.ip.route.RouteTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A whole table built, and one route among many changed, while a reader looks on. */
public class RouteUpdateBenchmark extends EngineBenchmark implements Peered {
    private static final int QUIESCE_EVERY = 64;

    /** Routes in the table. */
    @Param({"1000", "900000"})
    public int routes;

    private static final int SHARED_QUESTIONS = 1 << 16;

    private List<Route> given;
    private RouteTable table;
    private RouteReader reader;
    private int next;

    /** Fills the table. */
    @Setup(Level.Trial)
    public void setup() {
        given = Prefixes.routes(routes);
        table = new RouteTable(given, 1);
        reader = table.reader();
        Prefixes.Plain plain = new Prefixes.Plain(given);
        for (int destination : Prefixes.questions(1 << 12)) {
            var ways = table.find(destination);
            check("port", plain.portOf(destination), ways == null ? -1 : ways.get(0).port());
        }
    }

    @Override
    public void share(SharedData data) throws IOException {
        Prefixes.share(data, given, Prefixes.questions(SHARED_QUESTIONS));
    }

    @Override
    public long digest() {
        return Prefixes.digest(reader, Prefixes.questions(SHARED_QUESTIONS));
    }

    /** Unmaps the table. */
    @TearDown(Level.Trial)
    public void close() {
        table.close();
    }

    /** A table of all routes, from the first to the last, in no order; nanoseconds for the whole. */
    @Benchmark
    public long build() {
        try (RouteTable built = new RouteTable(given, 1)) {
            return built.size();
        }
    }

    /** A route goes and comes back: two updates. */
    @Benchmark
    public boolean removeAndAdd() {
        next = (next + 1) % routes;
        if (next % QUIESCE_EVERY == 0) {
            reader.quiesce();
        }
        Route route = given.get(next);
        table.remove(route.prefix());
        return table.put(route);
    }
}
