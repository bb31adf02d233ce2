package org.hopwire.port.linux.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.SystemCallException;

/**
 * What several sockets on one interface share its flows by. A group belongs to one interface for as long as it has a
 * member: on one that was made anew it is founded again. Thread safe.
 */
final class FanoutGroup {
    private static final int FANOUT = 18;
    /** Mode 0: a flow stays with one member. A group does not ask its members what they ignore. */
    private static final int IGNORE_OUTGOING = 0x4000 << Short.SIZE;
    private static final int ANY_NUMBER = 0x2000 << Short.SIZE;
    private static final int NUMBER = 0xffff;
    private static final int NONE = -1;

    private final boolean isNumbered;
    private int number;
    /** Interface the group's number was given for. */
    private int interfaceIndex = NONE;

    private FanoutGroup(boolean isNumbered, int number) {
        this.isNumbered = isNumbered;
        this.number = number;
    }

    /** A group that other processes may share, or none of that number yet. */
    static FanoutGroup numbered(int number) {
        return new FanoutGroup(true, number);
    }

    /** A group of those that share this object, under a number that nobody else in the network namespace has. */
    static FanoutGroup ofItsOwn() {
        return new FanoutGroup(false, 0);
    }

    /** The group a request names; null for none. */
    static FanoutGroup of(PortRequest request) {
        Integer named = request.config().fanoutGroup();
        return named == null ? null : numbered(named);
    }

    /** Makes a socket a member that is bound to an interface. */
    synchronized void join(Descriptor socket, PortRequest request, int index) {
        if (isNumbered || interfaceIndex == index) {
            join(socket, request);
        } else {
            socket.option(PacketSocket.level(), FANOUT, "PACKET_FANOUT", IGNORE_OUTGOING | ANY_NUMBER);
            number = numberOf(socket);
            interfaceIndex = index;
        }
    }

    private void join(Descriptor socket, PortRequest request) {
        try (Arena arena = Arena.ofConfined()) {
            int errno = socket.tryOption(PacketSocket.level(), FANOUT,
                    arena.allocateFrom(ValueLayout.JAVA_INT, IGNORE_OUTGOING | number));
            if (errno != 0) {
                throw refusal(request, errno);
            }
        }
    }

    private SystemCallException refusal(PortRequest request, int errno) {
        String why = errno == Errno.EINVAL
                ? "fanout_group " + number + " is in use on another interface, or in another way"
                : "";
        return request.failure("setsockopt PACKET_FANOUT", errno, why);
    }

    private static int numberOf(Descriptor socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(ValueLayout.JAVA_INT);
            socket.readOption(PacketSocket.level(), FANOUT, "PACKET_FANOUT", value);
            return value.get(ValueLayout.JAVA_INT, 0) & NUMBER;
        }
    }
}
