package org.hopwire.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Snooping;
import org.hopwire.igmp.config.IgmpConfig.Snooping.Unregistered;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.engine.MulticastLab.GROUP;
import static org.hopwire.engine.MulticastLab.data;
import static org.hopwire.engine.MulticastLab.reportV2;

/** A switch of two VLANs, of which the second is not snooped: a and b in 10, c and d in 20, e a trunk of both. */
class SwitchVlanTest {
    private static final String CHANGE = "01 80 c2 00 00 00 02 00 00 00 0b 01 00 07 42 42 03 00 00 00 80";
    private final VirtualClock clock = new VirtualClock(1_000_000_000L, 1_000_000_000L);
    private final Map<String, MemoryPort> ports = new LinkedHashMap<>();
    private Engine engine;

    private static PortConfig port(String name) {
        PortConfig port = PortConfig.memory(name).withMac("02:00:00:00:00:1" + name);
        return switch (name) {
            case "a", "b" -> port.withVlan(10);
            case "c", "d" -> port.withVlan(20);
            default -> port.withTaggedVlans(10, 20);
        };
    }

    private EngineBuilder builder(EngineMode mode, Integer... off) {
        EngineBuilder builder = Engine.builder().mode(mode).seed(1).clocks(clock, clock).igmp(IgmpConfig.defaults()
                .withSnooping(new Snooping(Unregistered.DROP, null, null, null, null).withOffVlan(off)));
        for (String name : List.of("a", "b", "c", "d", "e")) {
            ports.put(name, new MemoryPort(name));
            builder.port(mode == EngineMode.SWITCH ? port(name) : PortConfig.memory(name), ports.get(name));
        }
        return builder;
    }

    @BeforeEach
    void start() {
        engine = builder(EngineMode.SWITCH, 20).build();
        engine.invoke();
        VirtualTime.settle(engine);
    }

    @AfterEach
    void close() {
        assertThat(engine.failures()).isEmpty();
        engine.close();
    }

    private void on(String port, Packets frame) {
        ports.values().forEach(MemoryPort::drain);
        assertThat(ports.get(port).inject(frame.build())).isTrue();
        VirtualTime.settle(engine);
    }

    private String leftBy() {
        StringBuilder names = new StringBuilder();
        ports.forEach((name, port) -> names.append(port.drain().isEmpty() ? "" : name));
        return names.toString();
    }

    @Test
    @DisplayName("RFC 4541: where a VLAN is not snooped its multicast is flooded, whoever reports; elsewhere by membership")
    void shouldFloodMulticastWhereAVlanIsNotSnooped() {
        on("a", data("10.0.0.9", GROUP));
        assertThat(leftBy()).as("snooped, and nobody wants it").isEmpty();
        on("c", data("10.0.0.9", GROUP));
        assertThat(leftBy()).isEqualTo("de");
        on("d", reportV2("10.0.0.8", GROUP));
        assertThat(leftBy()).as("a report is a frame like others").isEqualTo("ce");
        on("b", reportV2("10.0.0.7", GROUP));
        assertThat(leftBy()).as("kept from hosts").isEmpty();
        on("a", data("10.0.0.9", GROUP));
        assertThat(leftBy()).isEqualTo("b");
        on("c", data("10.0.0.9", GROUP));
        assertThat(leftBy()).isEqualTo("de");
        on("c", data("10.0.0.9", GROUP).badIpChecksum());
        assertThat(leftBy()).as("nothing of it is judged").isEqualTo("de");
        on("e", data("10.0.0.9", GROUP).vlan(20));
        assertThat(leftBy()).isEqualTo("cd");
        assertThat(engine.membership().groups()).extracting(GroupSnapshot::vlan).containsExactly(10);
    }

    @Test
    @DisplayName("nobody is asked where a VLAN is not snooped, and nothing is learned of queriers")
    void shouldAskNobodyWhereAVlanIsNotSnooped() {
        VirtualTime.pass(engine, clock, 300_000_000_000L);
        assertThat(ports.get("a").drain()).hasSizeGreaterThan(2);
        assertThat(ports.get("c").drain()).isEmpty();
        assertThat(engine.membership().queriers()).extracting(MembershipSnapshot.QuerierSnapshot::vlan)
                .containsExactly(10);
        on("c", MulticastLab.query("10.0.0.1", 100, "0.0.0.0", 2, 125));
        assertThat(leftBy()).isEqualTo("de");
        engine.topologyChanged(20);
        VirtualTime.settle(engine);
        assertThat(leftBy()).isEmpty();
    }

    @Test
    @DisplayName("RFC 4541 2.1.1 (4): a change heard on a port concerns its VLANs alone; on a trunk without a VLAN of its "
            + "own, all it carries")
    void shouldAskInTheVlansOfThePort() {
        engine.close();
        ports.clear();
        engine = builder(EngineMode.SWITCH).build();
        engine.invoke();
        VirtualTime.settle(engine);
        VirtualTime.pass(engine, clock, 60_000_000_000L);
        change("c");
        assertThat(leftBy()).isEqualTo("cde");
        VirtualTime.pass(engine, clock, 20_000_000_000L);
        change("e");
        assertThat(leftBy()).isEqualTo("abcde");
    }

    private void change(String port) {
        ports.values().forEach(MemoryPort::drain);
        assertThat(ports.get(port).inject(Hex.parse(CHANGE))).isTrue();
        VirtualTime.settle(engine);
    }

    @ParameterizedTest
    @CsvSource({"SWITCH,30,30 is on no port", "SWITCH,1,1 is on no port", "ROUTER,20,20: only a switch snoops"})
    void shouldRefuseAVlanThatIsNoPorts(EngineMode mode, int vlan, String message) {
        assertThatThrownBy(() -> builder(mode, vlan).build()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("igmp.snooping.off_vlan: " + message);
    }
}
