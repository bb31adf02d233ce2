package org.hopwire.igmp;

import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.igmp.host.JoinResult;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.Turn;

/** The roles of all ports behind one control handler, and what may be asked of them besides messages. */
public interface Membership extends ControlHandler {
    @Override
    default boolean handles(Packet punted) {
        return punted.packetClass() == PacketClass.IGMP || punted.packetClass() == PacketClass.PIM;
    }

    /**
     * Puts an application's filter for a group in place of what it was; INCLUDE without sources leaves the group.
     *
     * @param port index of the port
     * @param handle the application's number
     */
    JoinResult join(int port, int handle, int group, FilterMode mode, int[] sources, Turn turn);

    /** A port's link has gone down or come up. */
    void linkChanged(int port, boolean isUp, Turn turn);

    /** A spanning tree has changed, or the like: members may be elsewhere now, and are asked (RFC 4541 2.1.1). */
    default void topologyChanged(int vlan, Turn turn) {}

    /**
     * Puts another configuration in force, whose roles are the same. Machines it changes nothing for do nothing; what
     * is joined no longer is left.
     */
    void reconfigure(IgmpConfig config, Turn turn);

    /** Everything that is known now. */
    MembershipSnapshot snapshot(long nowNs);
}
