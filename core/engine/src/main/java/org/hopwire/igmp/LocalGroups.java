package org.hopwire.igmp;

import java.util.HashMap;
import java.util.Map;

import org.hopwire.igmp.core.FilterMerge;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.ForwardingSink;
import org.hopwire.igmp.core.SourceSet;

/**
 * What this engine's own applications want, by port: told to the table by which workers deliver. At the pace of
 * requests, not of packets, so it may allocate.
 */
final class LocalGroups {
    private final ForwardingSink table;
    private final Map<Long, Map<Integer, Filter>> requests = new HashMap<>();
    private final FilterMerge merge = new FilterMerge();

    private record Filter(FilterMode mode, SourceSet sources) {}

    /** Told to {@code table}, whose attachments are ports. */
    LocalGroups(ForwardingSink table) {
        this.table = table;
    }

    void set(int port, int handle, int group, FilterMode mode, int[] sources) {
        Map<Integer, Filter> byHandle = requests.computeIfAbsent(key(port, group), key -> new HashMap<>());
        if (mode == FilterMode.INCLUDE && sources.length == 0) {
            byHandle.remove(handle);
        } else {
            SourceSet set = new SourceSet();
            set.assign(sources, sources.length);
            byHandle.put(handle, new Filter(mode, set));
        }
        merge.clear();
        byHandle.values().forEach(filter -> merge.add(filter.mode(), filter.sources()));
        SourceSet merged = merge.sources();
        table.update(port, group, merge.mode(), merged.values(), merged.size());
        if (byHandle.isEmpty()) {
            requests.remove(key(port, group));
        }
    }

    private static long key(int port, int group) {
        return ((long) port << Integer.SIZE) | (group & 0xffff_ffffL);
    }
}
