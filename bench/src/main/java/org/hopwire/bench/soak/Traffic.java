package org.hopwire.bench.soak;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.Frames;
import org.hopwire.bench.engine.IgmpFrames;

/**
 * What the load sends, over and over: datagrams in transit of three lengths, one frame in 16 an echo request, one in 64
 * a datagram whose time to live ends here, one in 64 a host that joins a group or leaves it.
 */
final class Traffic {
    /** A datagram in transit: it has a serial number and has to arrive. */
    static final byte TRANSIT = 0;
    /** An echo request: it has to be answered. */
    static final byte ECHO = 1;
    /** What ends in the engine. */
    static final byte OTHER = 2;
    /** Where the serial number of a datagram in transit lies. */
    static final int SERIAL_AT = 14 + 20 + 8;

    /** Frames until it begins anew. */
    static final int FRAMES = 4096;

    private static final int ROUND = 64;
    private static final int FIRST_GROUP = 0xef01_0000;
    private static final int SHORT = 64;
    private static final int MIDDLE = 576;
    private static final int LONG = 1514;

    private Traffic() {}

    static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(frame(i));
        }
        return frames;
    }

    static byte kind(int i) {
        return switch (i % ROUND) {
            case 1, 17, 33, 49 -> ECHO;
            case 8, 40 -> OTHER;
            default -> TRANSIT;
        };
    }

    private static byte[] frame(int i) {
        return switch (i % ROUND) {
            case 1, 17, 33, 49 -> Frames.echo(SHORT, i);
            case 8 -> Frames.udp(SHORT, 1, Frames.FAR_HOST);
            case 40 -> IgmpFrames.change(FIRST_GROUP + i / (2 * ROUND), i / ROUND % 2 == 0);
            default -> Frames.udp(length(i), ROUND, Frames.FAR_HOST);
        };
    }

    private static int length(int i) {
        return i % 8 == 7 ? LONG : i % 8 == 3 ? MIDDLE : SHORT;
    }
}
