package org.hopwire.checksum;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** What {@link ForkedKernelTest} runs in a JVM of its own: prints the kernel, or the line that refuses the start. */
final class KernelProbe {
    private KernelProbe() {}

    public static void main(String[] arguments) {
        System.out.println(answer());
    }

    private static String answer() {
        if (!sumsRight()) {
            return "wrong sum";
        }
        try {
            return InternetChecksum.kernel().toString();
        } catch (IllegalArgumentException e) {
            return "refused: " + e.getMessage();
        }
    }

    private static boolean sumsRight() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(1500).fill((byte) 0xc3);
            return InternetChecksum.sum(memory.address(), 1499) == Reference.sum(memory, 0, 1499);
        }
    }
}
