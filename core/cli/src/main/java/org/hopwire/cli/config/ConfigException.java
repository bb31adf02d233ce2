package org.hopwire.cli.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A configuration that cannot be used; the message is one line for the person who wrote it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    ConfigException(String message) {
        super(message);
    }

    ConfigException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Why a file could not be read as text. */
    static ConfigException unreadable(Path file, IOException cause) {
        return new ConfigException(file + ": " + reasonOf(file, cause), cause);
    }

    private static String reasonOf(Path file, IOException cause) {
        return switch (cause) {
            case NoSuchFileException missing -> "no such file";
            case CharacterCodingException garbled -> "not UTF-8 text";
            default -> Files.isDirectory(file) ? "is a folder" : "cannot be read (" + cause.getMessage() + ")";
        };
    }
}
