package org.hopwire.port.linux.xdp;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinuxPortConfig.XdpMode;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.bpf.Bpf;
import org.hopwire.port.linux.bpf.KernelFunctions;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.SystemCallException;

/**
 * Map, program and link of one interface, held by the socket of each of its queues: an interface takes one program
 * only. All gone once the last holder has closed it, or once the process has ended, however it ended.
 */
final class Attachment implements AutoCloseable {
    private static final int NATIVE = 4;
    private static final int GENERIC = 2;
    /** Tells the tag a driver keeps beside the frame; Linux 6.8. Of other drivers than veth nobody knows if they do. */
    private static final String TAG_FUNCTION = "bpf_xdp_metadata_rx_vlan_tag";

    /** A way to attach: where, and by which function of the driver's tags are found, 0 for none. */
    private record Way(int flags, int tagFunction) {}

    private final String device;
    private final int index;
    private final List<AutoCloseable> parts;
    private final Descriptor map;
    private final boolean isNative;
    private final boolean isTagBlind;
    private int holders = 1;

    private Attachment(String device, int index, List<AutoCloseable> parts, Descriptor map, Way way,
            boolean hidesTags) {
        this.device = device;
        this.index = index;
        this.parts = parts;
        this.map = map;
        isNative = way.flags == NATIVE;
        isTagBlind = hidesTags && way.tagFunction == 0;
    }

    /** Attaches to an interface, in its driver where that works and was not ruled out; the caller holds it. */
    static Attachment attach(PortRequest request, Device device, int index, int queues) {
        List<AutoCloseable> parts = new ArrayList<>();
        try {
            Descriptor map = Bpf.socketMap(request.label(), queues);
            parts.add(map);
            int tagFunction = device.isVirtualEthernet() ? KernelFunctions.find(TAG_FUNCTION) : 0;
            Way way = attach(request, index, map, ways(request.config().xdpMode(), tagFunction), parts);
            // no frame comes to us before a socket is entered
            TagStripping stripping = TagStripping.off(request.label(), index);
            parts.add(stripping);
            boolean hidesTags = device.mayHideTags() || stripping.isOn();
            return new Attachment(request.label(), index, parts, map, way, hidesTags);
        } catch (RuntimeException e) {
            XdpSocket.closeAll(parts);
            throw e;
        }
    }

    /** The best first. */
    private static List<Way> ways(XdpMode mode, int tagFunction) {
        List<Way> ways = new ArrayList<>();
        if (mode != XdpMode.GENERIC) {
            if (tagFunction != 0) {
                ways.add(new Way(NATIVE, tagFunction));
            }
            ways.add(new Way(NATIVE, 0));
        }
        if (mode != XdpMode.NATIVE) {
            ways.add(new Way(GENERIC, 0));
        }
        return ways;
    }

    /** A driver may have no XDP, no tags to tell, or an MTU too large for it. */
    private static Way attach(PortRequest request, int index, Descriptor map, List<Way> ways,
            List<AutoCloseable> parts) {
        for (Way way : ways) {
            try {
                attach(request, index, map, way, parts);
                return way;
            } catch (SystemCallException e) {
                if (way.equals(ways.getLast()) || e.isPermission()) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("no way");
    }

    private static void attach(PortRequest request, int index, Descriptor map, Way way, List<AutoCloseable> parts) {
        String device = request.label();
        long[] code = request.config().passOthers()
                ? RedirectProgram.controlProtocols(map.fd(), way.tagFunction)
                : RedirectProgram.everything(map.fd(), way.tagFunction);
        Descriptor program = Bpf.load(device, Bpf.Hook.XDP, code, way.tagFunction == 0 ? 0 : index);
        try {
            parts.add(Bpf.attach(device, Bpf.Hook.XDP, program, index, way.flags));
        } finally {
            // the link holds it
            program.close();
        }
    }

    /** One holder more; false if it is gone, or on another interface. */
    synchronized boolean hold(int wanted) {
        if (holders == 0 || index != wanted) {
            return false;
        }
        holders++;
        return true;
    }

    /** Whether the program runs in the driver. */
    boolean isNative() {
        return isNative;
    }

    /** Whether a frame may arrive without its VLAN tag. */
    boolean isTagBlind() {
        return isTagBlind;
    }

    /** From now on the queue's frames go to a socket. */
    void enter(int queue, Descriptor socket) {
        Bpf.enter(device, map, queue, socket);
    }

    /** From now on the queue's frames go to nobody; they go on where the kernel does not let us say so. */
    void leave(int queue) {
        try {
            Bpf.leave(device, map, queue);
        } catch (SystemCallException e) {
            // the interface may be gone, and the map's entry with it
        }
    }

    /** One holder less. */
    @Override
    public synchronized void close() {
        if (--holders == 0) {
            XdpSocket.closeAll(parts);
        }
    }
}
