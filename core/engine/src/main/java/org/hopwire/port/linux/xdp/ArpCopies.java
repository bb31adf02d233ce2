package org.hopwire.port.linux.xdp;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinkHeader;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.packet.PacketPort;

/**
 * ARP where the kernel keeps a stack of its own on the interface: a program sends a frame one way or the other, but
 * both stacks have neighbours to find, by one address even. So ARP goes the kernel's way, and here is the engine's copy
 * of it.
 */
final class ArpCopies implements AutoCloseable {
    private static final int ARP = 0x0806;
    private static final int TAG = 4;
    private static final int LEAST = 42;
    private static final int RING = 1024;
    private static final int MOST_AT_ONCE = 16;

    private final PacketPort kernelSide;
    private final Burst seen = new Burst(MOST_AT_ONCE);

    private ArpCopies(PacketPort kernelSide) {
        this.kernelSide = kernelSide;
    }

    /** Begins, in the network namespace of the calling thread. */
    static ArpCopies open(PortRequest request) {
        LinuxPortConfig config = LinuxPortConfig.defaults().withNamespace(request.config().namespace())
                .withRingFrames(RING);
        PacketPort port = PacketPort.open(new PortRequest(request.name(), request.device(), config, false));
        try {
            port.takeOnly(ARP);
            return new ArpCopies(port);
        } catch (RuntimeException e) {
            port.close();
            throw e;
        }
    }

    /** Copies what has arrived into chunks, and lends those; leaves it where it is while chunks are short. */
    int receive(Burst burst, Chunks chunks) {
        if (chunks.available() < MOST_AT_ONCE || burst.capacity() < MOST_AT_ONCE) {
            return 0;
        }
        seen.clear();
        int n = kernelSide.receive(seen);
        for (int i = 0; i < n; i++) {
            if (isArp(seen.address[i], seen.length[i]) && seen.length[i] <= chunks.chunkBytes() - Chunks.HEADROOM) {
                lend(burst, chunks, i);
            }
        }
        kernelSide.release(seen);
        return burst.size();
    }

    /** Whether no copy waits. */
    boolean isEmpty() {
        return kernelSide.isEmpty();
    }

    /** Takes no copies any more. */
    void stopIntake() {
        kernelSide.stopIntake();
    }

    private void lend(Burst burst, Chunks chunks, int i) {
        long offset = chunks.takeToLend() + Chunks.HEADROOM;
        int length = seen.length[i];
        OffHeap.copy(seen.address[i], chunks.address() + offset, length);
        burst.add(chunks.address() + offset, length, chunks.bytesBehind(offset) - length);
    }

    /** What came before the filter is anything. */
    private static boolean isArp(long frame, int length) {
        if (length < LEAST) {
            return false;
        }
        long payload = frame + LinkHeader.ETHERNET;
        int type = LinkHeader.typeBefore(payload);
        return type == ARP
                || (LinkHeader.isTag(type) && length >= LEAST + TAG && LinkHeader.typeBefore(payload + TAG) == ARP);
    }

    @Override
    public void close() {
        kernelSide.close();
    }
}
