package org.hopwire.checksum;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** Defines {@link VectorKernel} for a width. Does not itself name the vector module, which may be absent. */
final class VectorKernels {
    /** The width for what a wider vector leaves over. */
    private static final int NARROW_BITS = 256;

    private VectorKernels() {}

    /**
     * A kernel whose vectors have that width, of a class of its own.
     *
     * @param bits 128, 256 or 512
     * @throws ReflectiveOperationException if the class cannot be defined here
     * @throws LinkageError                 if the vector module is absent or native access is denied
     */
    static SumKernel ofWidth(int bits) throws ReflectiveOperationException {
        // 512-bit vectors leave 32 to 63 bytes over: half-width vectors take those, scalar code what is shorter still
        return define(bits, bits > NARROW_BITS ? ofWidth(NARROW_BITS) : ScalarKernel.INSTANCE);
    }

    private static SumKernel define(int bits, SumKernel narrower) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.lookup()
                .defineHiddenClassWithClassData(classBytes(), new VectorKernel.Plan(bits, narrower), true);
        return (SumKernel) lookup.lookupClass().getDeclaredConstructor().newInstance();
    }

    private static byte[] classBytes() throws ReflectiveOperationException {
        try (InputStream in = VectorKernels.class.getResourceAsStream("VectorKernel.class")) {
            if (in == null) {
                throw new ClassNotFoundException("VectorKernel.class is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException("VectorKernel.class cannot be read", e);
        }
    }
}
