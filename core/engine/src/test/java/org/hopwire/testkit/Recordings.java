package org.hopwire.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.port.file.CaptureReader;
import org.hopwire.port.file.CaptureRecord;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The project's own recordings, captures from elsewhere where they are to be had, and a router to put them through. */
public final class Recordings {
    private static final Path OWN = Path.of("src/test/resources/recordings");
    /** Beside the project's root, seen from this module, where nobody says otherwise. */
    private static final Path FOREIGN = Path.of(System.getProperty("hopwire.captures", "../../../shared/captures"));

    private static final List<String> REJECTS = List.of("net-unreachable", "host-unreachable", "net-unknown",
            "host-unknown", "source-host-isolated", "net-prohibited", "host-prohibited", "net-unreachable-for-tos",
            "host-unreachable-for-tos", "admin-prohibited", "precedence-violation", "precedence-cutoff", "blackhole");

    private Recordings() {}

    /** Every recording of the project's. */
    public static List<Path> own() {
        return captures(OWN, 1);
    }

    /** One of them. */
    public static Path own(String name) {
        return OWN.resolve(name + ".pcapng");
    }

    /** Captures nobody here made; skips the test where there are none. */
    public static List<Path> foreign() {
        assumeTrue(Files.isDirectory(FOREIGN), "no foreign captures in " + FOREIGN.toAbsolutePath().normalize());
        return captures(FOREIGN, 2);
    }

    private static List<Path> captures(Path folder, int depth) {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().matches(".*\\.pcap(ng)?")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The router the recordings were made for, with an ICMP configuration. */
    public static EngineConfig router(IcmpConfig icmp) {
        return new EngineConfig(null,
                List.of(PortConfig.pcap("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC),
                        PortConfig.pcap("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC).withMtu(1280)),
                routes(),
                List.of(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC),
                        new NeighborConfig("lan", "192.0.2.254", "02:00:00:00:01:fe"),
                        new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC)),
                IpConfig.defaults(), icmp);
    }

    private static List<RouteConfig> routes() {
        List<RouteConfig> routes = new ArrayList<>();
        for (int i = 0; i < REJECTS.size(); i++) {
            routes.add(RouteConfig.reject("203.0.113." + 16 * i + "/28", REJECTS.get(i)));
        }
        routes.add(RouteConfig.via("203.0.113.208/28", "198.51.100.254"));
        routes.add(RouteConfig.via("203.0.113.240/28", "192.0.2.254"));
        return routes;
    }

    /** When each frame of a capture came, nanoseconds since 1970 UTC. */
    public static List<Long> times(String file) throws IOException {
        List<Long> times = new ArrayList<>();
        CaptureRecord record = new CaptureRecord();
        try (CaptureReader reader = CaptureReader.open(file)) {
            while (reader.next(record)) {
                times.add(record.timestampNs());
            }
        }
        return times;
    }
}
