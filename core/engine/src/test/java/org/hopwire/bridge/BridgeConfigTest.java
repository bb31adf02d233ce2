package org.hopwire.bridge;

import java.util.List;

import org.hopwire.bridge.BridgeConfig.FixedStation;
import org.hopwire.bridge.BridgeConfig.Stations;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BridgeConfigTest {
    @Test
    void shouldNameTheFieldAndTheValueThatIsWrong() {
        assertThatThrownBy(() -> BridgePort.access(4095))
                .hasMessage("bridge port untagged vlan: 4095 is not 1 to 4094");
        assertThatThrownBy(() -> BridgePort.trunk(1, 0)).hasMessage("bridge port tagged vlan: 0 is not 1 to 4094");
        assertThatThrownBy(() -> BridgePort.trunk(1, 5, 5)).hasMessage("bridge port tagged vlan: 5 is given twice");
        assertThatThrownBy(() -> BridgePort.trunk(5, 5)).hasMessage("bridge port tagged vlan: 5 is given twice");
        assertThatThrownBy(() -> BridgePort.trunk(0)).hasMessage("bridge port: it is in no vlan");
        assertThatThrownBy(() -> BridgeConfig.of(List.of())).hasMessage("bridge ports: 0 is not 1 to 4096");
        assertThatThrownBy(() -> BridgeConfig.defaults(4097)).hasMessage("bridge ports: 4097 is not 1 to 4096");
        assertThatThrownBy(() -> new Stations(0, 1, 300)).hasMessage("bridge stations limit: 0 is not 1 to 1048576");
        assertThatThrownBy(() -> new Stations(5, 6, 300)).hasMessage("bridge stations per port: 6 is not 1 to 5");
        assertThatThrownBy(() -> new Stations(5, 5, 9))
                .hasMessage("bridge stations ageing seconds: 9 is not 10 to 1000000");
    }

    @Test
    void shouldRefuseFixedStationsThatCannotBeThere() {
        BridgeConfig two = BridgeConfig.defaults(2);
        assertThatThrownBy(() -> two.withFixed(new FixedStation(2, 1, 2)))
                .hasMessage("bridge fixed station port: 2 is not 0 to 1");
        assertThatThrownBy(() -> two.withFixed(new FixedStation(1, 7, 2)))
                .hasMessage("bridge fixed station vlan: 7 is not on port 1");
        assertThatThrownBy(() -> two.withFixed(new FixedStation(1, 1, 0x0100_0000_0000L)))
                .hasMessage("bridge fixed station mac: 01:00:00:00:00:00 is no station's address");
    }

    @Test
    void shouldRefuseUnsnoopedVlansThatAreNotInUse() {
        BridgeConfig trunk = BridgeConfig.of(List.of(BridgePort.trunk(0, 5, 6)));
        for (int vlan : new int[] {0, 1, 7}) {
            assertThatThrownBy(() -> trunk.withoutSnooping(List.of(vlan)))
                    .hasMessage("bridge unsnooped vlan: " + vlan + " is on no port");
        }
        assertThat(trunk.withoutSnooping(List.of(6)).unsnoopedVlans()).containsExactly(6);
    }

    @Test
    void shouldHaveTheDefaultsOfTheStandards() {
        BridgeConfig config = BridgeConfig.defaults(3);
        assertThat(config.unregistered()).isEqualTo(GroupPolicy.FLOOD);
        assertThat(config.linkScope()).isEqualTo(GroupPolicy.FLOOD);
        assertThat(config.stations().ageingSeconds()).isEqualTo(300);
        assertThat(config.ports()).allMatch(each -> each.untaggedVlan() == 1);
    }

    @Test
    void shouldRefuseRouterPortsOutsideTheVlan() {
        BridgeTables tables = BridgeTables.of(BridgeConfig.defaults(2), null);
        assertThatThrownBy(() -> tables.routers().router(2, 1, true))
                .hasMessage("router port: port 1 is not in vlan 2");
        assertThatThrownBy(() -> tables.links().up(2, true)).hasMessage("link state port: 2 is not 0 to 1");
    }
}
