package org.hopwire.wire;

import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Values of the Ethernet type field that Hopwire knows (IEEE 802, RFC 5342); a smaller value is an 802.3 length. */
public final class EtherType {
    /** RFC 894. */
    public static final int IPV4 = 0x0800;

    /** RFC 826. */
    public static final int ARP = 0x0806;

    /** Customer tag, IEEE 802.1Q. */
    public static final int VLAN = 0x8100;

    /** RFC 2464. */
    public static final int IPV6 = 0x86DD;

    /** Service tag, IEEE 802.1ad. */
    public static final int SERVICE_VLAN = 0x88A8;

    /** Older service tag some switches still send. */
    public static final int LEGACY_SERVICE_VLAN = 0x9100;

    /** Lowest value that is a type; below lies an 802.3 length. */
    public static final int MIN = 0x0600;

    private static final Pattern VALUE = Pattern.compile("0x[0-9a-f]{1,4}");

    private EtherType() {}

    /** True when a VLAN tag, and not a payload, follows. */
    public static boolean isVlan(int etherType) {
        return etherType == VLAN || etherType == SERVICE_VLAN || etherType == LEGACY_SERVICE_VLAN;
    }

    /** Short lower-case name, or the value in hexadecimal. */
    public static String name(int etherType) {
        return switch (etherType) {
            case IPV4 -> "ipv4";
            case ARP -> "arp";
            case VLAN -> "vlan";
            case IPV6 -> "ipv6";
            case SERVICE_VLAN -> "service-vlan";
            case LEGACY_SERVICE_VLAN -> "legacy-service-vlan";
            default -> "0x" + Integer.toHexString(etherType);
        };
    }

    /** The type of such a name, or of a value in hexadecimal behind {@code 0x}; empty where there is none. */
    public static OptionalInt find(String nameOrValue) {
        return VALUE.matcher(nameOrValue).matches()
                ? OptionalInt.of(Integer.parseInt(nameOrValue, 2, nameOrValue.length(), 16))
                : IntStream.of(IPV4, ARP, VLAN, IPV6, SERVICE_VLAN, LEGACY_SERVICE_VLAN)
                        .filter(each -> name(each).equals(nameOrValue)).findFirst();
    }
}
