package org.hopwire.examples;

import java.util.stream.IntStream;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.wire.Ipv4Address;

/**
 * A target for load tests: a host that has every address of 10.66.0.0/16 but the first, which is
 * the tester's, and answers ping for each.
 * {@code PingResponderExample tap0} does so on a TAP device, {@code PingResponderExample eth1 af_packet} on a card.
 */
public final class PingResponderExample {
    private static final int NETWORK = Ipv4Address.parse("10.66.0.0");
    private static final int FIRST = 2;
    private static final int LAST = 65_534;

    private PingResponderExample() {}

    /** All but those of the network itself, of the tester and of the broadcast. */
    static String[] everyAddress() {
        return IntStream.rangeClosed(FIRST, LAST).mapToObj(host -> Ipv4Address.format(NETWORK + host) + "/16")
                .toArray(String[]::new);
    }

    public static void main(String[] args) throws InterruptedException {
        PortKind kind = args.length > 1 ? PortKind.parse(args[1]) : PortKind.TAP;
        try (Engine engine = Engine.builder().mode(EngineMode.HOST)
                .port(PortConfig.device("target", kind, args[0], everyAddress())).build()) {
            engine.start();
            while (engine.stoppedBy() == null) {
                Thread.sleep(1000);
                EngineSnapshot figures = engine.snapshot();
                System.out.println("answered " + figures.icmpSent().getOrDefault("echo-reply", 0L) + ", dropped "
                        + figures.droppedTotal());
            }
        }
    }
}
