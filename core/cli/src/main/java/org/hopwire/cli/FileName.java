package org.hopwire.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A file name as it was typed; one that this system or locale cannot spell is a mistake of usage. */
public final class FileName implements ITypeConverter<String> {
    /** Keeps the text as it is, {@code -} for a standard stream too. */
    @Override
    public String convert(String value) {
        return toPath(value) == null ? null : value;
    }

    /** Where it leads. */
    static Path toPath(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
            String hint = encoding.equals("UTF-8")
                    ? ""
                    : "; this locale spells names in " + encoding
                            + ": set LC_ALL=C.UTF-8";
            throw new TypeConversionException("'" + value + "' is no file name here: " + e.getReason() + hint);
        }
    }
}
