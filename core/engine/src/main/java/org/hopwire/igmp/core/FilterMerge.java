package org.hopwire.igmp.core;

/**
 * Many filters of one group made into the one that lets through what any of them wants (RFC 9776 section 3.2): if any
 * is EXCLUDE, the sources all of those exclude but none of the others includes are excluded; else the union of all
 * lists is included.
 */
public final class FilterMerge {
    private final SourceSet included = new SourceSet();
    private final SourceSet excluded = new SourceSet();
    private FilterMode mode = FilterMode.INCLUDE;

    /** Forgets all filters: INCLUDE without sources. */
    public void clear() {
        included.clear();
        excluded.clear();
        mode = FilterMode.INCLUDE;
    }

    /** Takes one more filter in. */
    public void add(FilterMode its, SourceSet sources) {
        if (its == FilterMode.INCLUDE) {
            included.addAll(sources);
        } else if (mode == FilterMode.INCLUDE) {
            mode = FilterMode.EXCLUDE;
            excluded.assign(sources);
        } else {
            excluded.retainAll(sources);
        }
    }

    /** How many sources the INCLUDE filters name together. */
    public int included() {
        return included.size();
    }

    /** Filter mode of the merged filter. */
    public FilterMode mode() {
        return mode;
    }

    /** Sources of the merged filter, until the next call; to be asked for when all filters are in. */
    public SourceSet sources() {
        if (mode == FilterMode.INCLUDE) {
            return included;
        }
        excluded.removeAll(included);
        return excluded;
    }
}
