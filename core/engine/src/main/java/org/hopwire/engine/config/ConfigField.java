package org.hopwire.engine.config;

import java.util.function.Supplier;

/** Names the field in the message of whatever refused its value. */
final class ConfigField {
    private ConfigField() {}

    static <T> T check(String field, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
        }
    }
}
