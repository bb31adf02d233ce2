package org.hopwire.bench.gate.build;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write and read them. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?");
    private static final int IN_HOUR = 3600;
    private static final int IN_MINUTE = 60;
    private static final int STEP_S = 10;

    private Durations() {}

    /**
     * Reads 90s, 10m, 6m20s, 1h30m.
     *
     * @throws IllegalArgumentException
     *             where it is something else
     */
    public static Duration parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (text.isEmpty() || !parts.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a duration such as 90s, 10m or 6m20s");
        }
        return Duration.ofSeconds(part(parts, 1) * IN_HOUR + part(parts, 2) * IN_MINUTE + part(parts, 3));
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    /** As in 6 min 20 s; to ten seconds from a minute on. */
    public static String inWords(long ms) {
        long s = Math.max(0, (ms + 999) / 1000);
        if (s < IN_MINUTE) {
            return s + " s";
        }
        long rounded = (s + STEP_S / 2) / STEP_S * STEP_S;
        long minutes = rounded / IN_MINUTE;
        String hours = minutes >= IN_MINUTE ? minutes / IN_MINUTE + " h " : "";
        long rest = rounded % IN_MINUTE;
        return hours + minutes % IN_MINUTE + " min" + (rest == 0 ? "" : " " + rest + " s");
    }
}
