package org.hopwire.packet;

import java.util.List;

import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Prefix;

/**
 * The IP side of one port.
 *
 * @param index position of the port in the engine, from 0
 * @param name the port's name
 * @param mac link-layer address, 48 bits
 * @param acceptAnyMac whether frames for any unicast MAC are ours: a capture whose router had another address
 * @param mtu largest datagram in octets, 68 to 65535 (RFC 791 section 3.2)
 * @param vlan 802.1Q identifier of this interface's frames, 0 for untagged
 * @param addresses our addresses with their prefix lengths; the first is the primary one
 */
public record Interface(int index, String name, long mac, boolean acceptAnyMac, int mtu, int vlan,
        List<Ipv4Prefix> addresses) {
    /** Least MTU of an IPv4 link (RFC 791 section 3.2). */
    public static final int MIN_MTU = Ipv4Header.MIN_MTU;
    /** Largest datagram there is. */
    public static final int MAX_MTU = Ipv4Header.MAX_TOTAL_LENGTH;
    private static final int MAX_VLAN = 4094;

    /** Checks every field. */
    public Interface {
        addresses = List.copyOf(addresses);
        if (mtu < MIN_MTU || mtu > MAX_MTU) {
            throw new IllegalArgumentException("port " + name + " mtu: " + mtu + " is not 68 to 65535");
        }
        if (vlan < 0 || vlan > MAX_VLAN) {
            throw new IllegalArgumentException("port " + name + " vlan: " + vlan + " is not 0 to 4094");
        }
    }

    /** The same with another MTU and link-layer address. */
    Interface with(int newMtu, long newMac) {
        return new Interface(index, name, newMac, acceptAnyMac, newMtu, vlan, addresses);
    }

    /** Our first address here, or 0 where there is none. */
    public int primaryAddress() {
        return addresses.isEmpty() ? 0 : addresses.get(0).address();
    }

    /** The connected network that holds {@code address}, or null. */
    public Ipv4Prefix networkOf(int address) {
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).contains(address)) {
                return addresses.get(i);
            }
        }
        return null;
    }

    /** Our address towards a neighbour: the one whose network holds it, else the primary one. */
    public int addressTowards(int neighbour) {
        Ipv4Prefix network = networkOf(neighbour);
        return network == null ? primaryAddress() : network.address();
    }

    /** Octets of the Ethernet header of frames sent here, with the VLAN tag where there is one. */
    public int linkHeaderLength() {
        return vlan == 0 ? 14 : 18;
    }
}
