package org.hopwire.engine;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.testkit.Hex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.engine.MulticastLab.query;

/** RFC 4541 section 2.1.1 (4): what other bridges say of the spanning tree makes a switch ask its members. */
class SwitchTopologyTest {
    private static final String HEAD = "01 80 c2 00 00 00 02 00 00 00 0b 01 ";
    private static final String CONFIGURATION = HEAD + "00 26 42 42 03 00 00 00 00 %s 80 00 00 1c 0e 87 78 00 00 00 00 "
            + "04 80 00 00 1c 0e 87 85 00 80 04 01 00 14 00 02 00 0f 00 00 00 00 00 00 00 00 00";
    private static final String NOTIFICATION = HEAD + "00 07 42 42 03 00 00 00 80" + " 00".repeat(39);
    private static final String RAPID = HEAD + "00 27 42 42 03 00 00 02 02 %s 80 00 00 1c 0e 87 78 00 00 00 00 "
            + "04 80 00 00 1c 0e 87 85 00 80 04 01 00 14 00 02 00 0f 00 00 00 00 00 00 00 00 00";
    private MulticastLab lab;

    @BeforeEach
    void start() {
        lab = new MulticastLab(EngineMode.SWITCH, IgmpConfig.defaults());
        // beyond the start-up queries
        lab.pass(40);
        lab.quiet();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void hear(String port, String hex) {
        lab.inject(port, Hex.parse(hex));
        lab.run();
    }

    private static String changed(String unit) {
        return unit.formatted("01");
    }

    @Test
    @DisplayName("each kind of unit with a topology change draws a query; it is consumed here (IEEE 802.1D 7.12.6)")
    void shouldAskWhenTheTopologyChanges() {
        for (String unit : new String[] {changed(CONFIGURATION), NOTIFICATION, changed(RAPID)}) {
            lab.pass(60);
            lab.quiet();
            long reserved = lab.dropped("link-reserved");
            hear("a", unit);
            assertThat(lab.said("b")).as(unit).singleElement().asString().contains("0.0.0.0 > 224.0.0.1 query-v3");
            assertThat(lab.frames("c")).as("the query alone").hasSize(1);
            assertThat(lab.dropped("link-reserved")).isEqualTo(reserved + 1);
        }
        assertThat(lab.count("topology-change-asked")).isEqualTo(3);
    }

    @Test
    @DisplayName("units without a change, broken ones and other reserved addresses draw nothing and go nowhere")
    void shouldNotAskForAnythingElse() {
        byte[] tagged = Hex.parse(HEAD + "81 00 00 01 " + changed(CONFIGURATION).substring(HEAD.length()));
        byte[] neighbour = Hex.parse(NOTIFICATION);
        neighbour[5] = 0x0e;
        byte[] group = Hex.parse(NOTIFICATION);
        group[6] = 0x03;
        byte[] ours = Hex.parse(NOTIFICATION);
        System.arraycopy(Hex.parse("02 00 00 00 00 01"), 0, ours, 6, 6);
        byte[] cut = Arrays.copyOf(Hex.parse(changed(CONFIGURATION)), 40);
        byte[] empty = Arrays.copyOf(Hex.parse(NOTIFICATION), 14);
        for (byte[] each : new byte[][] {Hex.parse(CONFIGURATION.formatted("00")),
            Hex.parse(CONFIGURATION.formatted("80")), Hex.parse(RAPID.formatted("3c")), tagged, neighbour, group,
            ours, cut, empty}) {
            lab.inject("a", each);
            lab.run();
        }
        for (String port : new String[] {"a", "b", "c", "d"}) {
            assertThat(lab.frames(port)).as(port).isEmpty();
        }
        assertThat(lab.count("topology-change-asked")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    @DisplayName("R-LEAVE-01: a flood of changes draws one query in a Query Response Interval, and a last one behind it")
    void shouldBoundQueriesByTheQueryResponseInterval(int perSecond) {
        for (int second = 0; second < 35; second++) {
            for (int i = 0; i < perSecond; i++) {
                lab.inject(i % 2 == 0 ? "a" : "b", Hex.parse(changed(CONFIGURATION)));
                if (i % 16 == 0) {
                    lab.run();
                }
            }
            lab.run();
            lab.pass(1);
        }
        // at 0, 10, 20 and 30 s; and one start-up query after each of the first three would be due at 31.25 s
        assertThat(lab.said("c")).hasSizeBetween(4, 5);
        lab.pass(6);
        assertThat(lab.count("topology-change-asked")).as("the last changes have their query").isEqualTo(5);
    }

    @Test
    @DisplayName("RFC 4541 2.1.1 (4): beside another querier its query is repeated from 0.0.0.0, away from routers")
    void shouldRepeatTheQueriersQueryFromNobody() {
        lab.on("d", query("10.0.0.1", 50, "0.0.0.0", 3, 20));
        lab.quiet();
        hear("a", NOTIFICATION);
        assertThat(lab.said("d")).as("the router's port").isEmpty();
        for (String port : new String[] {"a", "b", "c"}) {
            assertThat(lab.said(port)).singleElement()
                    .isEqualTo("0.0.0.0 > 224.0.0.1 query-v3 100 0.0.0.0 qrv=3 qqic=20");
        }
        assertThat(lab.engine.membership().queriers()).as("nobody is elected by it")
                .allMatch(each -> !each.isOurselves());
    }

    @Test
    @DisplayName("RFC 4541 2.1.1 (4): no query of another version than the querier's is ever made up")
    void shouldNotMakeUpAQueryOfAnotherVersion() {
        lab.on("d", MulticastLab.oldQuery("10.0.0.1", 100));
        lab.quiet();
        hear("a", NOTIFICATION);
        for (String port : new String[] {"a", "b", "c", "d"}) {
            assertThat(lab.said(port)).isEmpty();
        }
    }

    @Test
    void shouldCountAndSurviveAnyOctets() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = Hex.parse(random.nextBoolean() ? changed(RAPID) : changed(CONFIGURATION));
            for (int turned = random.nextInt(6); turned >= 0; turned--) {
                frame[12 + random.nextInt(frame.length - 12)] = (byte) random.nextInt(256);
            }
            lab.inject("a", Arrays.copyOf(frame, 12 + random.nextInt(frame.length - 11)));
            lab.run();
        }
        assertThat(lab.said("b")).hasSizeLessThanOrEqualTo(1);
        lab.check();
    }
}
