package org.hopwire.igmp.router;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.igmp.core.ProtocolTimers;
import org.hopwire.wire.Ipv4Address;
import org.hopwire.wire.igmp.RecordType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.igmp.router.RouterRig.GROUP;
import static org.hopwire.igmp.router.RouterRig.HOST_A;
import static org.hopwire.igmp.router.RouterRig.OWN;
import static org.hopwire.igmp.router.RouterRig.SECOND;

class QuerierTest {
    private static final int LOWER = Ipv4Address.parse("9.255.255.255");
    private static final int LOWEST = Ipv4Address.parse("9.0.0.1");
    private static final int HIGHER = Ipv4Address.parse("10.0.0.2");
    private static final int HIGH = Ipv4Address.parse("200.0.0.2");

    private static boolean hear(RouterRig rig, int source) {
        return hear(rig, source, 3, 2, 125);
    }

    private static boolean hear(RouterRig rig, int source, int version, int qrv, long qqicSeconds) {
        return rig.querier.onQuery(source, true, version, qrv, qqicSeconds * SECOND, 10 * SECOND, rig.now);
    }

    private static List<Long> queryTimes(RouterRig rig, long seconds) {
        List<Long> times = new java.util.ArrayList<>();
        long start = rig.now;
        for (long quarter = 0; quarter <= seconds * 4; quarter++) {
            rig.advanceTo(start + quarter * SECOND / 4);
            rig.queries.forEach(query -> times.add((rig.now - start) * 4 / SECOND));
            rig.queries.clear();
        }
        return times;
    }

    @Test
    @DisplayName("1.4: Startup Query Interval 31.25 s, Startup Query Count 2, Query Interval 125 s; 1.1: periodic")
    void shouldQueryAtStartupAndPeriodically() {
        RouterRig rig = new RouterRig();
        rig.querier.start(rig.now);

        assertThat(queryTimes(rig, 300)).containsExactly(0L, 125L, 125L + 500, 125L + 1000);
        assertThat(rig.querier.isQuerier()).isTrue();
        assertThat(rig.events).containsExactly("querier 10.0.0.1 ourselves");
    }

    @Test
    @DisplayName("1.3, E10: the vendor profile queries 15 s apart and then every 60 s; 130 s and 125 s follow from it")
    void shouldFollowTheVendorProfile() {
        RouterRig rig = new RouterRig(RouterConfig.defaults().withTimers(ProtocolTimers.vendor60()));
        rig.querier.start(rig.now);

        assertThat(queryTimes(rig, 140)).containsExactly(0L, 60L, 60L + 240, 60L + 480);
        assertThat(rig.querier.timers().groupMembershipIntervalNs()).isEqualTo(130 * SECOND);
        assertThat(rig.querier.timers().otherQuerierPresentIntervalNs()).isEqualTo(125 * SECOND);
    }

    @Test
    @DisplayName("1.3: the lowest address queries; 1.4: Other Querier Present 255 s, then one query and every 125 s")
    void shouldYieldToALowerAddressAndResume() {
        RouterRig rig = new RouterRig();
        rig.querier.start(rig.now);
        rig.advance(10 * SECOND);
        assertThat(hear(rig, LOWER)).isTrue();
        rig.queries.clear();

        assertThat(rig.querier.isQuerier()).isFalse();
        assertThat(rig.querier.querier()).isEqualTo(LOWER);
        assertThat(queryTimes(rig, 400)).containsExactly(255L * 4, 380L * 4);
        assertThat(rig.events).containsExactly("querier 10.0.0.1 ourselves", "querier 9.255.255.255",
                "querier 10.0.0.1 ourselves");
    }

    @Test
    @DisplayName("addresses are compared as unsigned numbers: 200.0.0.2 is higher than 10.0.0.1")
    void shouldNotYieldToAHigherAddress() {
        RouterRig rig = new RouterRig().ready();

        assertThat(hear(rig, HIGHER)).isTrue();
        assertThat(hear(rig, HIGH)).isTrue();
        assertThat(rig.querier.isQuerier()).isTrue();
    }

    @Test
    @DisplayName("R-QUER-02: a query from 0.0.0.0 never wins nor changes anything")
    void shouldIgnoreUnspecifiedQueriers() {
        RouterRig rig = new RouterRig().ready();

        assertThat(hear(rig, 0)).isFalse();
        assertThat(rig.querier.isQuerier()).isTrue();
        hear(rig, LOWER);
        rig.advance(200 * SECOND);
        assertThat(hear(rig, 0)).isFalse();
        rig.advance(60 * SECOND);
        assertThat(rig.querier.isQuerier()).as("0.0.0.0 is no sign of life").isTrue();
        assertThat(rig.count(RouterCounter.QUERY_UNSPECIFIED_SOURCE)).isEqualTo(2);
    }

    @Test
    @DisplayName("R-QUER-02: a snooper that queries from 0.0.0.0 gives way to any real querier")
    void shouldGiveWayWhenUnspecified() {
        RouterRig rig = new RouterRig().ready();
        rig.querier.ownAddress(0, rig.now);
        assertThat(rig.querier.isQuerier()).isTrue();

        hear(rig, HIGH);

        assertThat(rig.querier.isQuerier()).isFalse();
        assertThat(rig.querier.querier()).isEqualTo(HIGH);
    }

    @Test
    @DisplayName("R-QUER-01: our own address heard is an event, rate-limited, and no election")
    void shouldTellADuplicateAddress() {
        RouterRig rig = new RouterRig().ready();
        for (int i = 0; i < 1_000; i++) {
            assertThat(hear(rig, OWN)).isFalse();
        }

        assertThat(rig.querier.isQuerier()).isTrue();
        assertThat(rig.events).hasSize(8).containsOnly("duplicate 10.0.0.1");
        assertThat(rig.count(RouterCounter.QUERY_OWN_ADDRESS)).isEqualTo(1_000);
    }

    @Test
    @DisplayName("R-QUER-01: a storm of ever-lower addresses is followed, its events are rate-limited, the last is told")
    void shouldLimitEventsOfAStorm() {
        RouterRig rig = new RouterRig().ready();
        for (int i = 0; i < 10_000; i++) {
            hear(rig, LOWER - i);
        }
        rig.advance(2 * SECOND);

        assertThat(rig.querier.querier()).isEqualTo(LOWER - 9_999);
        assertThat(rig.events).hasSizeBetween(2, 12).last().isEqualTo("querier " + Ipv4Address.format(LOWER - 9_999));
        assertThat(rig.wheel.active()).isLessThanOrEqualTo(3);
        rig.advance(255 * SECOND);
        assertThat(rig.querier.isQuerier()).as("resumes after silence").isTrue();
    }

    @Test
    @DisplayName("R-QUER-01: a list of queriers keeps others out of the election")
    void shouldFollowTheListOfQueriers() {
        RouterRig rig = new RouterRig(RouterConfig.defaults().withAllowedQueriers(address -> address == LOWEST))
                .ready();

        assertThat(hear(rig, LOWER)).isFalse();
        assertThat(rig.querier.isQuerier()).isTrue();
        assertThat(hear(rig, LOWEST)).isTrue();
        assertThat(rig.querier.isQuerier()).isFalse();
        assertThat(rig.count(RouterCounter.QUERIER_NOT_ALLOWED)).isEqualTo(1);
    }

    @Test
    @DisplayName("1.3: takeover is ignored while last-member queries run, and comes at their end")
    void shouldDeferATakeoverDuringLastMemberQueries() {
        RouterRig rig = new RouterRig().ready();
        rig.v2(GROUP, HOST_A).leave(GROUP, HOST_A);
        rig.advance(SECOND / 2);
        hear(rig, LOWER, 3, 5, 60);
        hear(rig, LOWEST, 3, 6, 70);
        hear(rig, LOWER, 3, 5, 60);

        assertThat(rig.querier.isQuerier()).isTrue();
        assertThat(rig.querier.timers().robustness()).isEqualTo(2);
        rig.advance(SECOND);
        assertThat(rig.asked()).containsExactly("Q(G)", "Q(G)");
        rig.v2(GROUP + 1, HOST_A).leave(GROUP + 1, HOST_A);
        rig.advance(SECOND / 2);
        assertThat(rig.querier.isQuerier()).as("later trains do not put it off").isFalse();
        assertThat(rig.querier.querier()).isEqualTo(LOWEST);
        assertThat(rig.querier.timers().robustness()).isEqualTo(6);
        assertThat(rig.count(RouterCounter.TAKEOVER_DEFERRED)).isEqualTo(3);
        rig.advance(2 * SECOND);
        assertThat(rig.asked()).as("the router that began a train ends it").containsExactly("Q(G)", "Q(G)");
    }

    @Test
    @DisplayName("three routers: a query of the middle one keeps us quiet, the lowest is who we follow")
    void shouldFollowTheLowestOfThree() {
        RouterRig rig = new RouterRig().ready();
        hear(rig, LOWEST, 3, 7, 100);
        hear(rig, LOWER, 3, 3, 50);

        assertThat(rig.querier.querier()).isEqualTo(LOWEST);
        assertThat(rig.querier.timers().robustness()).isEqualTo(7);
        rig.advance(706 * SECOND);
        assertThat(rig.querier.isQuerier()).isTrue();
    }

    @Test
    @DisplayName("three routers: when the lowest dies the next is followed as soon as it alone is heard")
    void shouldFollowTheNextWhenTheLowestDies() {
        RouterRig rig = new RouterRig().ready();
        hear(rig, LOWEST);
        for (int i = 0; i < 3; i++) {
            rig.advance(100 * SECOND);
            hear(rig, LOWER);
        }

        assertThat(rig.querier.isQuerier()).isFalse();
        assertThat(rig.querier.querier()).isEqualTo(LOWER);
        rig.queries.clear();
        rig.advance(254 * SECOND);
        assertThat(rig.queries).isEmpty();
        rig.advance(SECOND);
        assertThat(rig.querier.isQuerier()).isTrue();
    }

    @Test
    @DisplayName("1.4, E11: robustness and query interval are learned; 0 and above 7 mean the defaults")
    void shouldLearnTheQueriersTimers() {
        RouterRig rig = new RouterRig(RouterConfig.defaults().withTimers(ProtocolTimers.of(3, 40 * SECOND, 8 * SECOND)))
                .ready();
        hear(rig, LOWER, 3, 5, 60);
        assertThat(rig.querier.timers().groupMembershipIntervalNs()).isEqualTo(310 * SECOND);
        assertThat(rig.querier.timers().lastMemberQueryCount()).isEqualTo(5);
        hear(rig, LOWER, 3, 0, 0);
        assertThat(rig.querier.timers().robustness()).isEqualTo(3);
        assertThat(rig.querier.timers().queryIntervalNs()).isEqualTo(125 * SECOND);
        hear(rig, LOWER, 3, 9, 1);
        assertThat(rig.querier.timers().robustness()).isEqualTo(3);
        assertThat(rig.querier.timers().queryIntervalNs()).isEqualTo(SECOND);
        assertThat(rig.querier.timers().queryResponseIntervalNs()).isEqualTo(SECOND);
        rig.advance(10 * SECOND);
        assertThat(rig.querier.timers().queryIntervalNs()).as("our own again").isEqualTo(40 * SECOND);
    }

    @Test
    @DisplayName("R-QUER-03: an older query is warned of, rate-limited, elected, and takes no timer; QRV 7 to 1 follows")
    void shouldWarnOfOlderQueriers() {
        RouterRig rig = new RouterRig().ready();
        for (int i = 0; i < 300; i++) {
            hear(rig, LOWER, i % 3 + 1, i % 2 == 0 ? 7 : 1, 100);
        }

        assertThat(rig.count(RouterCounter.OLDER_QUERIER)).isEqualTo(200);
        assertThat(rig.events.stream().filter(each -> each.startsWith("version"))).hasSize(8);
        assertThat(rig.querier.isQuerier()).isFalse();
        hear(rig, LOWER, 2, 0, 0);
        assertThat(rig.querier.timers()).isEqualTo(ProtocolTimers.rfc9776());
        assertThat(rig.querier.config().version()).as("versions are configured").isEqualTo(3);
    }

    @Test
    @DisplayName("R-QUER-03: link down forgets the querier and what it announced; link up sends start-up queries")
    void shouldForgetOnLinkDown() {
        RouterRig rig = new RouterRig().ready();
        hear(rig, LOWER, 3, 7, 1_000);
        rig.querier.linkDown(rig.now);

        assertThat(rig.querier.isQuerier()).isFalse();
        assertThat(rig.querier.querier()).isZero();
        assertThat(rig.querier.timers()).isEqualTo(ProtocolTimers.rfc9776());
        assertThat(rig.wheel.active()).isZero();
        assertThat(hear(rig, LOWER)).isFalse();
        rig.querier.linkUp(rig.now);
        assertThat(queryTimes(rig, 40)).containsExactly(0L, 125L);
        assertThat(rig.count(RouterCounter.QUERY_WHILE_DOWN)).isEqualTo(1);
    }

    @Test
    @DisplayName("1.2, E19: the version 1 querier is whom the routing protocol chooses; queries elect nobody")
    void shouldQueryInVersion1WhenDesignated() {
        RouterRig rig = new RouterRig(RouterConfig.defaults().withVersion(1));
        rig.querier.start(rig.now);
        assertThat(rig.querier.isQuerier()).isFalse();
        assertThat(queryTimes(rig, 300)).isEmpty();

        rig.querier.setDesignated(true, rig.now);
        hear(rig, LOWER, 1, 0, 0);
        assertThat(rig.querier.isQuerier()).isTrue();
        assertThat(queryTimes(rig, 40)).containsExactly(0L, 125L);
        hear(rig, LOWER, 2, 0, 0);
        assertThat(rig.count(RouterCounter.NEWER_QUERIER)).isEqualTo(1);
        rig.querier.setDesignated(false, rig.now);
        assertThat(rig.querier.isQuerier()).isFalse();
    }

    @Test
    @DisplayName("with the querier switched off a link's querier, whatever its address, is still followed")
    void shouldFollowWithoutQuerying() {
        RouterRig rig = new RouterRig(RouterConfig.defaults().withQuerier(false)).ready();
        hear(rig, HIGH, 3, 4, 60);

        assertThat(rig.querier.querier()).isEqualTo(HIGH);
        assertThat(rig.querier.timers().robustness()).isEqualTo(4);
        rig.advance(400 * SECOND);
        assertThat(rig.querier.querier()).isZero();
        assertThat(rig.querier.isQuerier()).isFalse();
        assertThat(rig.queries).isEmpty();
    }

    @Test
    @DisplayName("RFC 4541 2.1.1: a change of topology draws start-up queries from the querier")
    void shouldRepeatStartupQueries() {
        RouterRig rig = new RouterRig().ready();
        rig.querier.startupQueries(rig.now);

        assertThat(queryTimes(rig, 160)).containsExactly(0L, 125L, 125L + 500);
    }

    @Test
    @DisplayName("R-CFG-01: a configuration whose intervals are the same moves no timer; another one only its own")
    void shouldReconfigureGracefully() {
        RouterRig rig = new RouterRig();
        rig.querier.start(rig.now);
        rig.advance(100 * SECOND);
        rig.queries.clear();
        rig.querier.reconfigure(RouterConfig.defaults().withAccess((group, any, source, host) -> false), rig.now);
        assertThat(queryTimes(rig, 60)).as("at 31.25 + 125 s as before").containsExactly(225L);

        rig.querier.reconfigure(RouterConfig.defaults().withTimers(ProtocolTimers.vendor60()), rig.now);
        assertThat(queryTimes(rig, 60)).as("60 s after the last query").containsExactly(225L);
        rig.querier.reconfigure(RouterConfig.defaults().withQuerier(false), rig.now);
        assertThat(rig.querier.isQuerier()).isFalse();
        rig.querier.reconfigure(RouterConfig.defaults().withVersion(2), rig.now);
        assertThat(rig.querier.isQuerier()).isTrue();
    }

    @Test
    @DisplayName("our address lowered below the querier's takes over, raised it stays until the other is heard")
    void shouldDecideAnewWhenOurAddressChanges() {
        RouterRig rig = new RouterRig().ready();
        hear(rig, LOWER);
        rig.querier.ownAddress(HIGH, rig.now);
        assertThat(rig.querier.isQuerier()).isFalse();
        rig.querier.ownAddress(LOWEST, rig.now);
        assertThat(rig.querier.isQuerier()).isTrue();
        assertThat(rig.querier.querier()).isEqualTo(LOWEST);
    }

    @Test
    @DisplayName("R-CFG-01: every command in every state changes nothing it should not, and no timer is left behind")
    void shouldTakeEveryCommandInEveryState() {
        SplittableRandom random = new SplittableRandom(11);
        RouterRig rig = new RouterRig();
        for (int i = 0; i < 20_000; i++) {
            command(rig, random.nextInt(12), random);
            boolean active = rig.querier.isActive();
            assertThat(rig.querier.isQuerier() && !active).isFalse();
            assertThat(rig.wheel.active()).isLessThanOrEqualTo(4);
        }
        rig.querier.stop(rig.now);
        rig.advance(10 * SECOND);
        assertThat(rig.wheel.active()).isZero();
        assertThatThrownBy(() -> RouterConfig.defaults().withVersion(4)).hasMessage("version: 4 is not 1 to 3");
    }

    private static void command(RouterRig rig, int command, SplittableRandom random) {
        switch (command) {
            case 0 -> rig.querier.start(rig.now);
            case 1 -> rig.querier.stop(rig.now);
            case 2 -> rig.querier.linkUp(rig.now);
            case 3 -> rig.querier.linkDown(rig.now);
            case 4 -> rig.querier.setDesignated(random.nextBoolean(), rig.now);
            case 5 -> rig.querier.startupQueries(rig.now);
            case 6 -> rig.querier.ownAddress(random.nextInt(3) * 0x0A00_0000, rig.now);
            case 7 -> rig.querier.reconfigure(RouterConfig.defaults().withVersion(1 + random.nextInt(3))
                    .withQuerier(random.nextBoolean()), rig.now);
            case 8 -> rig.querier.lastMemberQueriesUntil(rig.now + SECOND);
            case 9 -> rig.advance(random.nextInt(300) * SECOND);
            default -> hear(rig, random.nextInt(4) * 0x0900_0000, 1 + random.nextInt(3), random.nextInt(9), 100);
        }
    }

    @Test
    @DisplayName("R-TIMER-03: QQI 31,744 s, QRV 7, response 3,174.4 s: no interval overflows, compared with BigInteger")
    void shouldNotOverflow() {
        SplittableRandom random = new SplittableRandom(5);
        RouterRig rig = new RouterRig().ready();
        for (int i = 0; i < 2_000; i++) {
            int qrv = i == 0 ? 7 : 1 + random.nextInt(7);
            long qqic = i == 0 ? 31_744 : 1 + random.nextInt(31_744);
            long maxRespNs = i == 0 ? 3_174_400_000_000L : random.nextLong(3_174_400_000_000L);
            rig.querier.onQuery(LOWER, true, 3, qrv, qqic * SECOND, maxRespNs, rig.now);
            BigInteger qi = BigInteger.valueOf(qqic).multiply(BigInteger.valueOf(SECOND));
            BigInteger qri = qi.min(BigInteger.valueOf(Math.max(maxRespNs, 10 * SECOND)));
            assertThat(BigInteger.valueOf(rig.querier.timers().groupMembershipIntervalNs()))
                    .isEqualTo(qi.multiply(BigInteger.valueOf(qrv)).add(qri));
            assertThat(rig.querier.otherQuerierRemainingNs(rig.now))
                    .isEqualTo(qi.multiply(BigInteger.valueOf(qrv)).add(qri.shiftRight(1)).longValueExact());
        }
    }

    @Test
    @DisplayName("a clock that wraps changes nothing")
    void shouldSurviveAWrappingClock() {
        RouterRig rig = new RouterRig(RouterConfig.defaults(), 1_000, 1_000, Long.MAX_VALUE - 200 * SECOND);
        rig.querier.start(rig.now);
        rig.record(RecordType.MODE_IS_EXCLUDE, GROUP, HOST_A);
        hear(rig, LOWER);
        rig.advance(254 * SECOND);
        assertThat(rig.querier.isQuerier()).isFalse();
        rig.advance(SECOND);
        assertThat(rig.querier.isQuerier()).isTrue();
        assertThat(rig.state(GROUP)).isEqualTo("EXCLUDE 5.0 v3 []");
        rig.advance(5 * SECOND);
        assertThat(rig.state(GROUP)).isEqualTo("-");
    }
}
