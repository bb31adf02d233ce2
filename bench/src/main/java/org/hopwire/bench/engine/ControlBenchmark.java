package org.hopwire.bench.engine;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.EngineBenchmark;
import org.hopwire.bench.Frames;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.VirtualClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Nanoseconds per refreshed membership: version 3 reports of {@value #RECORDS} groups each through gate, punt and group
 * table of a whole engine that knows all the groups.
 */
public class ControlBenchmark extends EngineBenchmark {
    /** Groups in a report. */
    static final int RECORDS = 64;
    private static final int REPORTS = 16;
    private static final int FIRST_GROUP = 0xef00_0000;
    private static final int IP = 14;
    private static final int IGMP = IP + 24;

    @Param({"1024", "1000000"})
    private int groups;

    private GeneratorPort in;
    private Engine engine;
    private final VirtualClock clock = new VirtualClock(1, 1);

    /** Builds the engine, lets it learn every group, and checks that it did. */
    @Setup
    public void setUp() {
        List<byte[]> reports = reports();
        in = new GeneratorPort("in", reports, reports.size(), IGMP + 8);
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER)
                .withLimits(new IgmpConfig.Limits(groups + RECORDS, null, 2 * groups + RECORDS, null, null));
        engine = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("in", "192.0.2.1/24").withMac("02:00:00:00:01:01"), in)
                .port(PortConfig.memory("out", "198.51.100.1/24").withMac("02:00:00:00:02:01"), new SinkPort("out"))
                .igmp(igmp).build();
        while (in.received() < reports.size()) {
            refresh();
        }
        // what was punted in the last turns
        in.limit(0);
        int work = 1;
        while (work > 0) {
            work = engine.invoke();
        }
        check("reports consumed", in.received(), engine.snapshot().consumed());
        check("groups known", groups, engine.membership().groups().size());
        check("reports refused", 0, engine.snapshot().igmpEvents().getOrDefault("router-group-limit", 0L));
    }

    private List<byte[]> reports() {
        List<byte[]> reports = new ArrayList<>();
        for (int first = 0; first < groups; first += RECORDS) {
            reports.add(report(FIRST_GROUP + first));
        }
        return reports;
    }

    private static byte[] report(int firstGroup) {
        int length = IGMP + 8 + 8 * RECORDS;
        byte[] frame = Frames.udp(length, 1, 0xe000_0016);
        byte[] head = {1, 0, 0x5e, 0, 0, 0x16};
        System.arraycopy(head, 0, frame, 0, head.length);
        frame[IP] = 0x46;
        frame[IP + 9] = 2;
        byte[] body = new byte[length - IP - 20];
        body[0] = (byte) 0x94;
        body[1] = 4;
        body[4] = 0x22;
        body[11] = RECORDS;
        for (int i = 0; i < RECORDS; i++) {
            int at = 12 + 8 * i;
            body[at] = 2;
            for (int j = 0; j < 4; j++) {
                body[at + 4 + j] = (byte) ((firstGroup + i) >>> (24 - 8 * j));
            }
        }
        System.arraycopy(body, 0, frame, IP + 20, body.length);
        sum(frame, IP + 10, IP, 24);
        sum(frame, IGMP + 2, IGMP, length - IGMP);
        return frame;
    }

    private static void sum(byte[] frame, int at, int from, int length) {
        frame[at] = 0;
        frame[at + 1] = 0;
        int sum = 0;
        for (int i = from; i < from + length; i += 2) {
            sum += ((frame[i] & 255) << 8) | (frame[i + 1] & 255);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        sum = ~((sum & 0xffff) + (sum >>> 16)) & 0xffff;
        frame[at] = (byte) (sum >>> 8);
        frame[at + 1] = (byte) sum;
    }

    /** One turn: sixteen reports. */
    @Benchmark
    @OperationsPerInvocation(REPORTS * RECORDS)
    public int refresh() {
        in.limit(REPORTS);
        return engine.invoke();
    }

    /** Stops the engine. */
    @TearDown
    public void tearDown() {
        engine.close();
    }
}
