package org.hopwire.live;

import java.util.List;
import java.util.stream.Stream;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.PortKind;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.live.net.LiveNet;
import org.hopwire.live.net.Ran;
import org.hopwire.live.net.Running;
import org.hopwire.live.net.Waiting;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A router between Linux hosts: {@code host} (192.0.2.2, MTU 1500) behind port {@code lan}, {@code server}
 * (198.51.100.2, as long frames as the kind of port has) behind {@code wan}, {@code narrow} (203.0.113.2, MTU 1400)
 * behind {@code narrow}. The router's addresses end in 1.
 */
final class RouterBed implements AutoCloseable {
    static final String LAN = "192.0.2.1";
    static final String WAN = "198.51.100.1";
    static final String HOST = "192.0.2.2";
    static final String SERVER = "198.51.100.2";
    static final String NARROW = "203.0.113.2";
    static final int NARROW_MTU = 1400;
    static final int JUMBO_MTU = 9000;

    private static final List<String> HOSTS = List.of("host", "server", "narrow");
    private static final int ETHERNET_MTU = 1500;

    final LiveNet net;
    final Engine engine;

    /** Changes the builder of the router before it is built. */
    @FunctionalInterface
    interface Setup {
        void on(EngineBuilder builder);
    }

    /** As many errors as tools that run together can call for: what they see does not depend on their order. */
    static final IcmpConfig UNLIMITED = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none());

    /** A router that runs, its neighbours known and every host watched. */
    RouterBed(PortKind kind, Setup setup) {
        net = new LiveNet(kind);
        net.host("host", "lan", ETHERNET_MTU, HOST + "/24");
        net.host("server", "wan", kind == PortKind.AF_XDP ? ETHERNET_MTU : JUMBO_MTU, SERVER + "/24");
        net.host("narrow", "narrow", NARROW_MTU, NARROW + "/24");
        Stream.of("host " + LAN, "server " + WAN, "narrow 203.0.113.1").map(each -> each.split(" ", -1))
                .forEach(each -> net.gateway(each[0], each[1]));
        EngineBuilder builder = Engine.builder().port(net.port("lan", "host", LAN + "/24"))
                .port(net.port("wan", "server", WAN + "/24")).port(net.port("narrow", "narrow", "203.0.113.1/24"));
        setup.on(builder);
        engine = builder.build();
        net.begin(engine);
        HOSTS.forEach(net::watch);
        for (String each : List.of(HOST, SERVER, NARROW)) {
            awaitPing("host", each);
        }
    }

    private void awaitPing(String from, String to) {
        Waiting.until(to + " to answer " + from, () -> ping(from, "-c", "1", "-W", "2", to).status() == 0);
    }

    /** Runs ping on a host. */
    Ran ping(String from, String... arguments) {
        return net.on(from, Stream.concat(Stream.of("ping", "-n"), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Starts a program on {@code host}, words separated by spaces. */
    Running start(String command) {
        return net.start("host", command.split(" ", -1));
    }

    /** How many frames have ended for a reason so far. */
    long dropped(String reason) {
        return engine.snapshot().dropped().getOrDefault(reason, 0L);
    }

    /** Asserts that nothing went wrong inside, and that every frame a host got was sound. */
    void assertHealthy() {
        assertThat(engine.failures()).isEmpty();
        assertThat(engine.stoppedBy()).isNull();
        net.assertSoundFrames();
    }

    @Override
    public void close() {
        engine.close();
        net.close();
    }
}
