package org.hopwire.port.linux.xdp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.SystemCallException;

/**
 * Keeps a card from taking VLAN tags out of frames, which an XDP program would never see, and lets it again in the end:
 * what {@code ethtool -K DEVICE rxvlan off} does.
 */
final class TagStripping implements AutoCloseable {
    private static final int IPV4 = 2;
    private static final int DATAGRAM = 2;
    private static final int ASK_DRIVER = 0x8946;
    private static final int GET_FLAGS = 0x25;
    private static final int SET_FLAGS = 0x26;
    private static final int STRIPPING = 1 << 8;
    private static final int VALUE = 16;

    private final Descriptor socket;
    private final String device;
    private final int index;
    private final boolean wasOn;

    private TagStripping(Descriptor socket, String device, int index) {
        this.socket = socket;
        this.device = device;
        this.index = index;
        wasOn = isOn();
    }

    /** Switches it off in the network namespace of the calling thread, where there is something to switch. */
    static TagStripping off(String device, int index) {
        TagStripping stripping = new TagStripping(Descriptor.socket(device, IPV4, DATAGRAM, 0, ""), device, index);
        if (stripping.wasOn) {
            stripping.turn(false);
        }
        return stripping;
    }

    /** Whether the card strips tags now. */
    boolean isOn() {
        return (flags() & STRIPPING) != 0;
    }

    /** 0 where the driver has none. */
    private int flags() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(Long.BYTES, Integer.BYTES);
            return ask(arena, GET_FLAGS, value) ? value.get(ValueLayout.JAVA_INT, Integer.BYTES) : 0;
        }
    }

    /** All flags at once: the kernel has no way to set one. */
    private void turn(boolean isOn) {
        int flags = flags();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(Long.BYTES, Integer.BYTES);
            value.set(ValueLayout.JAVA_INT, Integer.BYTES, isOn ? flags | STRIPPING : flags & ~STRIPPING);
            // where it does not, isOn says so
            ask(arena, SET_FLAGS, value);
        }
    }

    private boolean ask(Arena arena, int question, MemorySegment value) {
        MemorySegment request = Device.requestFor(arena, device);
        value.set(ValueLayout.JAVA_INT, 0, question);
        request.set(ValueLayout.JAVA_LONG, VALUE, value.address());
        return socket.tryControl(ASK_DRIVER, request.address()) == 0;
    }

    /** An interface that is gone has nothing to restore, and another one of its name is not ours to change. */
    @Override
    public void close() {
        if (wasOn && isStill()) {
            turn(true);
        }
        socket.close();
    }

    private boolean isStill() {
        try {
            return Device.find(device, socket).index() == index;
        } catch (SystemCallException e) {
            return false;
        }
    }
}
