package org.hopwire.engine.config;

/**
 * One difference between two configurations.
 *
 * @param key where it is, as the file has it: {@code icmp.limits.errors_per_second}, {@code route 10.0.0.0/8 via}
 * @param before the value in force; null where there is none
 * @param after the value wanted; null where there is none
 * @param needsRestart whether a running engine cannot change it
 */
public record ConfigChange(String key, String before, String after, boolean needsRestart) {
    private static final String ABSENT = "absent";

    /** One line for people. */
    @Override
    public String toString() {
        return key + ": " + (before == null ? ABSENT : before) + " -> " + (after == null ? ABSENT : after)
                + (needsRestart ? " needs a restart" : "");
    }
}
