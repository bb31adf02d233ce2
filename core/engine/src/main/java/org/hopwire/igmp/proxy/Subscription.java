package org.hopwire.igmp.proxy;

import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.core.SourceSet;

/** What one downstream attachment wants of one group; in the list of its group. Pooled. */
final class Subscription {
    int attachment;
    FilterMode mode = FilterMode.INCLUDE;
    final SourceSet sources = new SourceSet();
    Subscription next;
    Subscription previous;

    boolean is(FilterMode itsMode, SourceSet itsSources) {
        return mode == itsMode && sources.sameAs(itsSources);
    }

    boolean accepts(int source) {
        return sources.contains(source) == (mode == FilterMode.INCLUDE);
    }
}
