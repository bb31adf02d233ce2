package org.hopwire.bench.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.management.ThreadMXBean;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;

/**
 * The process under test: a router and querier on two interfaces. Arguments: namespace, frames of a ring, idle mode.
 * Each line it is sent, {@value #SAMPLE} or {@value #COLLECT}, is answered by an {@link EngineSample}; it ends with its
 * input.
 */
final class SoakEngine {
    static final String READY = "ready";
    static final String SAMPLE = "sample";
    /** As {@link #SAMPLE}, after a collection of garbage, so that what is alive can be told. */
    static final String COLLECT = "collect";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final List<Thread> agents = new CopyOnWriteArrayList<>();
    private final ProcessFigures process = new ProcessFigures();
    private final long startNs = System.nanoTime();
    private final Engine engine;
    private long asked;

    private SoakEngine(Engine engine) {
        this.engine = engine;
    }

    public static void main(String[] arguments) throws IOException {
        try (Engine engine = build(arguments[0], Integer.parseInt(arguments[1]),
                EngineSettings.IdleMode.valueOf(arguments[2]))) {
            new SoakEngine(engine).run();
        }
    }

    private static Engine build(String namespace, int ringFrames, EngineSettings.IdleMode idle) {
        LinuxPortConfig options = LinuxPortConfig.defaults().withNamespace(namespace).withRingFrames(ringFrames);
        IpConfig ip = IpConfig.defaults().withPorts(IpConfig.PortOptions.of(Cables.LEFT).withArp(false),
                IpConfig.PortOptions.of(Cables.RIGHT).withArp(false));
        return Engine.builder().config(new EngineConfig(new EngineSettings(null, idle, null),
                List.of(port(Cables.LEFT, "192.0.2.1/24", options), port(Cables.RIGHT, "198.51.100.1/24", options)),
                List.of(), List.of(new NeighborConfig(Cables.LEFT, "192.0.2.10", Cables.LEFT_HOST_MAC),
                        new NeighborConfig(Cables.RIGHT, "198.51.100.10", Cables.RIGHT_HOST_MAC)),
                ip, null, IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of(Cables.LEFT, IgmpRole.QUERIER)))).build();
    }

    private static PortConfig port(String device, String address, LinuxPortConfig options) {
        return PortConfig.device(device, PortKind.AF_PACKET, device, address).withOptions(options);
    }

    private void run() throws IOException {
        engine.start(this::thread);
        System.out.println(READY);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            System.out.println(sample(request.equals(COLLECT)).line());
        }
    }

    private Thread thread(Runnable agent) {
        Thread thread = Thread.ofPlatform().daemon().unstarted(agent);
        agents.add(thread);
        return thread;
    }

    private EngineSample sample(boolean collects) {
        long live = collects ? collect() : -1;
        EngineSnapshot figures = engine.snapshot();
        long lost = engine.ports().stream().mapToLong(each -> ((LinuxPort) each).count(LinuxCounter.KERNEL_DROPPED))
                .sum();
        return new EngineSample((System.nanoTime() - startNs) / 1_000_000, figures.received(), figures.forwarded(),
                figures.consumed(), figures.droppedTotal(), figures.originated(), lost, engine.failures().size(),
                allocated(agents.get(0)), allocated(agents.get(agents.size() - 1)), collections() - asked, live,
                process.residentBytes(), process.descriptors(), process.mappings());
    }

    private static long allocated(Thread thread) {
        return THREADS.getThreadAllocatedBytes(thread.threadId());
    }

    private long collect() {
        long before = collections();
        System.gc();
        asked += collections() - before;
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }
}
