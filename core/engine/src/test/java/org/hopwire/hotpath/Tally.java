package org.hopwire.hotpath;

import java.util.Map;
import java.util.TreeMap;

/** Where classes that were made to count by {@link CountingLoader} do so. Of one thread. */
public final class Tally {
    private static final Map<String, Long> ROWS = new TreeMap<>();

    private Tally() {}

    /** Once more. */
    public static void once(String row) {
        ROWS.merge(row, 1L, Long::sum);
    }

    /** Once more, and so many octets. */
    public static void octets(int octets, String row) {
        once(row);
        ROWS.merge(row + "-octets", (long) octets, Long::sum);
    }

    /** Forgets everything. */
    public static void clear() {
        ROWS.clear();
    }

    /** Rows in alphabetical order. */
    public static Map<String, Long> rows() {
        return ROWS;
    }
}
