package org.hopwire.bench.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.LinuxPortConfig.XdpMode;

/**
 * The process in which Hopwire takes part: as embedded, with what is standard but that nothing is limited. Standard
 * input says what to do, line by line.
 */
final class EngineProcess {
    /** What it says when an engine answers. */
    static final String READY = "ready";
    /** What it is told to give the interfaces up, and what it says then. */
    static final String LEAVE = "leave";
    static final String LEFT = "left";

    /** Ways to reach an interface. */
    enum Way {
        /** AF_PACKET, a slot for each frame. */
        PACKET_V2(PortKind.AF_PACKET, LinuxPortConfig.defaults()),
        /** AF_PACKET, blocks. */
        PACKET_V3(PortKind.AF_PACKET, LinuxPortConfig.defaults().withVersion(3)),
        /** AF_PACKET, a slot for each frame, of which the kernel's own stack sees nothing. */
        PACKET_V2_EXCLUSIVE(PortKind.AF_PACKET, LinuxPortConfig.defaults().withExclusive(true)),
        /** AF_PACKET, blocks, of which the kernel's own stack sees nothing. */
        PACKET_V3_EXCLUSIVE(PortKind.AF_PACKET, LinuxPortConfig.defaults().withVersion(3).withExclusive(true)),
        /** AF_XDP behind the driver. */
        XDP_GENERIC(PortKind.AF_XDP, LinuxPortConfig.defaults().withXdpMode(XdpMode.GENERIC)),
        /** AF_XDP in the driver. */
        XDP_NATIVE(PortKind.AF_XDP, LinuxPortConfig.defaults().withXdpMode(XdpMode.NATIVE));

        private final PortKind kind;
        // a record of plain values
        @SuppressWarnings("ImmutableEnumChecker")
        private final LinuxPortConfig options;

        Way(PortKind kind, LinuxPortConfig options) {
            this.kind = kind;
            this.options = options;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private PortConfig port(String name, String device, String address) {
            return PortConfig.device(name, kind, device, address).withOptions(options);
        }
    }

    private EngineProcess() {}

    /** Answers until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        Way way = Way.valueOf(arguments[0]);
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Engine engine = null;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (LEAVE.equals(line)) {
                engine.close();
                System.out.println(LEFT);
            } else {
                engine = open(way, Work.valueOf(line.toUpperCase(Locale.ROOT)));
                System.out.println(READY);
            }
        }
    }

    private static Engine open(Way way, Work work) {
        EngineBuilder builder = Engine.builder().mode(work == Work.ECHO ? EngineMode.HOST : EngineMode.ROUTER)
                .icmp(IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none()))
                .port(way.port("in", WireLab.DEVICE, "192.0.2.1/24"))
                .neighbor(new NeighborConfig("in", WireLab.ASKER_ADDRESS, WireLab.ASKER));
        if (work == Work.FORWARD) {
            builder.port(way.port("out", WireLab.WAY_OUT, "203.0.113.1/24"))
                    .neighbor(new NeighborConfig("out", WireLab.NEXT_HOP_ADDRESS, WireLab.NEXT_HOP))
                    .route(RouteConfig.via(WireLab.FAR, WireLab.NEXT_HOP_ADDRESS));
        }
        Engine engine = builder.build();
        if (engine.notices().stream().anyMatch(line -> line.startsWith("AF_PACKET instead"))) {
            throw new IllegalStateException(String.join("; ", engine.notices()));
        }
        engine.start();
        return engine;
    }
}
