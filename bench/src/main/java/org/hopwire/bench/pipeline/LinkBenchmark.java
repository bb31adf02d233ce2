package org.hopwire.bench.pipeline;

import org.hopwire.bench.Frames;
import org.hopwire.bench.ParsedBurst;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.pipeline.PacketLink;

/** A whole packet of 64 octets, copied into the link's memory with all that is known of it, and sent home. */
public class LinkBenchmark extends HandOffBenchmark {
    private static final int SEQUENCE = 28;

    private final PacketList arrived = new PacketList(BURST);
    private ParsedBurst frames;
    private Packet original;
    private PacketLink link;

    @Override
    protected void open() {
        frames = new ParsedBurst(Frames.udp(64, 64, Frames.FAR_HOST));
        original = frames.parse(PacketClass.TRANSIT).get(0);
        link = new PacketLink(CAPACITY, 1600);
    }

    @Override
    protected boolean send(long first) {
        for (int i = 0; i < BURST; i++) {
            original.view().putLong(SEQUENCE, first + i);
            if (!link.sendCopy(original)) {
                return resume(first, i);
            }
        }
        return true;
    }

    /** The rest of a burst for which there was no room at once. */
    private boolean resume(long first, int from) {
        for (int i = from; i < BURST && !isStopped(); i++) {
            original.view().putLong(SEQUENCE, first + i);
            while (!link.sendCopy(original) && !isStopped()) {
                link.flush();
                Thread.onSpinWait();
            }
        }
        return true;
    }

    @Override
    protected int take() {
        link.receive(arrived);
        return arrived.size();
    }

    @Override
    protected long value(int i) {
        return arrived.get(i).view().getLong(SEQUENCE);
    }

    @Override
    protected void done() {
        link.giveBack(arrived);
    }

    @Override
    protected void close() {
        link.close();
        frames.close();
    }
}
