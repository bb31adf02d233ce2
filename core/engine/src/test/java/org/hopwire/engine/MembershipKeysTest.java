package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpConfig.Limits;
import org.hopwire.igmp.config.IgmpConfig.Snooping;
import org.hopwire.igmp.config.IgmpConfig.SourceOverflow;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hopwire.engine.MulticastLab.GROUP;

/** What single keys of the membership protocol do, and where they are refused. */
class MembershipKeysTest {
    private static final String SSM = "232.1.1.1";
    /** ALLOW_NEW_SOURCES of 239.1.2.3: 10.9.0.1 to 10.9.0.3. */
    private static final String THREE_SOURCES = "05 00 00 03 ef 01 02 03 0a 09 00 01 0a 09 00 02 0a 09 00 03";

    @Test
    void shouldLeaveOutSourcesThatDoNotFitUnlessToldOtherwise() {
        Limits two = new Limits(null, 2, null, null, null);
        assertThat(groupOf(two)).isEqualTo(GROUP + " INCLUDE 10.9.0.1 10.9.0.2");
        assertThat(groupOf(two.withSourceOverflow(SourceOverflow.DEGRADE))).isEqualTo(GROUP + " EXCLUDE");
        assertThat(groupOf(new Limits(null, 3, null, null, null).withSourceOverflow(SourceOverflow.DEGRADE)))
                .isEqualTo(GROUP + " INCLUDE 10.9.0.1 10.9.0.2 10.9.0.3");
    }

    private static String groupOf(Limits limits) {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER,
                IgmpConfig.of(IgmpRole.QUERIER).withLimits(limits))) {
            lab.on("a", MulticastLab.report("10.0.0.9", THREE_SOURCES));
            return lab.group("a");
        }
    }

    @ParameterizedTest
    @EnumSource(value = EngineMode.class, names = {"ROUTER", "HOST"})
    void shouldRefuseWhatOnlyASwitchLooksAt(EngineMode mode) {
        Snooping.Unregistered drop = Snooping.Unregistered.DROP;
        assertRefused(mode, new Snooping(drop, null, null, null, null), "unregistered: \"drop\"");
        assertRefused(mode, new Snooping(null, drop, null, null, null), "table_full: \"drop\"");
        assertRefused(mode, new Snooping(null, null, true, null, null), "router_ports_from_any_querier: true");
        assertRefused(mode, new Snooping(null, null, null, 7, null), "router_port_seconds: 7");
    }

    private static void assertRefused(EngineMode mode, Snooping snooping, String what) {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.HOST).withSnooping(snooping);
        assertThatIllegalArgumentException().isThrownBy(() -> new MulticastLab(mode, igmp))
                .withMessage("igmp.snooping." + what + ": only a switch snoops");
    }

    private static IgmpConfig joining(int version) {
        return IgmpConfig.of(IgmpRole.HOST, IgmpPortConfig.named("a").withVersion(version)
                .withJoins(new FixedGroup(SSM, null, List.of("10.9.0.1")), FixedGroup.any(GROUP)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("RFC 4604 2.2.1: reports and leaves of versions 1 and 2, which know no sources, name no SSM group")
    void shouldNotSpeakOfSourceSpecificGroupsInOldVersions(int version) {
        try (MulticastLab lab = new MulticastLab(EngineMode.HOST, joining(version))) {
            assertThat(lab.said("a")).isNotEmpty().allMatch(line -> line.contains(GROUP));
            lab.on("a", MulticastLab.oldQuery("10.0.0.1", version == 1 ? 0 : 100));
            lab.pass(30);
            assertThat(lab.said("a")).isNotEmpty().allMatch(line -> line.contains(GROUP));
            lab.change(IgmpConfig.of(IgmpRole.HOST, IgmpPortConfig.named("a").withVersion(version)));
            assertThat(lab.said("a")).noneMatch(line -> line.contains(SSM));
        }
    }

    @Test
    @DisplayName("RFC 4604 2.2.1, RFC 9776 7.2.1: nor does a host of version 3 that has met an old querier")
    void shouldNotFallBackToOldReportsOfSourceSpecificGroups() {
        try (MulticastLab lab = new MulticastLab(EngineMode.HOST, joining(3))) {
            assertThat(String.join("\n", lab.said("a"))).contains("ALLOW " + SSM + " 10.9.0.1");
            lab.on("a", MulticastLab.oldQuery("10.0.0.1", 100));
            lab.pass(30);
            assertThat(lab.said("a")).isNotEmpty().allMatch(line -> line.contains("report-v2 " + GROUP));
            int handle = lab.engine.join("a", "232.1.1.2", FilterMode.INCLUDE, List.of("10.9.0.1"));
            lab.run();
            lab.engine.leave(handle);
            lab.run();
            assertThat(lab.said("a")).isEmpty();
            lab.pass(300);
            lab.quiet();
            lab.on("a", MulticastLab.query("10.0.0.1", 10, "0.0.0.0", 2, 125));
            lab.pass(2);
            assertThat(String.join("\n", lab.said("a"))).as("as soon as it may").contains("IS_IN " + SSM);
        }
    }
}
