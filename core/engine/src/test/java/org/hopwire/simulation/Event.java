package org.hopwire.simulation;

/**
 * One thing that happens in a schedule.
 *
 * @param atNs virtual time
 * @param kind what happens
 * @param who a host, node or attachment, by the kind; taken modulo their number
 * @param slot a socket of a host, or the kind of fault, forgery or topology change
 * @param group index of a group
 * @param filter source filter, see {@link Filter#of}; or how bad a fault is, percent
 * @param forNs how long it lasts
 */
record Event(long atNs, Kind kind, int who, int slot, int group, int filter, long forNs) {
    enum Kind {
        JOIN, LEAVE, IMPAIR, FLAP, CRASH, STOP, FULL, STALL, TOPOLOGY, DATA, FORGE
    }

    @Override
    public String toString() {
        return String.format("%8.3f s %-8s who %d slot %d group %d filter %d for %.3f s", atNs / 1e9, kind, who, slot,
                group, filter, forNs / 1e9);
    }
}
