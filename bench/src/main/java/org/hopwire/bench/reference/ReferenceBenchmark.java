package org.hopwire.bench.reference;

import org.hopwire.bench.EngineBenchmark;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** Nanoseconds per step of {@link ReferenceKernel}: the machine, not Hopwire. */
public class ReferenceBenchmark extends EngineBenchmark {
    private static final long FIRST_SUM = 573_933_726_913_896_088L;
    private static final int STEPS = 64;

    private final ReferenceKernel kernel = new ReferenceKernel();

    /** Checks the first sum of a new kernel. */
    @Setup
    public void setUp() {
        check("first sum", FIRST_SUM, new ReferenceKernel().sum());
    }

    /** 64 steps. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public long sum() {
        return kernel.sum();
    }
}
