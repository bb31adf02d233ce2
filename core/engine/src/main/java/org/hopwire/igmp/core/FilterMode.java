package org.hopwire.igmp.core;

/** How a source list is meant (RFC 9776 section 3.1). */
public enum FilterMode {
    /** Only the listed sources. */
    INCLUDE,
    /** All sources but the listed ones. */
    EXCLUDE
}
