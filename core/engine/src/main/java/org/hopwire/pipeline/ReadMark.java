package org.hopwire.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Keeps late timers back until what had arrived before they were due is read. Two threads look at a clock and a wire:
 * after a standstill (a suspended machine, a stopped process, a long collection) the control agent may be the first to
 * run, and would let memberships run out (RFC 9776 section 6.2.2) whose reports lie in the ring. So it asks first, and
 * every worker answers at the end of a turn that began after the question and left nothing waiting.
 *
 * <p>A port that always has more is read for {@value #MOST_TURNS} turns, which is more than the largest usual ring
 * holds, and an agent that does not answer at all is waited for no longer than a second.
 */
public final class ReadMark {
    /** Turns with full bursts after which what had waited at the first of them has been read. */
    static final int MOST_TURNS = 64;
    /** How long timers wait for a worker that does not come back. */
    static final long PATIENCE_NS = 1_000_000_000;

    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    /** Longs between two cells: two cache lines, for the line next door is prefetched with its neighbour. */
    private static final int STRIDE = 16;

    /** Number of the control agent's latest question, then of each worker's latest answer. */
    private final long[] cells;
    private final int workers;
    private long question;
    private long askedNs;
    private boolean isOpen;
    private boolean hasRead;
    private long readNs;

    /** A mark nobody has asked for yet. */
    public ReadMark(int workers) {
        this.workers = workers;
        cells = new long[(workers + 2) * STRIDE];
    }

    private static int at(int worker) {
        return (worker + 2) * STRIDE;
    }

    /** One worker's answers; its methods are for that worker's thread. */
    public static final class Reader {
        private final long[] cells;
        private final int own;
        private long answered;
        private int turns;

        private Reader(long[] cells, int own) {
            this.cells = cells;
            this.own = own;
        }

        /** Begins a turn: the question it may be an answer to. */
        long question() {
            return (long) CELL.getAcquire(cells, STRIDE);
        }

        /** Ends a turn: whether a port had more than one burst takes. */
        void end(long asked, boolean isMoreWaiting) {
            if (asked != answered && (!isMoreWaiting || ++turns >= MOST_TURNS)) {
                turns = 0;
                answered = asked;
                // with what was punted before
                CELL.setRelease(cells, own, asked);
            }
        }
    }

    /** The answers of one worker, from 0. */
    public Reader reader(int worker) {
        return new Reader(cells, at(worker));
    }

    /** Control agent: asks, unless an answer is still to come, for everything that has arrived by now. */
    void ask(long nowNs) {
        if (!isOpen && !isRead(nowNs)) {
            isOpen = true;
            askedNs = nowNs;
            CELL.setRelease(cells, STRIDE, ++question);
        }
    }

    /** Control agent: whether answers are still to come. */
    boolean isAsked() {
        return isOpen;
    }

    /** Control agent: whether all have answered; to be asked before their packets are fetched. */
    boolean isAnswered() {
        for (int i = 0; i < workers; i++) {
            if ((long) CELL.getAcquire(cells, at(i)) != question) {
                return false;
            }
        }
        return true;
    }

    /** Control agent: the packets that came with the answers are handled, or it is too late to wait for them. */
    void settle(boolean areHandled, long nowNs) {
        if (isOpen && (areHandled || nowNs - askedNs >= PATIENCE_NS)) {
            isOpen = false;
            hasRead = true;
            readNs = askedNs;
        }
    }

    /** Control agent: whether what had arrived by a time is read. */
    boolean isRead(long timeNs) {
        return hasRead && timeNs - readNs <= 0;
    }

    /** Control agent: the latest time of which {@link #isRead} holds, where there is one. */
    long readNs() {
        return readNs;
    }
}
