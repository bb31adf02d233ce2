package org.hopwire.bench.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses values of options that lie outside of a range, naming both. */
public final class Range {
    private Range() {}

    /**
     * Whole numbers, both ends included.
     *
     * @throws ParameterException where the value lies outside
     */
    public static void check(CommandSpec spec, String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw usage(spec, option + ": " + value + " is not " + least + " to " + most);
        }
    }

    /**
     * Numbers above 0.
     *
     * @throws ParameterException where the value is none
     */
    public static void checkPositive(CommandSpec spec, String option, double value) {
        if (!(value > 0)) {
            throw usage(spec, option + ": " + value + " is not above 0");
        }
    }

    private static ParameterException usage(CommandSpec spec, String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
