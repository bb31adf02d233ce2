package org.hopwire.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;

/**
 * Our switch beside a Linux bridge, on packet sockets on interfaces {@code a} to {@code d} of its network namespace;
 * {@code record_peers.py} starts it, says a line when it wants to know the groups, and closes its input at the end.
 */
final class LiveSwitch {
    static final List<String> PORTS = List.of("a", "b", "c", "d");

    private LiveSwitch() {}

    /** The switch that is compared with the bridge, without its ports. */
    static EngineBuilder builder(int version, boolean queries) {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.OFF).withVersion(version)
                .withTimers(IgmpConfig.TimerProfile.RFC9776,
                        new IgmpConfig.Timers(2, null, 1_000, 600_000, null, 500, 2))
                .withQuerier(new IgmpConfig.Querier(queries, null, null, null)).withSnooping(new IgmpConfig.Snooping(
                        IgmpConfig.Snooping.Unregistered.ROUTER_PORTS, null, null, null, null));
        return Engine.builder().mode(EngineMode.SWITCH).seed(1).igmp(igmp);
    }

    /** A port without its frames' way in. */
    static PortConfig withItsMac(PortConfig port) {
        return port.withMac("02:00:00:00:09:0" + port.name());
    }

    /** The groups in short, each with its port. */
    static Set<String> groups(Engine engine) {
        return engine.membership().groups().stream().map(group -> group.port() + " " + PeerEngine.inShort(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Version of IGMP, and whether it queries. */
    public static void main(String[] args) throws IOException {
        EngineBuilder builder = builder(Integer.parseInt(args[0]), Boolean.parseBoolean(args[1]));
        for (String each : PORTS) {
            builder.port(withItsMac(PortConfig.device(each, PortKind.AF_PACKET, each)));
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Engine engine = builder.build();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            engine.start();
            out.println("started");
            while (in.readLine() != null) {
                out.println(String.join(", ", groups(engine)));
            }
            if (!engine.failures().isEmpty()) {
                throw new IllegalStateException(engine.failures().toString());
            }
        }
    }
}
