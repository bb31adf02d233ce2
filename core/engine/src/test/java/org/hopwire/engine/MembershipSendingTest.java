package org.hopwire.engine;

import java.util.List;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpPortConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.igmp.core.FilterMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.engine.MulticastLab.GROUP;
import static org.hopwire.engine.MulticastLab.leaveV2;
import static org.hopwire.engine.MulticastLab.reportV2;

/** What becomes of membership messages that find no room. */
class MembershipSendingTest {
    private MulticastLab lab;

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 700, 1500})
    @DisplayName("more messages than one turn can carry wait for the next turns, and none is lost")
    void shouldSendLaterWhatFindsNoSparePacket(int groups) {
        IgmpConfig igmp = IgmpConfig.of(IgmpRole.HOST).withVersion(2).withLimits(
                new IgmpConfig.Limits(2000, null, null, null, null));
        lab = new MulticastLab(EngineMode.HOST, igmp);
        for (int i = 0; i < groups; i++) {
            lab.engine.join("b", "239.3." + (i >> 8) + "." + (i & 255), FilterMode.EXCLUDE, List.of());
            lab.run();
        }
        lab.pass(30);
        lab.quiet();
        // a turn has 256 spare packets
        lab.engine.close();
        List<String> said = lab.said("b");
        lab = null;
        assertThat(said).hasSize(groups).doesNotHaveDuplicates().allMatch(each -> each.contains("leave 239.3."));
    }

    @Test
    @DisplayName("a report that its port refuses is counted once, under its name, and repeated by RFC 9776 5.1 all the same")
    void shouldCountWhatThePortRefuses() {
        lab = new MulticastLab(EngineMode.HOST, IgmpConfig.of(IgmpRole.HOST));
        lab.quiet();
        lab.room("b", 0);
        lab.engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.run();
        assertThat(lab.engine.snapshot().internals()).containsEntry("membership-lost", 1L);
        assertThat(lab.engine.snapshot().originatedLost()).isEqualTo(1);
        lab.room("b", Long.MAX_VALUE);
        assertThat(lab.during("b", 2)).singleElement().asString().contains("TO_EX");
        assertThat(lab.engine.snapshot().internals()).containsEntry("membership-lost", 1L);
    }

    @Test
    @DisplayName("R-CFG-01: joining where there is no host role is refused under its own name, and changes nothing")
    void shouldRefuseToJoinWithoutAHostRole() {
        lab = new MulticastLab(EngineMode.SWITCH, IgmpConfig.of(IgmpRole.OFF, IgmpPortConfig.of("b", IgmpRole.HOST)));
        lab.quiet();
        lab.engine.join("b", GROUP, FilterMode.EXCLUDE, List.of());
        lab.run();
        assertThat(lab.count("join-refused")).isEqualTo(1);
        assertThat(lab.frames("b")).isEmpty();
    }

    @Test
    @DisplayName("RFC 2236 section 2: a querier of version 2 asks about a mapped group by version 2 queries, and none of version 3")
    void shouldAskAboutAMappedGroupInItsOwnVersion() {
        lab = new MulticastLab(EngineMode.ROUTER, IgmpConfig.of(IgmpRole.QUERIER).withVersion(2).withSsmMap(
                List.of(new IgmpConfig.SsmMapping("232.1.0.0/16", List.of("10.0.0.99")))));
        lab.on("b", reportV2("10.0.1.8", "232.1.1.1"));
        lab.quiet();
        lab.on("b", leaveV2("10.0.1.8", "232.1.1.1"));
        assertThat(lab.during("b", 3)).hasSize(2).allMatch(each -> each.endsWith("> 232.1.1.1 query-v2 10 232.1.1.1"));
        assertThat(lab.group("b")).as("nobody answered").isEmpty();
    }
}
