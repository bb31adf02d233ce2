package org.hopwire.ip.neighbor;

/** Neighbours in the order in which they came; each is in one list at most. */
final class NeighbourList {
    private Neighbour oldest;
    private Neighbour youngest;

    Neighbour oldest() {
        return oldest;
    }

    void add(Neighbour neighbour) {
        neighbour.older = youngest;
        neighbour.younger = null;
        if (youngest == null) {
            oldest = neighbour;
        } else {
            youngest.younger = neighbour;
        }
        youngest = neighbour;
    }

    void remove(Neighbour neighbour) {
        if (neighbour.older == null) {
            oldest = neighbour.younger;
        } else {
            neighbour.older.younger = neighbour.younger;
        }
        if (neighbour.younger == null) {
            youngest = neighbour.older;
        } else {
            neighbour.younger.older = neighbour.older;
        }
        neighbour.older = null;
        neighbour.younger = null;
    }
}
