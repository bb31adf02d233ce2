package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Access;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpConfig.Snooping;
import org.hopwire.igmp.config.IgmpConfig.Strictness;
import org.hopwire.igmp.config.IgmpConfig.TimerProfile;
import org.hopwire.igmp.config.IgmpConfig.Timers;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hopwire.engine.MulticastLab.GROUP;

/** Membership goes by another configuration while it runs: machines it changes nothing for notice nothing. */
class MembershipReconfigurationTest {
    private static final IgmpConfig QUERIER = IgmpConfig.of(IgmpRole.QUERIER);
    private static final IgmpConfig HOST = IgmpConfig.of(IgmpRole.HOST);
    private static final double STARTUP = 31.25;

    private static IgmpConfig host(FixedGroup... groups) {
        return IgmpConfig.of(IgmpRole.HOST, IgmpPortConfig.named("a").withJoins(groups));
    }

    private static IgmpConfig querier(FixedGroup... groups) {
        return IgmpConfig.of(IgmpRole.QUERIER, IgmpPortConfig.named("a").withStaticGroups(groups));
    }

    private static Timers queryIntervalMs(int ms) {
        return new Timers(null, ms, null, null, null, null, null);
    }

    private static IgmpConfig allowing(String... groups) {
        return new IgmpConfig(IgmpRole.QUERIER, null, null, null, null, null, null, null, null,
                new Access(List.of(groups), null), null, null, null, null, null, null);
    }

    @Test
    void shouldReportWhatIsJoinedAndLeaveWhatIsNot() {
        try (MulticastLab lab = new MulticastLab(EngineMode.HOST, host(FixedGroup.any("239.1.1.1")))) {
            lab.pass(60);
            lab.quiet();
            lab.change(host(FixedGroup.any("239.1.1.1"), FixedGroup.any(GROUP)));
            assertThat(lab.said("a")).containsExactly("10.0.0.5 > 224.0.0.22 report-v3 TO_EX " + GROUP);
            lab.pass(60);
            lab.quiet();
            assertThat(lab.change(host(FixedGroup.any("239.1.1.1"))))
                    .hasToString("[igmp.port a join " + GROUP + ": mode exclude -> absent]");
            assertThat(lab.said("a")).containsExactly("10.0.0.5 > 224.0.0.22 report-v3 TO_IN " + GROUP);
            assertThat(lab.group("a")).isEqualTo("239.1.1.1 EXCLUDE");
        }
    }

    @Test
    void shouldChangeTheSourcesOfAJoinedGroup() {
        try (MulticastLab lab = new MulticastLab(EngineMode.HOST,
                host(new FixedGroup(GROUP, null, List.of("10.9.9.1"))))) {
            lab.pass(60);
            lab.quiet();
            lab.change(host(new FixedGroup(GROUP, null, List.of("10.9.9.2"))));
            assertThat(lab.said("a"))
                    .containsExactly("10.0.0.5 > 224.0.0.22 report-v3 ALLOW " + GROUP + " 10.9.9.2, BLOCK " + GROUP
                            + " 10.9.9.1");
        }
    }

    @Test
    void shouldKeepWhatTheApplicationHasJoined() {
        try (MulticastLab lab = new MulticastLab(EngineMode.HOST, host(FixedGroup.any(GROUP)))) {
            lab.engine.join("a", GROUP, org.hopwire.igmp.core.FilterMode.EXCLUDE, List.of());
            lab.pass(60);
            lab.quiet();
            lab.change(HOST);
            assertThat(lab.said("a")).isEmpty();
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE");
        }
    }

    /** What the querier of port a says in five minutes, where another port changes after ten seconds. */
    private static List<String> queriesAround(IgmpConfig later) {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, QUERIER)) {
            lab.on("a", MulticastLab.report("10.0.0.9", MulticastLab.JOIN));
            lab.quiet();
            lab.during("a", 10);
            lab.change(later);
            List<String> said = lab.during("a", 300);
            said.add(lab.group("a"));
            return said;
        }
    }

    @Test
    void shouldNotTouchTheTimersOfAPortThatDidNotChange() {
        List<String> undisturbed = queriesAround(QUERIER);
        assertThat(undisturbed).hasSizeGreaterThan(3);
        IgmpPortConfig other = new IgmpPortConfig("b", null, 2, null, queryIntervalMs(20_000), null, null, null, null,
                null, null, null, null, List.of(FixedGroup.any("239.7.7.7")), null, null, false);
        assertThat(queriesAround(IgmpConfig.of(IgmpRole.QUERIER, other))).isEqualTo(undisturbed);
        assertThat(queriesAround(QUERIER.withFastLeave(true))).isEqualTo(undisturbed);
        assertThat(queriesAround(QUERIER.withStrictness(Strictness.LENIENT, null))).isEqualTo(undisturbed);
    }

    @Test
    void shouldCountTheNewIntervalFromTheLastQuery() {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, QUERIER)) {
            lab.during("a", STARTUP + 20);
            lab.quiet();
            assertThat(lab.change(QUERIER.withTimers(TimerProfile.RFC9776, queryIntervalMs(60_000))))
                    .hasToString("[igmp.timers.query_interval_ms: absent -> 60000]");
            assertThat(lab.during("a", 45).getFirst()).startsWith("91.25 ");
        }
    }

    @Test
    void shouldForwardStaticGroupsAndStopToUnlessSomebodyAsks() {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, QUERIER)) {
            lab.on("a", MulticastLab.report("10.0.0.9", MulticastLab.JOIN));
            lab.change(querier(FixedGroup.any(GROUP), FixedGroup.any("239.7.7.7")));
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE, 239.7.7.7 EXCLUDE");
            lab.quiet();
            lab.on("b", MulticastLab.data("10.0.1.9", "239.7.7.7"));
            assertThat(lab.frames("a")).hasSize(1);
            lab.change(QUERIER);
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE");
            lab.on("b", MulticastLab.data("10.0.1.9", "239.7.7.7"));
            assertThat(lab.frames("a")).isEmpty();
        }
    }

    @Test
    void shouldJudgeReportsByTheNewRulesAndLetMembersAgeOut() {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, QUERIER)) {
            lab.on("a", MulticastLab.report("10.0.0.9", MulticastLab.JOIN));
            lab.change(allowing("239.7.0.0/16"));
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE");
            lab.pass(200);
            lab.on("a", MulticastLab.report("10.0.0.9", MulticastLab.JOIN));
            lab.pass(61);
            assertThat(lab.group("a")).isEmpty();
            lab.change(allowing("239.1.0.0/16"));
            lab.on("a", MulticastLab.report("10.0.0.9", MulticastLab.JOIN));
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE");
        }
    }

    @Test
    void shouldBelieveMessagesByTheNewStrictness() {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, QUERIER)) {
            String plain = "22 00 00 00 00 00 00 01 " + MulticastLab.JOIN;
            lab.on("a", MulticastLab.message("10.0.0.9", "224.0.0.22", plain).ttl(2));
            assertThat(lab.dropped("igmp-bad-ttl")).isEqualTo(1);
            lab.change(QUERIER.withStrictness(Strictness.STRICT, new IgmpConfig.Checks(false, null, null, null, null,
                    null)));
            lab.on("a", MulticastLab.message("10.0.0.9", "224.0.0.22", plain).ttl(2));
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE");
        }
    }

    @Test
    void shouldSpeakAnotherVersionFromNowOn() {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, QUERIER)) {
            lab.on("a", MulticastLab.report("10.0.0.9", MulticastLab.JOIN));
            lab.quiet();
            lab.change(QUERIER.withVersion(2));
            assertThat(lab.said("a")).as("a querier that begins anew").hasSize(1).first().asString()
                    .contains("query-v2");
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE");
        }
    }

    @Test
    void shouldRefuseOtherRolesAndMoreThanTheTableHolds() {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, QUERIER)) {
            assertThatIllegalArgumentException().isThrownBy(() -> lab.change(IgmpConfig.of(IgmpRole.QUERIER,
                    IgmpPortConfig.of("b", IgmpRole.HOST))))
                    .withMessage("igmp.port b role: absent -> host needs a restart; nothing was changed");
            assertThat(lab.change(IgmpConfig.of(IgmpRole.QUERIER, IgmpPortConfig.of("b", IgmpRole.QUERIER))))
                    .as("the same role, said once more").hasToString("[igmp.port b role: absent -> querier]");
            assertThatIllegalArgumentException().isThrownBy(() -> lab.change(QUERIER.withLimits(
                    new IgmpConfig.Limits(1 << 22, null, null, null, null))))
                    .withMessage("igmp.limits.groups: 65536 -> 4194304 needs a restart; nothing was changed");
            lab.change(QUERIER.withLimits(new IgmpConfig.Limits(1, null, 1, null, null)));
            lab.on("a", MulticastLab.report("10.0.0.9", MulticastLab.JOIN, "04 00 00 00 ef 01 02 04"));
            assertThat(lab.group("a")).isEqualTo(GROUP + " EXCLUDE");
        }
    }

    @Test
    void shouldChangeWhereASwitchSendsWhatNobodyAskedFor() {
        try (MulticastLab lab = new MulticastLab(EngineMode.SWITCH, HOST)) {
            lab.on("a", MulticastLab.data("10.0.0.9", GROUP));
            assertThat(lab.frames("b")).isNotEmpty();
            assertThat(lab.change(HOST.withSnooping(new Snooping(Snooping.Unregistered.DROP, null, null, null, null))))
                    .hasToString(
                            "[igmp.snooping.unregistered: flood -> drop, igmp.snooping.table_full: flood -> drop]");
            lab.quiet();
            lab.on("a", MulticastLab.data("10.0.0.9", GROUP));
            assertThat(lab.frames("b")).isEmpty();
            IgmpConfig pinned = IgmpConfig.of(IgmpRole.HOST, IgmpPortConfig.named("b").asRouterPort()).withSnooping(
                    new Snooping(Snooping.Unregistered.ROUTER_PORTS, null, null, null, null));
            lab.change(pinned);
            lab.on("a", MulticastLab.data("10.0.0.9", GROUP));
            assertThat(lab.frames("b")).hasSize(1);
            assertThat(lab.frames("c")).isEmpty();
            lab.change(HOST.withSnooping(new Snooping(Snooping.Unregistered.ROUTER_PORTS, null, null, null, null)));
            lab.on("a", MulticastLab.data("10.0.0.9", GROUP));
            assertThat(lab.frames("b")).isEmpty();
        }
    }
}
