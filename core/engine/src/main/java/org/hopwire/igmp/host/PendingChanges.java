package org.hopwire.igmp.host;

import java.util.Arrays;

import org.hopwire.igmp.core.SourceSet;

/** Sources whose change is still to be repeated, with how many state-change reports are left for each (5.1). */
final class PendingChanges {
    private static final int LEAST_ROOM = 4;
    private static final int MOST_KEPT = 16;

    private int[] sources = new int[LEAST_ROOM];
    private byte[] left = new byte[LEAST_ROOM];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
        if (sources.length > MOST_KEPT) {
            sources = new int[LEAST_ROOM];
            left = new byte[LEAST_ROOM];
        }
    }

    /** Gives every changed source that many reports, whatever it had left. */
    void mark(SourceSet changed, int reports) {
        int total = changed.size();
        for (int i = 0; i < size; i++) {
            total += changed.contains(sources[i]) ? 0 : 1;
        }
        reserve(total);
        int mine = size - 1;
        int its = changed.size() - 1;
        // from the end, so that what is not merged yet stays where it is
        for (int to = total - 1; its >= 0; to--) {
            if (mine >= 0 && sources[mine] > changed.at(its)) {
                put(to, sources[mine], left[mine--]);
            } else {
                mine -= mine >= 0 && sources[mine] == changed.at(its) ? 1 : 0;
                put(to, changed.at(its--), (byte) reports);
            }
        }
        size = total;
    }

    private void reserve(int room) {
        if (room > sources.length) {
            int length = Math.max(room, sources.length * 2);
            sources = Arrays.copyOf(sources, length);
            left = Arrays.copyOf(left, length);
        }
    }

    private void put(int index, int source, byte reports) {
        sources[index] = source;
        left[index] = reports;
    }

    /** Finds those that the state lists, or those that it does not. */
    void collect(SourceSet state, boolean listed, SourceSet found) {
        found.clear();
        for (int i = 0; i < size; i++) {
            if (state.contains(sources[i]) == listed) {
                found.add(sources[i]);
            }
        }
    }

    /** One state-change report has left: it told the state of every source. */
    void sent() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (left[i] > 1) {
                put(kept++, sources[i], (byte) (left[i] - 1));
            }
        }
        size = kept;
    }
}
