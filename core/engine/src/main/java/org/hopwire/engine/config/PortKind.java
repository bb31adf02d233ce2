package org.hopwire.engine.config;

import org.hopwire.counter.RowLabels;

/** Where a port's frames come from. One row is all a new kind of port needs here. */
public enum PortKind {
    /** A capture file; its port is made by the {@link org.hopwire.engine.replay.Replay} that reads it. */
    PCAP,
    /** Frames injected and collected by the embedding program. */
    MEMORY;

    /**
     * The kind a configuration names.
     *
     * @throws IllegalArgumentException naming the value and what would do
     */
    public static PortKind parse(String label) {
        for (PortKind kind : values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind: \"" + label + "\" is none of \"pcap\", \"memory\"");
    }

    /** Name in a configuration. */
    public String label() {
        return RowLabels.of(this);
    }
}
