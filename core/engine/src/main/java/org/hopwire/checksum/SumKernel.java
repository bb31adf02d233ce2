package org.hopwire.checksum;

/**
 * One way to add up bytes. The facade holds its choice in a constant, so that the JIT sees one implementation and
 * calls through this interface cost nothing.
 */
interface SumKernel {
    /** Folded ones'-complement sum of {@code length} bytes; the caller has checked the range. */
    int sum(long address, int length);

    /** Copies {@code length} bytes between ranges that do not overlap, and returns what {@link #sum} would. */
    int copyAndSum(long from, long to, int length);
}
