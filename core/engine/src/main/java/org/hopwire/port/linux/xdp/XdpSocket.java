package org.hopwire.port.linux.xdp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

import org.hopwire.port.linux.Membership;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.Errno;

/**
 * An AF_XDP socket of one receive queue with its memory, its four rings and its share in the program that feeds it. The
 * order of the calls is the kernel's.
 */
final class XdpSocket implements AutoCloseable {
    private static final int AF_XDP = 44;
    private static final int RAW = 3;
    static final int LEVEL = 283;
    static final int STATISTICS = 7;
    private static final int MAP_OFFSETS = 1;
    private static final int RECEIVE_RING = 2;
    private static final int TRANSMIT_RING = 3;
    private static final int REGISTER_MEMORY = 4;
    private static final int FILL_RING = 5;
    private static final int COMPLETION_RING = 6;
    private static final int OPTIONS = 8;

    private static final long TRANSMIT_PAGES = 0x8000_0000L;
    private static final long FILL_PAGES = 0x1_0000_0000L;
    private static final long COMPLETION_PAGES = 0x1_8000_0000L;
    private static final int LAYOUT_BYTES = 128;
    private static final int LAYOUT_OF_ONE = 32;

    /** Batches in which a ring's chunks go back to the kernel. */
    private static final int BATCHES = 16;
    private static final int BIND_COPY = 2;
    private static final int BIND_NEED_WAKEUP = 8;
    /** The kernel releases the queue of a socket that was closed a moment ago in its own time. */
    private static final int BUSY_ATTEMPTS = 100_000;
    private static final String MEMORY_ADVICE = "without CAP_IPC_LOCK memory is limited by RLIMIT_MEMLOCK: "
            + "lower ring_frames, or raise the limit";

    final Chunks chunks;
    final ConsumerRing receive;
    final ConsumerRing completion;
    final ProducerRing transmit;
    final ProducerRing fill;

    private final PortRequest request;
    private final Descriptor socket;
    private final Attachment attachment;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final int ringSize;
    /** Chunks worth a look of the kernel at the ring that brings them. */
    private final int batch;
    /** Chunks given to be filled and not yet received: at least as many as are in the fill ring. */
    private int filling;
    private boolean isZeroCopy;

    /** Opens everything, or nothing. */
    XdpSocket(PortRequest request, SharedProgram program, int index, int frameBytes, int ringSize) {
        this.request = request;
        this.ringSize = ringSize;
        batch = Math.max(1, ringSize / BATCHES);
        String device = request.label();
        try {
            socket = keep(Descriptor.socket(device, AF_XDP, RAW, 0, "AF_XDP needs CAP_NET_RAW"));
            // what the kernel may fill, what the engine may hold, what may be on its way out
            chunks = keep(new Chunks(device, 3 * ringSize, Chunks.bytesFor(frameBytes)));
            registerMemory();
            for (int ring : new int[] {FILL_RING, COMPLETION_RING, RECEIVE_RING, TRANSMIT_RING}) {
                socket.option(LEVEL, ring, "XDP ring " + ring, ringSize);
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment layout = arena.allocate(LAYOUT_BYTES, Long.BYTES);
                socket.readOption(LEVEL, MAP_OFFSETS, "XDP_MMAP_OFFSETS", layout);
                int frame = RingMemory.FRAME_ENTRY;
                receive = new ConsumerRing(map(layout, 0, 0, ringSize, frame), ringSize);
                transmit = new ProducerRing(map(layout, 1, TRANSMIT_PAGES, ringSize, frame), ringSize);
                fill = new ProducerRing(map(layout, 2, FILL_PAGES, ringSize, Long.BYTES), ringSize);
                completion = new ConsumerRing(map(layout, 3, COMPLETION_PAGES, ringSize, Long.BYTES), ringSize);
            }
            refill();
            attachment = keep(program.hold(index));
            bind(index);
            keep(Membership.hold(request, index));
            attachment.enter(request.config().queue(), socket);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.add(part);
        return part;
    }

    private void registerMemory() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(32, Long.BYTES);
            memory.set(ValueLayout.JAVA_LONG, 0, chunks.address());
            memory.set(ValueLayout.JAVA_LONG, 8, chunks.bytes());
            memory.set(ValueLayout.JAVA_INT, 16, chunks.chunkBytes());
            int errno = socket.tryOption(LEVEL, REGISTER_MEMORY, memory);
            if (errno != 0) {
                throw request.failure("setsockopt XDP_UMEM_REG", errno,
                        errno == Errno.ENOBUFS ? MEMORY_ADVICE : "");
            }
        }
    }

    private RingMemory map(MemorySegment layout, int which, long pages, int size, int entryBytes) {
        return keep(RingMemory.map(request.label(), socket.fd(),
                layout.asSlice((long) which * LAYOUT_OF_ONE, LAYOUT_OF_ONE), pages, size, entryBytes));
    }

    /** A generic program hands over copies; a driver's may write into our memory itself, where it can. */
    private void bind(int index) {
        int errno = tryBind(index, attachment.isNative() ? 0 : BIND_COPY);
        if (errno != 0 && errno != Errno.EBUSY && attachment.isNative()) {
            errno = tryBind(index, BIND_COPY);
        }
        if (errno != 0) {
            throw request.failure("bind to queue " + request.config().queue(), errno, "");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment options = arena.allocate(Integer.BYTES, Integer.BYTES);
            socket.readOption(LEVEL, OPTIONS, "XDP_OPTIONS", options);
            isZeroCopy = (options.get(ValueLayout.JAVA_INT, 0) & 1) != 0;
        }
    }

    // the kernel's worker may need this very processor
    @SuppressWarnings("ThreadPriorityCheck")
    private int tryBind(int index, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, Integer.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_XDP);
            address.set(ValueLayout.JAVA_SHORT, 2, (short) (flags | BIND_NEED_WAKEUP));
            address.set(ValueLayout.JAVA_INT, 4, index);
            address.set(ValueLayout.JAVA_INT, 8, request.config().queue());
            int errno = socket.tryBind(address);
            for (int i = 0; errno == Errno.EBUSY && i < BUSY_ATTEMPTS; i++) {
                Thread.yield();
                errno = socket.tryBind(address);
            }
            return errno;
        }
    }

    /**
     * Gives the kernel free chunks once a batch of those it had has come back full. That many have left the ring is
     * known without asking the kernel, and asking costs it more than us: it writes the answer for every frame.
     */
    void refill() {
        int n = Math.min(chunks.available(), ringSize - filling);
        boolean isUrgent = filling < batch;
        if (n == 0 || (n < batch && !isUrgent)) {
            return;
        }
        for (int i = 0; i < n; i++) {
            fill.put(chunks.takeToFill());
        }
        filling += n;
        fill.publish();
    }

    /** So many chunks have come back from the kernel with frames. */
    void filled(int count) {
        filling -= count;
    }

    /** Takes the socket out of the program's map: no frame is for it any more. */
    void leave() {
        attachment.leave(request.config().queue());
    }

    int fd() {
        return socket.fd();
    }

    /** Whether a frame may arrive without its VLAN tag. */
    boolean isTagBlind() {
        return attachment.isTagBlind();
    }

    /** How frames travel, for people. */
    String manner() {
        return (attachment.isNative() ? "native" : "generic") + (isZeroCopy ? ", zero-copy" : ", copied");
    }

    /** The rings first: their mappings hold the socket, and the socket the queue. */
    @Override
    public void close() {
        closeAll(opened);
    }

    /** Closes in reverse order. */
    static void closeAll(List<AutoCloseable> opened) {
        for (AutoCloseable part : opened.reversed()) {
            close(part);
        }
        opened.clear();
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
