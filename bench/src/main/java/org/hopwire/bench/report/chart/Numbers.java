package org.hopwire.bench.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Figures as people read them. */
public final class Numbers {
    private static final double PERCENT = 100;
    private static final int DIGITS = 3;
    private static final double THOUSAND = 1000;
    private static final String[] TIMES = {"ns", "µs", "ms", "s"};
    private static final String[] MANY = {"", "k", "M", "G", "T", "P"};

    private Numbers() {}

    /** Three digits that count, and no zeros behind the point: 0.02, 4.46, 1152, 15. */
    public static String plain(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        BigDecimal whole = Math.abs(value) >= THOUSAND
                ? BigDecimal.valueOf(value).setScale(0, RoundingMode.HALF_EVEN)
                : rounded;
        return plainText(whole);
    }

    /** Three digits that count, zeros too, so that figures in a column end alike: 35.0, 1.57, 0.00. */
    public static String even(double value) {
        double size = Math.abs(rounded(value));
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }

    /** As many digits that count as asked for, and no zeros behind the point. */
    public static String plain(double value, int digits) {
        return plainText(BigDecimal.valueOf(value).round(new MathContext(digits, RoundingMode.HALF_EVEN)));
    }

    private static String plainText(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** Thousands as k, millions as M: 65.5k. */
    public static String compact(double value) {
        return scaled(value, MANY, "");
    }

    /** Nanoseconds in the unit that suits them: 1.57 ns, 337 ms. */
    public static String time(double ns) {
        return scaled(ns, TIMES, " ");
    }

    private static String scaled(double value, String[] units, String between) {
        double left = value;
        int unit = 0;
        while (Math.abs(rounded(left)) >= THOUSAND && unit < units.length - 1) {
            left /= THOUSAND;
            unit++;
        }
        return plain(left) + between + units[unit];
    }

    private static double rounded(double value) {
        return BigDecimal.valueOf(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN)).doubleValue();
    }

    /** A fraction with its sign: +3.1 %. */
    public static String change(double fraction) {
        return String.format(Locale.ROOT, "%+.1f %%", fraction * PERCENT);
    }

    /** A fraction as a share: 0.5 %. */
    public static String share(double fraction) {
        return plain(fraction * PERCENT) + " %";
    }

    /** A tick of an axis of fractions, with its sign. */
    public static String changeTick(double fraction) {
        String text = plain(fraction * PERCENT) + " %";
        return fraction > 0 ? "+" + text : text;
    }

    /** How many times: 0.08, 1.48, 37.1. */
    public static String ratio(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    /** A whole number with a comma after thousands. */
    public static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
