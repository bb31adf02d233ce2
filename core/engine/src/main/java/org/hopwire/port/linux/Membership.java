package org.hopwire.port.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.sys.Descriptor;

/**
 * What an interface lets through beside frames for itself: every station's, every group's. The kernel counts who wants
 * it, and forgets a socket's wishes when the socket is closed.
 */
public final class Membership {
    private static final int AF_PACKET = 17;
    private static final int RAW = 3;
    private static final int LEVEL = 263;
    private static final int ADD = 1;
    private static final int GROUP = 0;
    private static final int PROMISCUOUS = 1;
    private static final int ALL_MULTICAST = 2;

    private static final int MAC_BYTES = 6;
    /** Link-layer addresses of 224.0.0.1 and 224.0.0.2 (RFC 1112 section 6.4). */
    private static final long ALL_SYSTEMS = 0x01_00_5e_00_00_01L;
    private static final long ALL_ROUTERS = 0x01_00_5e_00_00_02L;

    private Membership() {}

    /** Asks for what a port wants on an interface, for as long as the packet socket is open. */
    public static void join(Descriptor socket, PortRequest request, int index) {
        if (request.isPromiscuous()) {
            joinEveryStation(socket, index);
        }
        if (request.config().allMulticast()) {
            join(socket, index, ALL_MULTICAST, 0);
        } else {
            join(socket, index, GROUP, ALL_SYSTEMS);
            join(socket, index, GROUP, ALL_ROUTERS);
        }
    }

    /** Asks for frames to every station, as where the interface has become another one than frames are for. */
    public static void joinEveryStation(Descriptor socket, int index) {
        join(socket, index, PROMISCUOUS, 0);
    }

    /** A packet socket that receives nothing and only keeps the wishes of a port that has none of its own. */
    public static Descriptor hold(PortRequest request, int index) {
        Descriptor socket = Descriptor.socket(request.label(), AF_PACKET, RAW, 0, "needs CAP_NET_RAW");
        try {
            join(socket, request, index);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void join(Descriptor socket, int index, int kind, long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment membership = arena.allocate(16, Integer.BYTES);
            membership.set(ValueLayout.JAVA_INT, 0, index);
            membership.set(ValueLayout.JAVA_SHORT, 4, (short) kind);
            membership.set(ValueLayout.JAVA_SHORT, 6, (short) MAC_BYTES);
            membership.set(ValueLayout.JAVA_LONG, 8, Long.reverseBytes(address << Short.SIZE));
            socket.option(LEVEL, ADD, "PACKET_ADD_MEMBERSHIP", membership);
        }
    }
}
