package org.hopwire.igmp.router;

import java.util.Arrays;

import org.hopwire.counter.CounterSet;
import org.hopwire.igmp.core.AddressFamily;
import org.hopwire.wire.igmp.RecordType;

/** What of a record counts: groups and sources that can be and may be had; holds the sources, sorted, each once. */
final class RecordFilter {
    private static final int VERSION_3 = 3;

    private final AddressFamily family;
    private final CounterSet<RouterCounter> counters;
    private int[] sources = new int[64];

    RecordFilter(AddressFamily family, CounterSet<RouterCounter> counters) {
        this.family = family;
        this.counters = counters;
    }

    int[] sources() {
        return sources;
    }

    boolean isGroup(int group) {
        return family.isGroup(group) && family.isReported(group);
    }

    boolean accepts(RouterConfig config, int version, int group) {
        if (version > config.version()) {
            counters.increment(RouterCounter.NEWER_REPORT);
            return false;
        }
        if (!isGroup(group)) {
            counters.increment(RouterCounter.BAD_GROUP);
            return false;
        }
        return true;
    }

    boolean isDenied(RouterConfig config, int group, int reporter) {
        boolean denied = !config.access().permits(group, true, family.unspecified(), reporter);
        if (denied) {
            counters.increment(RouterCounter.ACCESS_DENIED_GROUP);
        }
        return denied;
    }

    /** Takes sources as they are; their number without repetitions. */
    int take(int[] from, int count) {
        sources = withRoom(sources, count);
        System.arraycopy(from, 0, sources, 0, count);
        return distinct(count);
    }

    /** Takes the sources a group is mapped to; their number. */
    int take(SsmMap map, int group) {
        int count = map.sourceCount(group);
        sources = withRoom(sources, count);
        for (int i = 0; i < count; i++) {
            sources[i] = map.source(group, i);
        }
        return distinct(count);
    }

    /** Keeps sources that can be one and, where they are wanted, may be had; their number. */
    int keep(AccessList access, int group, int count, boolean wanted, int reporter) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int source = sources[i];
            if (!family.isSource(source)) {
                counters.increment(RouterCounter.BAD_SOURCE);
            } else if (wanted && !access.permits(group, false, source, reporter)) {
                counters.increment(RouterCounter.ACCESS_DENIED_SOURCE);
            } else {
                sources[kept++] = source;
            }
        }
        return kept;
    }

    private int distinct(int count) {
        Arrays.sort(sources, 0, count);
        int kept = Math.min(count, 1);
        for (int i = 1; i < count; i++) {
            if (sources[i] != sources[kept - 1]) {
                sources[kept++] = sources[i];
            }
        }
        return kept;
    }

    private static int[] withRoom(int[] array, int count) {
        return count <= array.length ? array : new int[Math.max(count, array.length << 1)];
    }

    /** Row of what an older host makes a router ignore (RFC 9776 section 7.3.2), or null. */
    static RouterCounter ignored(RecordType type, int count, int version, int compatibility) {
        boolean leaves = type == RecordType.CHANGE_TO_INCLUDE_MODE;
        if (compatibility == 1 && leaves) {
            return RouterCounter.LEAVE_IGNORED_V1;
        }
        if (compatibility == VERSION_3 || version < VERSION_3) {
            return null;
        }
        if (type == RecordType.BLOCK_OLD_SOURCES) {
            return RouterCounter.BLOCK_IGNORED;
        }
        return type == RecordType.CHANGE_TO_EXCLUDE_MODE && count > 0 ? RouterCounter.SOURCES_IGNORED : null;
    }

    /** Whether a record of this type can make a querier ask. */
    static boolean asks(RecordType type) {
        return switch (type) {
            case CHANGE_TO_INCLUDE_MODE, CHANGE_TO_EXCLUDE_MODE, BLOCK_OLD_SOURCES -> true;
            case MODE_IS_INCLUDE, MODE_IS_EXCLUDE, ALLOW_NEW_SOURCES -> false;
        };
    }
}
