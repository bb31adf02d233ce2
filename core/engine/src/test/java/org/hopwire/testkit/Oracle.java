package org.hopwire.testkit;

/** What a fuzz target asserts: millions of times a minute, so without building a sentence first. */
public final class Oracle {
    private Oracle() {}

    /** Fails with {@code otherwise} unless it holds. */
    public static void assertHolds(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
