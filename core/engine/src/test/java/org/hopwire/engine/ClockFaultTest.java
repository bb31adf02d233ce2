package org.hopwire.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.memory.Burst;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.VirtualTime;
import org.hopwire.time.VirtualClock;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clocks that jump: the wall's, and the monotonic one of a machine that stood still. */
class ClockFaultTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = 1_000 * SECOND_NS;
    private static final int IGMP = 2;

    private final VirtualClock clock = new VirtualClock(START_NS, START_NS);
    private final VirtualClock wall = new VirtualClock(Lab.NOON_NS, Lab.NOON_NS);

    private Lab lab() {
        return new Lab(builder -> builder.clocks(clock, wall).igmp(
                IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("lan", IgmpRole.QUERIER))));
    }

    private static byte[] join() {
        return Lab.fromLan("224.0.0.22").eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:16").ttl(1).routerAlert()
                .igmp(Hex.parse("22 00 00 00 00 00 00 01 04 00 00 00 ef 01 02 03")).build();
    }

    /** Membership messages that leave in so much time, with the second each left at. */
    private List<String> during(Lab lab, long seconds) {
        List<String> lines = new ArrayList<>();
        VirtualTime.passTo(lab.engine(), clock, clock.nowNs() + seconds * SECOND_NS, () -> queries(lab, lines));
        return lines;
    }

    private void queries(Lab lab, List<String> lines) {
        lab.lan().drain().stream().filter(frame -> frame[23] == IGMP)
                .forEach(frame -> lines.add((clock.nowNs() - START_NS) / SECOND_NS + " " + Hex.format(frame)));
    }

    private static boolean isMember(Lab lab) {
        return lab.engine().membership().groups().stream().anyMatch(each -> each.port().equals("lan"));
    }

    @ParameterizedTest
    @ValueSource(longs = {3600, -3600, 86_400, -86_400})
    @DisplayName("a wall clock that is set changes no timer: queries and memberships stay where they were")
    void shouldNotMindAWallClockThatJumps(long seconds) {
        List<String> straight = session(0);
        assertThat(straight).hasSizeGreaterThan(3).anyMatch(line -> line.endsWith("false"));
        assertThat(session(seconds)).isEqualTo(straight);
    }

    private List<String> session(long jumpSeconds) {
        VirtualClock own = new VirtualClock(START_NS, START_NS);
        long[] epochNs = {Lab.NOON_NS};
        List<String> lines = new ArrayList<>();
        try (Lab lab = new Lab(builder -> builder.clocks(own, () -> epochNs[0] + own.nowNs()).igmp(
                IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("lan", IgmpRole.QUERIER))))) {
            lab.onLan(join());
            for (int i = 0; i < 40; i++) {
                VirtualTime.pass(lab.engine(), own, 10 * SECOND_NS);
                long sent = lab.lan().drain().stream().filter(frame -> frame[23] == IGMP).count();
                lines.add(sent + " " + isMember(lab));
                epochNs[0] += i == 3 ? TimeUnit.SECONDS.toNanos(jumpSeconds) : 0;
            }
        }
        return lines;
    }

    @Test
    @DisplayName("after a minute's standstill a general query leaves once, not once for each that was missed")
    void shouldNotMakeUpForQueriesAfterAStandstill() {
        try (Lab lab = lab()) {
            lab.run();
            during(lab, 60);
            clock.advanceTo(clock.nowNs() + 1000 * SECOND_NS);
            List<String> burst = new ArrayList<>();
            lab.run();
            queries(lab, burst);
            assertThat(burst).as("eight intervals of 125 s were missed").hasSize(1);
            assertThat(during(lab, 120)).as("and the next one keeps its distance").isEmpty();
            assertThat(during(lab, 10)).hasSize(1);
        }
    }

    @Test
    @DisplayName("a membership that was refreshed while the machine stood still is not lost")
    void shouldHearWhatWaitedBeforeItForgets() {
        try (Lab lab = lab()) {
            lab.onLan(join());
            during(lab, 240);
            assertThat(isMember(lab)).isTrue();
            // refreshed at once, read a minute later: 40 s after it would have run out
            lab.lan().inject(join());
            clock.advanceTo(clock.nowNs() + 60 * SECOND_NS);
            lab.run();
            assertThat(isMember(lab)).isTrue();
            during(lab, 250);
            assertThat(isMember(lab)).as("and has its whole time again").isTrue();
            during(lab, 20);
            assertThat(isMember(lab)).isFalse();
        }
    }

    @Test
    @DisplayName("RFC 9776 6.2.2: a report that waited behind more than one burst keeps its group: no LEAVE, no second JOIN")
    void shouldReadAllThatWaitedBeforeAGroupRunsOut() {
        try (Lab lab = lab()) {
            lab.onLan(join());
            during(lab, 240);
            events(lab);
            for (int i = 0; i < 3 * Burst.MAX_SIZE; i++) {
                lab.lan().inject(Lab.fromLan("192.0.2.1").icmp(8, 0, i).build());
            }
            lab.lan().inject(join());
            clock.advanceTo(clock.nowNs() + 60 * SECOND_NS);
            lab.run();
            assertThat(events(lab)).noneMatch(line -> line.contains("239.1.2.3"));
            assertThat(isMember(lab)).isTrue();
        }
    }

    private static List<String> events(Lab lab) {
        List<String> lines = new ArrayList<>();
        lab.engine().pollEvents(event -> lines.add(event.toString()));
        return lines;
    }
}
