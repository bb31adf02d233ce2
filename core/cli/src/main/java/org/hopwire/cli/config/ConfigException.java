package org.hopwire.cli.config;

/** A configuration that cannot be used; the message is one line for the person who wrote it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
