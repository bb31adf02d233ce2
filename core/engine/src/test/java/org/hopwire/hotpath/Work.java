package org.hopwire.hotpath;

import java.util.Arrays;
import java.util.List;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.memory.GeneratorPort;
import org.hopwire.port.memory.SinkPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.time.VirtualClock;

/** What an engine is busy with most of the time: one kind of packet each, from {@code lan}, by the hundred thousand. */
enum Work {
    /** An echo request of 98 octets, answered. */
    ECHO(EngineMode.ROUTER, Lab.fromLan("192.0.2.1").echo(1, 2, new byte[56])),
    /** 64 octets in transit. */
    FORWARD(EngineMode.ROUTER, Lab.fromLan("198.51.100.10").udp(1, 2, new byte[22])),
    /** 1514 octets in transit. */
    FORWARD_LONG(EngineMode.ROUTER, Lab.fromLan("198.51.100.10").udp(1, 2, new byte[1472])),
    /** A hop limit reached: an error with 548 octets quoted. */
    TTL_EXCEEDED(EngineMode.ROUTER, Lab.fromLan("198.51.100.10").ttl(1).udp(1, 2, new byte[1472])),
    /** A port nobody listens on. */
    PORT_UNREACHABLE(EngineMode.ROUTER, Lab.fromLan("192.0.2.1").udp(1, 2, new byte[64])),
    /** Dropped for a wrong checksum. */
    BAD_CHECKSUM(EngineMode.ROUTER, Lab.fromLan("192.0.2.1").badIpChecksum().udp(1, 2, new byte[22])),
    /** Too long for the way out. */
    IN_FRAGMENTS(EngineMode.ROUTER, Lab.fromLan("203.0.113.10").udp(1, 2, new byte[1472])),
    /** A group with members on two ports. */
    MULTICAST(EngineMode.ROUTER, Packets.ipv4("192.0.2.10", "239.1.2.3").eth(Lab.LAN_HOST_MAC, "01:00:5e:01:02:03")
            .ttl(9).udp(1, 2, new byte[64])),
    /** A report, for the control agent. */
    REPORT(EngineMode.ROUTER, Packets.ipv4("192.0.2.10", "239.1.2.3").eth(Lab.LAN_HOST_MAC, "01:00:5e:01:02:03")
            .ttl(1).routerAlert().igmp(Hex.parse("16 00 00 00 ef 01 02 03"))),
    /** A switch: a station that has been heard. */
    STATION(EngineMode.SWITCH, Lab.fromLan("198.51.100.10").eth(Lab.LAN_HOST_MAC, "02:00:00:00:07:07").udp(1, 2,
            new byte[22])),
    /** A switch: a group with members on two ports. */
    SNOOPED(EngineMode.SWITCH, Packets.ipv4("192.0.2.10", "239.1.2.3").eth(Lab.LAN_HOST_MAC, "01:00:5e:01:02:03")
            .ttl(9).udp(1, 2, new byte[64]));

    /** Leading octets the generator makes new: all an answer in place changes. */
    private static final int RESTORED = 128;

    private final EngineMode mode;
    // written once
    @SuppressWarnings("ImmutableEnumChecker")
    private final byte[] frame;

    Work(EngineMode mode, Packets packet) {
        this.mode = mode;
        frame = packet.build();
    }

    /** The port the packets come in by. */
    GeneratorPort lan() {
        return new GeneratorPort("lan", List.of(frame), 512, RESTORED);
    }

    /** An engine at rest: three ports, and all it has to know. */
    Engine engine(GeneratorPort lan, VirtualClock clock) {
        EngineBuilder builder = Engine.builder().mode(mode).seed(1).clocks(clock, clock)
                .port(config("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan)
                .port(config("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC), new SinkPort("wan"))
                .port(config("narrow", "203.0.113.1/24").withMtu(mode == EngineMode.SWITCH ? 1500 : 576),
                        new SinkPort("narrow"))
                .icmp(IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none()))
                .igmp(IgmpConfig.of(mode == EngineMode.SWITCH ? null : IgmpRole.QUERIER, members("wan"),
                        members("narrow")));
        return (mode == EngineMode.SWITCH ? builder : neighbours(builder)).build();
    }

    private PortConfig config(String name, String address) {
        return mode == EngineMode.SWITCH ? PortConfig.memory(name) : PortConfig.memory(name, address);
    }

    private static IgmpPortConfig members(String port) {
        return IgmpPortConfig.named(port).withStaticGroups(FixedGroup.any("239.1.2.3"));
    }

    private static EngineBuilder neighbours(EngineBuilder builder) {
        return builder.neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC))
                .neighbor(new NeighborConfig("narrow", "203.0.113.10", "02:00:00:00:03:0a"));
    }

    /** Name as {@code work.txt} has it. */
    String label() {
        return Scenes.label(this);
    }

    /** By name; for those who can hand over texts only. */
    static Work of(String label) {
        return Arrays.stream(values()).filter(each -> each.label().equals(label)).findFirst().orElseThrow();
    }
}
