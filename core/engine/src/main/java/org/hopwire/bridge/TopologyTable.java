package org.hopwire.bridge;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How often a change of the paths was heard on each port. One writer, the worker that reads bridge protocol data units;
 * the control agent looks without waiting, so however many of them come, no link between the two fills.
 */
public final class TopologyTable {
    private static final int ALIGNMENT = 128;
    private static final int FIRST_PORT = ALIGNMENT;

    private final int ports;
    private final UnsafeBuffer table;

    /** Of that many ports, on none of which anything was heard. */
    public TopologyTable(int ports) {
        this.ports = ports;
        table = new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(FIRST_PORT + ports * Long.BYTES + ALIGNMENT, ALIGNMENT));
    }

    /** Writer: a change was heard on a port. */
    void changed(int port) {
        int at = FIRST_PORT + port * Long.BYTES;
        table.putLongRelease(at, table.getLong(at) + 1);
        table.putLongRelease(0, table.getLong(0) + 1);
    }

    /** Changes heard on all ports. */
    public long changes() {
        return table.getLongAcquire(0);
    }

    /** Changes heard on one port. */
    public long changes(int port) {
        return table.getLongAcquire(FIRST_PORT + port * Long.BYTES);
    }

    /** Ports there are. */
    public int ports() {
        return ports;
    }
}
