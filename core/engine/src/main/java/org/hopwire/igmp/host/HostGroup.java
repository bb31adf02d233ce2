package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.MachineTimers;
import org.hopwire.igmp.core.SourceSet;

/** What an interface holds of one group: merged state, what waits to be sent. Pooled; fields are the package's. */
final class HostGroup {
    final int slot;
    int group;
    /** Whether the slot is taken. */
    boolean used;
    /** Which of the interface's versions of itself the waiting work belongs to; of an older one it is void. */
    int epoch;

    /** The merged state; INCLUDE without sources is no membership (RFC 9776 section 3.2). */
    FilterMode mode = FilterMode.INCLUDE;
    final SourceSet sources = new SourceSet();
    Request requests;
    int requestCount;

    /** Pending answer (RFC 9776 section 5.2), or delaying member (RFC 2236 section 6). */
    boolean responding;
    long responseTimer;
    long responseNs;
    /** The answer is the group's whole state, not only what it says of the recorded sources. */
    boolean whole;
    SourceSet recorded;

    /** Repetitions of state changes (RFC 9776 section 5.1): filter-mode-change records left, and sources. */
    int modeReports;
    PendingChanges changes;
    long changeTimer;
    long changeNs;

    /** Versions 1 and 2: whether we reported last, unsolicited reports left. */
    boolean lastReporter;
    int oldReports;

    HostGroup(int slot) {
        this.slot = slot;
    }

    boolean isMember() {
        return mode == FilterMode.EXCLUDE || !sources.isEmpty();
    }

    boolean isChanging() {
        return modeReports > 0 || (changes != null && !changes.isEmpty());
    }

    boolean accepts(int source) {
        return sources.contains(source) == (mode == FilterMode.INCLUDE);
    }

    SourceSet recorded() {
        if (recorded == null) {
            recorded = new SourceSet();
        }
        return recorded;
    }

    PendingChanges changes() {
        if (changes == null) {
            changes = new PendingChanges();
        }
        return changes;
    }

    void endChanges() {
        modeReports = 0;
        if (changes != null) {
            changes.clear();
        }
    }

    void endResponse() {
        responding = false;
        whole = false;
        if (recorded != null) {
            recorded.trim();
        }
    }

    /** Ends everything that waits. */
    void quiet(MachineTimers.Own timers) {
        timers.cancel(responseTimer);
        timers.cancel(changeTimer);
        responseTimer = MachineTimers.NONE;
        changeTimer = MachineTimers.NONE;
        endResponse();
        endChanges();
        lastReporter = false;
        oldReports = 0;
    }

    long reportNs() {
        long answerNs = responding ? responseNs : Long.MAX_VALUE;
        long repeatNs = isChanging() ? changeNs : Long.MAX_VALUE;
        return Math.min(answerNs, repeatNs);
    }
}
