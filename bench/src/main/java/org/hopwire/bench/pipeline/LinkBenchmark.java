package org.hopwire.bench.pipeline;

import java.util.Arrays;

import org.hopwire.bench.Frames;
import org.hopwire.bench.ParsedBurst;
import org.hopwire.memory.Burst;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.pipeline.PacketLink;

/** A whole packet of 64 octets, copied into the link's memory with all that is known of it, and sent home. */
public class LinkBenchmark extends HandOffBenchmark {
    private static final int SEQUENCE = 28;

    private final PacketList arrived = new PacketList(BURST);
    private final Packet[] originals = new Packet[Burst.MAX_SIZE];
    private ParsedBurst frames;
    private PacketLink link;

    @Override
    protected void open() {
        frames = new ParsedBurst(Frames.udp(64, 64, Frames.FAR_HOST));
        Arrays.setAll(originals, frames.parse(PacketClass.TRANSIT)::get);
        for (int i = 0; i < originals.length; i++) {
            number(i, i);
        }
        link = new PacketLink(CAPACITY, 1600);
    }

    private void number(int original, long number) {
        originals[original].view().putLong(SEQUENCE, number);
    }

    @Override
    protected boolean send(long first) {
        int from = (int) first & (originals.length - 1);
        for (int i = from; i < from + BURST; i++) {
            while (!link.sendCopy(originals[i])) {
                if (isStopped()) {
                    return false;
                }
                link.flush();
                Thread.onSpinWait();
            }
        }
        // those of a later turn: what is read just after it was written in part waits for every store before that
        for (int i = 0; i < BURST; i++) {
            number(from + i, first + originals.length + i);
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
