package org.hopwire.checksum;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link MixedWidthsTest} runs in a JVM of its own: kernels of the widths given take turns, as they do in traffic
 * of all lengths, until C2 has compiled them. Prints the width and the class of each.
 */
final class MixedWidths {
    private static final int TURNS = 60_000;
    private static final int LENGTHS = 331;

    private MixedWidths() {}

    public static void main(String[] widths) throws ReflectiveOperationException {
        List<SumKernel> kernels = new ArrayList<>();
        for (String each : widths) {
            SumKernel kernel = VectorKernels.ofWidth(Integer.parseInt(each));
            kernels.add(kernel);
            System.out.println(each + ' ' + kernel.getClass().getName());
        }
        try (Arena arena = Arena.ofConfined()) {
            long from = arena.allocate(LENGTHS, Long.BYTES).address();
            long to = arena.allocate(LENGTHS, Long.BYTES).address();
            int sink = 0;
            for (int i = 0; i < TURNS; i++) {
                for (SumKernel each : kernels) {
                    sink += each.copyAndSum(from, to, i % LENGTHS) + each.sum(from, i % LENGTHS);
                }
            }
            System.out.println("sink " + sink);
        }
    }
}
