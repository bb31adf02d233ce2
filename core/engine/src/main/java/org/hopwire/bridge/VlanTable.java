package org.hopwire.bridge;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

import org.hopwire.memory.PortSets;

/**
 * Which port is in which VLAN, and where its frames carry a tag; made from the configuration, then only read. VLANs in
 * use have a row each, numbered from 0.
 */
public final class VlanTable {
    private static final int VLANS = 4096;
    private static final int WORD_SHIFT = 6;

    private final int words;
    private final int[] untagged;
    private final int[] rowOf = new int[VLANS];
    private int rows;
    private final long[] members;
    private final long[] tagged;
    private final BitSet unsnooped = new BitSet(VLANS);

    /** The VLANs of the given ports, all of them snooped. */
    public VlanTable(List<BridgePort> ports) {
        this(ports, List.of());
    }

    /** The VLANs of the given ports, and those of them that are not snooped. */
    public VlanTable(List<BridgePort> ports, List<Integer> unsnoopedVlans) {
        unsnoopedVlans.forEach(unsnooped::set);
        words = PortSets.wordsFor(ports.size());
        untagged = ports.stream().mapToInt(BridgePort::untaggedVlan).toArray();
        Arrays.fill(rowOf, -1);
        ports.forEach(this::nameRows);
        members = new long[rows * words];
        tagged = new long[rows * words];
        for (int port = 0; port < ports.size(); port++) {
            enter(port, ports.get(port));
        }
    }

    private void nameRows(BridgePort port) {
        if (port.untaggedVlan() != 0) {
            nameRow(port.untaggedVlan());
        }
        port.taggedVlans().forEach(this::nameRow);
    }

    private void nameRow(int vlan) {
        if (rowOf[vlan] < 0) {
            rowOf[vlan] = rows++;
        }
    }

    private void enter(int port, BridgePort vlans) {
        if (vlans.untaggedVlan() != 0) {
            set(members, vlans.untaggedVlan(), port);
        }
        for (int vlan : vlans.taggedVlans()) {
            set(members, vlan, port);
            set(tagged, vlan, port);
        }
    }

    private void set(long[] table, int vlan, int port) {
        table[rowOf[vlan] * words + (port >> WORD_SHIFT)] |= 1L << port;
    }

    /** VLAN of frames without a tag; 0 where the port takes none. */
    public int untaggedVlan(int port) {
        return untagged[port];
    }

    /** Row of a VLAN, 1 to 4095; -1 where no port is in it. */
    public int row(int vlan) {
        return rowOf[vlan];
    }

    /** VLANs in use. */
    public int rows() {
        return rows;
    }

    /** Ports there are. */
    public int ports() {
        return untagged.length;
    }

    /** Words of 64 ports in a row. */
    public int words() {
        return words;
    }

    /** Ports of a VLAN out of 64. */
    public long members(int row, int index) {
        return members[row * words + index];
    }

    /** Ports out of 64 where the VLAN's frames carry a tag. */
    public long tagged(int row, int index) {
        return tagged[row * words + index];
    }

    /** Whether a port is in a VLAN of 1 to 4095. */
    public boolean isMember(int vlan, int port) {
        int row = rowOf[vlan];
        return row >= 0 && (members[row * words + (port >> WORD_SHIFT)] >>> port & 1) != 0;
    }

    /** Whether multicast of a VLAN goes by membership; where not, it is flooded like broadcast. */
    public boolean isSnooped(int vlan) {
        return !unsnooped.get(vlan);
    }

    /** Whether a VLAN's frames carry a tag on a port that is in it. */
    public boolean isTagged(int vlan, int port) {
        return (tagged[rowOf[vlan] * words + (port >> WORD_SHIFT)] >>> port & 1) != 0;
    }
}
