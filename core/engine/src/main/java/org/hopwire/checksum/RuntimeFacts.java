package org.hopwire.checksum;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * What the choice of kernel depends on, read once from this JVM (and made up by tests).
 *
 * @param forced        value of the system property {@code hopwire.checksum}, or null
 * @param boundsCheck   value of the property that switches off the vector module's bounds checks, or null
 * @param vectorModule  whether {@code jdk.incubator.vector} was resolved at start
 * @param vectorBits    width of the vectors this machine prefers, 0 without the module
 * @param noCompiler    why C2 does not compile here, or null where it does or where nobody needs to know
 */
record RuntimeFacts(String forced, String boundsCheck, boolean vectorModule, int vectorBits, String noCompiler) {
    static final String PROPERTY = "hopwire.checksum";
    static final String BOUNDS_CHECK_PROPERTY = "jdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK";
    private static final String MODULE = "jdk.incubator.vector";
    private static final int C2_LEVEL = 4;

    static RuntimeFacts ofThisJvm() {
        boolean module = ModuleLayer.boot().findModule(MODULE).isPresent();
        String forced = System.getProperty(PROPERTY);
        // asking for the compiler costs about 15 ms of start-up: only where the answer decides
        return new RuntimeFacts(forced, System.getProperty(BOUNDS_CHECK_PROPERTY), module,
                module ? preferredBits() : 0, module && forced == null ? whyNoC2() : null);
    }

    /** By reflection: naming the class here would tie this one to a module that may be absent. */
    private static int preferredBits() {
        try {
            Class<?> shape = Class.forName("jdk.incubator.vector.VectorShape");
            Object preferred = shape.getMethod("preferredShape").invoke(null);
            return (Integer) shape.getMethod("vectorBitSize").invoke(preferred);
        } catch (ReflectiveOperationException | LinkageError e) {
            return 0;
        }
    }

    /** Vector code that C2 does not compile boxes every vector and is hundreds of times slower than scalar code. */
    private static String whyNoC2() {
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted")) {
            return "interpreter only (-Xint)";
        }
        if (mode.contains("emulated-client")) {
            return "C1 only (" + mode + ")";
        }
        try {
            return missingInHotSpot(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
        } catch (LinkageError | RuntimeException e) {
            // without the management module (a trimmed runtime) the mode above is all there is to know
            return null;
        }
    }

    private static String missingInHotSpot(HotSpotDiagnosticMXBean hotSpot) {
        if (hotSpot == null) {
            return "not a HotSpot JVM (" + System.getProperty("java.vm.name") + ")";
        }
        int top = Integer.parseInt(hotSpot.getVMOption("TieredStopAtLevel").getValue());
        return top < C2_LEVEL ? "C1 only (-XX:TieredStopAtLevel=" + top + ")" : null;
    }
}
