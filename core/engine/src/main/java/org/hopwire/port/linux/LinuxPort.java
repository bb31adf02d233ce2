package org.hopwire.port.linux;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.memory.Burst;
import org.hopwire.port.Port;
import org.hopwire.port.linux.sys.KernelGrace;
import org.hopwire.port.linux.sys.NetworkNamespace;

/**
 * The life of a port whose interface may lose its link, be deleted and be made again while it runs. Every so many turns
 * the owner's thread looks what the kernel has to say: no clock, no second thread.
 */
public abstract class LinuxPort implements Port {
    /** Turns between two looks at the link, less one; a turn without work takes at most a millisecond. */
    private static final int LOOK_MASK = 63;
    /** Looks between two readings of what the kernel lost, and between two attempts to open again, less one. */
    private static final int SLOW_MASK = 15;

    private final String name;
    private final String namespace;
    private final String notice;
    private final LinkWatch watch;
    private final Tally tally;
    private volatile boolean up;
    private volatile int mtu;
    private volatile long mac;
    private final int mtuAtFirst;
    private int attachedTo;
    private int turns;
    private int looks;
    /** Whether the interface has changed, and frames of what it was are still to be read. */
    private boolean isOutdated;
    private boolean isIntakeStopped;
    private boolean isSettled;
    private boolean closed;

    /** A port over an interface that a watch follows; the port closes the watch. */
    protected LinuxPort(PortRequest request, LinkWatch watch, Tally tally) {
        name = request.name();
        namespace = request.config().namespace();
        notice = request.notice();
        this.watch = watch;
        this.tally = tally;
        attachedTo = watch.index();
        up = watch.isUp();
        mtu = watch.mtu();
        mac = watch.mac();
        mtuAtFirst = watch.mtu();
    }

    /** Fills a cleared burst with what has arrived. */
    protected abstract int receiveFrames(Burst burst);

    /** Sends a prefix of a burst that is not empty; the link was up a moment ago. */
    protected abstract int sendFrames(Burst burst);

    /** Largest MTU that what the port has set aside for frames suits; where it does not say, that of its opening. */
    protected int largestMtu() {
        return mtuAtFirst;
    }

    /** Frames the kernel had for the interface and could not get rid of, since it was made. */
    protected final long countSendingDropped() {
        return watch.countSendingDropped();
    }

    /** The interface's link-layer address, 48 bits, as the kernel told last. */
    protected final long deviceMac() {
        return watch.mac();
    }

    /** Octets of the longest datagram the interface takes, as the kernel told last. */
    protected final int deviceMtu() {
        return watch.mtu();
    }

    /** Frames received and not released. */
    public abstract int lent();

    /** Adds up what the kernel has lost since it was asked last. */
    public abstract void readLosses();

    /** Whether no frame waits to be received. */
    protected abstract boolean isEmpty();

    /** Takes nothing in any more, as far as the kernel lets it; what is under way may still arrive. */
    protected abstract void shutIntake();

    /** Attaches to an interface of the same name that has been made anew; nothing waits or is on loan. */
    protected abstract void attach(int index);

    /** The interface is gone; nothing waits or is on loan. */
    protected void detach() {
        // most find out when they attach again
    }

    /** Gives everything back to the kernel. */
    protected abstract void closeDevice();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String notice() {
        return notice;
    }

    @Override
    public final int receive(Burst burst) {
        if (closed) {
            return 0;
        }
        if ((++turns & LOOK_MASK) == 0 && !isIntakeStopped) {
            look();
        }
        return receiveFrames(burst);
    }

    private void look() {
        boolean isSlowTurn = (++looks & SLOW_MASK) == 0;
        if (watch.poll() || isOutdated || (isSlowTurn && watch.index() != attachedTo)) {
            follow();
        }
        if (isSlowTurn) {
            readLosses();
        }
    }

    private void follow() {
        boolean isAnother = watch.index() != attachedTo;
        isOutdated = isAnother && (lent() != 0 || !isEmpty());
        if (isAnother && !isOutdated) {
            if (watch.index() == 0) {
                detach();
            } else {
                attachAgain();
            }
        }
        boolean isUp = watch.isUp() && watch.index() == attachedTo;
        if (up && !isUp) {
            tally.increment(LinuxCounter.LINK_LOST);
        }
        mtu = Math.min(watch.mtu(), largestMtu());
        mac = watch.mac();
        up = isUp;
    }

    /** The interface may be gone again already, or a privilege given up: then the next attempt may fare better. */
    private void attachAgain() {
        int index = watch.index();
        try {
            NetworkNamespace.call(namespace, () -> {
                attach(index);
                return null;
            });
            attachedTo = index;
            tally.increment(LinuxCounter.REOPENED);
        } catch (RuntimeException e) {
            tally.increment(LinuxCounter.REOPEN_FAILED);
        }
    }

    /** {@inheritDoc} From the first call on the port does not follow its interface any more. */
    @Override
    public final boolean stopIntake() {
        if (closed) {
            return true;
        }
        if (!isIntakeStopped) {
            isIntakeStopped = true;
            shutIntake();
            return false;
        }
        if (!isSettled && isEmpty()) {
            isSettled = true;
            KernelGrace.await();
        }
        return isSettled && isEmpty();
    }

    @Override
    public final int transmit(Burst burst) {
        return closed || !up || burst.size() == 0 ? 0 : sendFrames(burst);
    }

    @Override
    public final boolean isUp() {
        return up;
    }

    @Override
    public final int mtu() {
        return mtu;
    }

    @Override
    public long mac() {
        return mac;
    }

    /** Whether {@link #stopIntake} was called. */
    protected final boolean isIntakeStopped() {
        return isIntakeStopped;
    }

    /** Whether {@link #close} was called. */
    protected final boolean isClosed() {
        return closed;
    }

    @Override
    public final void register(CounterRegistry registry, String scope) {
        tally.register(registry, scope);
    }

    /** What was counted since the engine registered the port; from any thread. */
    public final long count(LinuxCounter row) {
        return tally.get(row);
    }

    @Override
    public final void close() {
        if (!closed) {
            readLosses();
            closed = true;
            up = false;
            watch.close();
            closeDevice();
        }
    }
}
