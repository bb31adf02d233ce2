package org.hopwire.engine.config;

import org.hopwire.engine.Engine;
import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpRole;
import org.hopwire.port.linux.LinuxPortConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A role that lives on groups is refused where the card would keep them to itself. */
class AudibleGroupsTest {
    private static void build(IgmpRole role, Boolean promiscuous, boolean allMulticast) {
        LinuxPortConfig options = new LinuxPortConfig(null, null, null, null, promiscuous, allMulticast, null, null,
                null, null, null);
        Engine.builder().port(PortConfig.memory("lan", "192.0.2.1/24").withOptions(options)).igmp(IgmpConfig.of(role))
                .build().close();
    }

    @Test
    void shouldRefuseARoleThatWouldBeDeaf() {
        assertThatThrownBy(() -> build(IgmpRole.QUERIER, null, false)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "port lan options.all_multicast: false leaves the igmp role \"querier\" deaf to its groups");
        assertThatThrownBy(() -> build(IgmpRole.HOST, false, false)).hasMessageContaining("\"host\"");
    }

    @Test
    void shouldAllowWhatHears() {
        assertThatCode(() -> build(IgmpRole.OFF, null, false)).doesNotThrowAnyException();
        assertThatCode(() -> build(IgmpRole.QUERIER, true, false)).doesNotThrowAnyException();
        assertThatCode(() -> build(IgmpRole.QUERIER, null, true)).doesNotThrowAnyException();
    }
}
