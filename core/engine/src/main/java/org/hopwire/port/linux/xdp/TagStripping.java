package org.hopwire.port.linux.xdp;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.EthTool;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.SystemCallException;

/**
 * Keeps a card from taking VLAN tags out of frames, which an XDP program would never see, and lets it again in the end:
 * what {@code ethtool -K DEVICE rxvlan off} does.
 */
final class TagStripping implements AutoCloseable {
    private static final int STRIPPING = 1 << 8;

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
        TagStripping stripping = new TagStripping(Device.socketFor(device), device, index);
        if (stripping.wasOn) {
            stripping.turn(false);
        }
        return stripping;
    }

    /** Whether the card strips tags now. */
    boolean isOn() {
        return (flags() & STRIPPING) != 0;
    }

    private int flags() {
        return EthTool.get(socket, device, EthTool.GET_FLAGS);
    }

    private void turn(boolean isOn) {
        int flags = flags();
        // where it does not, isOn says so
        EthTool.set(socket, device, EthTool.SET_FLAGS, isOn ? flags | STRIPPING : flags & ~STRIPPING);
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
