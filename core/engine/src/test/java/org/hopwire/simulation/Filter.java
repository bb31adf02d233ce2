package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.igmp.core.FilterMode;

/**
 * What one socket wants of a group.
 *
 * @param exclude whether the sources are the unwanted ones
 * @param sources bit per source of {@link Plan#SOURCES}
 */
record Filter(boolean exclude, int sources) {
    private static final int EXCLUDE_BIT = 16;
    private static final int ALL = EXCLUDE_BIT - 1;

    /** Of an event's bits; INCLUDE without sources is no wish, so it stands for all of them. */
    static Filter of(int bits, boolean ssm) {
        int sources = bits & ALL;
        boolean exclude = (bits & EXCLUDE_BIT) != 0 && !ssm;
        return new Filter(exclude, sources == 0 && !exclude ? ALL : sources);
    }

    boolean wants(int source) {
        return exclude != ((sources >> source & 1) == 1);
    }

    FilterMode mode() {
        return exclude ? FilterMode.EXCLUDE : FilterMode.INCLUDE;
    }

    List<String> addresses() {
        List<String> list = new ArrayList<>();
        for (int i = 0; i < Integer.SIZE; i++) {
            if ((sources >> i & 1) == 1) {
                list.add(Plan.SOURCES.get(i));
            }
        }
        return list;
    }
}
