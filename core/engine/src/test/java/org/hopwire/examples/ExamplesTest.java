package org.hopwire.examples;

import java.util.List;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.packet.PacketClass;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The embedding examples do what they say. */
class ExamplesTest {
    private static final String OUR_MAC = "02:00:00:00:00:01";
    private static final String HOST_MAC = "02:00:00:00:00:02";
    private static final int TTL = 22;
    private static final int ADDRESSES = 26;

    private final MemoryPort lan = new MemoryPort("lan");

    private List<byte[]> answersTo(Engine engine, byte[]... frames) {
        List.of(frames).forEach(lan::inject);
        engine.invoke();
        return lan.drain();
    }

    private static Packets from(String source, String destination) {
        return Packets.ipv4(source, destination).eth(HOST_MAC, OUR_MAC);
    }

    @Test
    void shouldEchoDatagramsInAnApplianceAndRefuseTheRest() {
        try (Engine engine = Engine.builder()
                .port(PortConfig.memory("lan", "10.0.0.1/24").withMac(OUR_MAC), lan)
                .neighbor(new NeighborConfig("lan", "10.0.0.2", HOST_MAC))
                .handler(PacketClass.LOCAL, UdpEchoApplianceExample::onLocal).build()) {
            List<byte[]> sent = answersTo(engine, from("10.0.0.2", "10.0.0.1").ttl(5).udp(5000, 7).build(),
                    from("10.0.0.2", "10.0.0.1").udp(5000, 8).build(), from("10.0.0.2", "10.0.0.1").udp(7, 7).build());
            assertThat(sent).hasSize(3);
            assertThat(sent.get(0)[TTL]).isEqualTo((byte) 64);
            assertThat(Hex.format(sent.get(0), ADDRESSES, 12)).isEqualTo("0a 00 00 01 0a 00 00 02 00 07 13 88");
            assertThat(engine.snapshot().icmpSent()).containsEntry("destination-unreachable", 2L);
            assertThat(engine.snapshot().dropped()).isEmpty();
        }
    }

    @Test
    void shouldAnswerPingForAWholeNetwork() {
        try (Engine engine = Engine.builder().mode(EngineMode.HOST)
                .port(PortConfig.memory("lan", PingResponderExample.everyAddress()).withMac(OUR_MAC), lan).build()) {
            for (String each : List.of("10.66.0.2", "10.66.127.255", "10.66.255.254")) {
                List<byte[]> sent = answersTo(engine, from("10.66.0.1", each).echo(1, 2, new byte[20]).build());
                assertThat(sent).as(each).hasSize(1);
            }
            assertThat(answersTo(engine, from("10.66.0.1", "10.67.0.1").echo(1, 2, new byte[20]).build())).isEmpty();
            assertThat(engine.snapshot().icmpSent()).containsEntry("echo-reply", 3L);
        }
    }
}
