package org.hopwire.bench.pipeline;

import java.io.IOException;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.ParsedBurst;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.PacketPool;
import org.hopwire.pipeline.PacketLink;
import org.hopwire.port.linux.sys.Affinity;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per packet of 64 octets from one thread to another, copied into the link's memory and sent home by the
 * receiver, who is timed. Both threads spin, so it takes two processors.
 */
public class LinkBenchmark extends EngineBenchmark implements Peered {
    private static final int PACKETS = 8192;
    private static final int CAPACITY = 1024;
    private static final int BURST = 32;
    private static final int CHECKED = 4096;
    private static final int SEQUENCE = 28;

    private final PacketList arrived = new PacketList(BURST);
    private ParsedBurst frames;
    private PacketLink link;
    private Thread sender;
    private volatile boolean stopped;

    /** Starts the sender. */
    @Setup
    public void setUp() {
        frames = new ParsedBurst(Frames.udp(64, 64, Frames.FAR_HOST));
        Packet original = frames.parse(PacketClass.TRANSIT).get(0);
        link = new PacketLink(CAPACITY, 1600, PacketPool.HEADROOM);
        sender = Thread.ofPlatform().daemon().name("sender").start(() -> send(original));
    }

    private void send(Packet original) {
        pinBeside();
        for (long sequence = 0; !stopped; sequence++) {
            original.view().putLong(SEQUENCE, sequence);
            while (!link.sendCopy(original) && !stopped) {
                Thread.onSpinWait();
            }
        }
    }

    private static void pinBeside() {
        Integer core = Integer.getInteger(CORE);
        if (core != null) {
            Affinity.pin(core == 0 ? 1 : core - 1);
        }
    }

    @Override
    public void share(SharedData data) throws IOException {
        // a sequence from 0 on needs no file
    }

    @Override
    public long digest() {
        long digest = 0;
        for (int got = 0; got < CHECKED;) {
            link.receive(arrived);
            for (int i = 0; i < arrived.size() && got < CHECKED; i++) {
                digest = Digest.mix(digest, arrived.get(i).view().getLong(SEQUENCE));
                got++;
            }
            link.giveBack(arrived);
        }
        return digest;
    }

    /** So many packets, in bursts of up to 32. */
    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long receive() {
        long sum = 0;
        for (int got = 0; got < PACKETS;) {
            link.receive(arrived);
            if (arrived.size() == 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < arrived.size(); i++) {
                sum += arrived.get(i).view().getLong(SEQUENCE);
            }
            got += arrived.size();
            link.giveBack(arrived);
        }
        return sum;
    }

    /** Stops the sender, then unmaps what it wrote to. */
    @TearDown
    public void tearDown() throws InterruptedException {
        stopped = true;
        sender.join();
        link.close();
        frames.close();
    }
}
