package org.hopwire.bridge;

import java.util.List;

import org.hopwire.wire.VlanTag;

/**
 * The VLANs of one port.
 *
 * @param untaggedVlan VLAN of frames without a tag, 1 to 4094; 0 where they are refused
 * @param taggedVlans VLANs whose frames carry their tag here, 1 to 4094 each
 * @param routerPort whether a multicast router is behind it for good, heard or not
 * @param passesMalformed whether malformed membership messages go where sound ones would; nobody learns from them
 */
public record BridgePort(int untaggedVlan, List<Integer> taggedVlans, boolean routerPort, boolean passesMalformed) {
    /** The VLAN of a port of which nothing is said (IEEE 802.1Q: default PVID). */
    public static final int DEFAULT_VLAN = 1;

    /** Checks every field. */
    public BridgePort {
        taggedVlans = List.copyOf(taggedVlans);
        if (untaggedVlan != 0) {
            requireVlan("untagged vlan", untaggedVlan);
        } else if (taggedVlans.isEmpty()) {
            throw new IllegalArgumentException("bridge port: it is in no vlan");
        }
        for (int i = 0; i < taggedVlans.size(); i++) {
            int vlan = taggedVlans.get(i);
            requireVlan("tagged vlan", vlan);
            if (vlan == untaggedVlan || taggedVlans.indexOf(vlan) < i) {
                throw new IllegalArgumentException("bridge port tagged vlan: " + vlan + " is given twice");
            }
        }
    }

    static void requireVlan(String field, int vlan) {
        if (vlan < 1 || vlan > VlanTag.MAX_VLAN_ID) {
            throw new IllegalArgumentException("bridge port " + field + ": " + vlan + " is not 1 to 4094");
        }
    }

    /** A port of hosts: one VLAN, no tags. */
    public static BridgePort access(int vlan) {
        return new BridgePort(vlan, List.of(), false, false);
    }

    /** A port towards another switch. */
    public static BridgePort trunk(int nativeVlan, Integer... taggedVlans) {
        return new BridgePort(nativeVlan, List.of(taggedVlans), false, false);
    }

    /** The same with a multicast router behind it. */
    public BridgePort withRouter() {
        return new BridgePort(untaggedVlan, taggedVlans, true, passesMalformed);
    }

    /** The same, passing malformed membership messages on. */
    public BridgePort passingMalformed() {
        return new BridgePort(untaggedVlan, taggedVlans, routerPort, true);
    }
}
