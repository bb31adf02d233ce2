package org.hopwire.igmp.router;

import java.util.Arrays;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.igmp.core.QuerySink;
import org.hopwire.igmp.router.LimitWatch.Pacer;

import static org.hopwire.igmp.router.store.Records.NONE;

/**
 * Last-member queries (RFC 9776 section 6.6.3): the first at once, the others an interval apart, one train per group.
 * What is asked while a train runs joins it: a source not yet asked about is queried at once and then with the others,
 * one asked about before only has its count refilled, so that a flood of leaves draws no more queries than one leave.
 * <p>
 * Trains beyond the configured rate wait for their turn; until then no timer is lowered.
 */
final class QueryTrains {
    private static final int MOST_QUERIES = 0x7FFF;

    private final GroupStore store;
    private final Querier querier;
    private final QuerySink sink;
    private final CounterSet<RouterCounter> counters;

    private ProtocolTimers timers;
    private long nowNs;
    private int[] clear = new int[16];
    private int[] suppressed = new int[16];
    private int clearCount;
    private int suppressedCount;

    QueryTrains(GroupStore store, Querier querier, QuerySink sink, CounterSet<RouterCounter> counters) {
        this.store = store;
        this.querier = querier;
        this.sink = sink;
        this.counters = counters;
    }

    private void at(long now) {
        nowNs = now;
        timers = querier.timers();
        clearCount = 0;
        suppressedCount = 0;
    }

    private int count() {
        return Math.min(MOST_QUERIES, timers.lastMemberQueryCount());
    }

    private boolean isAbove(long deadlineNs) {
        return deadlineNs - nowNs > timers.lastMemberQueryTimeNs();
    }

    private long lastChanceNs() {
        long untilNs = nowNs + timers.lastMemberQueryTimeNs();
        querier.lastMemberQueriesUntil(untilNs);
        return untilNs;
    }

    /** Send Q(G,X), X being the sources marked as asked; the marks go. Only a querier asks. */
    void askSources(int slot, long now) {
        at(now);
        boolean asks = querier.isQuerier();
        int fresh = 0;
        int asked = 0;
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            if (store.sourceIs(source, GroupStore.ASKED)) {
                asked++;
                if (!asks || !isAbove(store.sourceTimerNs(source))) {
                    store.clearSource(source, GroupStore.ASKED);
                } else if (store.sourceQueriesLeft(source) == 0) {
                    fresh++;
                }
            }
        }
        if (!asks || asked == 0) {
            return;
        }
        if (fresh == 0) {
            counters.increment(RouterCounter.LEAVE_MERGED);
        }
        boolean refused = fresh > 0 && !begin(slot);
        settleAsked(slot, refused);
        finishFirst(slot);
    }

    /** Whether a train runs, or one may begin now or later. */
    private boolean begin(int slot) {
        if (store.is(slot, GroupStore.TRAIN)) {
            return true;
        }
        Pacer pacer = querier.pacer();
        long turnNs = pacer.turnNs(nowNs);
        if (turnNs - nowNs > timers.groupMembershipIntervalNs()) {
            counters.increment(RouterCounter.QUERY_REFUSED);
            return false;
        }
        pacer.take(nowNs);
        store.set(slot, GroupStore.TRAIN);
        store.sendNs(slot, nowNs + timers.lastMemberQueryIntervalNs());
        if (turnNs - nowNs > 0) {
            counters.increment(RouterCounter.QUERY_PACED);
            store.set(slot, GroupStore.PACED);
            store.sendNs(slot, turnNs);
        }
        return true;
    }

    private void settleAsked(int slot, boolean refused) {
        boolean waits = store.is(slot, GroupStore.PACED);
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            if (store.sourceIs(source, GroupStore.ASKED)) {
                store.clearSource(source, GroupStore.ASKED);
                if (!refused) {
                    askSource(source, waits);
                }
            }
        }
    }

    private void askSource(int source, boolean waits) {
        boolean first = store.sourceQueriesLeft(source) == 0;
        store.sourceQueriesLeft(source, count());
        if (!waits) {
            store.sourceTimerNs(source, lastChanceNs());
        }
        if (first && !waits) {
            store.sourceQueriesLeft(source, count() - 1);
            addClear(store.address(source));
        }
    }

    private void finishFirst(int slot) {
        if (clearCount > 0) {
            sendSources(slot, clear, clearCount, false);
        }
        endIfDone(slot);
    }

    /** Send Q(G) for a group in EXCLUDE mode. Only a querier asks. */
    void askGroup(int slot, long now) {
        at(now);
        if (!querier.isQuerier()) {
            return;
        }
        if (store.queriesLeft(slot) > 0 || store.is(slot, GroupStore.LAST_CHANCE)) {
            counters.increment(RouterCounter.LEAVE_MERGED);
            refill(slot);
        } else if (begin(slot)) {
            askFirst(slot);
        }
    }

    // a report has come in between: the last chance begins again, the queries go on at their pace
    private void refill(int slot) {
        if (isAbove(store.timerNs(slot))) {
            store.queriesLeft(slot, count());
            if (!store.is(slot, GroupStore.PACED)) {
                lowerGroup(slot);
            }
        }
    }

    private void lowerGroup(int slot) {
        long untilNs = lastChanceNs();
        store.set(slot, GroupStore.LAST_CHANCE);
        if (isAbove(store.timerNs(slot))) {
            store.timerNs(slot, untilNs);
        }
    }

    private void askFirst(int slot) {
        store.queriesLeft(slot, count());
        if (!store.is(slot, GroupStore.PACED)) {
            lowerGroup(slot);
            sendGroup(slot, false);
            endIfDone(slot);
        }
    }

    /** Sends what is due. */
    void fire(int slot, long now) {
        if (!store.is(slot, GroupStore.TRAIN) || store.sendNs(slot) - now > 0) {
            return;
        }
        at(now);
        if (querier.isActive()) {
            lowerIfPaced(slot);
            gather(slot);
            send(slot);
            store.sendNs(slot, nowNs + timers.lastMemberQueryIntervalNs());
        } else {
            cancel(slot);
        }
        endIfDone(slot);
    }

    private void lowerIfPaced(int slot) {
        if (!store.is(slot, GroupStore.PACED)) {
            return;
        }
        store.clear(slot, GroupStore.PACED);
        if (store.queriesLeft(slot) > 0) {
            lowerGroup(slot);
        }
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            if (store.sourceQueriesLeft(source) > 0 && isAbove(store.sourceTimerNs(source))) {
                store.sourceTimerNs(source, lastChanceNs());
            }
        }
    }

    private void gather(int slot) {
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            int left = store.sourceQueriesLeft(source);
            if (left > 0) {
                store.sourceQueriesLeft(source, left - 1);
                if (isAbove(store.sourceTimerNs(source))) {
                    addSuppressed(store.address(source));
                } else {
                    addClear(store.address(source));
                }
            }
        }
    }

    // with a group query at the same time, the one that lowers no timer may be left out (section 6.6.3.2)
    private void send(int slot) {
        boolean groupToo = store.queriesLeft(slot) > 0;
        if (suppressedCount > 0 && !groupToo) {
            sendSources(slot, suppressed, suppressedCount, true);
        }
        if (clearCount > 0) {
            sendSources(slot, clear, clearCount, false);
        }
        if (groupToo) {
            resendGroup(slot);
        }
    }

    // versions 1 and 2 have no S flag: a report ends the train (RFC 2236 section 7)
    private void resendGroup(int slot) {
        boolean refreshed = isAbove(store.timerNs(slot));
        if (refreshed && querier.config().version() < 3) {
            store.queriesLeft(slot, 0);
        } else {
            sendGroup(slot, refreshed);
        }
    }

    private void sendGroup(int slot, boolean suppress) {
        store.queriesLeft(slot, store.queriesLeft(slot) - 1);
        counters.increment(RouterCounter.GROUP_QUERY_SENT);
        sink.group(store.group(slot), suppress, timers);
    }

    private void sendSources(int slot, int[] sources, int count, boolean suppress) {
        counters.increment(RouterCounter.SOURCE_QUERY_SENT);
        sink.sources(store.group(slot), sources, count, suppress, timers);
    }

    private void cancel(int slot) {
        store.queriesLeft(slot, 0);
        store.clear(slot, GroupStore.PACED);
        for (int source = store.firstSource(slot); source != NONE; source = store.nextSource(source)) {
            store.sourceQueriesLeft(source, 0);
        }
    }

    private void endIfDone(int slot) {
        boolean left = store.queriesLeft(slot) > 0;
        for (int source = store.firstSource(slot); source != NONE && !left; source = store.nextSource(source)) {
            left = store.sourceQueriesLeft(source) > 0;
        }
        if (!left) {
            store.clear(slot, GroupStore.TRAIN | GroupStore.PACED);
        }
    }

    private void addClear(int address) {
        clear = withRoom(clear, clearCount);
        clear[clearCount++] = address;
    }

    private void addSuppressed(int address) {
        suppressed = withRoom(suppressed, suppressedCount);
        suppressed[suppressedCount++] = address;
    }

    private static int[] withRoom(int[] array, int count) {
        return count < array.length ? array : Arrays.copyOf(array, count << 1);
    }
}
