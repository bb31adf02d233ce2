package org.hopwire.ip.route;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.hopwire.wire.Ipv4Prefix;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.testkit.Oracle.assertHolds;

/**
 * One writer changes routes as fast as it can, in a table so small that blocks and numbers are used anew all the time;
 * readers ask on. A next hop tells which prefix it is of and how new it is, so that each answer can be judged alone.
 */
class RouteConcurrencyTest {
    private static final int UPDATES = 100_000;
    private static final int READERS = 2;
    private static final int BURST = 64;
    private static final int[] LENGTHS = {8, 16, 20, 24, 28, 32};
    private static final int PLACES = 48;
    private static final int TAG_BITS = 7;
    private static final int TAG_MASK = (1 << TAG_BITS) - 1;

    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong lookups = new AtomicLong();

    private static int place(int i) {
        return 0x0a00_0000 | (i & 3) << 16 | (i >> 2 & 3) << 8 | i >> 4;
    }

    /** The port is the length of the prefix, the gateway its version. */
    private static Route route(int place, int length, int version) {
        Ipv4Prefix prefix = new Ipv4Prefix(place, length).canonical();
        return Route.via(prefix, length, version);
    }

    /** How new, and a tag of the prefix: an answer meant for a neighbour gives itself away. */
    private static int version(Ipv4Prefix prefix, int update) {
        return update << TAG_BITS | tag(prefix.network(), prefix.length());
    }

    private static int tag(int network, int length) {
        return ((network * 31 + length) & TAG_MASK) | 1;
    }

    private void read(RouteTable table, RouteReader reader) {
        int[] destinations = new int[BURST];
        int[] found = new int[BURST];
        int[][] newest = new int[PLACES][33];
        SplittableRandom random = new SplittableRandom(reader.hashCode());
        while (!done.get() && failure.get() == null) {
            int[] asked = new int[BURST];
            for (int i = 0; i < BURST; i++) {
                asked[i] = random.nextInt(PLACES);
                destinations[i] = place(asked[i]);
            }
            reader.quiesce();
            reader.find(destinations, found, BURST);
            for (int i = 0; i < BURST; i++) {
                judge(reader.ways(found[i]), asked[i], newest);
            }
            judge(reader.find(place(3)), 3, newest);
            reader.away();
            lookups.addAndGet(BURST + 1);
        }
        assertThat(table.size()).isPositive();
    }

    /** The /8 is always there, so that something is always found; no version goes back. */
    private static void judge(Paths found, int place, int[][] newest) {
        assertHolds(found != null, "nothing found");
        NextHop hop = found.get(0);
        int network = place(place) & Ipv4Prefix.mask(hop.port());
        assertHolds((hop.gateway() & TAG_MASK) == tag(network, hop.port()), "a next hop of another prefix");
        assertHolds(hop.gateway() >>> TAG_BITS >= newest[place][hop.port()], "an older state after a newer one");
        newest[place][hop.port()] = hop.gateway() >>> TAG_BITS;
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        }
    }

    @Test
    @DisplayName("no reader sees half an update, a next hop of another prefix, or an older state after a newer one")
    void shouldShowEveryReaderWholeUpdates() throws InterruptedException {
        try (RouteTable table = new RouteTable(List.of(), 0, 64)) {
            table.put(route(0x0a00_0000, 8, version(Ipv4Prefix.parse("10.0.0.0/8"), 0)));
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                RouteReader reader = table.reader();
                reader.away();
                threads.add(Thread.ofPlatform().daemon().start(() -> guarded(() -> read(table, reader))));
            }
            guarded(() -> write(table));
            done.set(true);
            for (Thread each : threads) {
                each.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(lookups.get()).isPositive();
        }
    }

    private void write(RouteTable table) {
        SplittableRandom random = new SplittableRandom(20261122);
        for (int update = 1; update <= UPDATES && failure.get() == null; update++) {
            int length = LENGTHS[random.nextInt(LENGTHS.length)];
            Ipv4Prefix prefix = new Ipv4Prefix(place(random.nextInt(PLACES)), length).canonical();
            if (length > 8 && random.nextBoolean()) {
                table.remove(prefix);
            } else {
                table.put(route(prefix.network(), length, version(prefix, update)));
            }
        }
    }
}
