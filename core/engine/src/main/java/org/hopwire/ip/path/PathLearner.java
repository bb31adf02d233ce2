package org.hopwire.ip.path;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;

import org.hopwire.counter.CounterSet;
import org.hopwire.memory.KeyedTable;
import org.hopwire.packet.AddressKind;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.InterfaceTable;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Turn;
import org.hopwire.time.TimerWheel;

/**
 * Learns path MTUs and first hops from errors that quote flows of ours, and forgets them in time. Lives on the control
 * agent, sole writer of the {@link PathTable}.
 */
public final class PathLearner implements ControlHandler {
    /** RFC 1191 section 7.1. */
    private static final int[] PLATEAUS = {65_535, 32_000, 17_914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68};
    private static final int LEAST_MTU = 68;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final int MTU = 0;
    private static final int GATEWAY = 1;

    // workers ask whether anything is to be learned
    private volatile PathConfig config;
    private volatile boolean goesByRedirects;
    private final InterfaceTable interfaces;
    private final IntToLongFunction firstHop;
    private final PathTable table;
    private final CounterSet<PathCounter> counters;
    private final RandomGenerator random;
    private final Path[] bySlot;
    private final List<Path> all = new ArrayList<>();
    private ControlTimers timers;

    /** What is known of one destination. */
    private static final class Path {
        private final int slot;
        private int place;
        private int destination;
        private final int[] known = new int[2];
        private final long[] timer = new long[2];
        private final long[] deadlineNs = new long[2];

        private Path(int slot) {
            this.slot = slot;
        }
    }

    /**
     * A learner.
     *
     * @param goesByRedirects whether redirects change the first hop
     * @param firstHop from a destination to what the routes say: port in the high half, neighbour in the low one; -1
     *        where no route leads there
     * @param random chooses who gives way
     */
    public PathLearner(PathConfig config, boolean goesByRedirects, InterfaceTable interfaces,
            IntToLongFunction firstHop, PathTable table, CounterSet<PathCounter> counters, RandomGenerator random) {
        this.config = config;
        this.goesByRedirects = goesByRedirects;
        this.interfaces = interfaces;
        this.firstHop = firstHop;
        this.table = table;
        this.counters = counters;
        this.random = random;
        bySlot = new Path[table.slots()];
    }

    /** On the control agent's thread: learns by another configuration; what is known is forgotten in its time. */
    public void reconfigure(PathConfig changed, boolean byRedirects) {
        config = changed;
        goesByRedirects = byRedirects;
    }

    /** Any thread: whether errors "fragmentation needed" teach anything. */
    public boolean learnsMtu() {
        return config.learnMtu();
    }

    /** Any thread: whether redirects teach anything. */
    public boolean goesByRedirects() {
        return goesByRedirects;
    }

    @Override
    public void onStart(ControlTimers handlerTimers, Turn turn) {
        timers = handlerTimers;
    }

    @Override
    public boolean handles(Packet punted) {
        return false;
    }

    @Override
    public void onBurst(PacketList part, Turn turn) {
        // nothing is punted to it: what it learns comes by the methods below
    }

    /** A packet of ours, as an error quotes it. */
    public record Quote(int destination, int totalLength, int headerLength, boolean dontFragment) {}

    /**
     * A router says that a packet of ours was too long (RFC 1191 section 3, RFC 5927 section 7).
     *
     * @param nextHopMtu what it says would do; 0 from a router older than RFC 1191
     */
    public void fragmentationNeeded(Quote quote, int nextHopMtu, long nowNs) {
        if (!config.learnMtu()) {
            return;
        }
        int current = currentMtu(quote.destination());
        int believed = quote.dontFragment() ? believed(quote, nextHopMtu, current) : 0;
        if (believed == 0 || believed >= current) {
            counters.increment(PathCounter.MTU_REFUSED);
            return;
        }
        counters.increment(nextHopMtu == 0 ? PathCounter.MTU_GUESSED : PathCounter.MTU_LEARNED);
        learn(quote.destination(), MTU, believed, nowNs + config.mtuSeconds() * SECOND_NS);
    }

    private int currentMtu(int destination) {
        long hop = firstHop.applyAsLong(destination);
        int first = hop < 0 ? 0 : interfaces.get((int) (hop >>> Integer.SIZE)).mtu();
        return Math.min(first, PathTable.mtu(table.find(destination)));
    }

    /** 0 where the error cannot be true. */
    private int believed(Quote quote, int nextHopMtu, int current) {
        if (nextHopMtu == 0) {
            // RFC 1191 section 5: some old routers quote a total length that counts the header twice
            int total = quote.totalLength();
            return Math.max(config.leastMtu(), plateauBelow(total > current ? total - quote.headerLength() : total));
        }
        boolean possible = nextHopMtu >= LEAST_MTU && nextHopMtu < quote.totalLength();
        return possible ? Math.max(config.leastMtu(), nextHopMtu) : 0;
    }

    private static int plateauBelow(int length) {
        int i = 0;
        while (i < PLATEAUS.length - 1 && PLATEAUS[i] >= length) {
            i++;
        }
        return PLATEAUS[i];
    }

    /**
     * A router says that another first hop is better (RFC 1122 section 3.2.2.2). Codes for networks count as codes for
     * the host.
     *
     * @param port it came in by
     * @param from who says so, a neighbour there
     * @param gateway another neighbour on the same network, as the worker has checked
     */
    public void redirected(int port, int from, int destination, int gateway, long nowNs) {
        if (!goesByRedirects) {
            return;
        }
        boolean right = from == currentHop(port, destination) && from != gateway
                && interfaces.kind(destination) == AddressKind.REMOTE;
        if (right) {
            counters.increment(PathCounter.REDIRECTED);
            learn(destination, GATEWAY, gateway, nowNs + config.redirectSeconds() * SECOND_NS);
        } else {
            counters.increment(PathCounter.REDIRECT_REFUSED);
        }
    }

    /** 0 where the way leads by another port. */
    private int currentHop(int port, int destination) {
        long hop = firstHop.applyAsLong(destination);
        if (hop < 0 || hop >>> Integer.SIZE != port) {
            return 0;
        }
        int redirected = PathTable.gateway(table.find(destination));
        boolean isHere = redirected != 0 && interfaces.get(port).networkOf(redirected) != null;
        return isHere ? redirected : (int) hop;
    }

    private void learn(int destination, int what, int value, long deadlineNs) {
        Path path = pathTo(destination);
        if (path != null) {
            path.known[what] = value;
            path.deadlineNs[what] = deadlineNs;
            timers.cancel(path.timer[what]);
            path.timer[what] = timers.arm(deadlineNs, (long) path.slot << 1 | what);
            table.set(path.slot, path.known[MTU], path.known[GATEWAY]);
        }
    }

    private Path pathTo(int destination) {
        int slot = table.slotOf(destination);
        if (slot != KeyedTable.NONE) {
            return bySlot[slot];
        }
        if (all.size() >= config.maxEntries()) {
            counters.increment(PathCounter.EVICTED);
            remove(all.get(random.nextInt(all.size())));
        }
        slot = table.claim(destination);
        return slot == KeyedTable.NONE ? null : add(slot, destination);
    }

    private Path add(int slot, int destination) {
        if (bySlot[slot] == null) {
            bySlot[slot] = new Path(slot);
        }
        Path path = bySlot[slot];
        path.destination = destination;
        path.place = all.size();
        all.add(path);
        return path;
    }

    private void remove(Path path) {
        for (int what = MTU; what <= GATEWAY; what++) {
            timers.cancel(path.timer[what]);
            path.timer[what] = TimerWheel.NO_TIMER;
            path.known[what] = 0;
        }
        Path last = all.remove(all.size() - 1);
        if (last != path) {
            last.place = path.place;
            all.set(last.place, last);
        }
        table.remove(path.slot);
    }

    @Override
    public void onTimer(long payload, long deadlineNs, Turn turn) {
        Path path = bySlot[(int) (payload >>> 1)];
        int what = (int) payload & 1;
        counters.increment(what == MTU ? PathCounter.MTU_EXPIRED : PathCounter.REDIRECT_EXPIRED);
        path.timer[what] = TimerWheel.NO_TIMER;
        path.known[what] = 0;
        if (path.known[1 - what] == 0) {
            remove(path);
        } else {
            table.set(path.slot, path.known[MTU], path.known[GATEWAY]);
        }
    }

    /** On the control agent's thread: what is known, by destination. */
    public List<PathSnapshot> snapshot(long nowNs) {
        return all.stream().map(path -> new PathSnapshot(path.destination, path.known[MTU], path.known[GATEWAY],
                left(path, MTU, nowNs), left(path, GATEWAY, nowNs)))
                .sorted(Comparator.comparingLong(each -> Integer.toUnsignedLong(each.destination()))).toList();
    }

    private static long left(Path path, int what, long nowNs) {
        return path.known[what] == 0 ? Long.MAX_VALUE : path.deadlineNs[what] - nowNs;
    }
}
