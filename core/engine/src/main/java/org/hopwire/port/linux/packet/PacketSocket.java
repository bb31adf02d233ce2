package org.hopwire.port.linux.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.Membership;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.Mapping;

/** An AF_PACKET socket with its receive ring, bound to one interface. The order of the calls is the kernel's. */
final class PacketSocket implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int RAW = 3;
    private static final int SOCKET_LEVEL = 1;
    private static final int SEND_BUFFER = 7;
    private static final int SEND_BUFFER_FORCE = 32;
    private static final int ATTACH_FILTER = 26;
    private static final int TYPE = 12;
    private static final long TAKE_NOTHING = 0x06;
    private static final int SEND_BYTES = 4 << 20;

    private static final int LEVEL = 263;
    private static final int RECEIVE_RING = 5;
    private static final int STATISTICS = 6;
    private static final int VERSION = 10;
    private static final int RESERVE = 12;
    private static final int VNET_HDR = 15;
    private static final int QDISC_BYPASS = 20;
    private static final int IGNORE_OUTGOING = 23;

    private static final int ADDRESS_BYTES = 20;
    private static final int EVERY_PROTOCOL = 0x0300;
    private static final int RETIRE_MILLIS = 1;
    private final PortRequest request;
    /** Null where the port has the interface's frames to itself. */
    private final FanoutGroup group;
    private final RingLayout layout;
    private final Descriptor socket;
    private final Mapping ring;
    /** Null unless the port wants the frames for itself. */
    private IngressGate gate;

    private PacketSocket(PortRequest request, FanoutGroup group, RingLayout layout, Descriptor socket, Mapping ring) {
        this.request = request;
        this.group = group;
        this.layout = layout;
        this.socket = socket;
        this.ring = ring;
    }

    /** A new socket of no interface yet, or the one a parent process left open. */
    static Descriptor openSocket(PortRequest request) {
        int inherited = request.inheritedFd();
        return inherited < 0
                ? Descriptor.socket(request.label(), AF_PACKET, RAW, 0, "AF_PACKET needs CAP_NET_RAW")
                : Descriptor.adopt(request.label(), inherited);
    }

    /** Maps the ring and binds; the socket is closed if anything fails. */
    static PacketSocket open(PortRequest request, FanoutGroup group, RingLayout layout, int index) {
        Descriptor socket = openSocket(request);
        Mapping ring = null;
        try {
            setUp(request.config(), layout, socket);
            ring = Mapping.of(request.label(), socket.fd(), layout.bytes(), 0);
            PacketSocket opened = new PacketSocket(request, group, layout, socket, ring);
            opened.bind(index);
            return opened;
        } catch (RuntimeException e) {
            if (ring != null) {
                ring.close();
            }
            socket.close();
            throw e;
        }
    }

    private static void setUp(LinuxPortConfig config, RingLayout layout, Descriptor socket) {
        socket.option(LEVEL, VERSION, "PACKET_VERSION", layout.version() - 1);
        if (config.vnetHdr()) {
            socket.option(LEVEL, VNET_HDR, "PACKET_VNET_HDR", 1);
        }
        socket.option(LEVEL, RESERVE, "PACKET_RESERVE", RingLayout.RESERVE);
        try (Arena arena = Arena.ofConfined()) {
            socket.option(LEVEL, RECEIVE_RING, "PACKET_RX_RING", ringRequest(arena, layout));
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_INT, SEND_BYTES);
            if (socket.tryOption(SOCKET_LEVEL, SEND_BUFFER_FORCE, bytes) != 0) {
                socket.option(SOCKET_LEVEL, SEND_BUFFER, "SO_SNDBUF", bytes);
            }
        }
        socket.option(LEVEL, QDISC_BYPASS, "PACKET_QDISC_BYPASS", 1);
        socket.option(LEVEL, IGNORE_OUTGOING, "PACKET_IGNORE_OUTGOING", 1);
    }

    private static MemorySegment ringRequest(Arena arena, RingLayout layout) {
        MemorySegment ring = arena.allocate(layout.version() == 3 ? 28 : 16, Integer.BYTES);
        ring.set(ValueLayout.JAVA_INT, 0, layout.blockBytes());
        ring.set(ValueLayout.JAVA_INT, 4, layout.blocks());
        ring.set(ValueLayout.JAVA_INT, 8, layout.frameBytes());
        ring.set(ValueLayout.JAVA_INT, 12, layout.frames());
        if (layout.version() == 3) {
            ring.set(ValueLayout.JAVA_INT, 16, RETIRE_MILLIS);
        }
        return ring;
    }

    /** Binds to an interface, from now on; again after the one it was bound to was deleted. */
    void bind(int index) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
            address.set(ValueLayout.JAVA_SHORT, 2, (short) EVERY_PROTOCOL);
            address.set(ValueLayout.JAVA_INT, 4, index);
            socket.bind(address);
        }
        if (group != null) {
            group.join(socket, request, index);
        }
        Membership.join(socket, request, index);
        if (request.config().exclusive()) {
            closeGate();
            gate = IngressGate.shut(request.label(), index);
        }
    }

    /** A filter in the language of old: load the EtherType, compare, take all or nothing. */
    void takeOnly(int etherType) {
        int errno = tryFilter(0x28L | (long) TYPE << 32, 0x15L | 1L << 24 | (long) etherType << 32,
                0x06L | 0xffffL << 32, TAKE_NOTHING);
        if (errno != 0) {
            throw request.failure("setsockopt SO_ATTACH_FILTER", errno, "");
        }
    }

    /** What a filter keeps out is none of the socket's losses either. A socket whose filter is locked takes on. */
    void takeNothing() {
        tryFilter(TAKE_NOTHING);
    }

    private int tryFilter(long... code) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocate(16, Long.BYTES);
            program.set(ValueLayout.JAVA_SHORT, 0, (short) code.length);
            program.set(ValueLayout.JAVA_LONG, 8, arena.allocateFrom(ValueLayout.JAVA_LONG, code).address());
            return socket.tryOption(SOCKET_LEVEL, ATTACH_FILTER, program);
        }
    }

    void joinEveryStation(int index) {
        Membership.joinEveryStation(socket, index);
    }

    private void closeGate() {
        if (gate != null) {
            gate.close();
            gate = null;
        }
    }

    /** Interface a socket is bound to, 0 for none. */
    static int boundTo(Descriptor socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, Integer.BYTES);
            socket.name(address);
            return address.get(ValueLayout.JAVA_SHORT, 0) == AF_PACKET ? address.get(ValueLayout.JAVA_INT, 4) : 0;
        }
    }

    int fd() {
        return socket.fd();
    }

    RingLayout layout() {
        return layout;
    }

    long ring() {
        return ring.address();
    }

    /** Option and level of the statistics, which start anew with every reading. */
    static int statisticsOption() {
        return STATISTICS;
    }

    static int level() {
        return LEVEL;
    }

    @Override
    public void close() {
        closeGate();
        ring.close();
        socket.close();
    }
}
