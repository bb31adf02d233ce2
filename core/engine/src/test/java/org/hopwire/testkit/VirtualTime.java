package org.hopwire.testkit;

import org.hopwire.engine.Engine;
import org.hopwire.time.VirtualClock;

/** An engine run by its caller, on a clock that moves from timer to timer. */
public final class VirtualTime {
    private VirtualTime() {}

    private static void nothing() {}

    /** Runs until nothing is left to do at this time. */
    public static void settle(Engine engine) {
        settle(engine, VirtualTime::nothing);
    }

    /** As {@link #settle(Engine)}; {@code afterTurn} sees what each turn has left. */
    public static void settle(Engine engine, Runnable afterTurn) {
        int work;
        do {
            work = engine.invoke();
            afterTurn.run();
        } while (work > 0);
    }

    /** Lets so much time pass. */
    public static void pass(Engine engine, VirtualClock clock, long ns) {
        passTo(engine, clock, clock.nowNs() + ns, VirtualTime::nothing);
    }

    /** Lets time pass up to {@code endNs}, stopping at every timer; {@code afterTurn} sees what each turn has left. */
    public static void passTo(Engine engine, VirtualClock clock, long endNs, Runnable afterTurn) {
        // what a call has asked for may set timers
        settle(engine, afterTurn);
        for (long due = engine.nextDeadlineNs(); due <= endNs; due = engine.nextDeadlineNs()) {
            clock.advanceTo(Math.max(due, clock.nowNs()));
            settle(engine, afterTurn);
        }
        clock.advanceTo(endNs);
        settle(engine, afterTurn);
    }
}
