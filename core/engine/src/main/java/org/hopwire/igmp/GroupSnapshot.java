package org.hopwire.igmp;

import java.util.List;

import org.hopwire.igmp.core.FilterMode;

/**
 * One group at one moment.
 *
 * @param port the port's name
 * @param vlan VLAN of a switch, 0 elsewhere
 * @param group its address as an int, see {@link org.hopwire.wire.Ipv4Address}
 * @param side whose state it is
 * @param mode filter mode
 * @param version group compatibility mode, 1 to 3; 0 on the host side
 * @param remainingNs until it expires, {@link #FOREVER} where it does not
 * @param isStatic whether it is configured
 * @param sources by address
 * @param hosts tracked members; on the host side none
 */
public record GroupSnapshot(String port, int vlan, int group, Side side, FilterMode mode, int version,
        long remainingNs, boolean isStatic, List<Source> sources, List<Host> hosts) {
    /** Time left of what never expires. */
    public static final long FOREVER = Long.MAX_VALUE;

    /** Takes over copies. */
    public GroupSnapshot {
        sources = List.copyOf(sources);
        hosts = List.copyOf(hosts);
    }

    /** Whose state it is. */
    public enum Side {
        /** What members on the port want. */
        ROUTER,
        /** What this engine has joined there. */
        HOST
    }

    /**
     * A source of a group.
     *
     * @param address see {@link org.hopwire.wire.Ipv4Address}
     * @param forwarded false for one of the exclude list
     * @param remainingNs source timer; {@link #FOREVER} where there is none
     */
    public record Source(int address, boolean forwarded, long remainingNs) {}

    /**
     * A tracked member.
     *
     * @param address see {@link org.hopwire.wire.Ipv4Address}; 0 where it has none
     * @param mac 48 bits
     * @param mode its own filter mode
     * @param version of its last report
     * @param remainingNs until it is forgotten
     */
    public record Host(int address, long mac, FilterMode mode, int version, long remainingNs) {}
}
