package org.hopwire.port.linux.packet;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinkWatch;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.ReceiveOffload;
import org.hopwire.port.linux.Tally;
import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.Mapping;

/** An AF_PACKET port: frames are borrowed from the kernel's receive ring and sent from where they lie. */
public final class PacketPort extends LinuxPort {
    private static final int STATISTICS_AT = 64;
    private static final int LENGTH_AT = 80;
    private static final int STATISTICS_BYTES = 12;
    private static final int VNET_HEADER = 10;

    private final PortRequest request;
    /** Null where the port has the interface's frames to itself. */
    private final FanoutGroup group;
    private final int mtu;
    private final long macAtFirst;
    private final Tally tally;
    private final FrameSender sender;
    private final Mapping memory;
    private final CallState state;
    private PacketSocket socket;
    private ReceiveRing ring;
    /** Null unless large segments come as they are. */
    private SegmentingRing segments;
    /** Whether the socket is closed until there is an interface again: nothing to receive from. */
    private boolean isDetached;

    private PacketPort(PortRequest request, FanoutGroup group, PacketSocket socket, LinkWatch watch, int mtu) {
        this(request, group, socket, watch, mtu, new Tally());
    }

    private PacketPort(PortRequest request, FanoutGroup group, PacketSocket socket, LinkWatch watch, int mtu,
            Tally tally) {
        super(request, watch, tally);
        this.request = request;
        this.group = group;
        this.mtu = mtu;
        macAtFirst = deviceMac();
        this.tally = tally;
        memory = Mapping.lazy(request.label(), STATISTICS_AT * 2);
        state = CallState.at(memory.address());
        sender = new FrameSender(request.label(), request.config().vnetHdr() ? VNET_HEADER : 0, tally);
        use(socket);
    }

    /**
     * Opens the port in the network namespace of the calling thread.
     *
     * @throws org.hopwire.port.linux.sys.SystemCallException naming port, device, call and error
     */
    public static PacketPort open(PortRequest request) {
        return open(request, FanoutGroup.of(request));
    }

    /**
     * Opens several that share an interface's flows, in the fanout group the request names or else in one of their
     * own; one that has all flows where {@code count} is 1 and no group is named.
     *
     * @throws org.hopwire.port.linux.sys.SystemCallException naming port, device, call and error
     */
    public static List<PacketPort> open(PortRequest request, int count) {
        FanoutGroup named = FanoutGroup.of(request);
        FanoutGroup group = named == null && count > 1 ? FanoutGroup.ofItsOwn() : named;
        List<PacketPort> opened = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                opened.add(open(request, group));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(PacketPort::close);
            throw e;
        }
    }

    private static PacketPort open(PortRequest asked, FanoutGroup group) {
        Device device = describe(asked);
        PortRequest request = asked.config().vnetHdr() || asked.inheritedFd() >= 0
                ? asked
                : ReceiveOffload.warn(asked, device.name());
        LinkWatch watch = new LinkWatch(device);
        try {
            PacketSocket socket = PacketSocket.open(request, group, RingLayout.of(request.config(), device.mtu()),
                    device.index());
            return new PacketPort(request, group, socket, watch, device.mtu());
        } catch (RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    /** Takes frames of one EtherType only, VLAN tags before it looked through; what waits already may be of others. */
    public void takeOnly(int etherType) {
        socket.takeOnly(etherType);
    }

    /** The interface a request is about. */
    public static Device describe(PortRequest request) {
        if (request.inheritedFd() < 0) {
            return Device.find(request.device());
        }
        Descriptor socket = PacketSocket.openSocket(request);
        int index = PacketSocket.boundTo(socket);
        if (index == 0) {
            throw new IllegalArgumentException(
                    "port " + request.name() + " device: " + request.device() + " is bound to no interface");
        }
        return Device.find(Device.nameOf(index, socket), socket);
    }

    private void use(PacketSocket opened) {
        socket = opened;
        sender.attach(opened.fd());
        boolean hasHeader = request.config().vnetHdr();
        FrameMending mending = new FrameMending(tally, hasHeader);
        ReceiveRing plain = opened.layout().version() == 3
                ? new BlockRing(opened.ring(), opened.layout(), mending)
                : new SlotRing(opened.ring(), opened.layout(), mending);
        ring = hasHeader ? segmenting(plain) : plain;
    }

    private ReceiveRing segmenting(ReceiveRing plain) {
        closeSegments();
        segments = new SegmentingRing(plain, mtu, tally);
        return segments;
    }

    private void closeSegments() {
        if (segments != null) {
            segments.close();
        }
    }

    @Override
    protected int receiveFrames(Burst burst) {
        if (isDetached) {
            return 0;
        }
        int n = ring.receive(burst);
        if (ring.takeLosing()) {
            readLosses();
        }
        return n;
    }

    @Override
    public void release(Burst burst) {
        if (!isClosed() && !isDetached) {
            ring.release(burst);
        }
    }

    @Override
    protected int sendFrames(Burst burst) {
        return sender.send(burst);
    }

    @Override
    public void flush() {
        // frames left when they were taken
    }

    @Override
    protected int largestMtu() {
        int most = socket.layout().largestMtu();
        return segments == null ? most : Math.min(most, segments.largestMtu());
    }

    @Override
    public boolean isEmpty() {
        return isDetached || ring.isEmpty();
    }

    /** {@inheritDoc} By a filter, which a member of a fanout group may have, too, where it may not bind anew. */
    @Override
    protected void shutIntake() {
        if (!isDetached) {
            socket.takeNothing();
        }
    }

    @Override
    public int lent() {
        return ring.lent();
    }

    /** {@inheritDoc} Reading starts the kernel's figures anew. */
    @Override
    public void readLosses() {
        if (isDetached) {
            return;
        }
        long figures = memory.address() + STATISTICS_AT;
        long length = memory.address() + LENGTH_AT;
        OffHeap.putInt(figures + 8, 0);
        OffHeap.putInt(length, STATISTICS_BYTES);
        if (LibC.getsockopt(state, socket.fd(), PacketSocket.level(), PacketSocket.statisticsOption(), figures,
                length) == 0) {
            tally.add(LinuxCounter.KERNEL_RECEIVED, OffHeap.getInt(figures) & 0xffff_ffffL);
            tally.add(LinuxCounter.KERNEL_DROPPED, OffHeap.getInt(figures + 4) & 0xffff_ffffL);
            tally.add(LinuxCounter.RING_FROZEN, OffHeap.getInt(figures + 8) & 0xffff_ffffL);
        }
    }

    /**
     * {@inheritDoc} A socket binds anew as it is; a member of a fanout group cannot, and is replaced. The old one is
     * closed first: as long as one member is left, in whichever worker, the number stands for the interface that is
     * gone, and who comes too early tries again.
     */
    @Override
    protected void attach(int index) {
        if (group == null) {
            socket.bind(index);
        } else {
            replaceSocket(index);
        }
        if (deviceMac() != macAtFirst) {
            // frames may still be for the station it was
            socket.joinEveryStation(index);
        }
    }

    private void replaceSocket(int index) {
        if (request.inheritedFd() >= 0) {
            throw request.failure("reopen", Errno.EBADFD, "");
        }
        closeSocket();
        use(PacketSocket.open(request, group, socket.layout(), index));
        isDetached = false;
    }

    /** {@inheritDoc} So that the members of a group have left it when the interface is there again. */
    @Override
    protected void detach() {
        if (group != null && request.inheritedFd() < 0) {
            closeSocket();
        }
    }

    private void closeSocket() {
        if (!isDetached) {
            readLosses();
            isDetached = true;
            socket.close();
        }
    }

    @Override
    protected void closeDevice() {
        closeSocket();
        closeSegments();
        sender.close();
        memory.close();
    }
}
