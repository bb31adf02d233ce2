package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.port.memory.MemoryPort;

/** Where a node's port meets a link, and what is wrong there in either direction. */
final class Attachment {
    final int index;
    final Node node;
    final int port;
    final String name;
    /** Those it reaches: one over a cable, all others on a hub. */
    final List<Attachment> peers = new ArrayList<>();
    /** Host behind it, or -1. */
    int host = -1;
    MemoryPort memory;
    Impairment leaving = Impairment.NONE;
    Impairment arriving = Impairment.NONE;
    int downs;

    /**
     * What is wrong in one direction.
     *
     * @param id tells it from others like it
     * @param lossPercent of frames lost
     * @param doublePercent of frames that arrive twice
     * @param corruptPercent of frames with one bit turned
     * @param delayNs longest delay of a frame, drawn for each: those behind may come first
     * @param blocked whether nothing passes
     */
    record Impairment(int id, int lossPercent, int doublePercent, int corruptPercent, long delayNs,
            boolean blocked) {
        static final Impairment NONE = new Impairment(0, 0, 0, 0, 0, false);
    }

    Attachment(int index, Node node, int port, String name) {
        this.index = index;
        this.node = node;
        this.port = port;
        this.name = name;
    }

    boolean isUp() {
        return node.engine != null && downs == 0;
    }

    @Override
    public String toString() {
        return node.name + "/" + name;
    }
}
