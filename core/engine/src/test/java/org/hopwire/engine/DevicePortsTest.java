package org.hopwire.engine;

import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.sys.Errno;
import org.hopwire.port.linux.sys.SystemCallException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DevicePortsTest {
    @ParameterizedTest
    @EnumSource(names = {"AF_PACKET", "AF_XDP"})
    @EnabledOnOs(OS.LINUX)
    void shouldNamePortAndDeviceWhereThereIsNoSuchInterface(PortKind kind) {
        EngineBuilder builder = Engine.builder().port(PortConfig.device("lan", kind, "hwp-nosuch", "192.0.2.1/24"));
        assertThatExceptionOfType(SystemCallException.class).isThrownBy(builder::build)
                .withMessage("port lan: device \"hwp-nosuch\": no such interface")
                .satisfies(e -> assertThat(e.errno()).isEqualTo(Errno.ENODEV));
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth/0", "a:b", "a b", ".", "..", "\u00e9th0", "eth0123456789abc", "fd:", "fd:-1", "fd:x"})
    void shouldRefuseWhatIsNoInterfacesName(String device) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PortConfig.device("lan", PortKind.AF_PACKET, device, "192.0.2.1/24"))
                .withMessageStartingWith("port lan device: \"" + device + "\" ");
    }

    @Test
    void shouldTakeWhatTheKernelTakes() {
        for (String device : new String[] {"eth0", "enp0s31f6", "eth0.100", "veth_a-b@c", "eth0123456789ab", "fd:3"}) {
            assertThat(PortConfig.device("lan", PortKind.AF_PACKET, device, "192.0.2.1/24").device())
                    .isEqualTo(device);
        }
    }
}
