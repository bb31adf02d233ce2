package org.hopwire.bench.engine;

import java.io.IOException;
import java.util.List;

import org.hopwire.bench.Digest;
import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.bench.Peered;
import org.hopwire.bench.SharedData;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.ip.route.Route;
import org.hopwire.ip.route.RouteReader;
import org.hopwire.ip.route.RouteTable;
import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.wire.EthernetHeader;
import org.hopwire.wire.Ipv4Header;
import org.hopwire.wire.Ipv4Prefix;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What of {@link BurstBenchmark}'s forwarding is not the JVM: a loop that does to a frame what the peer in C does,
 * without classes, verdicts, counters and all else that an engine does. It has one link's addresses as constants, and
 * looks every destination up, where an engine looks a run of equal ones up once.
 */
public class ForwardLoopBenchmark extends EngineBenchmark implements Peered {
    private static final int IP = EthernetHeader.LENGTH;
    private static final int IPV4_WITHOUT_OPTIONS = 0x0800_45;

    private final Burst burst = new Burst();
    private final int[] destinations = new int[Burst.MAX_SIZE];
    private final int[] found = new int[Burst.MAX_SIZE];
    private GeneratorPort lan;
    private SinkPort wan;
    private RouteTable table;
    private RouteReader reader;

    /** Makes frames and the table, and checks that a burst leaves as it should. */
    @Setup
    public void setUp() {
        lan = new GeneratorPort("lan", Rings.transit(Rings.HOT_FRAMES), Rings.HOT_FRAMES,
                Rings.RESTORED_OCTETS);
        wan = new SinkPort("wan");
        table = new RouteTable(List.of(Route.via(new Ipv4Prefix(Frames.FAR_HOST, 24).canonical(), 1, 0)), 1);
        reader = table.reader();
        loop();
        check("sent", Burst.MAX_SIZE, wan.transmitted());
        check("time to live", 63, wan.lastFrame()[IP + Ipv4Header.TTL_OFFSET]);
    }

    /** One burst of 256. */
    @Benchmark
    @OperationsPerInvocation(Burst.MAX_SIZE)
    public int loop() {
        burst.clear();
        lan.receive(burst);
        int size = sieve();
        reader.quiesce();
        reader.find(destinations, found, size);
        reader.away();
        for (int i = 0; i < size; i++) {
            if (reader.ways(found[i]) != null) {
                forward(burst.address[i]);
            }
        }
        wan.transmit(burst);
        lan.release(burst);
        return size;
    }

    /** How many lead the burst that may be forwarded: all. */
    private int sieve() {
        int size = 0;
        for (int i = 0; i < burst.size(); i++) {
            long ip = burst.address[i] + IP;
            int total = OffHeap.getNetworkShort(ip + Ipv4Header.TOTAL_LENGTH_OFFSET);
            boolean isPlain = OffHeap.getNetworkInt(ip - 2) >>> Byte.SIZE == IPV4_WITHOUT_OPTIONS
                    && total >= Ipv4Header.MIN_LENGTH && total <= burst.length[i] - IP
                    && OffHeap.getByte(ip + Ipv4Header.TTL_OFFSET) > 1
                    && InternetChecksum.isValid(InternetChecksum.header20(ip));
            if (!isPlain) {
                return size;
            }
            destinations[size++] = OffHeap.getNetworkInt(ip + Ipv4Header.DESTINATION_OFFSET);
        }
        return size;
    }

    private static void forward(long frame) {
        OffHeap.putNetworkLong(frame, Rings.GATEWAY_MAC << Short.SIZE | Rings.SECOND_MAC >>> Integer.SIZE);
        OffHeap.putNetworkInt(frame + Long.BYTES, (int) Rings.SECOND_MAC);
        long ip = frame + IP;
        int checksum = OffHeap.getNetworkShort(ip + Ipv4Header.CHECKSUM_OFFSET);
        OffHeap.putByte(ip + Ipv4Header.TTL_OFFSET, OffHeap.getByte(ip + Ipv4Header.TTL_OFFSET) - 1);
        OffHeap.putNetworkShort(ip + Ipv4Header.CHECKSUM_OFFSET, InternetChecksum.decrementTtl(checksum));
    }

    @Override
    public void share(SharedData data) throws IOException {
        data.ring(Rings.transit(Rings.HOT_FRAMES), Rings.HOT_FRAMES, lan.bytesPerFrame(), 0);
        data.words("routes", Frames.FAR_HOST & 0xffff_ff00, 24, 0);
        data.links(Rings.GATEWAY_MAC, Rings.SECOND_MAC);
    }

    @Override
    public long digest() {
        return Digest.ofSent(wan.digest(), wan.lastFrame());
    }

    /** Unmaps the frames and the table. */
    @TearDown
    public void tearDown() {
        lan.close();
        table.close();
    }
}
