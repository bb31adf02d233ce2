package org.hopwire.bench.report.section;

import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.GateVerdict;
import org.hopwire.bench.report.input.PeerRuns;

/** Names and colours, the same in all sections. */
final class Labels {
    private static final int COMMIT = 12;

    private Labels() {}

    /** engine.BurstBenchmark.burst(work=ECHO) without what goes without saying, and without parameters. */
    static String benchmark(String label) {
        int parameters = label.indexOf('(');
        return (parameters < 0 ? label : label.substring(0, parameters)).replace("Benchmark.", ".");
    }

    /** Its parameters, or nothing. */
    static String parameters(String label) {
        int parameters = label.indexOf('(');
        return parameters < 0
                ? ""
                : label.substring(parameters + 1, label.length() - (label.endsWith(")") ? 1 : 0)).replace(",", ", ");
    }

    /** Twelve digits of a commit, and what is behind it. */
    static String commit(String name) {
        int changes = name.indexOf('+');
        String commit = changes < 0 ? name : name.substring(0, changes);
        return (commit.matches("[0-9a-f]{40}") ? commit.substring(0, COMMIT) : commit)
                + (changes < 0 ? "" : name.substring(changes));
    }

    static Tone tone(GateVerdict verdict) {
        return switch (verdict) {
            case OK, IMPROVEMENT -> Tone.GOOD;
            case REGRESSION, LOST -> Tone.BAD;
            case INCONCLUSIVE -> Tone.WARN;
        };
    }

    /** Who is surely the faster, by a ratio of times. */
    static Tone side(PeerRuns.Span ratio) {
        if (ratio.greatest() < 1) {
            return Tone.OURS;
        }
        return ratio.least() > 1 ? Tone.THEIRS : Tone.OPEN;
    }

    static Tone tone(PeerRuns.Verdict verdict) {
        return switch (verdict) {
            case MET -> Tone.GOOD;
            case MISSED -> Tone.BAD;
            case OPEN -> Tone.WARN;
            case NONE -> Tone.OPEN;
        };
    }

    static String count(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
