package org.hopwire.bench.report.page;

/** Which colours. */
public enum Theme {
    /** As the reader's system is set. */
    AUTO,
    /** Dark on light. */
    LIGHT,
    /** Light on dark. */
    DARK
}
