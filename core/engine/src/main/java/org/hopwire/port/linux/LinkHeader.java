package org.hopwire.port.linux;

import org.hopwire.memory.OffHeap;

/** The Ethernet header of a frame in memory, with up to two VLAN tags (IEEE 802.1Q, 802.1ad). */
public final class LinkHeader {
    /** Octets without a tag. */
    public static final int ETHERNET = 14;
    /** EtherType of IPv4. */
    public static final int IPV4 = 0x0800;
    /** EtherType of IPv6. */
    public static final int IPV6 = 0x86DD;

    private static final int TYPE_BYTES = 2;
    private static final int TAG = 4;
    private static final int MOST_TAGS = 2;
    /** Octets with as many tags as are looked through. */
    public static final int LONGEST = ETHERNET + MOST_TAGS * TAG;

    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88A8;

    private LinkHeader() {}

    /**
     * How long it is.
     *
     * @param length octets captured, {@value #ETHERNET} or more
     * @return octets in front of what {@link #typeBefore} names; tags that are cut or more than two count as that
     */
    public static int octets(long frame, int length) {
        int octets = ETHERNET;
        for (int tags = 0; tags < MOST_TAGS && isTag(typeBefore(frame + octets)) && length >= octets + TAG; tags++) {
            octets += TAG;
        }
        return octets;
    }

    /** EtherType of what begins at an address. */
    public static int typeBefore(long address) {
        return OffHeap.getNetworkShort(address - TYPE_BYTES);
    }

    /** Whether a VLAN tag goes on behind an EtherType. */
    public static boolean isTag(int type) {
        return type == VLAN || type == SERVICE_VLAN;
    }
}
