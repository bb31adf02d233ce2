package org.hopwire.ip.path;

import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.ErrorListeners;
import org.hopwire.icmp.ErrorListeners.Flow;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.Ipv4Address;

import static org.assertj.core.api.Assertions.assertThat;

/** A host with a default route by 192.0.2.10, two more routers beside it, and one UDP flow to {@link #FAR}. */
final class PathLab implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;
    static final String FAR = "203.0.113.9";
    static final String GATEWAY = "192.0.2.10";
    static final String BETTER = "192.0.2.20";
    static final String BEST = "192.0.2.30";

    final Lab lab;

    PathLab(EngineMode mode, PathConfig path, Lab.Setup setup) {
        ErrorListeners listeners = new ErrorListeners();
        listeners.register(new Flow(17, 0, 5000, 0, 6000), error -> {});
        lab = new Lab(builder -> {
            builder.mode(mode).ip(IpConfig.defaults().withPath(path)).icmpListeners(listeners)
                    .neighbor(new NeighborConfig("lan", BETTER, "02:00:00:00:01:14"))
                    .neighbor(new NeighborConfig("lan", BEST, "02:00:00:00:01:1e"));
            setup.on(builder);
        });
    }

    static PathLab host() {
        return host(PathConfig.defaults());
    }

    static PathLab host(PathConfig path) {
        return new PathLab(EngineMode.HOST, path, builder -> builder.route(RouteConfig.via("0.0.0.0/0", GATEWAY)));
    }

    /** A packet of the flow, as it left, to be quoted. */
    static Packets ours(String destination) {
        return Packets.ipv4("192.0.2.1", destination).dontFragment().udp(5000, 6000, new byte[1472]);
    }

    static byte[] error(String from, int type, int code, int rest, byte... quote) {
        return Packets.ipv4(from, "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).icmp(type, code, rest, quote).build();
    }

    void tooLong(int mtu, Packets quote) {
        assertThat(lab.onLan(error("198.51.100.99", 3, 4, mtu, quote.truncateTo(28).build()))).isEmpty();
    }

    void redirect(String from, int code, String gateway, Packets quote) {
        assertThat(lab.onLan(error(from, 5, code, Ipv4Address.parse(gateway), quote.truncateTo(28).build()))).isEmpty();
    }

    /** What is known of the way to a destination, or null. */
    PathSnapshot path(String destination) {
        List<PathSnapshot> all = lab.engine().paths();
        return all.stream().filter(each -> each.destination() == Ipv4Address.parse(destination)).findFirst()
                .orElse(null);
    }

    int mtu(String destination) {
        return path(destination) == null ? 0 : path(destination).mtu();
    }

    String gateway(String destination) {
        return path(destination) == null || path(destination).gateway() == 0
                ? null
                : Ipv4Address.format(path(destination).gateway());
    }

    /** Answers to an echo of {@code octets} in all from a far host. */
    List<byte[]> echo(String far, int octets) {
        return lab.onLan(Packets.ipv4(far, "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC)
                .echo(1, 2, new byte[octets - 28]).build());
    }

    long count(String row) {
        return lab.snapshot().paths().getOrDefault(row, 0L);
    }

    void pass(long ns) {
        lab.pass(ns);
    }

    @Override
    public void close() {
        assertThat(lab.engine().failures()).isEmpty();
        lab.close();
    }
}
