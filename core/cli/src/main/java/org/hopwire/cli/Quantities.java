package org.hopwire.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations and rates as people type them. */
public final class Quantities {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)([A-Za-z]*)");
    private static final Map<String, Long> NANOS = Map.of("ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s",
            1_000_000_000L, "", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L);
    private static final Map<String, Long> FACTORS = Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G",
            1_000_000_000L);

    private Quantities() {}

    /** {@code 500ms}, {@code 1.5s}, {@code 2m}; a number alone is seconds. */
    public static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            try {
                return Duration.ofNanos(scaled(value, NANOS).longValueExact());
            } catch (ArithmeticException e) {
                throw new TypeConversionException("'" + value + "' is not a duration such as 500ms, 10s or 2m");
            }
        }
    }

    /** A duration between two looks: {@code 10ms} or more, so that nobody looks without a pause. */
    public static final class IntervalConverter implements ITypeConverter<Duration> {
        private static final Duration LEAST = Duration.ofMillis(10);

        @Override
        public Duration convert(String value) {
            Duration interval = new DurationConverter().convert(value);
            if (interval.compareTo(LEAST) < 0) {
                throw new TypeConversionException("'" + value + "' is shorter than 10ms");
            }
            return interval;
        }
    }

    /** How often something is to be done: a whole number from 1. */
    public static final class CountConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            if (!value.matches("0*[1-9]\\d{0,17}")) {
                throw new TypeConversionException("'" + value + "' is not a whole number from 1");
            }
            return Long.valueOf(value);
        }
    }

    /** {@code 100}, {@code 10k}, {@code 1.5M}; more than 0. */
    public static final class RateConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            try {
                BigDecimal rate = scaled(value, FACTORS);
                if (rate.signum() > 0) {
                    return rate.doubleValue();
                }
            } catch (ArithmeticException e) {
                // told below
            }
            throw new TypeConversionException("'" + value + "' is not a number above 0 such as 100, 10k or 1.5M");
        }
    }

    private static BigDecimal scaled(String value, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(value);
        Long unit = matcher.matches() ? units.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new ArithmeticException("no number with a known unit");
        }
        return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    }
}
