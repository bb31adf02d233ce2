package org.hopwire.bench.gate.decide;

import java.util.List;

import org.hopwire.bench.gate.stats.Estimate;

/**
 * When a change is a regression.
 *
 * <p>
 * The false-alarm rate {@code alpha} is divided over the looks. Seven pairs can only be judged at 1/128 or above, so
 * the first look gets just that, and the others share the rest: an equal third each would leave the first look unable
 * to decide anything.
 *
 * @param theta
 *            the smallest change that matters, 0.03 for 3 %
 * @param margin
 *            what a change must surely stay below to be let pass
 * @param alpha
 *            one-sided false-alarm rate per benchmark, before confirmation
 * @param looks
 *            in rising order of pairs, their alphas adding up to {@code alpha}
 */
public record Rule(double theta, double margin, double alpha, List<Look> looks) {
    /** Threshold where none is asked for. */
    public static final double DEFAULT_THETA = 0.03;
    private static final double MARGIN = 0.05;
    private static final double ALPHA = 0.01;
    private static final double FIRST_SHARE = 1.0 / 128;

    /** Copies the looks. */
    public Rule {
        looks = List.copyOf(looks);
    }

    /** Looks at 7, 14 and 21 pairs, 1 % false alarms; the margin is 5 %, or the threshold where that is wider. */
    public static Rule standard(double theta) {
        double rest = (ALPHA - FIRST_SHARE) / 2;
        return new Rule(theta, Math.max(MARGIN, theta), ALPHA,
                List.of(new Look(7, FIRST_SHARE), new Look(14, rest), new Look(21, rest)));
    }

    /** One look after {@code pairs} pairs, with all of alpha. */
    public Rule once(int pairs) {
        return new Rule(theta, margin, alpha, List.of(new Look(pairs, alpha)));
    }

    /** The verdict on one benchmark, by itself. */
    public Verdict judge(Estimate estimate) {
        double threshold = Math.log1p(theta);
        if (estimate.lower() > 0 && estimate.center() > threshold) {
            return Verdict.REGRESSION;
        }
        if (estimate.upper() < 0 && estimate.center() < -threshold) {
            return Verdict.IMPROVEMENT;
        }
        return estimate.upper() < Math.log1p(margin) ? Verdict.OK : Verdict.INCONCLUSIVE;
    }

    /** The most pairs a benchmark can take. */
    public int mostPairs() {
        return looks.getLast().pairs();
    }
}
