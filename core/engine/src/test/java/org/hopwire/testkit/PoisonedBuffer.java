package org.hopwire.testkit;

import java.util.Arrays;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A view of exactly the wanted octets in the middle of poison: a read outside is an exception, a write that slips
 * through is found by {@link #assertSurroundingsIntact}.
 *
 * <p>Running the same input in 0x00 and in 0xFF surroundings and comparing the results shows reads past the packet.
 */
public final class PoisonedBuffer {
    /** Octets of poison on each side. */
    public static final int MARGIN = 64;

    /** The poison that header writers are tested against. */
    public static final byte DEFAULT_POISON = (byte) 0xA5;

    private final byte[] memory;
    private final byte poison;
    private final int length;
    private final UnsafeBuffer view;

    private PoisonedBuffer(byte[] content, int length, byte poison) {
        this.length = length;
        this.poison = poison;
        this.memory = new byte[MARGIN + length + MARGIN];
        Arrays.fill(memory, poison);
        System.arraycopy(content, 0, memory, MARGIN, content.length);
        this.view = new UnsafeBuffer(memory, MARGIN, length);
    }

    /** All poison, 0xA5, with a view of {@code length} octets. */
    public static PoisonedBuffer allocate(int length) {
        return allocate(length, DEFAULT_POISON);
    }

    /** All poison with a view of {@code length} octets. */
    public static PoisonedBuffer allocate(int length, int poison) {
        return new PoisonedBuffer(new byte[0], length, (byte) poison);
    }

    /** A copy of the content in 0xA5 surroundings. */
    public static PoisonedBuffer of(byte... content) {
        return new PoisonedBuffer(content, content.length, DEFAULT_POISON);
    }

    /** A copy of the content in surroundings of that poison. */
    public static PoisonedBuffer of(byte[] content, int poison) {
        return new PoisonedBuffer(content, content.length, (byte) poison);
    }

    /** The view: index 0 is the first octet of the content, its capacity is the content's length. */
    public UnsafeBuffer view() {
        return view;
    }

    /** The whole memory, poison included, for code that must see a packet inside a larger slot. */
    public UnsafeBuffer whole() {
        return new UnsafeBuffer(memory);
    }

    /** A copy of what the view shows now. */
    public byte[] content() {
        return Arrays.copyOfRange(memory, MARGIN, MARGIN + length);
    }

    /** Throws when an octet outside the view changed. */
    public void assertSurroundingsIntact() {
        for (int i = 0; i < memory.length; i++) {
            boolean outside = i < MARGIN || i >= MARGIN + length;
            if (outside && memory[i] != poison) {
                throw new AssertionError("octet " + (i - MARGIN) + " outside the view of " + length
                        + " was written: 0x" + Hex.format(memory[i]));
            }
        }
    }

    @Override
    public String toString() {
        return Hex.format(content());
    }
}
