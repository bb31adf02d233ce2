package org.hopwire.ip.path;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.hopwire.memory.OffHeap;
import org.hopwire.packet.Packet;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Header;

/**
 * What one worker has sent lately beyond its own links, so that an error which quotes it can be told from a forged one
 * (RFC 5927 section 4): destination, protocol, length, DF and the first eight octets behind the header, checksum
 * included, of the latest {@value #SLOTS} or so. An error about an error never comes (RFC 1122 section 3.2.2), so
 * errors are left out.
 *
 * <p>One writer, the worker; any worker and the control agent read. A reader that meets a write sees neither packet, or
 * half of each: an error must quote both halves.
 */
public final class SentRecord {
    private static final int SLOTS = 1024;
    private static final int QUOTED_DATA = 8;
    private static final int IHL_MASK = 0xf;
    private static final int SHIFT = Long.SIZE - Integer.numberOfTrailingZeros(SLOTS);
    private static final long HASH = 0x9E37_79B9_7F4A_7C15L;
    /** Destination unreachable, source quench, redirect, time exceeded, parameter problem. */
    private static final long ERRORS = 1 << 3 | 1 << 4 | 1 << 5 | 1 << 11 | 1 << 12;
    private static final int MOST_TYPES = Long.SIZE;
    private static final int TYPE_SHIFT = Long.SIZE - Byte.SIZE;
    private static final int WHOLE = 1 << 24;
    private static final int LENGTH = 0xffff;
    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    /** Of each slot: what the packet was, and its first octets. */
    private final long[] slots = new long[2 * SLOTS];

    /** Worker: the packet leaves as it is now. */
    public void add(Packet packet) {
        long at = packet.address();
        int header = (OffHeap.getByte(at) & IHL_MASK) << 2;
        if (packet.length() - header < QUOTED_DATA) {
            return;
        }
        int protocol = OffHeap.getByte(at + Ipv4Header.PROTOCOL_OFFSET);
        long data = OffHeap.getNetworkLong(at + header);
        if (protocol == IpProtocol.ICMP && isError((int) (data >>> TYPE_SHIFT))) {
            return;
        }
        boolean whole = (OffHeap.getNetworkShort(at + Ipv4Header.FLAGS_OFFSET) & Ipv4Header.DONT_FRAGMENT) != 0;
        long what = what(packet.destination(), protocol, whole, packet.length());
        int slot = slotOf(packet.destination(), data);
        WORDS.setOpaque(slots, slot, what);
        WORDS.setOpaque(slots, slot + 1, data);
    }

    private static boolean isError(int type) {
        return type < MOST_TYPES && (ERRORS >>> type & 1) != 0;
    }

    private static long what(int destination, int protocol, boolean whole, int length) {
        return (long) destination << Integer.SIZE | (whole ? WHOLE : 0) | protocol << Short.SIZE | length;
    }

    private static int slotOf(int destination, long data) {
        return 2 * (int) (((data ^ destination) * HASH) >>> SHIFT);
    }

    /**
     * Whether a datagram like this has left lately.
     *
     * @param whole whether it bore DF
     * @param length octets it is said to have had; a fragment has fewer than the datagram, and some routers count the
     *        header twice (RFC 1191 section 5)
     * @param data its first eight octets behind the header
     */
    public boolean has(int destination, int protocol, boolean whole, int length, long data) {
        int slot = slotOf(destination, data);
        long sent = (long) WORDS.getOpaque(slots, slot);
        long asked = what(destination, protocol, whole, 0);
        return (sent & ~LENGTH) == asked && sent != 0 && (long) WORDS.getOpaque(slots, slot + 1) == data
                && length <= (sent & LENGTH) + Ipv4Header.MAX_LENGTH;
    }
}
