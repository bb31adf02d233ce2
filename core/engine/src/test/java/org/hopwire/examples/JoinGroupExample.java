package org.hopwire.examples;

import java.util.HexFormat;
import java.util.List;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.port.memory.MemoryPort;

/** A host that joins a group from one source and receives its data. */
public final class JoinGroupExample {
    private static final String DATA = "01005e010203" + "020000000002" + "0800" // to the group's link-layer address
            + "45000020000100000411bbc60a000002ef010203" // 10.0.0.2 to 239.1.2.3, TTL 4, UDP
            + "13881388000c0000" + "6d757365"; // port 5000, no checksum, four octets

    public static void main(String[] args) {
        MemoryPort lan = new MemoryPort("lan");
        try (Engine engine = Engine.builder().seed(4).mode(EngineMode.HOST).igmp(IgmpConfig.of(IgmpRole.HOST))
                .port(PortConfig.memory("lan", "10.0.0.1/24"), lan)
                .multicastListener(packet -> System.out.println("received " + packet.payloadLength() + " octets"))
                .build()) {
            engine.join("lan", "239.1.2.3", FilterMode.INCLUDE, List.of("10.0.0.2"));
            engine.invoke();
            lan.inject(HexFormat.of().parseHex(DATA));
            engine.invoke();
            System.out.println("reports sent: " + engine.snapshot().igmpSent());
            engine.pollEvents(event -> System.out.println("event: " + event));
        }
    }
}
