package org.hopwire.checksum;

/**
 * Which code adds up the bytes in this JVM, and why.
 *
 * @param name   {@code scalar}, {@code vector128}, {@code vector256} or {@code vector512}
 * @param reason one line for people: what decided, and what to change where the faster twin could not be had
 */
public record ChecksumKernel(String name, String reason) {
    /** Whether the Vector API does the work. */
    public boolean isVector() {
        return name.startsWith("vector");
    }

    /** For banners and statistics, as in {@code vector256 (jdk.incubator.vector, preferred width)}. */
    @Override
    public String toString() {
        return name + " (" + reason + ")";
    }
}
