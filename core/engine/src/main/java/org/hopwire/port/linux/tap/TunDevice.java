package org.hopwire.port.linux.tap;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.SystemCallException;

/** A TAP or TUN interface, prepared by an administrator or made here, and its queue. */
final class TunDevice {
    private static final String PATH = "/dev/net/tun";
    private static final int SET_INTERFACE = 0x400454ca;
    private static final int GET_INTERFACE = 0x800454d2;
    private static final int SET_FLAGS = 0x8914;
    private static final int GET_FLAGS = 0x8913;
    private static final int FLAGS = 16;
    private static final int TUN = 1;
    private static final int TAP = 2;
    private static final int NO_PACKET_INFORMATION = 0x1000;
    private static final int UP = 1;
    private static final int IPV4 = 2;
    private static final int DATAGRAM = 2;

    private TunDevice() {}

    /** Opens the queue; the interface is made where it is missing, and then goes with the queue. */
    static Descriptor open(PortRequest request, boolean isTun) {
        if (request.inheritedFd() >= 0) {
            Descriptor inherited = Descriptor.adopt(request.label(), request.inheritedFd());
            inherited.neverBlock();
            return inherited;
        }
        boolean isNew = !exists(request.device());
        Descriptor queue = Descriptor.openReadWrite(request.label(), PATH, "is the tun module loaded?");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = Device.requestFor(arena, request.device());
            wanted.set(ValueLayout.JAVA_SHORT, FLAGS, (short) ((isTun ? TUN : TAP) | NO_PACKET_INFORMATION));
            queue.control(SET_INTERFACE, "TUNSETIFF", wanted.address(),
                    "without CAP_NET_ADMIN the interface must be prepared: ip tuntap add dev " + request.device()
                            + " mode " + (isTun ? "tun" : "tap") + " user NAME");
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
        if (isNew) {
            switchOn(request.device());
        }
        return queue;
    }

    static boolean exists(String name) {
        try {
            return Device.find(name).index() != 0;
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENODEV) {
                return false;
            }
            throw e;
        }
    }

    /** What an inherited queue belongs to. */
    static String nameOf(Descriptor queue) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(40, Long.BYTES);
            queue.control(GET_INTERFACE, "TUNGETIFF", found.address(), "");
            return found.getString(0);
        }
    }

    /** Nobody else knows of an interface that was made a moment ago. */
    private static void switchOn(String name) {
        try (Arena arena = Arena.ofConfined(); Descriptor socket = Descriptor.socket(name, IPV4, DATAGRAM, 0, "")) {
            MemorySegment flags = Device.requestFor(arena, name);
            socket.control(GET_FLAGS, "SIOCGIFFLAGS", flags.address(), "");
            int now = flags.get(ValueLayout.JAVA_SHORT, FLAGS);
            flags.set(ValueLayout.JAVA_SHORT, FLAGS, (short) (now | UP));
            socket.control(SET_FLAGS, "SIOCSIFFLAGS", flags.address(), "");
        }
    }
}
