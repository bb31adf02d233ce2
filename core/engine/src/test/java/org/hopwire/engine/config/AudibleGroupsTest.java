package org.hopwire.engine.config;

import java.util.List;

import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.linux.LinuxPortConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A role that lives on groups is refused where the card would keep them to itself. */
class AudibleGroupsTest {
    private static void check(IgmpRole role, Boolean promiscuous, boolean allMulticast) {
        LinuxPortConfig options = new LinuxPortConfig(null, null, null, null, promiscuous, allMulticast, null, null,
                null, null, null);
        PortConfig lan = PortConfig.device("lan", PortKind.AF_PACKET, "eth0", "192.0.2.1/24").withOptions(options);
        MembershipRules.check(EngineMode.ROUTER, List.of(lan), IgmpConfig.of(role));
    }

    @Test
    void shouldRefuseARoleThatWouldBeDeaf() {
        assertThatThrownBy(() -> check(IgmpRole.QUERIER, null, false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "port lan options.all_multicast: false leaves the igmp role \"querier\" deaf to its groups");
        assertThatThrownBy(() -> check(IgmpRole.HOST, false, false)).hasMessageContaining("\"host\"");
    }

    @Test
    void shouldAllowWhatHears() {
        assertThatCode(() -> check(IgmpRole.OFF, null, false)).doesNotThrowAnyException();
        assertThatCode(() -> check(IgmpRole.QUERIER, true, false)).doesNotThrowAnyException();
        assertThatCode(() -> check(IgmpRole.QUERIER, null, true)).doesNotThrowAnyException();
    }
}
