package org.hopwire.counter;

import java.util.Locale;

/** Spelling of counter rows, and of every other constant that a person reads or writes. */
public final class RowLabels {
    private RowLabels() {}

    /** Kebab-case of the constant's name: {@code NO_ROUTE} is {@code no-route}. */
    public static String of(Enum<?> row) {
        return of(row.name());
    }

    /** The same for a name alone. */
    public static String of(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
