package org.hopwire.pipeline;

/** What a worker counts of one port. */
public enum PortCounter {
    /** Frames received. */
    RECEIVED,
    /** Octets received, without frame check sequence. */
    RECEIVED_OCTETS,
    /** Frames the port took for sending. */
    TRANSMITTED,
    /** Octets sent, without frame check sequence. */
    TRANSMITTED_OCTETS,
    /** Frames the port refused. */
    REFUSED
}
