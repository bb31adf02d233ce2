package org.hopwire.time;

/**
 * Timers of one agent: arming and cancelling in constant time, expiry in deadline order to the nanosecond, in slices.
 * <p>
 * A hierarchical wheel whose slots are digits of the time in base 64, down to single nanoseconds. A timer waits in the
 * slot of the highest digit in which its deadline differs from the wheel's base, and moves to a lower level when the
 * base reaches the earliest deadline of its slot: at most ten moves in its life, mostly one or two, and none for
 * timers that share that deadline. Empty slots are skipped by bitmap, so a jump of the clock costs what the timers
 * in it cost.
 * <p>
 * Deadlines are compared by difference, so the clock may wrap; a deadline must lie less than 2^63 ns (292 years) from
 * the clock's time, and the clock less than that from the wheel's start. {@link #NEVER} is no time but the deadline of
 * a timer that does not expire; {@link #deadlineNs(long, long)} makes it out of delays too long to add.
 * <p>
 * Memory follows the number of timers: 32 bytes each, in chunks of 4096 that go when they empty (a few stay as spare,
 * so that steady load allocates nothing). Not thread-safe.
 */
public final class TimerWheel {
    /** Deadline of a timer that never expires, and what {@link #nextDeadlineNs()} says when there is none to come. */
    public static final long NEVER = Long.MAX_VALUE;
    /** Handle that names no timer. */
    public static final long NO_TIMER = 0;
    /** Most timers one wheel can hold: 16,777,216. */
    public static final int MAX_TIMERS = TimerPool.MAX_TIMERS;

    /** Timers moved between levels in one poll: a slice stays near 50 microseconds with every access a cache miss. */
    static final int MOVES_PER_POLL = 512;

    // longer delays would reach the half of the clock's range that counts as past
    private static final long MAX_DELAY_NS = Long.MAX_VALUE >> 1;

    private final TimerPool pool;
    private final WheelSlots slots;
    private final long originNs;
    // relative to the origin and unsigned, so that no time in the wheel wraps; never ahead of the last poll
    private long base;
    // slot that is being emptied, or -1: its timers are due, or belong to lower levels
    private int openSlot = -1;
    private long staleCancels;
    private long refusedArms;

    /** A wheel for up to {@link #MAX_TIMERS} timers. */
    public TimerWheel(long startNs) {
        this(startNs, MAX_TIMERS);
    }

    /**
     * An empty wheel; its fixed part takes about 15 KiB and 16 bytes for every 4096 timers of {@code maxTimers}.
     *
     * @param startNs   the clock's time now
     * @param maxTimers most timers at one moment, from 1 to {@link #MAX_TIMERS}
     */
    public TimerWheel(long startNs, int maxTimers) {
        this.originNs = startNs;
        this.pool = new TimerPool(maxTimers);
        this.slots = new WheelSlots(pool);
    }

    /**
     * The deadline {@code delayNs} from now. A delay of more than 146 years gives {@link #NEVER}, a negative one now.
     */
    public static long deadlineNs(long nowNs, long delayNs) {
        if (delayNs > MAX_DELAY_NS) {
            return NEVER;
        }
        long deadlineNs = nowNs + Math.max(0, delayNs);
        return deadlineNs == NEVER ? Long.MIN_VALUE : deadlineNs;
    }

    /**
     * Starts a timer; constant time. One whose deadline has passed expires in the next poll, or still in this one when
     * it is armed by the handler. Timers of equal deadline expire in the order of arming.
     *
     * @param deadlineNs when to expire, on the clock that {@link #poll} is called with, or {@link #NEVER}
     * @param kind       handed to the handler
     * @param payload    handed to the handler
     * @return handle, or {@link #NO_TIMER} (and a count) when the wheel is full
     */
    public long arm(long deadlineNs, int kind, long payload) {
        int index = pool.take(deadlineNs, payload, kind);
        if (index < 0) {
            refusedArms++;
            return NO_TIMER;
        }
        if (deadlineNs != NEVER) {
            insert(index, isDue(deadlineNs) ? base : deadlineNs - originNs);
        }
        return pool.handle(index);
    }

    private void insert(int index, long time) {
        int slot = WheelSlots.slotOf(time, base);
        // timers of the open slot that have not moved yet were armed earlier, so this one queues behind them
        if (isOpen() && (time == base || WheelSlots.level(slot) < WheelSlots.level(openSlot))) {
            slot = openSlot;
        }
        slots.append(slot, index, time);
    }

    private boolean isDue(long deadlineNs) {
        return deadlineNs - (originNs + base) <= 0;
    }

    private boolean isOpen() {
        return openSlot >= 0 && slots.head(openSlot) >= 0;
    }

    /**
     * Stops a timer; constant time. A handle whose timer has expired or was cancelled is harmless, however often its
     * place has been used since: it is counted as stale, except {@link #NO_TIMER}, which is ignored.
     *
     * @return whether a timer was stopped
     */
    public boolean cancel(long handle) {
        int index = pool.find(handle);
        if (index < 0) {
            staleCancels += handle == NO_TIMER ? 0 : 1;
            return false;
        }
        if (pool.deadline(index) != NEVER) {
            slots.unlink(index);
        }
        pool.release(index);
        return true;
    }

    /** Whether the timer this handle names is still to expire. */
    public boolean isArmed(long handle) {
        return pool.find(handle) >= 0;
    }

    /**
     * Expires timers whose deadline is at or before {@code nowNs}, in order of deadline, at most {@code limit} of them,
     * and moves a bounded number of others closer. Should time run backwards, no timer expires early. If the
     * handler throws, its timer is gone and the wheel is in order.
     *
     * @param limit most timers to expire, at least 1
     * @return number of timers that expired; 1 if none did because the slice was spent on moving timers. Zero means
     *         that nothing is due any more.
     */
    public int poll(long nowNs, TimerHandler handler, int limit) {
        if (nowNs - (originNs + base) < 0) {
            return 0;
        }
        int expired = 0;
        int moved = 0;
        while (expired < limit && moved < MOVES_PER_POLL && openSlotAt(nowNs - originNs)) {
            int index = slots.head(openSlot);
            slots.unlink(index);
            if (isDue(pool.deadline(index))) {
                expired++;
                expire(index, handler, nowNs);
            } else {
                moved++;
                move(index);
            }
        }
        return expired == 0 && moved == MOVES_PER_POLL ? 1 : expired;
    }

    /** Makes sure that a slot with timers is open, if one is due; else brings the base up to now. */
    private boolean openSlotAt(long now) {
        if (isOpen()) {
            return true;
        }
        openSlot = -1;
        int slot = slots.earliest();
        if (slot < 0) {
            base = now;
            return false;
        }
        long bound = slots.bound(slot);
        if (Long.compareUnsigned(bound, now) <= 0) {
            base = bound;
            openSlot = slot;
            return true;
        }
        // the base may enter a slot's range only together with its timers
        if (WheelSlots.position(now, slot) != WheelSlots.position(bound, slot)) {
            base = now;
        }
        return false;
    }

    private void expire(int index, TimerHandler handler, long nowNs) {
        long deadlineNs = pool.deadline(index);
        long payload = pool.payload(index);
        int kind = pool.kind(index);
        pool.release(index);
        handler.onTimer(kind, payload, deadlineNs, nowNs);
    }

    private void move(int index) {
        long time = pool.deadline(index) - originNs;
        slots.append(WheelSlots.slotOf(time, base), index, time);
    }

    /**
     * Time of the next poll worth making; constant time. It is never after the earliest deadline, and after a poll
     * that returned zero equal to it, unless the timer that set it was cancelled: then a poll at this time may expire
     * nothing and the next answer is later. After a poll that stopped at a bound it may still be that poll's time or
     * earlier: poll again until zero before moving a virtual clock.
     *
     * @return time on the wheel's clock, or {@link #NEVER}
     */
    public long nextDeadlineNs() {
        if (isOpen()) {
            return originNs + base;
        }
        int slot = slots.earliest();
        return slot < 0 ? NEVER : originNs + slots.bound(slot);
    }

    /** Timers armed and not yet expired or cancelled, those that never expire included. */
    public int active() {
        return pool.active();
    }

    /** Timers there is memory for at this moment; falls when timers go. */
    public int capacity() {
        return pool.capacity();
    }

    /** Times {@link #cancel} was called with the handle of a timer that was gone. */
    public long staleCancels() {
        return staleCancels;
    }

    /** Times {@link #arm} found the wheel full. */
    public long refusedArms() {
        return refusedArms;
    }
}
