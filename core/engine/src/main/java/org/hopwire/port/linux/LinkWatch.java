package org.hopwire.port.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.Mapping;

/**
 * Whether an interface exists, by which index, what it is like and whether its link is up: told by the kernel over a
 * netlink socket, so that looking costs one call that finds nothing. Asking by name instead would load a kernel module
 * for every interface that is missing. Not thread safe.
 */
public final class LinkWatch implements AutoCloseable {
    private static final int NETLINK = 16;
    private static final int RAW = 3;
    private static final int ROUTE = 0;
    private static final int LINK_EVENTS = 1;
    private static final int DO_NOT_WAIT = 0x40;

    private static final int MAC = 1;
    private static final int MAC_BYTES = 6;
    private static final int NAME = 3;
    private static final int MTU = 4;
    private static final int STATISTICS = 23;
    /** Offset of tx_dropped in the kernel's 64-bit statistics. */
    private static final int SENDING_DROPPED = 56;

    private static final int FLAGS = 24;

    private static final int BUFFER = 32_768;
    private static final int QUESTION = BUFFER;
    private static final int MEMORY = BUFFER + 4096;

    private final byte[] name;
    private final Mapping memory;
    private final Descriptor socket;
    private final LinkMessage.Reader reader = this::readMessage;
    private int index;
    private boolean up;
    private int mtu;
    private long mac;
    private long lost;
    /** Whether something has become different that {@link #poll} has not told of. */
    private boolean isUntold;

    /** Watches an interface in the network namespace of the calling thread, as it is now. */
    public LinkWatch(Device device) {
        name = (device.name() + '\0').getBytes(StandardCharsets.US_ASCII);
        index = device.index();
        up = device.isUp();
        mtu = device.mtu();
        mac = device.mac();
        memory = Mapping.lazy(device.name(), MEMORY);
        socket = open(device.name());
    }

    private Descriptor open(String device) {
        Descriptor opened = null;
        try (Arena arena = Arena.ofConfined()) {
            opened = Descriptor.socket(device, NETLINK, RAW, ROUTE, "");
            MemorySegment address = arena.allocate(12, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) NETLINK);
            address.set(ValueLayout.JAVA_INT, 8, LINK_EVENTS);
            opened.bind(address);
            return opened;
        } catch (RuntimeException e) {
            memory.close();
            if (opened != null) {
                opened.close();
            }
            throw e;
        }
    }

    /** Interface's index; 0 while there is none of its name. */
    public int index() {
        return index;
    }

    /** Whether it exists, is switched on and has a carrier. */
    public boolean isUp() {
        return up;
    }

    /** Octets of the longest datagram it takes, as last heard. */
    public int mtu() {
        return mtu;
    }

    /** Its link-layer address as last heard, 48 bits; 0 for none. */
    public long mac() {
        return mac;
    }

    /** Frames the kernel had for the interface and could not get rid of, since it was made: asks. */
    public long countSendingDropped() {
        drain();
        ask();
        drain();
        return lost;
    }

    /** Reads what has happened since the last call; true if anything about the interface may have changed. */
    public boolean poll() {
        if (!drain() && !isUntold) {
            return false;
        }
        isUntold = false;
        // some events may have been lost: the interface's state now is all that matters
        ask();
        drain();
        return true;
    }

    /** Reads all that waits; false if nothing did. */
    private boolean drain() {
        long received = receive();
        boolean isAny = received > 0;
        while (received > 0) {
            LinkMessage.each(memory.address(), received, reader);
            received = receive();
        }
        return isAny;
    }

    private long receive() {
        return LibC.recv(socket.fd(), memory.address(), BUFFER, DO_NOT_WAIT);
    }

    /** The answer waits when this returns. */
    private void ask() {
        long at = memory.address() + QUESTION;
        int attribute = LinkMessage.ATTRIBUTE_HEADER + name.length;
        LinkMessage.begin(at, LinkMessage.HEADER + attribute, LinkMessage.GET_LINK, LinkMessage.REQUEST);
        LinkMessage.attribute(at + LinkMessage.HEADER, attribute, NAME);
        OffHeap.put(name, 0, at + LinkMessage.HEADER + LinkMessage.ATTRIBUTE_HEADER, name.length);
        LibC.send(socket.fd(), at, LinkMessage.HEADER + attribute, DO_NOT_WAIT);
    }

    private void readMessage(long at, int size) {
        int type = LinkMessage.type(at);
        if (type == LinkMessage.ERROR) {
            forget();
            return;
        }
        // messages of another family than 0 speak of a bridge's port, not of the interface
        if (size < LinkMessage.HEADER || OffHeap.getByte(at + LinkMessage.NETLINK_HEADER) != 0) {
            return;
        }
        int which = OffHeap.getInt(at + LinkMessage.INDEX);
        if (type == LinkMessage.DELETE_LINK && which == index) {
            forget();
        } else if (type == LinkMessage.NEW_LINK && isOurs(at, size)) {
            boolean isUp = Device.isUp(OffHeap.getInt(at + FLAGS));
            isUntold |= index != which || up != isUp;
            index = which;
            up = isUp;
            readAttributes(at, size);
        }
    }

    private void readAttributes(long at, int size) {
        int oldMtu = mtu;
        long oldMac = mac;
        long found = find(at, size, MTU, Integer.BYTES);
        mtu = found == 0 ? mtu : OffHeap.getInt(found);
        found = find(at, size, MAC, MAC_BYTES);
        mac = found == 0 ? mac : OffHeap.getNetworkLong(found) >>> Short.SIZE;
        isUntold |= mtu != oldMtu || mac != oldMac;
        found = find(at, size, STATISTICS, SENDING_DROPPED + Long.BYTES);
        lost = found == 0 ? lost : OffHeap.getLong(found + SENDING_DROPPED);
    }

    private void forget() {
        isUntold = true;
        index = 0;
        up = false;
    }

    private boolean isOurs(long message, int size) {
        long found = find(message, size, NAME, name.length);
        return found != 0 && isName(found, LinkMessage.octets(found));
    }

    private static long find(long message, int size, int type, int octets) {
        return LinkMessage.find(message + LinkMessage.HEADER, message + size, type, octets);
    }

    private boolean isName(long at, int length) {
        if (length != name.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((byte) OffHeap.getByte(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        socket.close();
        memory.close();
    }
}
