package org.hopwire.live;

import java.util.regex.Pattern;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.igmp.MembershipSnapshot;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.live.net.LiveNet;
import org.hopwire.live.net.Ran;
import org.hopwire.live.net.Waiting;
import org.hopwire.testkit.Tool;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * FRR as the other router of a segment, 192.0.2.0/24, on which a Linux host is a member: ours is 192.0.2.5 with
 * {@code inner} (10.1.0.2) behind it, FRR 192.0.2.2, later 192.0.2.70, with {@code outer} (10.2.0.2) behind it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FrrRouterLiveTest extends LiveTest {
    private static final String OURS = "192.0.2.5";
    private static final String LOWER = "192.0.2.2";
    private static final String HIGHER = "192.0.2.70";
    private static final String GROUP = "239.1.1.1";
    private static final int MTU = 1500;
    private static final String CONFIGURATION = """
            interface eth0
             ip igmp
             ip igmp version 3
             ip igmp query-max-response-time 10
             ip igmp query-interval 4
             ip igmp last-member-query-interval 3
            ip route 10.1.0.0/24 192.0.2.5
            """;
    private static final IgmpConfig.Timers SHORT = new IgmpConfig.Timers(2, 4_000, 1_000, 1_000, 2, 300, 2);

    private LiveNet net;
    private Frr frr;
    private Member member;
    private Engine engine;

    @Override
    void prepare() {
        Frr.require();
        Tool.require("ping", "iputils-ping");
        Tool.require("traceroute", "traceroute");
        net = new LiveNet(PortKind.AF_PACKET);
        net.segment("segment", "lan", MTU);
        net.host("inner", "inner", MTU, "10.1.0.2/24");
        net.gateway("inner", "10.1.0.1");
        net.attach("frr", "segment", MTU, LOWER + "/24");
        net.attach("host", "segment", MTU, "192.0.2.10/24");
        net.gateway("host", OURS);
        net.namespace("outer");
        net.cable("frr", "eth1", "outer", LiveNet.DEVICE, MTU);
        net.address("frr", "eth1", "10.2.0.1/24");
        net.address("outer", LiveNet.DEVICE, "10.2.0.2/24");
        net.gateway("outer", "10.2.0.1");
        net.in("frr", "sysctl", "-qw", "net.ipv4.ip_forward=1");
        net.watch("inner");
        net.watch("host");
        frr = new Frr(net, "frr", CONFIGURATION);
        frr.start("zebra");
        frr.start("staticd");
        startEngine(LOWER);
        member = new Member(net, "host", "192.0.2.10");
        member.call("IP_ADD_MEMBERSHIP " + GROUP);
        Waiting.until("the member to be heard", this::isMember);
    }

    private void startEngine(String frrAddress) {
        PortConfig segment = net.port("lan", "segment", OURS + "/24");
        engine = Engine.builder().port(segment).port(net.port("inner", "inner", "10.1.0.1/24"))
                .route(RouteConfig.via("10.2.0.0/24", frrAddress)).igmp(IgmpConfig.of(IgmpRole.QUERIER)
                        .withTimers(IgmpConfig.TimerProfile.RFC9776, SHORT))
                .build();
        engine.start();
    }

    @Override
    void judge() {
        if (engine != null) {
            assertThat(engine.failures()).isEmpty();
            engine.close();
            net.assertSoundFrames();
        }
        if (member != null) {
            member.close();
        }
        if (frr != null) {
            frr.close();
        }
        if (net != null) {
            net.close();
        }
    }

    private boolean isMember() {
        return engine.membership().groups().stream().anyMatch(
                each -> each.port().equals("lan") && Ipv4Address.format(each.group()).equals(GROUP));
    }

    private String querier() {
        return engine.membership().queriers().stream().filter(each -> each.port().equals("lan"))
                .map(MembershipSnapshot.QuerierSnapshot::address).map(Ipv4Address::format).findFirst().orElse("");
    }

    private void awaitQuerier(String address) {
        Waiting.until("us to take " + address + " for the querier", () -> querier().equals(address));
        assertThat(isMember()).as("%s is still a member", GROUP).isTrue();
    }

    private void awaitFrrQuerier(String address) {
        Pattern wanted = Pattern.compile("\"querierIp\": *\"" + Pattern.quote(address) + '"');
        Waiting.until("FRR to take " + address + " for the querier",
                () -> wanted.matcher(frr.show("show ip igmp interface json").out()).find());
    }

    private Ran on(String host, String command) {
        return net.on(host, command.split(" ", -1));
    }

    @Test
    @Order(1)
    @DisplayName("RFC 1812 5.2: unicast crosses our route and FRR's static one, both ways, in sizes that need cutting")
    void shouldExchangeUnicast() {
        Waiting.until("FRR's static route", () -> on("frr", "ip route show 10.1.0.0/24").out().contains(OURS));
        on("inner", "ping -n -c 3 -i 0.05 -W 20 10.2.0.2").endsWith(0).pings(3, 3).says("ttl=62");
        on("outer", "ping -n -c 3 -i 0.05 -W 20 -s 4000 10.1.0.2").endsWith(0).pings(3, 3).says("ttl=62");
        String way = on("inner", "traceroute -n -w 10 10.2.0.2").endsWith(0).out();
        assertThat(way.lines().skip(1)).as(way).satisfiesExactly(us -> assertThat(us).startsWith(" 1  10.1.0.1 "),
                they -> assertThat(they).startsWith(" 2  192.0.2.2 "),
                end -> assertThat(end).startsWith(" 3  10.2.0.2 "));
        on("outer", "traceroute -n -w 10 10.1.0.2").endsWith(0).says(" 1  10.2.0.1 ", " 2  192.0.2.5 ",
                " 3  10.1.0.2 ");
    }

    @Test
    @Order(2)
    @DisplayName("RFC 1812 5.2.7.2: a host of the segment is told that FRR is the better first hop, and goes there")
    void shouldRedirectToFrr() {
        net.in("host", "sysctl", "-qw", "net.ipv4.conf.all.accept_redirects=1", "net.ipv4.conf.eth0.accept_redirects=1",
                "net.ipv4.conf.eth0.secure_redirects=0");
        on("host", "ping -n -c 2 -i 0.2 -W 20 10.2.0.2").endsWith(0)
                .says("From 192.0.2.5", "Redirect Host(New nexthop: 192.0.2.2)");
        on("host", "ip route get 10.2.0.2").says("via 192.0.2.2");
    }

    @Test
    @Order(3)
    @DisplayName("RFC 9776 6.6.2: FRR's lower address wins; we take over when it is killed, and cede when it is back")
    void shouldCedeToTheLowerAddress() {
        awaitQuerier(OURS);
        frr.start("pimd");
        awaitQuerier(LOWER);
        awaitFrrQuerier(LOWER);
        frr.kill("pimd");
        awaitQuerier(OURS);
        frr.start("pimd");
        awaitQuerier(LOWER);
    }

    @Test
    @Order(4)
    @DisplayName("RFC 9776 6.6.2: our lower address wins, also after we were away and FRR had taken over")
    void shouldKeepTheLinkAgainstTheHigherAddress() {
        frr.kill("pimd");
        net.in("frr", "ip", "address", "del", LOWER + "/24", "dev", LiveNet.DEVICE);
        net.address("frr", LiveNet.DEVICE, HIGHER + "/24");
        frr.start("pimd");
        awaitQuerier(OURS);
        awaitFrrQuerier(OURS);
        engine.close();
        awaitFrrQuerier(HIGHER);
        startEngine(HIGHER);
        Waiting.until("the member to be heard again", this::isMember);
        awaitFrrQuerier(OURS);
        awaitQuerier(OURS);
        frr.show("show ip igmp groups").says(GROUP);
        on("outer", "ping -n -c 3 -i 0.05 -W 20 10.1.0.2").endsWith(0).pings(3, 3);
    }
}
