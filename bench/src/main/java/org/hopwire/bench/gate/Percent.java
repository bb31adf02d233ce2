package org.hopwire.bench.gate;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads 3% as 0.03. */
final class Percent implements ITypeConverter<Double> {
    private static final double HUNDRED = 100;

    @Override
    public Double convert(String text) {
        try {
            double value = text.endsWith("%")
                    ? Double.parseDouble(text.substring(0, text.length() - 1)) / HUNDRED
                    : Double.NaN;
            if (value > 0 && value < 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new TypeConversionException("\"" + text + "\" is not a share from above 0% to below 100%, such as 3%");
    }
}
