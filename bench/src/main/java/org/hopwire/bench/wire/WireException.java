package org.hopwire.bench.wire;

/** What keeps a contest from being held, or a responder from taking part, as one line for a person. */
final class WireException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WireException(String message) {
        super(message);
    }

    WireException(String message, Throwable cause) {
        super(message, cause);
    }
}
