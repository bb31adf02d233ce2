package org.hopwire.port.linux.tap;

import java.util.Optional;

import org.hopwire.memory.Burst;
import org.hopwire.port.FrameQueue;
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

/**
 * A TAP or TUN port: the other end of the cable is the kernel's own stack. One call a frame each way. Needs no
 * privilege where the interface was prepared for the user.
 */
public final class TapPort extends LinuxPort {
    private static final int SLOTS = 2 * Burst.MAX_SIZE;
    private static final int VLAN_ETHERNET = 18;
    private static final int SMALLEST_FRAME = 2048;

    private final PortRequest request;
    private final boolean isTun;
    /** What the caller's frame has in front of what the kernel reads and writes. */
    private final int skipped;
    private final Tally tally;
    private final FrameQueue queue;
    private final Mapping memory;
    private final CallState state;
    private Descriptor device;
    /** Whether the kernel's queue was empty once after the intake was stopped. */
    private boolean isDry;
    /** What the kernel had dropped when it was asked last. */
    private long dropped;

    private TapPort(PortRequest request, boolean isTun, Descriptor device, LinkWatch watch, int mtu, Tally tally) {
        super(request, watch, tally);
        this.request = request;
        this.isTun = isTun;
        this.device = device;
        this.tally = tally;
        skipped = isTun ? TunLink.ETHERNET : 0;
        queue = new FrameQueue(SLOTS, Math.max(SMALLEST_FRAME, mtu + VLAN_ETHERNET));
        memory = Mapping.lazy(request.label(), CallState.BYTES);
        state = CallState.at(memory.address());
        dropped = countSendingDropped();
    }

    /**
     * Opens the port in the network namespace of the calling thread; an interface that is missing is made and switched
     * on.
     *
     * @param isTun whether it carries bare IP packets
     * @throws org.hopwire.port.linux.sys.SystemCallException naming port, device, call and error
     */
    public static TapPort open(PortRequest request, boolean isTun) {
        Descriptor device = TunDevice.open(request, isTun);
        try {
            Device found = Device.find(request.inheritedFd() < 0 ? request.device() : TunDevice.nameOf(device));
            return new TapPort(request, isTun, device, new LinkWatch(found), found.mtu(), new Tally());
        } catch (RuntimeException e) {
            device.close();
            throw e;
        }
    }

    /** The interface a request is about, in the namespace of the calling thread; none where it is to be made. */
    public static Optional<Device> describe(PortRequest request) {
        if (request.inheritedFd() >= 0) {
            Descriptor inherited = Descriptor.adopt(request.label(), request.inheritedFd());
            return Optional.of(Device.find(TunDevice.nameOf(inherited)));
        }
        return TunDevice.exists(request.device()) ? Optional.of(Device.find(request.device())) : Optional.empty();
    }

    @Override
    protected int receiveFrames(Burst burst) {
        while (!isDry && queue.size() < burst.capacity() && readFrame()) {
            // one more
        }
        return queue.receive(burst);
    }

    private boolean readFrame() {
        long slot = queue.reserve();
        if (slot == 0) {
            return false;
        }
        int most = queue.maxFrameLength() - skipped;
        // one byte more than fits: what fills it is cut
        long n = LibC.read(device.fd(), slot + skipped, most + 1L);
        if (n <= 0 || (isTun && !TunLink.writeHeader(slot))) {
            queue.cancel(slot);
            isDry = isIntakeStopped() && n <= 0;
            return n > 0;
        }
        int length = skipped + (int) Math.min(n, most);
        int flags = n > most ? Burst.TRUNCATED : 0;
        if (n > most) {
            tally.increment(LinuxCounter.TRUNCATED);
        }
        queue.commit(slot, length, skipped + (int) n, flags, 0, 0);
        return true;
    }

    @Override
    public void release(Burst burst) {
        if (!isClosed()) {
            queue.release(burst);
        }
    }

    @Override
    protected int sendFrames(Burst burst) {
        int n = 0;
        while (n < burst.size() && sendFrame(burst, n)) {
            n++;
        }
        if (n < burst.size()) {
            tally.increment(LinuxCounter.SEND_FULL);
        }
        return n;
    }

    private boolean sendFrame(Burst burst, int i) {
        long frame = burst.address[i];
        int length = burst.length[i];
        if (isTun && !TunLink.isPacket(frame, length)) {
            TunLink.answer(frame, length, queue);
            return true;
        }
        tally.increment(LinuxCounter.SEND_CALLS);
        if (LibC.write(device.fd(), frame + skipped, length - skipped) >= 0
                || LibC.write(state, device.fd(), frame + skipped, length - skipped) >= 0) {
            return true;
        }
        if (state.errno() != Errno.EINVAL && state.errno() != Errno.EMSGSIZE) {
            return false;
        }
        burst.flags[i] |= Burst.UNSENDABLE;
        tally.increment(LinuxCounter.UNSENDABLE);
        return true;
    }

    @Override
    public void flush() {
        // frames left when they were taken
    }

    @Override
    protected boolean isEmpty() {
        return queue.size() == 0 && (!isIntakeStopped() || isDry);
    }

    /**
     * {@inheritDoc} The kernel has no way to stop but for the link's loss, in which its stack would forget us before
     * our last words: so its queue is read until it is empty once, and what comes then is the interface's to lose, who
     * does not count it as sent before it is read.
     */
    @Override
    protected void shutIntake() {
        // see above
    }

    @Override
    public int lent() {
        return queue.slots() - queue.available() - queue.size();
    }

    /** {@inheritDoc} The kernel's end of the cable counts as not sent what did not fit into our queue. */
    @Override
    public void readLosses() {
        long now = countSendingDropped();
        // one that was made anew counts anew
        tally.add(LinuxCounter.KERNEL_DROPPED, now < dropped ? now : now - dropped);
        dropped = now;
    }

    /** {@inheritDoc} The interface's own is that of the kernel's end. */
    @Override
    public long mac() {
        return 0;
    }

    @Override
    protected int largestMtu() {
        return queue.maxFrameLength() - VLAN_ETHERNET;
    }

    @Override
    protected void attach(int index) {
        if (request.inheritedFd() >= 0) {
            throw request.failure("reopen", Errno.EBADFD, "");
        }
        Descriptor fresh = TunDevice.open(request, isTun);
        device.close();
        device = fresh;
    }

    @Override
    protected void closeDevice() {
        device.close();
        queue.close();
        memory.close();
    }
}
