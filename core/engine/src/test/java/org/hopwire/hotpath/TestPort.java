package org.hopwire.hotpath;

import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.port.Port;
import org.hopwire.port.memory.GeneratorPort;

/**
 * A generator that marks frames of one length as cut short, and whose sending side may be full or down; frames of
 * another length it cannot send.
 */
final class TestPort implements Port {
    /** What becomes of frames to be sent. */
    enum Sending {
        ALL, NONE, DOWN
    }

    private final GeneratorPort inner;
    private final Sending sending;

    /** A port that hands out the given frames for ever. */
    TestPort(String name, List<byte[]> frames) {
        // whole rounds, and every frame as it was, whatever its answer has overwritten
        int rounds = 512 / frames.size() + 1;
        inner = new GeneratorPort(name, frames, rounds * frames.size(),
                frames.stream().mapToInt(frame -> frame.length).max().orElseThrow());
        sending = Sending.ALL;
    }

    /** A port on which nothing arrives. */
    TestPort(String name, Sending sending) {
        inner = new GeneratorPort(name, List.of(new byte[64]), 1, 64);
        inner.limit(0);
        this.sending = sending;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public int receive(Burst burst) {
        int received = inner.receive(burst);
        for (int i = 0; i < received; i++) {
            if (burst.length[i] == EveryFrame.CUT_LENGTH) {
                burst.flags[i] = Burst.TRUNCATED;
                burst.originalLength[i]++;
            }
        }
        return received;
    }

    @Override
    public int transmit(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            burst.flags[i] |= burst.length[i] == EveryFrame.UNSENDABLE_LENGTH ? Burst.UNSENDABLE : 0;
        }
        return sending == Sending.ALL ? inner.transmit(burst) : 0;
    }

    @Override
    public boolean isUp() {
        return sending != Sending.DOWN;
    }

    @Override
    public void flush() {
        inner.flush();
    }

    @Override
    public void release(Burst burst) {
        inner.release(burst);
    }

    @Override
    public void close() {
        inner.close();
    }
}
