package org.hopwire.counter;

import java.util.Locale;

/** Spelling of counter rows. */
final class RowLabels {
    private RowLabels() {}

    /** Kebab-case of the constant's name: {@code NO_ROUTE} is {@code no-route}. */
    static String of(Enum<?> row) {
        return row.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
