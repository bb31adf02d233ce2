package org.hopwire.bench.soak;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.NetworkNamespace;

/**
 * Sends {@link Traffic} into the left cable at a rate the clock sets, whatever comes of it, and counts what comes out
 * of the right one and back by the left. Belongs to one thread.
 */
final class Load implements AutoCloseable {
    private static final int LONGEST = 1536;
    private static final long NAP_NS = 50_000;
    private static final long SILENCE_NS = 300_000_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int PROTOCOL_AT = 23;
    private static final int ICMP_TYPE_AT = 34;
    private static final int UDP = 17;
    private static final int ICMP = 1;

    private final LinuxPort left;
    private final LinuxPort right;
    private final FrameSlab slab = new FrameSlab(Traffic.FRAMES, LONGEST, 0);
    private final long[] addresses = new long[Traffic.FRAMES];
    private final int[] lengths = new int[Traffic.FRAMES];
    private final byte[] kinds = new byte[Traffic.FRAMES];
    private final Burst outgoing = new Burst();
    private final Burst incoming = new Burst();
    private int next;
    private long sent;
    private long transit;
    private long echoes;
    private long arrived;
    private long replies;
    private long expected;
    private long missing;
    private long disordered;
    private long worstLagNs;

    /**
     * What became of all that was sent so far.
     *
     * @param sent frames
     * @param transit of those, to be forwarded
     * @param echoes of those, to be answered
     * @param arrived forwarded ones, at the end of the right cable
     * @param replies answers, back on the left
     * @param missing serial numbers that were passed over
     * @param disordered serial numbers that came late, or twice
     * @param lost frames the kernel dropped at the load's own ends
     */
    record Counts(long sent, long transit, long echoes, long arrived, long replies, long missing, long disordered,
            long lost) {
        /** Frames that have to come back and have not. */
        long unanswered() {
            return transit - arrived + echoes - replies;
        }
    }

    Load(String namespace, int ringFrames) {
        LinuxPortConfig options = LinuxPortConfig.defaults().withRingFrames(ringFrames);
        left = open(namespace, Cables.LEFT, options);
        right = open(namespace, Cables.RIGHT, options);
        List<byte[]> frames = Traffic.frames();
        for (int i = 0; i < Traffic.FRAMES; i++) {
            addresses[i] = slab.acquire();
            lengths[i] = frames.get(i).length;
            kinds[i] = Traffic.kind(i);
            OffHeap.put(frames.get(i), 0, addresses[i], lengths[i]);
        }
    }

    private static LinuxPort open(String namespace, String device, LinuxPortConfig options) {
        return NetworkNamespace.call(namespace,
                () -> PacketPort.open(new PortRequest(device, device, options, false)));
    }

    /**
     * Sends so many frames a second for so long, then listens until nothing comes any more.
     *
     * @return whether the rate was kept: none of it waited for longer than {@code mostLagNs}
     */
    boolean run(double framesPerSecond, long durationNs, long mostLagNs) {
        long startNs = System.nanoTime();
        long done = 0;
        worstLagNs = 0;
        for (long nowNs = 0; nowNs < durationNs; nowNs = System.nanoTime() - startNs) {
            long due = (long) (nowNs * framesPerSecond / NANOS_PER_SECOND) - done;
            worstLagNs = Math.max(worstLagNs, (long) (due / framesPerSecond * NANOS_PER_SECOND));
            done += due > 0 ? send((int) Math.min(due, Burst.MAX_SIZE)) : 0;
            if (listen() == 0 && due < Burst.MAX_SIZE) {
                LockSupport.parkNanos(NAP_NS);
            }
        }
        boolean isKept = worstLagNs <= mostLagNs;
        listenUntilSilent();
        return isKept;
    }

    /** The longest a frame of the last run waited for its turn. */
    long worstLagNs() {
        return worstLagNs;
    }

    private int send(int n) {
        outgoing.clear();
        long serial = transit;
        for (int i = 0; i < n; i++) {
            int at = (next + i) % Traffic.FRAMES;
            if (kinds[at] == Traffic.TRANSIT) {
                OffHeap.putLong(addresses[at] + Traffic.SERIAL_AT, serial++);
            }
            outgoing.add(addresses[at], lengths[at], 0);
        }
        int accepted = left.transmit(outgoing);
        left.flush();
        for (int i = 0; i < accepted; i++) {
            transit += kinds[next] == Traffic.TRANSIT ? 1 : 0;
            echoes += kinds[next] == Traffic.ECHO ? 1 : 0;
            next = (next + 1) % Traffic.FRAMES;
        }
        sent += accepted;
        return accepted;
    }

    private void listenUntilSilent() {
        long lastNs = System.nanoTime();
        while (System.nanoTime() - lastNs < SILENCE_NS) {
            if (listen() > 0) {
                lastNs = System.nanoTime();
            }
        }
    }

    private int listen() {
        int heard = receive(right);
        for (int i = 0; i < incoming.size(); i++) {
            take(incoming.address[i]);
        }
        right.release(incoming);
        heard += receive(left);
        for (int i = 0; i < incoming.size(); i++) {
            replies += isEchoReply(incoming.address[i]) ? 1 : 0;
        }
        left.release(incoming);
        return heard;
    }

    private int receive(LinuxPort port) {
        incoming.clear();
        return port.receive(incoming);
    }

    private void take(long frame) {
        if (OffHeap.getByte(frame + PROTOCOL_AT) != UDP) {
            return;
        }
        arrived++;
        long serial = OffHeap.getLong(frame + Traffic.SERIAL_AT);
        if (serial < expected) {
            disordered++;
            return;
        }
        missing += serial - expected;
        expected = serial + 1;
    }

    private static boolean isEchoReply(long frame) {
        return OffHeap.getByte(frame + PROTOCOL_AT) == ICMP && OffHeap.getByte(frame + ICMP_TYPE_AT) == 0;
    }

    Counts counts() {
        left.readLosses();
        right.readLosses();
        return new Counts(sent, transit, echoes, arrived, replies, missing, disordered,
                left.count(LinuxCounter.KERNEL_DROPPED) + right.count(LinuxCounter.KERNEL_DROPPED));
    }

    @Override
    public void close() {
        left.close();
        right.close();
        slab.close();
    }
}
