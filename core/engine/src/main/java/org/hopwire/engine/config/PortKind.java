package org.hopwire.engine.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a port's frames come from. One row is all a new kind of port needs here. */
public enum PortKind {
    /** A capture file; its port is made by the {@link org.hopwire.engine.replay.Replay} that reads it. */
    PCAP,
    /** Frames injected and collected by the embedding program. */
    MEMORY,
    /** A Linux interface, through a packet socket. */
    AF_PACKET,
    /** A Linux interface, through an XDP program and shared memory. */
    AF_XDP,
    /** The Linux kernel's own stack, as the other end of an Ethernet cable. */
    TAP,
    /** The Linux kernel's own stack, as the other end of a link without stations. */
    TUN;

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
        throw new IllegalArgumentException("kind: \"" + label + "\" is none of " + Arrays.stream(values())
                .map(kind -> "\"" + kind.label() + "\"").collect(Collectors.joining(", ")));
    }

    /** Name in a configuration: as the kernel spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether each of several workers can have a queue of its own of one such port. */
    public boolean hasQueues() {
        return this == AF_PACKET || this == AF_XDP;
    }

    /** Whether an interface of the machine lies behind it. */
    public boolean isDevice() {
        return this != PCAP && this != MEMORY;
    }
}
