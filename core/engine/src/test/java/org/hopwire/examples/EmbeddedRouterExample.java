package org.hopwire.examples;

import java.util.HexFormat;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.memory.MemoryPort;

/** A router that answers a ping. */
public final class EmbeddedRouterExample {
    private static final String PING = "020000000001" + "020000000002" + "0800" // from a neighbour: IPv4
            + "4500001c00010000400166de" + "0a000002" + "0a000001" // 10.0.0.2 to 10.0.0.1, TTL 64, ICMP
            + "0800f7fd00010001"; // echo request 1 of series 1

    public static void main(String[] args) {
        MemoryPort lan = new MemoryPort("lan");
        PortConfig config = PortConfig.memory("lan", "10.0.0.1/24").withMac("02:00:00:00:00:01");
        try (Engine engine = Engine.builder().port(config, lan).build()) {
            lan.inject(HexFormat.of().parseHex(PING));
            while (engine.invoke() > 0) {
                // one turn after the other, until nothing is left to do
            }
            lan.drain().forEach(frame -> System.out.println("sent " + HexFormat.of().formatHex(frame)));
            System.out.println("ICMP sent: " + engine.snapshot().icmpSent());
        }
    }
}
