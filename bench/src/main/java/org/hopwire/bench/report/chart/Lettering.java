package org.hopwire.bench.report.chart;

/** How wide text is, about: on the safe side of the fonts a page may get. */
final class Lettering {
    /** Size of all text but titles. */
    static final int SIZE = 12;
    private static final double NARROW = 0.36;
    private static final double WIDE = 0.95;
    private static final double CAPITAL = 0.72;
    private static final double BOLD = 1.12;
    private static final double OTHER = 0.63;

    private Lettering() {}

    static int width(String text) {
        return (int) Math.ceil(text.chars().mapToDouble(Lettering::width).sum() * SIZE);
    }

    /** The same in bold. */
    static int boldWidth(String text) {
        return (int) Math.ceil(width(text) * BOLD);
    }

    private static double width(int letter) {
        if ("iljtfr.,:;'|!()[] ".indexOf(letter) >= 0) {
            return NARROW;
        }
        if ("mwMW%@".indexOf(letter) >= 0) {
            return WIDE;
        }
        return Character.isUpperCase(letter) ? CAPITAL : OTHER;
    }

    /** The text, or as much of its beginning as there is room for. */
    static String cut(String text, int room) {
        if (width(text) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 1 && width(text.substring(0, end) + "…") > room) {
            end--;
        }
        return text.substring(0, end).stripTrailing() + "…";
    }
}
