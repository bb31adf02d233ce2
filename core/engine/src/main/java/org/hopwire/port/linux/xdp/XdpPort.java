package org.hopwire.port.linux.xdp;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinkHeader;
import org.hopwire.port.linux.LinkWatch;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.OpenChecksum;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.Tally;
import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.Mapping;
import org.hopwire.port.linux.sys.SystemCallException;

/**
 * An AF_XDP port: frames are borrowed from memory shared with the kernel. What came in by this port leaves by it from
 * where it lies; what came from elsewhere is copied into a free chunk.
 */
public final class XdpPort extends LinuxPort {
    private static final int DEFAULT_RING = 2048;
    /** What fits into the memory a process may lock without a privilege, 8 MiB on most systems. */
    private static final int UNPRIVILEGED_RING = 1024;
    private static final int VLAN_ETHERNET = LinkHeader.ETHERNET + 4;
    private static final int DO_NOT_WAIT = 0x40;
    /** One call sends at most 32 frames of a copying socket. */
    private static final int MOST_KICKS = 16;
    /** What a call counts that sent nothing. */
    private static final int USELESS_KICK = 4;

    private static final String TAG_ADVICE = "a native program on Linux 6.8 sees all tags, and so does af_packet; or "
            + "the sender writes them: ethtool -K ITS-INTERFACE txvlan off";
    private static final int STATISTICS_AT = 64;
    private static final int STATISTICS_BYTES = 48;
    private static final int LENGTH_AT = STATISTICS_AT + STATISTICS_BYTES;
    private static final int MEMORY_BYTES = 128;

    private final PortRequest request;
    private final SharedProgram program;
    private final Tally tally;
    private final Mapping memory;
    private final CallState state;
    private final boolean isVirtual;
    private final long macAtFirst;
    /** Null unless the kernel's stack is to have its share. */
    private final ArpCopies arp;
    private XdpSocket socket;
    private long received;
    private long dropped;
    private long invalid;
    private boolean isUnsent;
    /** Whether the last attempt to open the port again has failed: there is nothing to receive from. */
    private boolean isDetached;

    private XdpPort(PortRequest request, SharedProgram program, Device device, XdpSocket socket, ArpCopies arp,
            LinkWatch watch, Tally tally) {
        super(request, watch, tally);
        this.arp = arp;
        this.request = request;
        this.program = program;
        this.tally = tally;
        this.socket = socket;
        macAtFirst = device.mac();
        isVirtual = device.isSoftware();
        memory = Mapping.lazy(request.label(), MEMORY_BYTES);
        state = CallState.at(memory.address());
    }

    /**
     * Opens the port in the network namespace of the calling thread: program in the driver or else in the stack, frames
     * without a copy or else with one.
     *
     * @throws org.hopwire.port.linux.sys.SystemCallException naming port, device, call and error
     */
    public static XdpPort open(PortRequest request) {
        return open(request, 1, false).getFirst();
    }

    /**
     * Opens a port for each of several receive queues in a row, from the request's own on; one program feeds them all.
     *
     * @param needsTags whether a VLAN's frames must not be taken for untagged ones
     * @throws IllegalArgumentException if the interface has not so many queues
     * @throws org.hopwire.port.linux.sys.SystemCallException naming port, device, call and error; none is open then
     */
    public static List<XdpPort> open(PortRequest request, int count, boolean needsTags) {
        Device device = Device.find(request.device());
        if (Chunks.LARGEST_FRAME < device.mtu() + VLAN_ETHERNET) {
            throw request.failure("mtu " + device.mtu() + " is more than a chunk of AF_XDP holds", Errno.EMSGSIZE, "");
        }
        PortRequest told = Queues.check(request, device, count);
        int first = request.config().queue();
        SharedProgram program = new SharedProgram(request, device, first + count);
        List<XdpPort> ports = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ports.add(open(told.withConfig(request.config().withQueue(first + i)), device, program, i == 0));
            }
            if (needsTags && ports.getFirst().isTagBlind()) {
                throw request.failure("VLAN tags kept beside the frame", Errno.EOPNOTSUPP, TAG_ADVICE);
            }
            return ports;
        } catch (RuntimeException e) {
            ports.forEach(XdpPort::close);
            throw e;
        }
    }

    /** One of the queues' ports takes the copies of ARP for all. */
    private static XdpPort open(PortRequest request, Device device, SharedProgram program, boolean isFirst) {
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            LinkWatch watch = keep(opened, new LinkWatch(device));
            ArpCopies arp = isFirst && request.config().passOthers() ? keep(opened, ArpCopies.open(request)) : null;
            XdpSocket socket = openSocket(request, program, device.index(), device.mtu());
            PortRequest told = socket.isTagBlind()
                    ? request.withNotice(request.label() + ": frames of a VLAN may look untagged; " + TAG_ADVICE)
                    : request;
            return new XdpPort(told, program, device, socket, arp, watch, new Tally());
        } catch (RuntimeException e) {
            XdpSocket.closeAll(opened);
            throw e;
        }
    }

    private static <T extends AutoCloseable> T keep(List<AutoCloseable> opened, T part) {
        opened.add(part);
        return part;
    }

    private static XdpSocket openSocket(PortRequest request, SharedProgram program, int index, int mtu) {
        Integer frames = request.config().ringFrames();
        if (frames != null) {
            return new XdpSocket(request, program, index, mtu + VLAN_ETHERNET, Integer.highestOneBit(frames - 1) << 1);
        }
        try {
            return new XdpSocket(request, program, index, mtu + VLAN_ETHERNET, DEFAULT_RING);
        } catch (SystemCallException e) {
            if (e.errno() != Errno.ENOBUFS) {
                throw e;
            }
            return new XdpSocket(request, program, index, mtu + VLAN_ETHERNET, UNPRIVILEGED_RING);
        }
    }

    /** Whether a frame may arrive without its VLAN tag, which its sender or the card has put beside it. */
    public boolean isTagBlind() {
        return socket.isTagBlind();
    }

    /** How frames travel: native or generic program, with or without a copy. */
    public String manner() {
        return socket.manner();
    }

    /** Frames that wait to be received. */
    int waiting() {
        return socket.receive.available();
    }

    @Override
    protected int receiveFrames(Burst burst) {
        if (isDetached) {
            return 0;
        }
        if (isUnsent && isUp()) {
            flush();
        }
        int copies = arp == null ? 0 : arp.receive(burst, socket.chunks);
        received += copies;
        int n = Math.min(socket.receive.available(), burst.capacity() - copies);
        if (n == 0) {
            collect();
            return copies;
        }
        for (int i = 0; i < n; i++) {
            take(burst);
        }
        socket.receive.publish();
        socket.filled(n);
        received += n;
        return n + copies;
    }

    private void take(Burst burst) {
        long entry = socket.receive.nextFrame();
        long offset = OffHeap.getLong(entry);
        int length = OffHeap.getInt(entry + 8);
        socket.chunks.lend(offset);
        long frame = socket.chunks.address() + offset;
        burst.add(frame, length, socket.chunks.bytesBehind(offset) - length);
        if (isVirtual && OpenChecksum.complete(frame, length)) {
            tally.increment(LinuxCounter.CHECKSUM_COMPLETED);
        }
    }

    @Override
    protected int largestMtu() {
        return socket.chunks.chunkBytes() - Chunks.HEADROOM - VLAN_ETHERNET;
    }

    /** Takes back what was sent, and gives the kernel what is free. */
    private void collect() {
        int sent = socket.completion.available();
        if (sent > 0) {
            for (int i = 0; i < sent; i++) {
                socket.chunks.sent(socket.completion.nextAddress());
            }
            socket.completion.publish();
        }
        socket.refill();
        if (socket.fill.needsWakeup()) {
            LibC.recv(socket.fd(), 0, 0, DO_NOT_WAIT);
        }
    }

    @Override
    public void release(Burst burst) {
        if (isClosed() || isDetached) {
            return;
        }
        for (int i = 0; i < burst.size(); i++) {
            if ((burst.flags[i] & Burst.TAKEN) == 0) {
                socket.chunks.giveBack(burst.address[i] - socket.chunks.address());
            }
        }
        collect();
    }

    @Override
    protected int sendFrames(Burst burst) {
        int room = socket.transmit.room(burst.size());
        int mtu = mtu();
        int n = 0;
        while (n < burst.size() && room > 0) {
            if (isSendable(burst.address[n], burst.length[n], mtu)) {
                if (!sendFrame(burst, n)) {
                    break;
                }
                room--;
            } else {
                burst.flags[n] |= Burst.UNSENDABLE;
                tally.increment(LinuxCounter.UNSENDABLE);
            }
            n++;
        }
        socket.transmit.publish();
        isUnsent = true;
        if (n < burst.size()) {
            tally.increment(LinuxCounter.SEND_FULL);
        }
        return n;
    }

    /** The kernel would pass a longer one to the driver, which may take it amiss. */
    private static boolean isSendable(long frame, int length, int mtu) {
        if (length < LinkHeader.ETHERNET || length > mtu + VLAN_ETHERNET) {
            return false;
        }
        return length <= mtu + LinkHeader.ETHERNET
                || LinkHeader.isTag(LinkHeader.typeBefore(frame + LinkHeader.ETHERNET));
    }

    private boolean sendFrame(Burst burst, int i) {
        long frame = burst.address[i];
        int length = burst.length[i];
        Chunks chunks = socket.chunks;
        long offset = frame - chunks.address();
        if ((burst.flags[i] & Burst.SHARED) == 0 && chunks.contains(frame) && chunks.send(offset)) {
            socket.transmit.put(offset, length);
            return true;
        }
        if (chunks.available() == 0) {
            return false;
        }
        long copy = chunks.takeToSend();
        OffHeap.copy(frame, chunks.address() + copy, length);
        socket.transmit.put(copy, length);
        return true;
    }

    @Override
    public void flush() {
        if (isClosed() || !isUnsent) {
            return;
        }
        isUnsent = false;
        int kicks = 0;
        while (socket.transmit.isPending() && socket.transmit.needsWakeup() && kicks < MOST_KICKS) {
            int waiting = socket.transmit.pending();
            // its result says little: a call that has sent all it may ends with EAGAIN, too
            LibC.send(socket.fd(), 0, 0, DO_NOT_WAIT);
            tally.increment(LinuxCounter.SEND_CALLS);
            // a completion ring that is full stops it, too
            collect();
            kicks += socket.transmit.pending() < waiting ? 1 : USELESS_KICK;
        }
        isUnsent = socket.transmit.isPending();
    }

    /** {@inheritDoc} Nor to be sent, which receiving does, too. */
    @Override
    protected boolean isEmpty() {
        return isDetached || (socket.receive.available() == 0 && (arp == null || arp.isEmpty())
                && !(isUnsent && isUp()));
    }

    /** {@inheritDoc} Frames go to the kernel's stack from now on, as they do once the port is closed. */
    @Override
    protected void shutIntake() {
        if (arp != null) {
            arp.stopIntake();
        }
        if (!isDetached) {
            socket.leave();
        }
    }

    @Override
    public int lent() {
        return socket.chunks.lent();
    }

    @Override
    public void readLosses() {
        if (isDetached) {
            return;
        }
        long figures = memory.address() + STATISTICS_AT;
        long length = memory.address() + LENGTH_AT;
        OffHeap.putInt(length, STATISTICS_BYTES);
        if (LibC.getsockopt(state, socket.fd(), XdpSocket.LEVEL, XdpSocket.STATISTICS, figures, length) != 0) {
            return;
        }
        // a frame that found no chunk to fill is among the first figure already
        long lost = OffHeap.getLong(figures) + OffHeap.getLong(figures + 24);
        long wrong = OffHeap.getLong(figures + 8) + OffHeap.getLong(figures + 16);
        tally.add(LinuxCounter.KERNEL_RECEIVED, received + lost - dropped);
        tally.add(LinuxCounter.KERNEL_DROPPED, lost - dropped);
        tally.add(LinuxCounter.RING_INVALID, wrong - invalid);
        received = 0;
        dropped = lost;
        invalid = wrong;
    }

    /** {@inheritDoc} Memory, program and wishes are as new, for the interface as it is now. */
    @Override
    protected void attach(int index) {
        readLosses();
        closeSocket();
        dropped = 0;
        invalid = 0;
        isUnsent = false;
        // frames may still be for the station it was
        PortRequest wanted = deviceMac() == macAtFirst ? request : request.withEveryStation();
        socket = openSocket(wanted, program, index, deviceMtu());
        isDetached = false;
    }

    /** Until another one is open its rings are no memory of ours. */
    private void closeSocket() {
        if (!isDetached) {
            isDetached = true;
            socket.close();
        }
    }

    @Override
    protected void closeDevice() {
        closeSocket();
        if (arp != null) {
            arp.close();
        }
        memory.close();
    }
}
