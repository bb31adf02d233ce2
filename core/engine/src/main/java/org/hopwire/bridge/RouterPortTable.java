package org.hopwire.bridge;

import java.util.List;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Behind which ports of a VLAN there is a multicast router (RFC 4541 section 2.1.1), and what becomes of groups without
 * members there. One writer, the control agent: queries, PIM hellos and router advertisements tell it. Workers read
 * without waiting; each port and each policy changes by itself, so no reader sees half of anything.
 */
public final class RouterPortTable {
    private static final int ALIGNMENT = 128;
    private static final int WORD_SHIFT = 6;
    /** Two bits for each policy. */
    private static final int LINK_SCOPE_SHIFT = 2;
    private static final int POLICY_MASK = 3;

    private final VlanTable vlans;
    private final int rowBytes;
    private final UnsafeBuffer table;
    private final long[] pinned;

    /** The ports configured as router ports, and the policies of the configuration for every VLAN. */
    public RouterPortTable(BridgeConfig config, VlanTable vlans) {
        this.vlans = vlans;
        rowBytes = (1 + vlans.words()) * Long.BYTES;
        table = new UnsafeBuffer(BufferUtil.allocateDirectAligned(vlans.rows() * rowBytes + ALIGNMENT, ALIGNMENT));
        pinned = new long[vlans.words()];
        pin(config.ports());
        policy(config);
        for (int row = 0; row < vlans.rows(); row++) {
            for (int i = 0; i < vlans.words(); i++) {
                table.putLongRelease(at(row, i), pinned[i] & vlans.members(row, i));
            }
        }
    }

    private void pin(List<BridgePort> ports) {
        for (int port = 0; port < ports.size(); port++) {
            if (ports.get(port).routerPort()) {
                pinned[port >> WORD_SHIFT] |= 1L << port;
            }
        }
    }

    private int at(int row, int index) {
        return row * rowBytes + (1 + index) * Long.BYTES;
    }

    /**
     * Writer: a router was heard on a port, or no longer is. A port configured as a router port stays one.
     *
     * @throws IllegalArgumentException if the port is not in the VLAN
     */
    public void router(int vlan, int port, boolean present) {
        if (vlan < 1 || port < 0 || port >= vlans.ports() || !vlans.isMember(vlan, port)) {
            throw new IllegalArgumentException("router port: port " + port + " is not in vlan " + vlan);
        }
        long bit = 1L << port;
        int at = at(vlans.row(vlan), port >> WORD_SHIFT);
        long ports64 = table.getLong(at);
        boolean stays = present || (pinned[port >> WORD_SHIFT] & bit) != 0;
        table.putLongRelease(at, stays ? ports64 | bit : ports64 & ~bit);
    }

    /** Writer: a port is configured as a router port, or no longer; {@link #router} then says what holds in a VLAN. */
    public void pin(int port, boolean isRouterPort) {
        long bit = 1L << port;
        long word = pinned[port >> WORD_SHIFT];
        pinned[port >> WORD_SHIFT] = isRouterPort ? word | bit : word & ~bit;
    }

    /** Writer: changes what becomes of groups without members, and of 224.0.0.0/24, in a VLAN in use. */
    public void policy(int vlan, GroupPolicy unregistered, GroupPolicy linkScope) {
        writePolicy(vlans.row(vlan), unregistered, linkScope);
    }

    /** Writer: the policies of a configuration for every VLAN. */
    void policy(BridgeConfig config) {
        for (int row = 0; row < vlans.rows(); row++) {
            writePolicy(row, config.unregistered(), config.linkScope());
        }
    }

    private void writePolicy(int row, GroupPolicy unregistered, GroupPolicy linkScope) {
        table.putLongRelease(row * rowBytes, unregistered.code() | linkScope.code() << LINK_SCOPE_SHIFT);
    }

    /** What becomes of groups without members. */
    public GroupPolicy unregistered(int vlan) {
        return GroupPolicy.of((int) table.getLongAcquire(vlans.row(vlan) * rowBytes) & POLICY_MASK);
    }

    /** What becomes of 224.0.0.0/24. */
    public GroupPolicy linkScope(int vlan) {
        long policies = table.getLongAcquire(vlans.row(vlan) * rowBytes);
        return GroupPolicy.of((int) (policies >>> LINK_SCOPE_SHIFT) & POLICY_MASK);
    }

    /** Router ports out of 64, by row of the VLAN. */
    public long word(int row, int index) {
        return table.getLongAcquire(at(row, index));
    }

    /** Whether a port of a VLAN in use has a router behind it. */
    public boolean isRouterPort(int vlan, int port) {
        return (word(vlans.row(vlan), port >> WORD_SHIFT) >>> port & 1) != 0;
    }
}
