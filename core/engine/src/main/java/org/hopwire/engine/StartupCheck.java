package org.hopwire.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.checksum.InternetChecksum;

/**
 * Refuses to start on a JVM on which the engine would be slow to fail or quick to corrupt. Touches no class of
 * Agrona's:
 * without its flag none of them loads.
 */
public final class StartupCheck {
    private static final String INTERNAL_PACKAGE = "jdk.internal.misc";
    /** Feature number of the oldest Java that will do. */
    public static final int LEAST_JAVA = 25;
    /** System property that takes the bounds checks from buffers where it is {@code true}. */
    public static final String BUFFERS_UNCHECKED = "agrona.disable.bounds.checks";
    /** System property that takes the bounds checks from vector loads where it is {@code 0}. */
    public static final String VECTORS_CHECKED = "jdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK";

    private StartupCheck() {}

    /**
     * Passes or explains.
     *
     * @throws IllegalStateException with one line that names every fault and the flags to paste
     */
    public static void require() {
        List<String> faults = faults();
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
    }

    /** What keeps the engine from starting on this JVM; empty when nothing does. */
    public static List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (Runtime.version().feature() < LEAST_JAVA) {
            faults.add("Hopwire needs Java 25 or newer, this is " + Runtime.version());
        }
        checkSwitches(faults);
        checkFlags(faults);
        if (faults.isEmpty()) {
            checkKernel(faults);
        }
        return faults;
    }

    private static void checkSwitches(List<String> faults) {
        if (Boolean.getBoolean(BUFFERS_UNCHECKED)) {
            faults.add(BUFFERS_UNCHECKED + " is true: a bad packet would read its neighbour's memory; remove it");
        }
        if ("0".equals(System.getProperty(VECTORS_CHECKED))) {
            faults.add(VECTORS_CHECKED + " is 0: vector loads would go unchecked; remove it");
        }
    }

    /** Only now: the kernels stand on Agrona. */
    private static void checkKernel(List<String> faults) {
        try {
            InternetChecksum.kernel();
        } catch (IllegalArgumentException e) {
            faults.add(e.getMessage());
        }
    }

    private static void checkFlags(List<String> faults) {
        if (!opensInternals() || !hasNativeAccess()) {
            String hidden = opensInternals()
                    ? "This JVM denies native access to Hopwire"
                    : "This JVM hides " + INTERNAL_PACKAGE + " from Agrona";
            faults.add(hidden + ". Start it with: " + String.join(" ", flags())
                    + " (--add-modules is optional: without it checksums run scalar)");
        }
    }

    /** Whether Agrona may use the JDK's own memory access. */
    public static boolean opensInternals() {
        return Object.class.getModule().isExported(INTERNAL_PACKAGE, StartupCheck.class.getModule());
    }

    /** Whether the engine may call native functions. */
    public static boolean hasNativeAccess() {
        return StartupCheck.class.getModule().isNativeAccessEnabled();
    }

    /**
     * The flag the engine wants that begins like this.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static String flag(String start) {
        return flags().stream().filter(flag -> flag.startsWith(start)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("start: no flag begins with " + start));
    }

    /** The JVM flags the engine wants, one each. */
    public static List<String> flags() {
        try (InputStream in = StartupCheck.class.getResourceAsStream("hopwire.jvm")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
