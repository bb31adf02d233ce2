package org.hopwire.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineBuilder;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.ip.MulticastListener;
import org.hopwire.packet.Packet;

/** Builds a plan's network: routers, hosts, switches and what joins them. */
final class World {
    static final String LAN = "lan";
    static final String UP = "up";
    static final String SECOND = "second";
    private static final int MOST_HOSTS_OR_GROUPS = 256;

    final Plan plan;
    final Network network;
    final Members members;
    final List<Node> routers = new ArrayList<>();
    final List<Node> switches = new ArrayList<>();
    /** Where each host is attached. */
    final List<Attachment> hosts = new ArrayList<>();
    /** What applications got since they were last asked: host, group, source. */
    final List<String> delivered = new ArrayList<>();
    private final SplittableRandom random;
    // each switch has a port per node and cable; how many is known only once everything has its place
    private final List<List<SwitchPort>> ports = new ArrayList<>();
    private final List<int[]> uplinks = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private final List<Attachment> onHub = new ArrayList<>();
    private final List<Attachment> onSecondHub = new ArrayList<>();
    /** What joins the second LAN to the first, or null. */
    Node proxy;

    /** What a port of a switch leads to. */
    private enum SwitchPort {
        MAIN, SECOND, SWITCH
    }

    World(Plan plan) {
        this.plan = plan;
        network = new Network(plan.seed() ^ 0x11e7);
        members = new Members(plan);
        random = new SplittableRandom(plan.seed() ^ 0xb1d);
        makeSwitches();
        makeRouters();
        makeProxy();
        makeHosts();
        network.nodes.forEach(node -> node.start(network.nowNs()));
    }

    private IgmpConfig.Limits limits(int groups) {
        return new IgmpConfig.Limits(groups, 16, MOST_HOSTS_OR_GROUPS, 0, 80);
    }

    private EngineBuilder builder(EngineMode mode, int node, int lives) {
        return Engine.builder().mode(mode).seed(plan.seed() * 31 + node * 1009L + lives)
                .clocks(network.clock, network.clock);
    }

    private void makeSwitches() {
        for (int i = 0; i < plan.switches(); i++) {
            switches.add(null);
        }
        if (plan.switches() > 0) {
            layOutSwitches();
        }
    }

    private void layOutSwitches() {
        for (int i = 0; i < plan.switches(); i++) {
            ports.add(new ArrayList<>());
            if (i > 0) {
                int parent = random.nextInt(i);
                uplinks.add(new int[] {i, newPort(i, SwitchPort.SWITCH), parent, newPort(parent, SwitchPort.SWITCH)});
            }
        }
        for (int i = 0; i < plan.routers() + plan.hostVersions().size(); i++) {
            choosePlace(i - plan.routers() >= plan.direct() ? SwitchPort.SECOND : SwitchPort.MAIN);
        }
        if (plan.proxied() > 0) {
            choosePlace(SwitchPort.MAIN);
            choosePlace(SwitchPort.SECOND);
        }
        for (int i = 0; i < plan.switches(); i++) {
            int number = i;
            List<String> names = IntStream.range(0, ports.get(i).size()).mapToObj(port -> "s" + port).toList();
            switches.set(i, network.add(new Node(Node.Kind.SWITCH, "switch" + i,
                    lives -> switchBuilder(number, lives)), names.toArray(String[]::new)));
        }
        uplinks.forEach(each -> Network.cable(switches.get(each[0]).attachments.get(each[1]),
                switches.get(each[2]).attachments.get(each[3])));
    }

    private void choosePlace(SwitchPort kind) {
        int at = random.nextInt(plan.switches());
        places.add(at << 16 | newPort(at, kind));
    }

    private int newPort(int at, SwitchPort kind) {
        ports.get(at).add(kind);
        return ports.get(at).size() - 1;
    }

    private PortConfig portOf(int number, int port) {
        PortConfig config = PortConfig.memory("s" + port)
                .withMac(String.format("02:00:00:03:%02x:%02x", number, port));
        if (plan.trunk() == Plan.Trunk.NONE) {
            return config;
        }
        return switch (ports.get(number).get(port)) {
            case MAIN -> config.withVlan(Plan.MAIN_VLAN);
            case SECOND -> config.withVlan(Plan.SECOND_VLAN);
            case SWITCH -> plan.trunk() == Plan.Trunk.TAGGED
                    ? config.withTaggedVlans(Plan.MAIN_VLAN, Plan.SECOND_VLAN)
                    : config.withVlan(Plan.MAIN_VLAN).withTaggedVlans(Plan.SECOND_VLAN);
        };
    }

    private EngineBuilder switchBuilder(int number, int lives) {
        EngineBuilder builder = builder(EngineMode.SWITCH, 100 + number, lives).igmp(plan.configure(
                IgmpConfig.of(IgmpRole.OFF).withLimits(limits(Plan.ROOMY)), plan.version())
                .withSnooping(plan.snooping()));
        for (int i = 0; i < ports.get(number).size(); i++) {
            builder.port(portOf(number, i));
        }
        return builder;
    }

    private void makeRouters() {
        for (int i = 0; i < plan.routers(); i++) {
            int number = i;
            Node node = network.add(new Node(Node.Kind.ROUTER, "router" + i, lives -> routerBuilder(number, lives)),
                    UP, LAN);
            routers.add(node);
            attach(node.attachments.get(1), i);
        }
    }

    static String routerAddress(int router) {
        return "10.0.0." + (10 + router);
    }

    private EngineBuilder routerBuilder(int number, int lives) {
        IgmpPortConfig lan = new IgmpPortConfig(LAN, IgmpRole.QUERIER, null, null, null, null, null,
                limits(plan.groupLimit()), null, null, null, null, null, null, null, null, false);
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.OFF, lan)
                .withLimits(limits(Plan.ROOMY));
        return builder(EngineMode.ROUTER, number, lives).igmp(plan.configure(igmp, plan.version()))
                .port(PortConfig.memory(UP, "10.99.100." + (10 + number) + "/16")
                        .withMac(String.format("02:00:00:01:00:%02x", number)))
                .port(PortConfig.memory(LAN, routerAddress(number) + "/16")
                        .withMac(String.format("02:00:00:01:01:%02x", number)));
    }

    private void makeProxy() {
        if (plan.proxied() > 0) {
            proxy = network.add(new Node(Node.Kind.PROXY, "proxy", this::proxyBuilder), LAN, SECOND);
            int place = plan.routers() + plan.hostVersions().size();
            attach(proxy.attachments.get(0), place);
            attachSecond(second(), place + 1);
        }
    }

    private EngineBuilder proxyBuilder(int lives) {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of(LAN, IgmpRole.PROXY_UPSTREAM),
                IgmpPortConfig.of(SECOND, IgmpRole.PROXY_DOWNSTREAM)).withLimits(limits(Plan.ROOMY));
        return builder(EngineMode.ROUTER, 500, lives).igmp(plan.configure(igmp, plan.version()))
                .port(PortConfig.memory(LAN, "10.0.2.1/16").withMac("02:00:00:04:00:00"))
                .port(PortConfig.memory(SECOND, "10.1.0.1/16").withMac("02:00:00:04:00:01"));
    }

    /** The proxy's port towards the hosts behind it. */
    Attachment second() {
        return proxy.attachments.get(1);
    }

    private void attachSecond(Attachment attachment, int place) {
        if (!plan.isSecondAHub()) {
            attach(attachment, place);
            return;
        }
        onSecondHub.forEach(other -> Network.cable(attachment, other));
        onSecondHub.add(attachment);
    }

    private void makeHosts() {
        int count = plan.hostVersions().size();
        for (int first = 0; first < count; first += plan.hostsPerEngine()) {
            int from = first;
            int to = Math.min(count, first + plan.hostsPerEngine());
            String[] names = new String[to - from];
            for (int i = 0; i < names.length; i++) {
                names[i] = "h" + (from + i);
            }
            Node node = network.add(new Node(Node.Kind.HOSTS, "hosts" + from, lives -> hostBuilder(from, to, lives)),
                    names);
            for (Attachment each : node.attachments) {
                each.host = hosts.size();
                hosts.add(each);
                if (plan.isProxied(each.host)) {
                    attachSecond(each, plan.routers() + each.host);
                } else {
                    attach(each, plan.routers() + each.host);
                }
            }
        }
    }

    private EngineBuilder hostBuilder(int from, int to, int lives) {
        IgmpPortConfig[] versions = new IgmpPortConfig[to - from];
        for (int host = from; host < to; host++) {
            versions[host - from] = IgmpPortConfig.of("h" + host, IgmpRole.HOST)
                    .withVersion(plan.hostVersions().get(host));
        }
        // two ports of an engine are never in one network, so hosts that share one know nobody's
        boolean alone = plan.hostsPerEngine() == 1;
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.OFF, versions).withLimits(limits(Plan.ROOMY)).withStrictness(
                IgmpConfig.Strictness.STRICT, new IgmpConfig.Checks(null, null, alone, null, null, null));
        EngineBuilder builder = builder(EngineMode.HOST, 1000 + from, lives)
                .igmp(plan.configure(igmp, 3).withPim(new IgmpConfig.Pim(false, null, null)))
                .multicastListener(listener(from));
        for (int host = from; host < to; host++) {
            String network = plan.isProxied(host) ? "10.1.1." : "10.0.1.";
            builder.port(PortConfig.memory("h" + host, network + (1 + host) + (alone ? "/16" : "/32"))
                    .withMac(String.format("02:00:00:02:00:%02x", host)));
        }
        return builder;
    }

    private MulticastListener listener(int from) {
        return packet -> delivered.add(deliveryOf(from + packet.inPort(), packet));
    }

    private static String deliveryOf(int host, Packet packet) {
        return Probe.key(host, packet.destination(), packet.source());
    }

    private void attach(Attachment attachment, int place) {
        if (plan.switches() > 0) {
            Node at = switches.get(places.get(place) >> 16);
            Network.cable(attachment, at.attachments.get(places.get(place) & 0xffff));
            return;
        }
        onHub.forEach(other -> Network.cable(attachment, other));
        onHub.add(attachment);
    }

    static Attachment lan(Node router) {
        return router.attachments.get(1);
    }

    static Attachment up(Node router) {
        return router.attachments.get(0);
    }

    void join(int host, int socket, int group, int filterBits) {
        Attachment at = hosts.get(host);
        if (at.node.engine == null) {
            return;
        }
        Filter filter = Filter.of(filterBits, group == Plan.SSM_GROUP);
        int handle = at.node.engine.join(at.name, Plan.GROUPS.get(group), filter.mode(), filter.addresses());
        leave(at, members.put(host, socket, new Members.Wish(handle, group, filter)));
    }

    void leave(int host, int socket) {
        leave(hosts.get(host), members.remove(host, socket));
    }

    private void leave(Attachment at, Members.Wish wish) {
        if (at.node.engine != null) {
            if (wish != null) {
                at.node.engine.leave(wish.handle());
            }
            at.node.deadlineNs = network.nowNs();
        }
    }

    /** Takes a node off the network, with or without a goodbye. */
    void down(Node node, boolean graceful) {
        if (node.engine == null) {
            return;
        }
        String complaint = node.complaint();
        if (complaint != null) {
            network.complaints.add("BOUNDS " + complaint);
        }
        node.stop();
        if (graceful) {
            network.drain(node);
        }
        node.attachments.stream().filter(each -> each.host >= 0).forEach(each -> members.clear(each.host));
    }

    void revive(Node node) {
        if (node.engine == null && network.nowNs() >= node.offUntilNs) {
            node.start(network.nowNs());
            node.deadlineNs = network.nowNs();
        }
    }

    /** The link's carrier goes or comes back; whoever has the other end sees it too. */
    void carrier(Attachment at, boolean up) {
        tellCarrier(at, up);
        if (at.peers.size() == 1) {
            tellCarrier(at.peers.get(0), up);
        }
    }

    private void tellCarrier(Attachment at, boolean up) {
        at.downs += up ? -1 : 1;
        boolean changed = up ? at.downs == 0 : at.downs == 1;
        if (changed && at.node.engine != null) {
            at.memory.down(!up);
            if (!at.name.equals(UP)) {
                at.node.engine.linkChanged(at.name, up);
                at.node.deadlineNs = network.nowNs();
            }
        }
    }
}
