package org.hopwire.bench.peers.work;

import java.util.Locale;

/**
 * What Hopwire is to stay below.
 *
 * @param atMost so many times the peer, or so many nanoseconds
 */
public record Target(Kind kind, double atMost) {
    /** What the limit is a limit of. */
    public enum Kind {
        /** Of the peer's time, which carries over to other machines. */
        RATIO,
        /** As measured where the target was set, which does not. */
        NS,
        /** None against this peer. */
        NONE
    }

    /** No target. */
    public static final Target NONE = new Target(Kind.NONE, 0);

    /** At most so many times the peer. */
    public static Target ratio(double atMost) {
        return new Target(Kind.RATIO, atMost);
    }

    /** At most so many nanoseconds. */
    public static Target ns(double atMost) {
        return new Target(Kind.NS, atMost);
    }

    /** Whether an interval of the measure this target is about lies below it; open where it lies on both sides. */
    public Verdict verdict(Interval ratio, Interval ns) {
        if (kind == Kind.NONE) {
            return Verdict.NONE;
        }
        Interval judged = kind == Kind.RATIO ? ratio : ns;
        if (judged.greatest() <= atMost) {
            return Verdict.MET;
        }
        return judged.least() > atMost ? Verdict.MISSED : Verdict.OPEN;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case RATIO -> String.format(Locale.ROOT, "<= %.2f x", atMost);
            case NS -> atMost >= 1e6
                    ? String.format(Locale.ROOT, "<= %.0f ms", atMost / 1e6)
                    : String.format(Locale.ROOT, "<= %.3g ns", atMost);
            case NONE -> "";
        };
    }
}
