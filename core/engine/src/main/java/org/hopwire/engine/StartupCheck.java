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
    private static final int LEAST_JAVA = 25;

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
        if (Boolean.getBoolean("agrona.disable.bounds.checks")) {
            faults.add(
                    "agrona.disable.bounds.checks is true: a bad packet would read its neighbour's memory; remove it");
        }
        if ("0".equals(System.getProperty("jdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK"))) {
            faults.add("jdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK is 0: vector loads would go unchecked; remove it");
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
        Module ours = StartupCheck.class.getModule();
        boolean open = Object.class.getModule().isExported(INTERNAL_PACKAGE, ours);
        if (!open || !ours.isNativeAccessEnabled()) {
            String hidden = open
                    ? "This JVM denies native access to Hopwire"
                    : "This JVM hides " + INTERNAL_PACKAGE + " from Agrona";
            faults.add(hidden + ". Start it with: " + String.join(" ", flags())
                    + " (--add-modules is optional: without it checksums run scalar)");
        }
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
