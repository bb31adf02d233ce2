package org.hopwire.time;

import java.util.ArrayList;
import java.util.List;

/** Writes down what expires. */
final class FiredTimers implements TimerHandler {
    record Fired(int kind, long payload, long deadlineNs, long nowNs) {}

    private final List<Fired> fired = new ArrayList<>();

    @Override
    public void onTimer(int kind, long payload, long deadlineNs, long nowNs) {
        fired.add(new Fired(kind, payload, deadlineNs, nowNs));
    }

    List<Fired> list() {
        return fired;
    }

    List<Long> payloads() {
        return fired.stream().map(Fired::payload).toList();
    }

    List<Long> deadlines() {
        return fired.stream().map(Fired::deadlineNs).toList();
    }
}
