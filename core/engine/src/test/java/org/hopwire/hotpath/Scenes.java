package org.hopwire.hotpath;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.Observation;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.engine.config.IpConfig.PortOptions;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.ErrorListeners;
import org.hopwire.icmp.IcmpConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.ip.RedirectRule;
import org.hopwire.ip.ReversePathCheck;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.port.Port;
import org.hopwire.testkit.Lab;
import org.hopwire.time.VirtualClock;
import org.hopwire.wire.IcmpType;

/** Engines of every kind for the frames of {@link EveryFrame}, which come in by {@code lan}. */
enum Scenes {
    /** All answers and errors, without limits; a querier on each port. */
    ROUTER {
        @Override
        void set(EngineBuilder builder) {
            builder.icmp(talkative()).igmp(routerGroups());
        }
    },
    /** As it comes: policies and limits of RFC 1812 and RFC 6918. */
    ROUTER_OF_DEFAULTS {
        @Override
        void set(EngineBuilder builder) {
            builder.igmp(IgmpConfig.defaults());
        }
    },
    /** One error at a time, and one fragmentation needed in a second. */
    LIMITED {
        @Override
        void set(EngineBuilder builder) {
            builder.icmp(IcmpConfig.defaults().withLimits(new IcmpConfig.Limits(null, 1, null, 1, null, null)));
        }
    },
    /** Every packet has to carry a security option (RFC 1108). */
    SECURE {
        @Override
        void set(EngineBuilder builder) {
            builder.ip(ip().withRequireSecurity(true)).icmp(talkative());
        }
    },
    /** Record routes and timestamps are dropped. */
    UNMARKED {
        @Override
        void set(EngineBuilder builder) {
            builder.ip(ip().withRecordRoute(OptionStamp.Policy.DROP).withTimestamp(OptionStamp.Policy.DROP))
                    .icmp(talkative());
        }
    },
    /** Source routes are followed, record routes ignored, timestamps passed on. */
    SOURCE_ROUTED {
        @Override
        void set(EngineBuilder builder) {
            builder.ip(ip().withSourceRoutes(SourceRoutePolicy.FORWARD).withRecordRoute(OptionStamp.Policy.IGNORE)
                    .withTimestamp(OptionStamp.Policy.PASS)).icmp(talkative()).igmp(routerGroups());
        }
    },
    /** A host that has joined. */
    HOST {
        @Override
        void set(EngineBuilder builder) {
            builder.mode(EngineMode.HOST).icmp(talkative().withRouterDiscovery(null)).multicastListener(packet -> {})
                    .igmp(IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("lan", IgmpRole.HOST)
                            .withJoins(FixedGroup.any("239.1.2.3"))));
        }
    },
    /** A proxy: upstream where the frames come from; without ARP, refusing source routes, with redirects by TOS. */
    PROXY {
        @Override
        void set(EngineBuilder builder) {
            builder.ip(IpConfig.defaults().withRedirects(RedirectRule.Mode.TOS_HOST)
                    .withSourceRoutes(SourceRoutePolicy.REJECT)).icmp(talkative())
                    .igmp(IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("lan",
                            IgmpRole.PROXY_UPSTREAM),
                            IgmpPortConfig.of("wan", IgmpRole.PROXY_DOWNSTREAM)
                                    .withStaticGroups(FixedGroup.any("239.1.2.3"))));
        }
    },
    /** A proxy: a downstream where the frames come from. */
    PROXY_DOWNSTREAM {
        @Override
        void set(EngineBuilder builder) {
            builder.icmp(talkative()).igmp(IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("wan",
                    IgmpRole.PROXY_UPSTREAM), IgmpPortConfig.of("lan", IgmpRole.PROXY_DOWNSTREAM)));
        }
    },
    /** A switch that snoops. */
    SWITCH {
        @Override
        void set(EngineBuilder builder) {
            builder.mode(EngineMode.SWITCH).ip(IpConfig.defaults()).igmp(IgmpConfig.of(null, IgmpPortConfig.named("wan")
                    .withStaticGroups(FixedGroup.any("239.1.2.3")).asRouterPort()));
        }
    },
    /** Two workers, each with a queue of every port. */
    TWO_WORKERS {
        @Override
        void set(EngineBuilder builder) {
            builder.icmp(talkative()).igmp(routerGroups());
        }

        @Override
        int workers() {
            return 2;
        }
    },
    /** Somebody looks at every packet and at every dropped one. */
    OBSERVED {
        @Override
        void set(EngineBuilder builder) {
            builder.icmp(talkative()).igmp(routerGroups()).onDrop((packet, reason) -> {});
        }

        @Override
        Observation watch(Engine engine) {
            return engine.observe();
        }
    },
    /** Somebody looks at some packets, and every kind of condition has to be judged. */
    OBSERVED_IN_PART {
        @Override
        void set(EngineBuilder builder) {
            builder.icmp(talkative()).igmp(routerGroups());
        }

        @Override
        Observation watch(Engine engine) {
            return engine.observe(engine.packetFilter().verdict("dropped").verdict("answered").verdict("sent")
                    .reason("no-route").reason("ttl-exceeded").port("lan").port("wan").protocol("icmp").protocol("udp")
                    .host("192.0.2.0/24").host("198.51.100.10").build());
        }
    };

    /** A UDP port somebody hears the errors of. */
    static final int LISTENED_PORT = 4711;
    /** What routes below 10.100.0.0 refuse with. */
    static final List<RejectCause> REJECTS = Arrays.stream(RejectCause.values())
            .filter(cause -> cause.type() == 3 && cause.code() >= 6).toList();

    /** What makes it this scene. */
    abstract void set(EngineBuilder builder);

    int workers() {
        return 1;
    }

    /** Whoever looks at the engine's packets, or null. */
    Observation watch(Engine engine) {
        return null;
    }

    /** The engine, its clock standing until it is advanced. */
    final Engine build(VirtualClock clock, List<byte[]> frames) {
        ErrorListeners listeners = new ErrorListeners();
        listeners.register(new ErrorListeners.Flow(17, 0, LISTENED_PORT, 0, 0), error -> {});
        EngineBuilder builder = Engine.builder().seed(1).clocks(clock, clock).icmpListeners(listeners).ip(ip())
                .workers(workers()).port(port("lan", "192.0.2.1/24").withMac(Lab.LAN_MAC), lan(frames))
                .port(port("wan", "198.51.100.1/24").withMac(Lab.WAN_MAC).withMtu(1280),
                        queues("wan", TestPort.Sending.ALL))
                .port(port("full", "10.3.0.1/24"), queues("full", TestPort.Sending.NONE))
                .port(port("down", "10.4.0.1/24"), queues("down", TestPort.Sending.DOWN));
        set(builder);
        if (this != SWITCH) {
            surround(builder);
        }
        return builder.build();
    }

    private PortConfig port(String name, String address) {
        return this == SWITCH
                ? PortConfig.memory(name).withVlan(1).withTaggedVlans(name.equals("lan") ? 5 : 6)
                : PortConfig.memory(name, address);
    }

    private Port[] lan(List<byte[]> frames) {
        Port[] queues = new Port[workers()];
        Arrays.setAll(queues, i -> new TestPort("lan", frames));
        return queues;
    }

    private Port[] queues(String name, TestPort.Sending sending) {
        Port[] queues = new Port[workers()];
        Arrays.setAll(queues, i -> new TestPort(name, sending));
        return queues;
    }

    private static IpConfig ip() {
        return IpConfig.defaults().withPorts(
                PortOptions.of("lan").withReversePath(ReversePathCheck.Mode.LOOSE).withArp(true),
                PortOptions.of("wan").withArp(true));
    }

    private static void surround(EngineBuilder builder) {
        builder.neighbor(new NeighborConfig("lan", "192.0.2.10", Lab.LAN_HOST_MAC))
                .neighbor(new NeighborConfig("lan", "192.0.2.77", "02:00:00:00:01:4d"))
                .neighbor(new NeighborConfig("wan", "198.51.100.10", Lab.WAN_HOST_MAC))
                .neighbor(new NeighborConfig("full", "10.3.0.10", "02:00:00:00:03:0a"))
                .neighbor(new NeighborConfig("down", "10.4.0.10", "02:00:00:00:04:0a"))
                .route(RouteConfig.via("10.5.0.0/16", "192.0.2.10"))
                .route(RouteConfig.reject("10.2.0.0/16", "blackhole"));
        for (int i = 0; i < REJECTS.size(); i++) {
            builder.route(RouteConfig.reject("10.100." + i + ".0/24", label(REJECTS.get(i))));
        }
    }

    /** Name of a constant as counters and configurations have it. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static IcmpConfig talkative() {
        IcmpConfig icmp = IcmpConfig.defaults().withLimits(IcmpConfig.Limits.none())
                .withRouterDiscovery(IcmpConfig.RouterDiscoveryConfig.defaults().withEnabled(true));
        for (IcmpType type : IcmpType.values()) {
            if (type != IcmpType.UNKNOWN) {
                icmp = icmp.withPolicy(type, IcmpConfig.TypePolicy.LEGACY);
            }
        }
        return icmp;
    }

    private static IgmpConfig routerGroups() {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER, IgmpPortConfig.named("lan")
                .withStaticGroups(FixedGroup.any("239.1.2.5")),
                IgmpPortConfig.named("wan").withBoundary("239.255.0.0/16").withStaticGroups(
                        FixedGroup.any("239.1.2.3"), FixedGroup.any("239.255.1.1"),
                        new FixedGroup("239.1.2.4", FilterMode.INCLUDE,
                                List.of("192.0.2.99"))));
        return igmp.withPim(new IgmpConfig.Pim(true, null, null));
    }
}
