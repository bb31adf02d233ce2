package org.hopwire.igmp.host;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.hopwire.igmp.host.HostRig.Sent;
import org.hopwire.wire.igmp.RecordType;

/** What a router with one host believes of it, from the meaning of the records alone (RFC 9776 section 4.2.13). */
final class ModelRouter {
    private static final class State {
        boolean exclude;
        Set<Integer> sources = new TreeSet<>();
    }

    private final Map<Integer, State> groups = new HashMap<>();

    void hear(Sent record) {
        State state = groups.computeIfAbsent(record.group(), group -> new State());
        switch (RecordType.valueOf(record.kind())) {
            case MODE_IS_EXCLUDE, CHANGE_TO_EXCLUDE_MODE -> become(state, true, record);
            case CHANGE_TO_INCLUDE_MODE -> become(state, false, record);
            case MODE_IS_INCLUDE, ALLOW_NEW_SOURCES -> wanted(state, record, true);
            case BLOCK_OLD_SOURCES -> wanted(state, record, false);
        }
    }

    private static void become(State state, boolean exclude, Sent record) {
        state.exclude = exclude;
        state.sources = new TreeSet<>(record.sources());
    }

    private static void wanted(State state, Sent record, boolean open) {
        if (open == state.exclude) {
            state.sources.removeAll(record.sources());
        } else {
            state.sources.addAll(record.sources());
        }
    }

    int shape(int group) {
        State state = groups.getOrDefault(group, new State());
        int[] sources = state.sources.stream().mapToInt(Integer::intValue).toArray();
        return (state.exclude ? 8 : 0) | HostRig.bits(sources, sources.length);
    }
}
