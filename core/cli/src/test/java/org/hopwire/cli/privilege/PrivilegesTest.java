package org.hopwire.cli.privilege;

import java.util.List;
import java.util.Set;

import org.hopwire.cli.CliException;
import org.hopwire.cli.ExitCode;
import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.sys.Capability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PrivilegesTest {
    private static PortConfig port(PortKind kind, String device) {
        return PortConfig.device("lan", kind, device, "192.0.2.1/24");
    }

    private static EngineConfig config(PortConfig port) {
        return new EngineConfig(null, List.of(port), null, null, null, null);
    }

    @ParameterizedTest
    @CsvSource({"AF_PACKET,CAP_NET_RAW", "TAP,CAP_NET_ADMIN", "TUN,CAP_NET_ADMIN"})
    void shouldSayInOneLineWhatIsMissingAndHowToGetIt(PortKind kind, Capability needed) {
        EngineConfig config = config(port(kind, "hw-none-0"));
        assertThatThrownBy(() -> Privileges.require(config, 0)).isInstanceOfSatisfying(CliException.class,
                e -> assertThat(e.exitCode()).isEqualTo(ExitCode.ENVIRONMENT)).hasMessageContaining("port lan (")
                .hasMessageContaining(needed.label()).hasMessageContaining("sudo").hasMessageNotContaining("\n");
        assertThatCode(() -> Privileges.require(config, needed.bit())).doesNotThrowAnyException();
    }

    @Test
    void shouldNeedAllThreeForAnXdpProgram() {
        assertThat(Needs.of(port(PortKind.AF_XDP, "eth0"))).containsExactlyInAnyOrder(Capability.CAP_NET_RAW,
                Capability.CAP_NET_ADMIN, Capability.CAP_BPF);
    }

    @Test
    void shouldNeedAsMuchToKeepFramesFromTheKernel() {
        assertThat(Needs.of(port(PortKind.AF_PACKET, "eth0").withOptions(LinuxPortConfig.defaults()
                .withExclusive(true)))).containsExactlyInAnyOrder(Capability.CAP_NET_RAW, Capability.CAP_NET_ADMIN,
                        Capability.CAP_BPF);
    }

    @Test
    void shouldNeedNothingForADescriptorThatWasLeftOpen() {
        assertThat(Needs.of(port(PortKind.AF_PACKET, "fd:3"))).isEmpty();
        assertThat(Needs.of(PortConfig.memory("lan", "192.0.2.1/24"))).isEmpty();
    }

    @Test
    void shouldNeedMoreInAnotherNamespace() {
        assertThat(Needs.of(port(PortKind.AF_PACKET, "eth0").withOptions(LinuxPortConfig.defaults()
                .withNamespace("blue")))).containsExactlyInAnyOrder(Capability.CAP_NET_RAW, Capability.CAP_SYS_ADMIN);
    }

    @Test
    void shouldKeepWhatALowPortForPrometheusNeeds() {
        EngineConfig config = config(port(PortKind.AF_PACKET, "eth0"));
        assertThat(Needs.of(config, "localhost:80")).contains(Capability.CAP_NET_BIND_SERVICE);
        assertThat(Needs.of(config, "localhost:9464")).isEqualTo(Set.of(Capability.CAP_NET_RAW));
        assertThat(Needs.of(config, ":x")).isEqualTo(Set.of(Capability.CAP_NET_RAW));
    }

    @Test
    void shouldNotBeginAgainInsideAnotherProgram() {
        // were it otherwise, this would be the last test of this process
        assertThatCode(() -> Privileges.limit(config(port(PortKind.AF_PACKET, "eth0")), null, List.of()))
                .doesNotThrowAnyException();
    }
}
