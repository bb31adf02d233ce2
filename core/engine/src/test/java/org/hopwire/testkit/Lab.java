package org.hopwire.testkit;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.time.VirtualClock;

/**
 * A whole engine on the test's thread in virtual time: port {@code lan} (192.0.2.1/24) with host 192.0.2.10, port
 * {@code wan} (198.51.100.1/24) with host 198.51.100.10.
 */
public final class Lab implements AutoCloseable {
    /** MAC of the engine on {@code lan}. */
    public static final String LAN_MAC = "02:00:00:00:01:01";
    /** MAC of the engine on {@code wan}. */
    public static final String WAN_MAC = "02:00:00:00:02:01";
    /** MAC of the host on {@code lan}. */
    public static final String LAN_HOST_MAC = "02:00:00:00:01:0a";
    /** MAC of the host on {@code wan}. */
    public static final String WAN_HOST_MAC = "02:00:00:00:02:0a";
    /** Noon of some day, so that time of day is easy to tell. */
    public static final long NOON_NS = 1_767_268_800_000_000_000L;

    private final VirtualClock clock = new VirtualClock(NOON_NS, NOON_NS);
    private final MemoryPort lan = new MemoryPort("lan");
    private final MemoryPort wan = new MemoryPort("wan");
    private final Engine engine;

    /** Changes the builder of a lab before the engine is built. */
    @FunctionalInterface
    public interface Setup {
        /** Called once. */
        void on(EngineBuilder builder);
    }

    /** A router with the defaults. */
    public Lab() {
        this(builder -> {});
    }

    /** A lab with something changed. */
    public Lab(Setup setup) {
        EngineBuilder builder = Engine.builder().seed(1).clocks(clock, clock)
                .port(PortConfig.memory("lan", "192.0.2.1/24").withMac(LAN_MAC), lan)
                .port(PortConfig.memory("wan", "198.51.100.1/24").withMac(WAN_MAC), wan)
                .neighbor(new NeighborConfig("lan", "192.0.2.10", LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", WAN_HOST_MAC));
        setup.on(builder);
        engine = builder.build();
    }

    /** A frame from the host on {@code lan} to the engine's MAC, to be completed. */
    public static Packets fromLan(String destination) {
        return Packets.ipv4("192.0.2.10", destination).eth(LAN_HOST_MAC, LAN_MAC);
    }

    /** Port {@code lan}. */
    public MemoryPort lan() {
        return lan;
    }

    /** Port {@code wan}. */
    public MemoryPort wan() {
        return wan;
    }

    /** The engine. */
    public Engine engine() {
        return engine;
    }

    /** The engine's clock. */
    public VirtualClock clock() {
        return clock;
    }

    /** Injects frames on {@code lan}, runs until idle, and returns what left by {@code lan}. */
    public List<byte[]> onLan(byte[]... frames) {
        for (byte[] frame : frames) {
            if (!lan.inject(frame)) {
                throw new IllegalStateException("no slot");
            }
        }
        run();
        return new ArrayList<>(lan.drain());
    }

    /** Runs until nothing is left to do at this time. */
    public void run() {
        VirtualTime.settle(engine);
    }

    /** Lets time pass, stopping at every timer. */
    public void pass(long ns) {
        VirtualTime.pass(engine, clock, ns);
    }

    /** Figures now. */
    public EngineSnapshot snapshot() {
        return engine.snapshot();
    }

    @Override
    public void close() {
        engine.close();
    }
}
