package org.hopwire.igmp.router;

/** Bound on the groups and sources of all tables that share it. Configured entries count but are never refused. */
public final class EntryBudget {
    private final int max;
    private int used;

    /**
     * A budget.
     *
     * @param max entries, 1 or more
     */
    public EntryBudget(int max) {
        if (max < 1) {
            throw new IllegalArgumentException("total_entries: " + max + " is not above 0");
        }
        this.max = max;
    }

    /** Entries in use. */
    public int used() {
        return used;
    }

    boolean hasRoom() {
        return used < max;
    }

    void take() {
        used++;
    }

    void release() {
        used--;
    }
}
