package org.hopwire.port.file;

import org.hopwire.memory.OffHeap;

/** Makes an Ethernet frame of a record, whatever link it was captured on. */
final class LinkLayer {
    private static final int ETHERNET_HEADER = 14;
    private static final int MAC_LENGTH = 6;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    /** Reserved by IEEE: what follows is no protocol anyone could handle. */
    private static final int ETHERTYPE_NONE = 0xFFFF;
    private static final int IPV4_HEADER = 20;
    private static final int IPV4_DESTINATION = 16;
    private static final int AF_INET = 2;
    /** Address families of IPv6 on Linux, NetBSD, FreeBSD and macOS. */
    private static final int[] AF_INET6 = {10, 24, 28, 30};

    private static final int PACKET_HOST = 0;
    private static final int PACKET_BROADCAST = 1;
    private static final int PACKET_MULTICAST = 2;
    private static final int PACKET_OUTGOING = 4;

    private static final long BROADCAST_MAC = 0xFFFF_FFFF_FFFFL;
    private static final long MULTICAST_MAC = 0x0100_5E00_0000L;
    private static final int MULTICAST_BITS = 0x7F_FFFF;
    /** Locally administered: someone else on the link. */
    private static final long OTHER_HOST_MAC = 0x0200_0000_00FFL;
    /** Locally administered: the sender, where the capture does not say who it was. */
    private static final long SENDER_MAC = 0x0200_0000_00FEL;

    private final byte[] header = new byte[ETHERNET_HEADER];
    private byte[] data;
    private int start;
    private int captured;
    private int length;
    private int originalLength;
    private boolean cut;

    int length() {
        return length;
    }

    int originalLength() {
        return originalLength;
    }

    boolean isCut() {
        return cut;
    }

    boolean write(CaptureRecord record, LinkType type, long address, int capacity, long localMac) {
        data = record.window();
        start = record.offset();
        captured = record.length();
        if (type == LinkType.ETHERNET) {
            copy(address, capacity, 0, 0, record.originalLength());
            return true;
        }
        if (isOutgoing(type)) {
            return false;
        }
        int stripped = Math.min(type.headerLength(), captured);
        fillHeader(type, stripped, localMac);
        OffHeap.put(header, 0, address, ETHERNET_HEADER);
        copy(address, capacity, ETHERNET_HEADER, stripped, record.originalLength());
        return true;
    }

    private void copy(long address, int capacity, int prefix, int stripped, long onWire) {
        int payload = captured - stripped;
        int copied = Math.min(payload, capacity - prefix);
        OffHeap.put(data, start + stripped, address + prefix, copied);
        cut = copied < payload;
        length = prefix + copied;
        originalLength = (int) Math.min(onWire - stripped + prefix, Integer.MAX_VALUE);
    }

    private boolean isOutgoing(LinkType type) {
        return switch (type) {
            case LINUX_SLL -> captured >= type.headerLength() && shortAt(0) == PACKET_OUTGOING;
            case LINUX_SLL2 -> captured >= type.headerLength() && byteAt(10) == PACKET_OUTGOING;
            default -> false;
        };
    }

    private void fillHeader(LinkType type, int stripped, long localMac) {
        // a cooked header that the snap length cut says nothing: the frame is passed on for the parser to count
        boolean whole = stripped == type.headerLength();
        int etherType = whole ? etherType(type) : ETHERTYPE_NONE;
        if (whole && type == LinkType.LINUX_SLL) {
            cooked(shortAt(0), shortAt(4), 6, etherType, localMac, stripped);
        } else if (whole && type == LinkType.LINUX_SLL2) {
            cooked(byteAt(10), byteAt(11), 12, etherType, localMac, stripped);
        } else {
            putMac(0, destinationByAddress(etherType, localMac, stripped));
            putMac(MAC_LENGTH, SENDER_MAC);
        }
        header[12] = (byte) (etherType >> 8);
        header[13] = (byte) etherType;
    }

    private int etherType(LinkType type) {
        return switch (type) {
            case RAW -> captured > 0 && byteAt(0) >> 4 == 6 ? ETHERTYPE_IPV6 : ETHERTYPE_IPV4;
            case NULL, LOOP -> ofFamily(family());
            case LINUX_SLL -> shortAt(14);
            default -> shortAt(0);
        };
    }

    /** The writer's byte order is not known, but no family needs more than 16 bits. */
    private int family() {
        int big = shortAt(0) << 16 | shortAt(2);
        return big >>> 16 == 0 ? big : Integer.reverseBytes(big);
    }

    private static int ofFamily(int family) {
        if (family == AF_INET) {
            return ETHERTYPE_IPV4;
        }
        for (int inet6 : AF_INET6) {
            if (family == inet6) {
                return ETHERTYPE_IPV6;
            }
        }
        return ETHERTYPE_NONE;
    }

    private void cooked(int packetType, int addressLength, int addressAt, int etherType, long localMac, int payload) {
        putMac(0, switch (packetType) {
            case PACKET_HOST -> localMac;
            case PACKET_BROADCAST -> BROADCAST_MAC;
            case PACKET_MULTICAST -> MULTICAST_MAC | multicastBits(etherType, payload);
            default -> OTHER_HOST_MAC;
        });
        if (addressLength >= MAC_LENGTH) {
            System.arraycopy(data, start + addressAt, header, MAC_LENGTH, MAC_LENGTH);
        } else {
            putMac(MAC_LENGTH, SENDER_MAC);
        }
    }

    private int multicastBits(int etherType, int payload) {
        return hasIpv4(etherType, payload) ? destination(payload) & MULTICAST_BITS : 0;
    }

    /** A link without addresses: the destination follows from the IP header, RFC 1112 section 6.4. */
    private long destinationByAddress(int etherType, long localMac, int payload) {
        if (!hasIpv4(etherType, payload)) {
            return localMac;
        }
        int destination = destination(payload);
        if (destination == -1) {
            return BROADCAST_MAC;
        }
        return destination >>> 28 == 0xE ? MULTICAST_MAC | (destination & MULTICAST_BITS) : localMac;
    }

    private boolean hasIpv4(int etherType, int payload) {
        return etherType == ETHERTYPE_IPV4 && captured - payload >= IPV4_HEADER;
    }

    private int destination(int payload) {
        int at = payload + IPV4_DESTINATION;
        return shortAt(at) << 16 | shortAt(at + 2);
    }

    private void putMac(int at, long mac) {
        for (int i = 0; i < MAC_LENGTH; i++) {
            header[at + i] = (byte) (mac >> (40 - 8 * i));
        }
    }

    private int byteAt(int at) {
        return data[start + at] & 0xff;
    }

    private int shortAt(int at) {
        return byteAt(at) << 8 | byteAt(at + 1);
    }

    /** Link types that can be made into Ethernet, by LINKTYPE number. */
    enum LinkType {
        /** The frame as it is. */
        ETHERNET(0),
        /** An IP packet, of the version its first nibble says. */
        RAW(0),
        /** An address family in the byte order of the capturing machine, then the packet; BSD loopback. */
        NULL(4),
        /** An address family in network byte order, then the packet; OpenBSD loopback. */
        LOOP(4),
        /** Linux "cooked" capture, version 1: packet type, ARPHRD type, address length, address, protocol. */
        LINUX_SLL(16),
        /** Linux "cooked" capture, version 2: protocol, interface, ARPHRD type, packet type, address. */
        LINUX_SLL2(20);

        private final int headerLength;

        LinkType(int headerLength) {
            this.headerLength = headerLength;
        }

        /** Bytes in front of the packet that an Ethernet header replaces. */
        int headerLength() {
            return headerLength;
        }

        /** The type of a number, or null. */
        static LinkType of(int number) {
            return switch (number) {
                case 1 -> ETHERNET;
                // 101 in files; 12 and 14 are systems' own numbers for it that old writers used; 228 is RAW IPv4
                case 101, 12, 14, 228 -> RAW;
                case 0 -> NULL;
                case 108 -> LOOP;
                case 113 -> LINUX_SLL;
                case 276 -> LINUX_SLL2;
                default -> null;
            };
        }
    }
}
