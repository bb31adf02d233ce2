package org.hopwire.bench.report.chart;

import java.util.List;
import java.util.Locale;

/** What a colour says; the style sheet knows which one it is. */
public enum Tone {
    /** Hopwire, or that it is the faster one. */
    OURS,
    /** A peer, or that it is the faster one. */
    THEIRS,
    /** Not decided. */
    OPEN,
    /** As it should be. */
    GOOD,
    /** Not as it should be. */
    BAD,
    /** To be looked at. */
    WARN,
    /** First of several things without rank. */
    FIRST,
    /** Second. */
    SECOND,
    /** Third. */
    THIRD,
    /** Fourth. */
    FOURTH,
    /** Fifth. */
    FIFTH;

    private static final List<Tone> RANKLESS = List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH);

    /** Class of elements of this tone. */
    public String css() {
        return "t-" + name().toLowerCase(Locale.ROOT);
    }

    /** One of the tones without rank, from 0; they come again after the fifth. */
    public static Tone series(int index) {
        return RANKLESS.get(index % RANKLESS.size());
    }
}
