package org.hopwire.checksum;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** RFC 1071 as it is written: 16-bit words in network order, one at a time, an odd byte padded with zero. */
final class Reference {
    private Reference() {}

    static int sum(byte... bytes) {
        return sum(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    static int sum(MemorySegment memory, long offset, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum = addByte(sum, i, memory.get(ValueLayout.JAVA_BYTE, offset + i));
        }
        return sum;
    }

    /** The sum of one byte more, which lies {@code index} bytes after the first. */
    static int addByte(int sum, int index, byte value) {
        int next = sum + ((value & 0xff) << ((index & 1) == 0 ? 8 : 0));
        return next > 0xffff ? next - 0xffff : next;
    }
}
