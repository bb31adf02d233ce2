package org.hopwire.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.hopwire.engine.config.IpConfig;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.packet.OptionStamp.Policy;
import org.hopwire.packet.SourceRoutePolicy;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What becomes of record route and timestamp options under each policy, alone and together, on each way through. */
class OptionPolicyTest {
    private static final int IP = 14;
    private static final int IGMP = 2;
    private static final String GROUP = "239.1.2.3";
    private static final String ADDRESS = "ADDRESS";
    /** Noon is 43,200,000 ms. */
    private static final String NOON = "02 93 2e 00";

    /** A record route before and after our entry, with a no-operation behind it. */
    private enum Route {
        NONE("", ""),
        ROOM("07 07 04 00 00 00 00 01", "07 07 08 " + ADDRESS + " 01"),
        FULL("07 07 08 0a 00 00 09 01",
                "07 07 08 0a 00 00 09 01");

        private final String before;
        private final String after;

        Route(String before, String after) {
            this.before = before;
            this.after = after;
        }
    }

    /** A timestamp option of each kind before and after our entry. */
    private enum Time {
        NONE("", ""),
        ONLY("44 08 05 00 00 00 00 00", "44 08 09 00 " + NOON),
        WITH_ADDRESS(
                "44 0c 05 01 00 00 00 00 00 00 00 00",
                "44 0c 0d 01 " + ADDRESS + " " + NOON),
        OURS("44 0c 05 03 c0 00 02 01 00 00 00 00",
                "44 0c 0d 03 c0 00 02 01 " + NOON),
        ANOTHERS("44 0c 05 03 c0 00 02 63 00 00 00 00",
                "44 0c 05 03 c0 00 02 63 00 00 00 00"),
        FULL("44 08 09 00 11 22 33 44",
                "44 08 09 10 11 22 33 44");

        private final String before;
        private final String after;

        Time(String before, String after) {
            this.before = before;
            this.after = after;
        }
    }

    /** How a packet gets through, and which address is entered on that way. */
    private enum Way {
        TRANSIT("198.51.100.10", "c6 33 64 01"), MULTICAST(GROUP, "c6 33 64 01"), ECHO("192.0.2.1", "c0 00 02 01");

        private final String destination;
        private final String address;

        Way(String destination, String address) {
            this.destination = destination;
            this.address = address;
        }

        byte[] frame(String options) {
            Packets packet = this == MULTICAST
                    ? Packets.ipv4("192.0.2.10", GROUP).eth(Lab.LAN_HOST_MAC, "01:00:5e:01:02:03")
                    : Lab.fromLan(destination);
            packet.options(options);
            return (this == ECHO ? packet.echo(1, 2) : packet.udp(1, 2)).build();
        }

        List<byte[]> sent(Lab lab, byte[] frame) {
            List<byte[]> back = withoutQueries(lab.onLan(frame));
            List<byte[]> on = withoutQueries(lab.wan().drain());
            assertThat(this == ECHO ? on : back).as("by the other port").isEmpty();
            return this == ECHO ? back : on;
        }
    }

    private static List<byte[]> withoutQueries(List<byte[]> frames) {
        return frames.stream().filter(frame -> frame[IP + 9] != IGMP).toList();
    }

    private static Lab lab(Policy recordRoute, Policy timestamp) {
        return new Lab(builder -> builder
                .ip(IpConfig.defaults().withRecordRoute(recordRoute).withTimestamp(timestamp))
                .igmp(IgmpConfig.of(IgmpRole.QUERIER,
                        IgmpPortConfig.named("wan").withStaticGroups(FixedGroup.any(GROUP)))));
    }

    static Stream<Arguments> policies() {
        return Stream.of(Policy.values())
                .flatMap(route -> Stream.of(Policy.values()).map(time -> arguments(route, time)));
    }

    @ParameterizedTest
    @MethodSource("policies")
    @DisplayName("RFC 1812 5.3.13.5, 5.3.13.6, RFC 7126 4.5, 4.7: each policy for each option, in transit and turned round")
    void shouldTreatEachOptionByItsPolicy(Policy recordRoute, Policy timestamp) {
        try (Lab lab = lab(recordRoute, timestamp)) {
            for (Route route : Route.values()) {
                for (Time time : Time.values()) {
                    for (Way way : Way.values()) {
                        String options = (route.before + " " + time.before).strip();
                        String reason = reason(recordRoute, route, timestamp, time);
                        if (reason != null) {
                            assertDropped(lab, way, options, reason);
                        } else {
                            String expected = entered(recordRoute, way, false, route.before, route.after) + " "
                                    + entered(timestamp, way, time == Time.OURS, time.before, time.after);
                            assertSent(lab, way, options, expected.strip());
                        }
                    }
                }
            }
        }
    }

    private static String reason(Policy recordRoute, Route route, Policy timestamp, Time time) {
        if (route != Route.NONE && recordRoute == Policy.DROP) {
            return "record-route";
        }
        return time != Time.NONE && timestamp == Policy.DROP ? "timestamp-option" : null;
    }

    private static String entered(Policy policy, Way way, boolean isNamed, String before, String after) {
        boolean enters = policy == Policy.PROCESS || (policy == Policy.PASS && (way == Way.ECHO || isNamed));
        return enters ? after.replace(ADDRESS, way.address) : before;
    }

    private static void assertSent(Lab lab, Way way, String options, String expected) {
        EngineSnapshot before = lab.snapshot();
        List<byte[]> sent = way.sent(lab, way.frame(options));
        assertThat(sent).as("%s %s", way, options).hasSize(1);
        byte[] frame = sent.getFirst();
        int header = (frame[IP] & 15) * 4;
        assertThat(Hex.format(frame, IP + 20, header - 20)).as("%s %s", way, options).isEqualTo(expected);
        assertThat(Packets.checksum(frame, IP, header)).isZero();
        assertThat(lab.snapshot().dropped()).isEqualTo(before.dropped());
    }

    private static void assertDropped(Lab lab, Way way, String options, String reason) {
        EngineSnapshot before = lab.snapshot();
        assertThat(way.sent(lab, way.frame(options))).as("%s %s", way, options).isEmpty();
        EngineSnapshot after = lab.snapshot();
        assertThat(after.dropped().get(reason)).isEqualTo(before.dropped().getOrDefault(reason, 0L) + 1);
        assertThat(after.droppedTotal()).as("once").isEqualTo(before.droppedTotal() + 1);
        assertThat(after.forwarded() + after.consumed()).isEqualTo(before.forwarded() + before.consumed());
        assertThat(after.errorsRaised()).isEmpty();
        assertThat(after.errorsSuppressed()).isEqualTo(before.errorsSuppressed());
    }

    @Test
    @DisplayName("RFC 791 3.1: a full timestamp option that can count no more is no error to who does not count")
    void shouldNotRefuseAFullTimestampThatIsPassedOn() {
        String full = "44 08 09 f0 11 22 33 44";
        for (Policy policy : List.of(Policy.PASS, Policy.IGNORE)) {
            try (Lab lab = lab(Policy.PROCESS, policy)) {
                assertSent(lab, Way.TRANSIT, full, full);
                assertSent(lab, Way.MULTICAST, full, full);
            }
        }
        try (Lab lab = lab(Policy.PROCESS, Policy.IGNORE)) {
            assertSent(lab, Way.ECHO, full, full);
        }
    }

    @Test
    @DisplayName("a policy for options lets no malformed one through, and the worst of several counts, once")
    void shouldCountAPacketOnceWhateverItCarries() {
        IpConfig ip = IpConfig.defaults().withRecordRoute(Policy.DROP).withTimestamp(Policy.DROP)
                .withSourceRoutes(SourceRoutePolicy.DROP).withRequireSecurity(true);
        List<String> reasons = new ArrayList<>();
        try (Lab lab = new Lab(builder -> builder.ip(ip))) {
            for (String options : Arrays.asList("07 07 04 00 00 00 00 44 08 05 00 00 00 00 00 00",
                    "83 07 04 c6 33 64 0a 07 07 04 00 00 00 00", "44 08 05 00 00 00 00 00 82 03 ab 01")) {
                long before = lab.snapshot().droppedTotal();
                Map<String, Long> already = lab.snapshot().dropped();
                assertThat(lab.onLan(Lab.fromLan("192.0.2.1").options(options).echo(1, 2).build())).isEmpty();
                assertThat(lab.snapshot().droppedTotal()).isEqualTo(before + 1);
                lab.snapshot().dropped().forEach((reason, count) -> {
                    if (count != already.getOrDefault(reason, 0L).longValue()) {
                        reasons.add(reason);
                    }
                });
            }
            assertThat(reasons).containsExactly("record-route", "source-routed", "timestamp-option");
            assertThat(lab.onLan(Lab.fromLan("192.0.2.1").options("07 07 03 00 00 00 00").echo(1, 2).build()))
                    .as("RFC 792: parameter problem").hasSize(1);
        }
    }
}
