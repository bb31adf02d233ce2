package org.hopwire.port.linux.xdp;

import org.hopwire.port.linux.sys.Mapping;

/**
 * The memory shared with the kernel, cut into chunks of one frame each, and who has each: nobody, the kernel, the
 * engine, or the kernel again to send it.
 */
final class Chunks implements AutoCloseable {
    /** Bytes the kernel leaves free in front of each received frame. */
    static final int HEADROOM = 256;
    private static final int SMALLEST = 2048;
    private static final int LARGEST = 4096;
    /** Bytes of the longest frame a chunk can hold. */
    static final int LARGEST_FRAME = LARGEST - HEADROOM;

    private static final byte FREE = 0;
    private static final byte FILLING = 1;
    private static final byte LENT = 2;
    private static final byte SENDING = 3;

    private final Mapping memory;
    private final int shift;
    private final int[] free;
    private final byte[] state;
    private int freeCount;
    private int lent;

    Chunks(String device, int count, int chunkBytes) {
        shift = Integer.numberOfTrailingZeros(chunkBytes);
        memory = Mapping.anonymous(device, (long) count << shift);
        free = new int[count];
        state = new byte[count];
        for (int i = 0; i < count; i++) {
            free[i] = count - 1 - i;
        }
        freeCount = count;
    }

    /** Bytes of a chunk for frames of so many bytes: the kernel takes 2048 or a page. */
    static int bytesFor(int frameBytes) {
        return HEADROOM + frameBytes <= SMALLEST ? SMALLEST : LARGEST;
    }

    int available() {
        return freeCount;
    }

    /** A free chunk for the kernel to fill, as its offset; the caller has seen that there is one. */
    long takeToFill() {
        return take(FILLING);
    }

    /** A free chunk to copy a frame into, as its offset; the caller has seen that there is one. */
    long takeToSend() {
        return take(SENDING);
    }

    /** A free chunk for the engine to have at once, as its offset; the caller has seen that there is one. */
    long takeToLend() {
        lent++;
        return take(LENT);
    }

    private long take(byte owner) {
        int chunk = free[--freeCount];
        state[chunk] = owner;
        return (long) chunk << shift;
    }

    /** The kernel has filled the chunk at an offset, and the engine has it now. */
    void lend(long offset) {
        state[(int) (offset >>> shift)] = LENT;
        lent++;
    }

    /** The engine sends what it has: the kernel has it until it says so. False if it is not the engine's to send. */
    boolean send(long offset) {
        int chunk = (int) (offset >>> shift);
        if (state[chunk] != LENT) {
            return false;
        }
        state[chunk] = SENDING;
        return true;
    }

    /** The engine gives a chunk back; one that is being sent stays with the kernel. */
    void giveBack(long offset) {
        int chunk = (int) (offset >>> shift);
        lent--;
        if (state[chunk] == LENT) {
            release(chunk);
        }
    }

    /** The kernel has sent a chunk. */
    void sent(long offset) {
        release((int) (offset >>> shift));
    }

    private void release(int chunk) {
        state[chunk] = FREE;
        free[freeCount++] = chunk;
    }

    int lent() {
        return lent;
    }

    /** Bytes from an offset to the end of its chunk. */
    int bytesBehind(long offset) {
        int size = 1 << shift;
        return size - (int) (offset & (size - 1));
    }

    boolean contains(long address) {
        return address >= memory.address() && address < memory.address() + memory.length();
    }

    long address() {
        return memory.address();
    }

    long bytes() {
        return memory.length();
    }

    int chunkBytes() {
        return 1 << shift;
    }

    int count() {
        return free.length;
    }

    @Override
    public void close() {
        memory.close();
    }
}
