package org.hopwire.bench.scale;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.hopwire.bench.Frames;
import org.hopwire.bench.engine.IgmpFrames;
import org.hopwire.engine.Engine;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.ip.route.Route;
import org.hopwire.ip.route.RouteTable;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.time.TimerWheel;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.Ipv4Prefix;

/** The measured program: what a process gains, on the heap and outside of it, while it makes very many of one thing. */
final class MemoryRun {
    private static final int FIRST_ROUTE = 11 << 24;
    private static final int FIRST_NEIGHBOUR = 0xc612_0002;
    private static final int SLOT = 2048;
    private static final int HEADROOM = 128;
    private static final int COLLECTIONS = 4;
    private static final int TURN = 16;
    private static final int SMALL = 1000;

    /** What is counted. */
    enum Thing {
        /** A slot for a frame of 2048 octets. */
        SLOT(100_000) {
            @Override
            Object make(int count) {
                FrameSlab slab = new FrameSlab(count, MemoryRun.SLOT, HEADROOM);
                for (int i = 0; i < count; i++) {
                    // the first touch is what makes the kernel give a page
                    OffHeap.fill(slab.acquire(), MemoryRun.SLOT, (byte) 1);
                }
                return slab;
            }
        },
        /** A route to a network of 24 bits. */
        ROUTE(1_000_000) {
            @Override
            Object make(int count) {
                RouteTable table = new RouteTable();
                for (int i = 0; i < count; i++) {
                    table.put(Route.via(new Ipv4Prefix(FIRST_ROUTE + (i << 8), 24), 0, 1));
                }
                return table;
            }
        },
        /** A group a querier knows, with one member, which is tracked, and no source. */
        GROUP_WITH_A_HOST(200_000) {
            @Override
            Object make(int count) {
                return reported(count, IgmpFrames.reports(count));
            }
        },
        /** The same with a second member. */
        GROUP_WITH_TWO_HOSTS(200_000) {
            @Override
            Object make(int count) {
                List<byte[]> frames = new ArrayList<>(IgmpFrames.reports(count));
                frames.addAll(IgmpFrames.reports(count, 0, Frames.HOST + 1));
                return reported(count, frames);
            }
        },
        /** A group with one member, which is tracked, of two sources. */
        GROUP_OF_TWO_SOURCES_WITH_A_HOST(100_000) {
            @Override
            Object make(int count) {
                return reported(count, IgmpFrames.reports(count, 2, Frames.HOST));
            }
        },
        /** A neighbour of the configuration. */
        NEIGHBOUR(65_536) {
            @Override
            Object make(int count) {
                var builder = Engine.builder()
                        .port(PortConfig.memory("lan", Ipv4Address.format(FIRST_NEIGHBOUR - 1) + "/15"),
                                new SinkPort("lan"));
                IntStream.range(0, count).forEach(i -> builder.neighbor(new NeighborConfig("lan",
                        Ipv4Address.format(FIRST_NEIGHBOUR + i), "02:00:00:00:00:01")));
                return builder.build();
            }
        },
        /** A timer. */
        TIMER(1_000_000) {
            @Override
            Object make(int count) {
                TimerWheel wheel = new TimerWheel(0, count);
                for (int i = 0; i < count; i++) {
                    wheel.arm(TimerWheel.deadlineNs(0, 1_000_000_000L + i * 1000L), 0, i);
                }
                return wheel;
            }
        };

        private final int count;

        Thing(int count) {
            this.count = count;
        }

        /** How many are made. */
        int count() {
            return count;
        }

        abstract Object make(int count);

        /** For people. */
        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private MemoryRun() {}

    /** Which and how many; prints bytes gained on the heap and outside as JSON. */
    public static void main(String[] arguments) throws IOException {
        Thing thing = Thing.valueOf(arguments[0]);
        // a small one first: classes, code and constants are not part of any of them
        gained(thing, SMALL);
        System.out.println(Arrays.toString(gained(thing, Integer.parseInt(arguments[1]))));
    }

    private static long[] gained(Thing thing, int count) throws IOException {
        long heap = heap();
        long outside = outside();
        Object made = thing.make(count);
        try {
            return new long[] {heap() - heap, outside() - outside};
        } finally {
            Reference.reachabilityFence(made);
        }
    }

    private static long heap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long outside() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(0);
    }

    /** A router that has heard these reports. */
    private static List<Object> reported(int groups, List<byte[]> frames) {
        GeneratorPort in = new GeneratorPort("in", frames, frames.size(), IgmpFrames.HEADERS);
        in.limit(0);
        VirtualClock clock = new VirtualClock(1, 1);
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER).withLimits(new IgmpConfig.Limits(groups + 64,
                null, 2 * groups + 64, null, null));
        Engine engine = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("in", "192.0.2.1/24").withMac("02:00:00:00:01:01"), in)
                .port(PortConfig.memory("out", "198.51.100.1/24").withMac("02:00:00:00:02:01"), new SinkPort("out"))
                .igmp(igmp).build();
        while (in.received() < frames.size()) {
            in.limit(Math.min(TURN, frames.size() - in.received()));
            engine.invoke();
        }
        engine.invoke();
        engine.invoke();
        int known = engine.membership().groups().size();
        if (known != groups) {
            throw new IllegalStateException("groups known: " + known + " of " + groups);
        }
        return new ArrayList<>(List.of(engine, in));
    }
}
