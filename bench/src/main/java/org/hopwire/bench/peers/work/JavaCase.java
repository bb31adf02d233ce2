package org.hopwire.bench.peers.work;

import java.util.Map;

/**
 * A JMH benchmark that shares what it asks.
 *
 * @param method the benchmark method
 * @param idle a method of the same benchmark whose time is taken off, or empty
 * @param isSlow whether an invocation takes longer than a usual iteration
 */
public record JavaCase(Class<?> type, String method, String idle, Map<String, String> params, boolean isSlow) {
    /** A benchmark method with its parameters. */
    public static JavaCase of(Class<?> type, String method, Map<String, String> params) {
        return new JavaCase(type, method, "", params, false);
    }

    /** The same, less the time of an idle method. */
    public JavaCase less(String method) {
        return new JavaCase(type, this.method, method, params, isSlow);
    }

    /** The same, of which an invocation takes long. */
    public JavaCase slow() {
        return new JavaCase(type, method, idle, params, true);
    }

    /** For a person. */
    public String name() {
        return type.getSimpleName() + "." + method + (idle.isEmpty() ? "" : " - " + idle);
    }
}
