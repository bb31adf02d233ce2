package org.hopwire.igmp.host;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.SourceSet;

/** What one application asks for one group; in a list of its group and in one of its handle. Pooled. */
final class Request {
    int handle;
    HostGroup group;
    FilterMode mode = FilterMode.INCLUDE;
    final SourceSet sources = new SourceSet();
    Request nextOfGroup;
    Request previousOfGroup;
    Request nextOfHandle;
    Request previousOfHandle;

    boolean is(FilterMode itsMode, SourceSet itsSources) {
        return mode == itsMode && sources.sameAs(itsSources);
    }

    void set(FilterMode itsMode, SourceSet itsSources) {
        mode = itsMode;
        sources.assign(itsSources);
    }
}
