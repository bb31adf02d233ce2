package org.hopwire.wire;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Values of the IPv4 protocol field that Hopwire knows (RFC 790 and the IANA registry). */
public final class IpProtocol {
    /** RFC 792. */
    public static final int ICMP = 1;

    /** RFC 1112, RFC 2236, RFC 9776. */
    public static final int IGMP = 2;

    /** IPv4 in IPv4, RFC 2003. */
    public static final int IPIP = 4;

    /** RFC 9293. */
    public static final int TCP = 6;

    /** RFC 768. */
    public static final int UDP = 17;

    /** RFC 2784. */
    public static final int GRE = 47;

    /** RFC 4303. */
    public static final int ESP = 50;

    /** RFC 4302. */
    public static final int AH = 51;

    /** RFC 2328. */
    public static final int OSPF = 89;

    /** RFC 7761. */
    public static final int PIM = 103;

    /** RFC 9260. */
    public static final int SCTP = 132;

    /** RFC 3828. */
    public static final int UDP_LITE = 136;

    private static final String UNNAMED = "protocol-";

    private IpProtocol() {}

    /** Short lower-case name, or {@code protocol-N}. */
    public static String name(int protocol) {
        return switch (protocol) {
            case ICMP -> "icmp";
            case IGMP -> "igmp";
            case IPIP -> "ipip";
            case TCP -> "tcp";
            case UDP -> "udp";
            case GRE -> "gre";
            case ESP -> "esp";
            case AH -> "ah";
            case OSPF -> "ospf";
            case PIM -> "pim";
            case SCTP -> "sctp";
            case UDP_LITE -> "udp-lite";
            default -> UNNAMED + protocol;
        };
    }

    /** The protocol of such a name, or of a number from 0 to 255; empty where there is none. */
    public static OptionalInt find(String nameOrNumber) {
        return IntStream.rangeClosed(0, 255).filter(
                each -> nameOrNumber.equals(name(each)) || nameOrNumber.equals(UNNAMED + each)
                        || nameOrNumber.equals(Integer.toString(each)))
                .findFirst();
    }
}
