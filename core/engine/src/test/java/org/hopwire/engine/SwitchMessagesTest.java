package org.hopwire.engine;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Strictness;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.membership.MembershipCounter;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.engine.MulticastLab.GROUP;
import static org.hopwire.engine.MulticastLab.data;
import static org.hopwire.engine.MulticastLab.message;
import static org.hopwire.engine.MulticastLab.query;
import static org.hopwire.engine.MulticastLab.report;
import static org.hopwire.engine.MulticastLab.reportV2;

/** What a switch passes on and keeps of messages that are malformed, or about groups of the link. */
class SwitchMessagesTest {
    private MulticastLab lab;

    private void start(Strictness strictness) {
        lab = new MulticastLab(EngineMode.SWITCH, IgmpConfig.defaults().withStrictness(strictness, null));
        lab.on("d", query("10.0.0.1", 100, "0.0.0.0", 2, 125));
        lab.quiet();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    /** What is wrong with each, and its message; each to its right destination. */
    private static Map<Packets, String> malformed() {
        String group = " ef 01 02 03 ";
        return Map.of(message("10.0.0.7", "224.0.0.22", "22 00 00 00 00 00 00 02 04 00 00 00" + group),
                "igmp-bad-length", message("10.0.0.7", "224.0.0.22", "22 00 00 00 00 00 ff ff 04 00 00 00" + group),
                "igmp-bad-length", message("10.0.0.7", "224.0.0.22", "22 00 00 00 00 00 00 01 04 00 ff ff" + group),
                "igmp-bad-length", message("10.0.0.7", "224.0.0.22", "22 00 00 00 00 00 00 01 04 ff 00 00" + group),
                "igmp-bad-length", message("10.0.0.7", GROUP, "16 00 00 00 0a 01 02 03"), "igmp-bad-group",
                message("10.0.0.7", "224.0.0.2", "17 00 00 00 0a 01 02 03"), "igmp-bad-group");
    }

    @Test
    @DisplayName("RFC 4541 2.1.1 (5), R-IGMP-02: strict, a malformed message goes nowhere, counted by its reason")
    void shouldDropMalformedMessages() {
        start(Strictness.STRICT);
        malformed().forEach((frame, reason) -> {
            long before = lab.dropped(reason);
            lab.on("a", frame);
            for (String port : List.of("a", "b", "c", "d")) {
                assertThat(lab.frames(port)).as(reason + " at " + port).isEmpty();
            }
            assertThat(lab.dropped(reason)).isEqualTo(before + 1);
        });
        assertThat(lab.engine.membership().groups()).isEmpty();
    }

    @Test
    @DisplayName("RFC 4541 2.1.1 (5): lenient, routers are shown it all the same, hosts are not, and nobody learns")
    void shouldPassMalformedMessagesToRouters() {
        start(Strictness.LENIENT);
        malformed().forEach((frame, reason) -> {
            lab.on("a", frame);
            assertThat(lab.frames("d")).as(reason).hasSize(1);
            for (String port : List.of("a", "b", "c")) {
                assertThat(lab.frames(port)).as(reason + " at " + port).isEmpty();
            }
        });
        assertThat(lab.engine.membership().groups()).isEmpty();
        assertThat(lab.count("malformed-passed")).isEqualTo(malformed().size());
        assertThat(lab.count("refused-igmp-bad-length") + lab.count("refused-igmp-bad-group"))
                .isEqualTo(malformed().size());
    }

    @ParameterizedTest
    @EnumSource(Strictness.class)
    @DisplayName("RFC 9776 4.1, R-IGMP-05: so with queries: no version's length, or more sources than there are")
    void shouldJudgeQueriesToo(Strictness strictness) {
        start(strictness);
        int copies = strictness == Strictness.STRICT ? 0 : 1;
        for (String each : new String[] {"11 64 00 00 00 00 00 00 02", "11 64 00 00 00 00 00 00 02 7d 00",
            "11 64 00 00 ef 01 02 03 02 7d 00 04 0a 00 00 09", "11 64 00 00 0a 00 00 01 02 7d 00 00"}) {
            lab.on("c", message("10.0.0.2", "224.0.0.1", each));
            assertThat(lab.frames("b")).as(each).hasSize(copies);
            assertThat(lab.frames("a")).as(each).hasSize(copies);
        }
        lab.quiet();
        lab.on("a", reportV2("10.0.0.7", GROUP));
        assertThat(lab.said("c")).as("no router port was learned").isEmpty();
        assertThat(lab.said("d")).hasSize(1);
    }

    @Test
    @DisplayName("RFC 9776 4.2.12: a record of an unknown type, or about no group, does not make a report malformed")
    void shouldPassReportsWithRecordsThatAreSkipped() {
        start(Strictness.STRICT);
        lab.on("a", report("10.0.0.7", "07 00 00 00 ef 01 02 03", "04 00 00 00 0a 01 02 03",
                "04 00 00 00 ef 01 02 04"));
        assertThat(lab.frames("d")).hasSize(1);
        assertThat(lab.group("a")).isEqualTo("239.1.2.4 EXCLUDE");
    }

    @Test
    @DisplayName("RFC 4541 2.1.1 (3): kinds that are not known go to all, whatever they are about")
    void shouldPassUnknownKinds() {
        start(Strictness.STRICT);
        lab.on("a", message("10.0.0.7", "224.0.0.9", "42 00 00 00 0a 01 02 03"));
        assertThat(lab.frames("b")).hasSize(1);
    }

    @Test
    @DisplayName("RFC 9776 5 and 6: 224.0.0.0/24 but for 224.0.0.1 is reported and kept; RFC 4541 2.1.2 (2): it is flooded")
    void shouldKeepLinkScopeGroupsAndFloodThem() throws ReflectiveOperationException {
        start(Strictness.STRICT);
        lab.on("a", reportV2("10.0.0.7", "224.0.0.251"));
        lab.on("a", report("10.0.0.7", "04 00 00 00 e0 00 00 01"));
        assertThat(lab.group("a")).isEqualTo("224.0.0.251 EXCLUDE");
        lab.quiet();
        lab.on("b", data("10.0.0.9", "224.0.0.251"));
        for (String port : List.of("a", "c", "d")) {
            assertThat(lab.frames(port)).as(port).hasSize(1);
        }
        assertThat(published()).as("the data path is told of no members").isZero();
        lab.on("a", reportV2("10.0.0.7", GROUP));
        assertThat(published()).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 1812 5.2.1.3: a router keeps what is reported of 224.0.0.0/24 too, and forwards none of it")
    void shouldNotForwardLinkScopeGroups() throws ReflectiveOperationException {
        lab = new MulticastLab(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER));
        lab.on("b", reportV2("10.0.1.7", "224.0.0.251"));
        assertThat(lab.group("b")).isEqualTo("224.0.0.251 EXCLUDE");
        lab.quiet();
        lab.on("a", data("10.0.0.9", "224.0.0.251"));
        assertThat(lab.frames("b")).isEmpty();
        assertThat(lab.dropped("multicast-link-scope")).isEqualTo(1);
        assertThat(published()).isZero();
    }

    /** Changes the data path was told of. */
    private long published() throws ReflectiveOperationException {
        Field parts = Engine.class.getDeclaredField("parts");
        parts.setAccessible(true);
        return ((EngineParts) parts.get(lab.engine)).multicast.published.get(MembershipCounter.CHANGED);
    }

    @Test
    @DisplayName("R-STATE-01: groups of the link are at most 64 of a port, and take no place of those that are forwarded")
    void shouldBoundLinkScopeGroups() {
        start(Strictness.STRICT);
        for (int i = 0; i < 256; i++) {
            lab.on("a", reportV2("10.0.0.7", "224.0.0." + i));
        }
        assertThat(lab.engine.membership().groups()).hasSize(64);
        assertThat(lab.count("link-scope-limit")).isEqualTo(255 - 64);
        lab.close();
        lab = new MulticastLab(EngineMode.SWITCH, IgmpConfig.defaults().withLimits(
                new IgmpConfig.Limits(4, null, null, null, null)));
        for (int i = 2; i < 100; i++) {
            lab.on("a", reportV2("10.0.0.7", "224.0.0." + i));
        }
        for (int i = 1; i <= 3; i++) {
            lab.on("a", reportV2("10.0.0.7", "239.1.1." + i));
        }
        assertThat(lab.engine.membership().groups()).hasSize(4);
        assertThat(lab.count("limit-reached")).isZero();
        // and as they go, others may come
        lab.pass(261);
        lab.on("a", reportV2("10.0.0.7", "224.0.0.77"));
        assertThat(lab.group("a")).isEqualTo("224.0.0.77 EXCLUDE");
    }
}
