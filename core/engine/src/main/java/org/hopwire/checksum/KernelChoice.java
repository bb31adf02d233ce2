package org.hopwire.checksum;

import java.util.List;

/**
 * The decision between the twins: the only place that makes it.
 *
 * @param kernel      the code to run
 * @param description what {@link InternetChecksum#kernel()} reports
 * @param refusal     what is wrong with the JVM's settings, or null; the kernel is then the scalar one
 */
record KernelChoice(SumKernel kernel, ChecksumKernel description, String refusal) {
    private static final String SCALAR = "scalar";
    private static final String VECTOR = "vector";
    private static final List<String> FORCES = List.of(SCALAR, VECTOR, "vector128", "vector256", "vector512");
    private static final int MIN_BITS = 128;
    private static final int MAX_BITS = 512;
    private static final String MODULE_ABSENT = "module absent: add --add-modules jdk.incubator.vector";

    static KernelChoice of(RuntimeFacts facts) {
        if ("0".equals(facts.boundsCheck())) {
            return refused(RuntimeFacts.BOUNDS_CHECK_PROPERTY + "=0 switches bounds checks off: remove it");
        }
        return facts.forced() == null ? automatic(facts) : forced(facts);
    }

    private static KernelChoice automatic(RuntimeFacts facts) {
        String obstacle = obstacle(facts);
        if (obstacle != null) {
            return scalar(obstacle);
        }
        int bits = preferred(facts);
        try {
            return vector(bits, "jdk.incubator.vector, the width this machine prefers");
        } catch (ReflectiveOperationException | LinkageError e) {
            return scalar(unusable(e));
        }
    }

    private static String obstacle(RuntimeFacts facts) {
        if (!facts.vectorModule()) {
            return MODULE_ABSENT;
        }
        if (facts.noCompiler() != null) {
            return "vectors need C2: " + facts.noCompiler();
        }
        return facts.vectorBits() < MIN_BITS ? "vectors of " + facts.vectorBits() + " bits, under " + MIN_BITS : null;
    }

    private static KernelChoice forced(RuntimeFacts facts) {
        String setting = RuntimeFacts.PROPERTY + "=" + facts.forced();
        if (!FORCES.contains(facts.forced())) {
            return refused(setting + " is not one of " + String.join(", ", FORCES));
        }
        if (facts.forced().equals(SCALAR)) {
            return scalar("forced by " + setting);
        }
        if (!facts.vectorModule()) {
            return refused(setting + " cannot be had, " + MODULE_ABSENT);
        }
        int bits = facts.forced().equals(VECTOR) ? preferred(facts) : bitsOf(facts.forced());
        try {
            return vector(bits, "forced by " + setting + (bits > facts.vectorBits()
                    ? ", slow: this machine prefers " + facts.vectorBits() + " bits"
                    : ""));
        } catch (ReflectiveOperationException | LinkageError e) {
            return refused(setting + " cannot be had, " + unusable(e));
        }
    }

    private static int bitsOf(String name) {
        return Integer.parseInt(name.substring(VECTOR.length()));
    }

    private static int preferred(RuntimeFacts facts) {
        return Math.clamp(facts.vectorBits(), MIN_BITS, MAX_BITS);
    }

    private static KernelChoice vector(int bits, String reason) throws ReflectiveOperationException {
        return new KernelChoice(VectorKernels.ofWidth(bits), new ChecksumKernel(VECTOR + bits, reason), null);
    }

    private static KernelChoice scalar(String reason) {
        return new KernelChoice(ScalarKernel.INSTANCE, new ChecksumKernel(SCALAR, reason), null);
    }

    private static KernelChoice refused(String line) {
        return new KernelChoice(ScalarKernel.INSTANCE, new ChecksumKernel(SCALAR, line), line);
    }

    /** The innermost cause is the one with a message a person can use, such as native access denied. */
    private static String unusable(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "vector code failed to load: " + root;
    }
}
