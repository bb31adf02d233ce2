package org.hopwire.port.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

import org.hopwire.port.linux.sys.Descriptor;

/**
 * A network interface as the kernel describes it.
 *
 * @param name what it is called now
 * @param index what the kernel knows it by; never used again once it is deleted
 * @param mac link-layer address, 48 bits; 0 where it has none
 * @param mtu largest datagram in octets
 * @param isUp whether it is up and has a carrier
 * @param driver name of its driver; empty where it has none
 * @param bus place of the hardware, as in {@code 0000:00:03.0}; none, or something without a colon, in software
 */
public record Device(String name, int index, long mac, int mtu, boolean isUp, String driver, String bus) {
    /** Most characters of an interface's name. */
    public static final int LONGEST_NAME = 15;

    private static final int IPV4 = 2;
    private static final int DATAGRAM = 2;
    private static final int REQUEST_BYTES = 40;
    private static final int VALUE = 16;
    private static final int NAME_OF = 0x8910;
    private static final int FLAGS_OF = 0x8913;
    private static final int MTU_OF = 0x8921;
    private static final int HARDWARE_OF = 0x8927;
    private static final int INDEX_OF = 0x8933;
    private static final int GET_DRIVER = 3;
    private static final int DRIVER_BYTES = 196;
    private static final int DRIVER_NAME = 4;
    private static final int BUS = 100;
    private static final int GET_CHANNELS = 0x3c;
    private static final int CHANNELS_BYTES = 36;
    private static final int RECEIVING = 20;
    private static final int COMBINED = 32;
    /** IFF_UP and IFF_RUNNING: switched on, and a carrier. */
    private static final int UP_AND_RUNNING = 0x41;

    /**
     * Looks an interface up in the network namespace of the calling thread.
     *
     * @throws org.hopwire.port.linux.sys.SystemCallException if there is none of that name
     */
    public static Device find(String name) {
        try (Descriptor socket = socketFor(name)) {
            return find(name, socket);
        }
    }

    /** A socket to ask for an interface by, in the network namespace of the calling thread. */
    public static Descriptor socketFor(String name) {
        return Descriptor.socket(name, IPV4, DATAGRAM, 0, "");
    }

    /** Looks an interface up in the network namespace of a socket. */
    public static Device find(String name, Descriptor socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = requestFor(arena, name);
            int index = intOf(socket, request, INDEX_OF, "SIOCGIFINDEX");
            int mtu = intOf(socket, request, MTU_OF, "SIOCGIFMTU");
            int flags = intOf(socket, request, FLAGS_OF, "SIOCGIFFLAGS");
            MemorySegment driver = arena.allocate(DRIVER_BYTES, Integer.BYTES);
            EthTool.ask(socket, name, GET_DRIVER, driver);
            socket.control(HARDWARE_OF, "SIOCGIFHWADDR", request.address(), "");
            return new Device(name, index, macIn(request), mtu, isUp(flags), driver.getString(DRIVER_NAME),
                    driver.getString(BUS));
        }
    }

    /**
     * Whether its frames may come from this machine, or from another on the same one: then their checksums may have
     * been left to hardware that is not there.
     */
    public boolean isSoftware() {
        return !bus.contains(":") || "virtio_net".equals(driver);
    }

    /** Whether the kernel may hand over a frame with its VLAN tag beside it that no card has stripped. */
    public boolean mayHideTags() {
        return isSoftware() && !"tun".equals(driver) && !"virtio_net".equals(driver);
    }

    /** Whether it is one end of a cable in the kernel's memory. */
    public boolean isVirtualEthernet() {
        return "veth".equals(driver);
    }

    /** Receive queues it has now, in the network namespace of the calling thread; 0 where its driver does not tell. */
    public int receiveQueues() {
        try (Descriptor socket = socketFor(name); Arena arena = Arena.ofConfined()) {
            MemorySegment channels = arena.allocate(CHANNELS_BYTES, Integer.BYTES);
            return EthTool.ask(socket, name, GET_CHANNELS, channels)
                    ? channels.get(ValueLayout.JAVA_INT, RECEIVING) + channels.get(ValueLayout.JAVA_INT, COMBINED)
                    : 0;
        }
    }

    /** Name of an interface a socket of the same namespace is bound to. */
    public static String nameOf(int index, Descriptor socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
            request.set(ValueLayout.JAVA_INT, VALUE, index);
            socket.control(NAME_OF, "SIOCGIFNAME", request.address(), "");
            return request.getString(0);
        }
    }

    static boolean isUp(int flags) {
        return (flags & UP_AND_RUNNING) == UP_AND_RUNNING;
    }

    /** A request about an interface, its second half zero. */
    public static MemorySegment requestFor(Arena arena, String name) {
        MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length == 0 || bytes.length > LONGEST_NAME) {
            throw new IllegalArgumentException("device: \"" + name + "\" is not 1 to 15 characters long");
        }
        MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return request;
    }

    private static int intOf(Descriptor socket, MemorySegment request, int call, String name) {
        socket.control(call, name, request.address(), "");
        return call == FLAGS_OF
                ? request.get(ValueLayout.JAVA_SHORT, VALUE) & 0xffff
                : request.get(ValueLayout.JAVA_INT, VALUE);
    }

    private static long macIn(MemorySegment request) {
        long mac = 0;
        for (int i = 0; i < 6; i++) {
            mac = mac << 8 | (request.get(ValueLayout.JAVA_BYTE, VALUE + 2 + i) & 0xff);
        }
        return mac;
    }
}
