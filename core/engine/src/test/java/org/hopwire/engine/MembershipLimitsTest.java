package org.hopwire.engine;

import java.util.List;
import java.util.stream.IntStream;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.FixedGroup;
import org.hopwire.igmp.config.IgmpConfig.Limits;
import org.hopwire.igmp.config.IgmpConfig.Snooping;
import org.hopwire.igmp.config.IgmpConfig.Snooping.Unregistered;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hopwire.engine.MulticastLab.GROUP;
import static org.hopwire.engine.MulticastLab.JOIN;
import static org.hopwire.engine.MulticastLab.data;
import static org.hopwire.engine.MulticastLab.query;
import static org.hopwire.engine.MulticastLab.report;

/** What a whole engine does where something does not fit: a table, a link, a range. */
class MembershipLimitsTest {
    private static final String OTHER = "04 00 00 00 ef 01 02 04";

    @ParameterizedTest
    @CsvSource({"DROP, FLOOD, 1, 1, 0", "DROP, ROUTER_PORTS, 0, 1, 0", "DROP, , 0, 0, 0", "FLOOD, DROP, 0, 0, 1",
        "FLOOD, , 1, 1, 1", "ROUTER_PORTS, DROP, 0, 0, 0"})
    @DisplayName("R-STATE-02: a group the full table refused follows table_full, others do not; room heals it")
    void shouldTellRefusedGroupsFromUnregisteredOnes(Unregistered unregistered, Unregistered full, int toHost,
            int toRouter, int ofAnother) {
        IgmpConfig igmp = IgmpConfig.defaults().withLimits(new Limits(1, null, null, null, null))
                .withSnooping(new Snooping(unregistered, full, null, null, null));
        try (MulticastLab lab = new MulticastLab(EngineMode.SWITCH, igmp)) {
            lab.on("d", query("10.0.0.2", 100, "0.0.0.0", 2, 125));
            lab.on("b", report("10.0.0.7", JOIN));
            lab.on("b", report("10.0.0.7", OTHER));
            lab.quiet();
            lab.on("a", data("10.0.0.99", "239.1.2.4"));
            assertThat(lab.frames("c")).as("refused").hasSize(toHost);
            assertThat(lab.frames("d")).hasSize(toRouter);
            lab.on("a", data("10.0.0.99", "239.1.2.5"));
            assertThat(lab.frames("c")).as("asked for by nobody").hasSize(ofAnother);
            lab.quiet();
            lab.on("a", data("10.0.0.99", GROUP));
            assertThat(lab.frames("b")).as("what is there stays exact").hasSize(1);
            assertThat(lab.frames("c")).isEmpty();
            lab.pass(600);
            lab.quiet();
            lab.on("a", data("10.0.0.99", "239.1.2.4"));
            assertThat(lab.frames("c")).as("nobody asks any more").hasSize(ofAnother);
            lab.on("b", report("10.0.0.7", OTHER));
            lab.quiet();
            lab.on("a", data("10.0.0.99", "239.1.2.4"));
            assertThat(lab.frames("b")).as("there is room").hasSize(1);
            assertThat(lab.frames("c")).isEmpty();
        }
    }

    @Test
    @DisplayName("R-STATE-01: what the roles keep of sources finds room in the data path: 1 group of 200 sources")
    void shouldForwardEverySourceItKeeps() {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.QUERIER).withLimits(new Limits(2, 200, null, null, null));
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, igmp)) {
            String list = String.join(" ", IntStream.range(1, 201).mapToObj(i -> String.format("0a 00 00 %02x", i))
                    .toList());
            lab.on("b", report("10.0.1.7", "01 00 00 c8 ef 01 02 03 " + list));
            lab.quiet();
            for (int i = 6; i < 201; i++) {
                lab.on("a", data("10.0.0." + i, GROUP));
            }
            lab.on("a", data("10.0.0.201", GROUP));
            assertThat(lab.frames("b")).hasSize(195);
            assertThat(lab.count("table-refused-sources")).isZero();
        }
    }

    @Test
    @DisplayName("RFC 1112 section 7.2: a copy over a port's MTU, not to be cut, is counted and draws no ICMP error; others leave")
    void shouldKeepBackWhatDoesNotFitALink() {
        try (MulticastLab lab = new MulticastLab(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER), 576)) {
            lab.on("b", report("10.0.1.7", JOIN));
            lab.on("a", report("10.0.0.7", JOIN));
            lab.quiet();
            lab.on("a", data("10.0.0.99", GROUP, 576 - 28));
            assertThat(lab.frames("b")).as("exactly the MTU").hasSize(1);
            lab.on("a", data("10.0.0.99", GROUP, 577 - 28));
            assertThat(lab.frames("b")).as("in fragments").hasSize(2);
            lab.on("a", data("10.0.0.99", GROUP, 577 - 28).dontFragment());
            assertThat(lab.frames("b")).isEmpty();
            assertThat(lab.dropped("fragmentation-needed")).isEqualTo(1);
            lab.on("c", report("10.0.2.7", JOIN));
            lab.on("a", data("10.0.0.99", GROUP, 577 - 28));
            assertThat(lab.frames("b")).as("in fragments").hasSize(2);
            assertThat(lab.frames("c")).as("whole").hasSize(1);
            lab.on("a", data("10.0.0.99", GROUP, 577 - 28).dontFragment());
            assertThat(lab.frames("b")).isEmpty();
            assertThat(lab.frames("c")).hasSize(1);
            assertThat(lab.count("forward-copy-fragmentation-needed")).isEqualTo(1);
            assertThat(lab.dropped("fragmentation-needed")).isEqualTo(1);
            assertThat(lab.frames("a")).isEmpty();
            assertThat(lab.engine.snapshot().icmpSent()).isEmpty();
        }
    }

    @Test
    @DisplayName("RFC 4604: a host refuses EXCLUDE in 232/8 with a sentence, and takes INCLUDE; the range can be moved")
    void shouldRefuseToExcludeInTheSsmRange() {
        try (MulticastLab lab = new MulticastLab(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST))) {
            assertThatThrownBy(() -> lab.engine.join("b", "232.1.1.1", FilterMode.EXCLUDE, List.of()))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("232.1.1.1")
                    .hasMessageContaining("INCLUDE");
            assertThatThrownBy(() -> lab.engine.join("b", "232.1.1.1", FilterMode.EXCLUDE, List.of("10.0.1.9")))
                    .isInstanceOf(IllegalArgumentException.class);
            lab.run();
            assertThat(lab.said("b")).isEmpty();
            lab.engine.join("b", "232.1.1.1", FilterMode.INCLUDE, List.of("10.0.1.9"));
            lab.engine.join("b", "231.1.1.1", FilterMode.EXCLUDE, List.of());
            lab.run();
            assertThat(lab.said("b")).hasSizeBetween(1, 2);
            assertThat(lab.group("b")).isEqualTo("231.1.1.1 EXCLUDE, 232.1.1.1 INCLUDE 10.0.1.9");
        }
        IgmpPortConfig wrong = IgmpPortConfig.named("b").withJoins(FixedGroup.any("232.1.1.1"));
        assertThatThrownBy(() -> new MulticastLab(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST, wrong)))
                .hasMessage(
                        "igmp.port b join: group 232.1.1.1 is source-specific and takes a list of sources to include"
                                + " (RFC 4604)");
    }

    @Test
    @DisplayName("R-CFG-01: what contradicts itself is refused before anything starts: ports, tracking, addresses")
    void shouldRefuseContradictions() {
        IgmpConfig untracked = new IgmpConfig(IgmpRole.QUERIER, null, null, null, null, null, null, true, false, null,
                null, null, null, null, null, null);
        assertThatThrownBy(() -> new MulticastLab(EngineMode.ROUTER, untracked))
                .hasMessage("igmp.fast_leave: true needs host_tracking = true");
        assertThatThrownBy(() -> new MulticastLab(EngineMode.ROUTER,
                IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.named("nope")))).hasMessageContaining("\"nope\"");
        assertThatThrownBy(() -> new IgmpConfig.Querier(null, "224.0.0.5", null, null))
                .hasMessageContaining("224.0.0.5");
        assertThatThrownBy(() -> new MulticastLab(EngineMode.SWITCH, IgmpConfig.of(IgmpRole.OFF,
                IgmpPortConfig.of("b", IgmpRole.HOST).withJoins(FixedGroup.any("239.1.1.1")))))
                .hasMessage("igmp.port b join: 239.1.1.1 needs a role, which a switch's port has not");
        assertThatThrownBy(() -> new MulticastLab(EngineMode.SWITCH, IgmpConfig.of(IgmpRole.OFF,
                IgmpPortConfig.named("b").withBoundary("239.9.0.0/16"))))
                .hasMessage("igmp.port b boundary: 239.9.0.0/16: only a router has boundaries");
    }
}
