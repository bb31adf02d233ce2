package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinkWatch;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.PortRequest;
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
    private final int mtu;
    private final Tally tally;
    private final FrameSender sender;
    private final Mapping memory;
    private final CallState state;
    private PacketSocket socket;
    private ReceiveRing ring;
    /** Null unless large segments come as they are. */
    private SegmentingRing segments;

    private PacketPort(PortRequest request, PacketSocket socket, LinkWatch watch, int mtu) {
        this(request, socket, watch, mtu, new Tally());
    }

    private PacketPort(PortRequest request, PacketSocket socket, LinkWatch watch, int mtu, Tally tally) {
        super(request, watch, tally);
        this.request = request;
        this.mtu = mtu;
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
        Device device = describe(request);
        LinkWatch watch = new LinkWatch(device);
        try {
            PacketSocket socket = PacketSocket.open(request, RingLayout.of(request.config(), device.mtu()),
                    PacketSocket.openSocket(request), device.index());
            return new PacketPort(request, socket, watch, device.mtu());
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
        segments = new SegmentingRing(plain, mtu);
        return segments;
    }

    private void closeSegments() {
        if (segments != null) {
            segments.close();
        }
    }

    @Override
    protected int receiveFrames(Burst burst) {
        int n = ring.receive(burst);
        if (ring.takeLosing()) {
            readLosses();
        }
        return n;
    }

    @Override
    public void release(Burst burst) {
        if (!isClosed()) {
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
    public int lent() {
        return ring.lent();
    }

    /** {@inheritDoc} Reading starts the kernel's figures anew. */
    @Override
    public void readLosses() {
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

    /** {@inheritDoc} A socket binds anew as it is; one of a fanout group cannot, and is replaced. */
    @Override
    protected void attach(int index) {
        if (request.config().fanoutGroup() == null) {
            socket.bind(index);
            return;
        }
        if (request.inheritedFd() >= 0) {
            throw request.failure("reopen", Errno.EBADFD, "");
        }
        PacketSocket fresh = PacketSocket.open(request, socket.layout(), PacketSocket.openSocket(request), index);
        socket.close();
        use(fresh);
    }

    @Override
    protected void closeDevice() {
        socket.close();
        closeSegments();
        sender.close();
        memory.close();
    }
}
