package org.hopwire.live;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.hopwire.engine.Engine;
import org.hopwire.engine.config.PortKind;
import org.hopwire.igmp.GroupSnapshot;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.hopwire.live.net.LiveNet;
import org.hopwire.live.net.Waiting;
import org.hopwire.wire.Ipv4Address;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A multicast router that queries four links with a Linux host on each: {@code sender} (10.0.0.2 and 10.0.0.3),
 * {@code one}, {@code two} and {@code three} (10.0.1.2, 10.0.2.2, 10.0.3.2).
 */
final class MulticastBed implements AutoCloseable {
    static final List<String> RECEIVERS = List.of("one", "two", "three");
    static final List<String> SOURCES = List.of("10.0.0.2", "10.0.0.3");
    /** Everybody is a member, so that a datagram of it tells that all before it have come. */
    private static final String EVERYBODY = "239.255.255.1";
    /** A group lasts 13 s without an answer, more than a host of version 1 takes; a leave is settled in one. */
    private static final IgmpConfig.Timers SHORT = new IgmpConfig.Timers(3, 4_000, 1_000, 500, 2, 500, 2);
    private static final int MTU = 1500;

    final LiveNet net;
    final Engine engine;
    final Member sender;
    final Map<String, Member> members = new LinkedHashMap<>();
    private int probes;

    MulticastBed(PortKind kind) {
        net = new LiveNet(kind);
        List<String> hosts = new ArrayList<>(List.of("sender"));
        hosts.addAll(RECEIVERS);
        var builder = Engine.builder().igmp(
                IgmpConfig.of(IgmpRole.QUERIER).withTimers(IgmpConfig.TimerProfile.RFC9776, SHORT));
        for (String each : hosts) {
            String link = "10.0." + hosts.indexOf(each) + '.';
            net.host(each, "to-" + each, MTU, link + "2/24");
            net.gateway(each, link + '1');
            net.in(each, "ip", "route", "add", "multicast", "224.0.0.0/4", "dev", LiveNet.DEVICE);
            builder.port(net.port("to-" + each, each, link + "1/24"));
        }
        net.in("sender", "ip", "address", "add", SOURCES.get(1) + "/24", "dev", LiveNet.DEVICE);
        engine = builder.build();
        net.begin(engine);
        hosts.forEach(net::watch);
        sender = new Member(net, "sender", SOURCES.get(0));
        for (String each : RECEIVERS) {
            members.put(each, new Member(net, each, "10.0." + hosts.indexOf(each) + ".2"));
            members.get(each).call("IP_ADD_MEMBERSHIP " + EVERYBODY);
        }
        RECEIVERS.forEach(each -> awaitGroup(each, EVERYBODY, "EXCLUDE"));
    }

    /** What the engine holds of a group on a host's link: {@code "EXCLUDE 10.0.0.1"}, or nothing. */
    String group(String host, String group) {
        return snapshots(host, group).stream().map(MulticastBed::inShort).collect(Collectors.joining());
    }

    /** The engine's groups with an address on a host's link, one at most. */
    List<GroupSnapshot> snapshots(String host, String group) {
        return engine.membership().groups().stream().filter(each -> each.port().equals("to-" + host)
                && Ipv4Address.format(each.group()).equals(group)).toList();
    }

    private static String inShort(GroupSnapshot group) {
        List<String> words = new ArrayList<>(List.of(group.mode().name()));
        group.sources().stream().filter(source -> source.forwarded() == (group.mode() == FilterMode.INCLUDE))
                .map(source -> Ipv4Address.format(source.address())).sorted().forEach(words::add);
        return String.join(" ", words);
    }

    /** Waits until the engine holds just this of a group on a host's link. */
    void awaitGroup(String host, String group, String expected) {
        Waiting.until(host + ": " + group + " \"" + expected + "\" not \"" + group(host, group) + '"',
                () -> group(host, group).equals(expected));
    }

    /** Who gets a datagram of a source to a group: sent to all, it has come to each by the time the next one has. */
    List<String> receivers(String source, String group) {
        String text = source + '-' + ++probes;
        sender.call("send " + source + ' ' + group + ' ' + text);
        sender.call("send " + source + ' ' + EVERYBODY + " end-" + probes);
        return RECEIVERS.stream().filter(each -> members.get(each).until(EVERYBODY, "end-" + probes).contains(text))
                .toList();
    }

    /** Asserts, as soon as the data path has it, who gets data of each of the two sources. */
    void assertReceivers(String group, String ofFirst, String ofSecond) {
        for (int i = 0; i < SOURCES.size(); i++) {
            String source = SOURCES.get(i);
            String expected = i == 0 ? ofFirst : ofSecond;
            Waiting.until("data of " + source + " to " + group + " to come to [" + expected + ']',
                    () -> String.join(" ", receivers(source, group)).equals(expected));
            assertThat(String.join(" ", receivers(source, group))).isEqualTo(expected);
        }
    }

    /** Asserts that nothing went wrong inside, and that every frame a host got was sound. */
    void assertHealthy() {
        assertThat(engine.failures()).isEmpty();
        assertThat(engine.stoppedBy()).isNull();
        net.assertSoundFrames();
    }

    @Override
    public void close() {
        sender.close();
        members.values().forEach(Member::close);
        engine.close();
        net.close();
    }
}
