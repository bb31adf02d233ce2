package org.hopwire.port.linux.packet;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.Tally;
import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.Mapping;

/**
 * Sends a whole burst with one sendmmsg(2), from wherever its frames lie: faster than a transmit ring, and one bad
 * frame holds up nobody.
 */
final class FrameSender implements AutoCloseable {
    private static final int MESSAGE = 64;
    private static final int MESSAGE_PARTS = 16;
    private static final int MESSAGE_PART_COUNT = 24;
    private static final int PART = 16;
    private static final int PART_LENGTH = 8;
    /** Each message has a part for its virtio-net header and one for its frame. */
    private static final int PARTS = 2 * PART;
    private static final int DO_NOT_WAIT = 0x40;

    private static final int STATE_AT = Burst.MAX_SIZE * (MESSAGE + PARTS);
    private static final int HEADER_AT = STATE_AT + 64;
    private static final int BYTES = HEADER_AT + 64;

    private final Mapping memory;
    private final CallState state;
    private final Tally tally;
    private final long messages;
    private final long frames;
    private int fd;

    /**
     * A sender without a socket.
     *
     * @param headerBytes of the virtio-net header in front of each frame, all zero; 0 for none
     */
    FrameSender(String device, int headerBytes, Tally tally) {
        memory = Mapping.lazy(device, BYTES);
        this.tally = tally;
        messages = memory.address();
        state = CallState.at(messages + STATE_AT);
        long parts = messages + Burst.MAX_SIZE * MESSAGE;
        frames = parts + PART;
        for (int i = 0; i < Burst.MAX_SIZE; i++) {
            prepare(messages + (long) i * MESSAGE, parts + (long) i * PARTS, headerBytes);
        }
    }

    private void prepare(long message, long parts, int headerBytes) {
        OffHeap.putLong(message + MESSAGE_PARTS, headerBytes == 0 ? parts + PART : parts);
        OffHeap.putLong(message + MESSAGE_PART_COUNT, headerBytes == 0 ? 1 : 2);
        OffHeap.putLong(parts, messages + HEADER_AT);
        OffHeap.putLong(parts + PART_LENGTH, headerBytes);
    }

    void attach(int socket) {
        fd = socket;
    }

    /** Sends a prefix; frames no device could take are marked, counted and passed over. */
    int send(Burst burst) {
        int n = burst.size();
        for (int i = 0; i < n; i++) {
            long part = frames + (long) i * PARTS;
            OffHeap.putLong(part, burst.address[i]);
            OffHeap.putLong(part + PART_LENGTH, burst.length[i]);
        }
        int done = 0;
        int attempts = 0;
        while (done < n && attempts < 2) {
            int sent = call(messages + (long) done * MESSAGE, n - done);
            if (sent > 0) {
                done += sent;
                attempts = 0;
            } else if (isOfTheFrame()) {
                burst.flags[done++] |= Burst.UNSENDABLE;
                tally.increment(LinuxCounter.UNSENDABLE);
            } else {
                attempts = isWorthAnother() ? attempts + 1 : 2;
            }
        }
        if (done < n) {
            tally.increment(LinuxCounter.SEND_FULL);
        }
        return done;
    }

    private int call(long first, int count) {
        tally.increment(LinuxCounter.SEND_CALLS);
        int sent = LibC.sendmmsg(fd, first, count, DO_NOT_WAIT);
        // once more to hear why
        return sent > 0 ? sent : LibC.sendmmsg(state, fd, first, count, DO_NOT_WAIT);
    }

    private boolean isOfTheFrame() {
        int errno = state.errno();
        return errno == Errno.EMSGSIZE || errno == Errno.EINVAL;
    }

    /** A link that came back leaves one error behind on the socket. */
    private boolean isWorthAnother() {
        int errno = state.errno();
        return errno == Errno.ENETDOWN || errno == Errno.EINTR;
    }

    @Override
    public void close() {
        memory.close();
    }
}
