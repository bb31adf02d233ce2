package org.hopwire.port.linux.xdp;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.EthTool;
import org.hopwire.port.linux.LinkNotes;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.port.linux.sys.SystemCallException;

/**
 * Keeps a card from taking VLAN tags out of frames, which an XDP program would never see, and lets it again in the end:
 * what {@code ethtool -K DEVICE rxvlan off} does. A process that is killed restores nothing; so a note on the interface
 * says for as long as it is off that it was we who switched it off, and the next port on that interface, or {@link
 * #sweep}, sees to it. What somebody else has switched off has no note and stays off.
 */
public final class TagStripping implements AutoCloseable {
    private static final int STRIPPING = 1 << 8;
    /** Then the number of the process and that of the interface: no two interfaces may have the same. */
    private static final String NOTE = "hopwire-rxvlan-off-";

    private final Descriptor socket;
    private final LinkNotes notes;
    private final int index;
    private boolean isToRestore;

    private TagStripping(Descriptor socket, LinkNotes notes, int index) {
        this.socket = socket;
        this.notes = notes;
        this.index = index;
    }

    /**
     * Switches it off in the network namespace of the calling thread, where there is something to switch. The caller's
     * program is attached to the interface, which takes one only: nobody else does so at this time.
     */
    static TagStripping off(String label, int index) {
        Descriptor socket = Device.socketFor(label);
        try {
            TagStripping stripping = new TagStripping(socket, LinkNotes.open(label), index);
            stripping.switchOff();
            return stripping;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private void switchOff() {
        isToRestore = !notes.of(index, NOTE).isEmpty();
        if (isOn()) {
            isToRestore = true;
            // before the change: one too many does no harm
            notes.write(index, NOTE + ProcessHandle.current().pid() + '-' + index);
            turn(socket, index, false);
        }
    }

    /** Whether the card strips tags now. */
    boolean isOn() {
        return (flags(socket, nameOf(socket, index)) & STRIPPING) != 0;
    }

    private static int flags(Descriptor socket, String device) {
        return device.isEmpty() ? 0 : EthTool.get(socket, device, EthTool.GET_FLAGS);
    }

    /** What the interface is called by now; empty where it is gone. */
    private static String nameOf(Descriptor socket, int index) {
        try {
            return Device.nameOf(index, socket);
        } catch (SystemCallException e) {
            return "";
        }
    }

    /** False where an interface that is there does not let it be switched. */
    private static boolean turn(Descriptor socket, int index, boolean isOn) {
        String device = nameOf(socket, index);
        int flags = flags(socket, device);
        return device.isEmpty() || EthTool.set(socket, device, EthTool.SET_FLAGS,
                isOn ? flags | STRIPPING : flags & ~STRIPPING);
    }

    /** Switches it on, then takes the note away; an interface that is gone has neither. */
    private static boolean restore(Descriptor socket, LinkNotes notes, int index) {
        boolean isDone = turn(socket, index, true);
        notes.of(index, NOTE).forEach(note -> notes.erase(index, note));
        return isDone;
    }

    /**
     * Restores the interfaces of a network namespace that have a note of ours, and no program of anybody's by now.
     *
     * @param namespace as in {@link NetworkNamespace#call}
     * @return for each interface that could not be restored, as without CAP_NET_ADMIN, a line that says what to do
     * @throws SystemCallException if there is no such namespace, or no entering it
     */
    public static List<String> sweep(String namespace) {
        return NetworkNamespace.call(namespace, TagStripping::sweep);
    }

    private static List<String> sweep() {
        List<String> left = new ArrayList<>();
        try (Descriptor socket = Device.socketFor("sweep"); LinkNotes notes = LinkNotes.open("sweep")) {
            for (LinkNotes.Noted each : notes.find(NOTE)) {
                if (!each.hasProgram() && !restore(socket, notes, each.index())) {
                    left.add(advice(nameOf(socket, each.index()), each.notes().getFirst()));
                }
            }
        }
        return left;
    }

    private static String advice(String device, String note) {
        return device
                + ": a killed engine has left VLAN tag stripping off, and it could not be switched on: ethtool -K "
                + device + " rxvlan on; ip link property del dev " + device + " altname " + note;
    }

    @Override
    public void close() {
        if (isToRestore) {
            restore(socket, notes, index);
        }
        notes.close();
        socket.close();
    }
}
