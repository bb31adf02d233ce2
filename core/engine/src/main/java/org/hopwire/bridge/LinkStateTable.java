package org.hopwire.bridge;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.memory.PortSets;

/**
 * Which ports have a link. One writer, the control agent; workers read without waiting, a word of 64 ports at a time,
 * and learn from {@link #version} that something changed. Every link is up at the start.
 */
public final class LinkStateTable {
    private static final int ALIGNMENT = 128;
    private static final int WORD_SHIFT = 6;
    private static final int VERSION = 0;
    private static final int FIRST_WORD = ALIGNMENT;

    private final int ports;
    private final int firstLoss;
    private final UnsafeBuffer table;

    /** A table of that many ports. */
    public LinkStateTable(int ports) {
        this.ports = ports;
        int words = PortSets.wordsFor(ports);
        firstLoss = FIRST_WORD + words * Long.BYTES;
        table = new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(firstLoss + ports * Long.BYTES + ALIGNMENT, ALIGNMENT));
        for (int i = 0; i < words; i++) {
            table.putLong(FIRST_WORD + i * Long.BYTES, -1L);
        }
        table.putLongRelease(VERSION, 1);
    }

    /** Writer: says whether a port has a link; saying it again changes nothing. */
    public void up(int port, boolean isUp) {
        if (port < 0 || port >= ports) {
            throw new IllegalArgumentException("link state port: " + port + " is not 0 to " + (ports - 1));
        }
        if (isUp == isUp(port)) {
            return;
        }
        int at = FIRST_WORD + (port >> WORD_SHIFT) * Long.BYTES;
        table.putLongRelease(at, table.getLong(at) ^ 1L << port);
        if (!isUp) {
            int loss = firstLoss + port * Long.BYTES;
            table.putLongRelease(loss, table.getLong(loss) + 1);
        }
        table.putLongRelease(VERSION, table.getLong(VERSION) + 1);
    }

    /** Whether a port has a link. */
    public boolean isUp(int port) {
        return (word(port >> WORD_SHIFT) >>> port & 1) != 0;
    }

    /** Links out of 64 ports. */
    public long word(int index) {
        return table.getLongAcquire(FIRST_WORD + index * Long.BYTES);
    }

    /** Another number after each change. */
    public long version() {
        return table.getLongAcquire(VERSION);
    }

    /** How often a port has lost its link: two losses between two looks are not one. */
    public long losses(int port) {
        return table.getLongAcquire(firstLoss + port * Long.BYTES);
    }

    /** Ports there are. */
    public int ports() {
        return ports;
    }
}
