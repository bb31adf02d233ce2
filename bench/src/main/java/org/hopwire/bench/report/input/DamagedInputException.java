package org.hopwire.bench.report.input;

/** A file is not what it should be: its name, the field, and what is wrong with it. */
public final class DamagedInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedInputException(String message) {
        super(message);
    }
}
