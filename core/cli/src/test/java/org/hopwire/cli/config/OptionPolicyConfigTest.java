package org.hopwire.cli.config;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.IpConfig;
import org.hopwire.packet.OptionStamp;
import org.hopwire.packet.SourceRoutePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Policies for IP options, as a configuration writes them. */
class OptionPolicyConfigTest {
    private static final String PORT = "[[port]]\nname = \"lan\"\naddress = [\"10.0.0.1/24\"]\n";

    @Test
    void shouldBindPoliciesForOptions() throws ConfigException {
        EngineConfig config = ConfigLoader.load("f.toml", PORT + """
                [ip]
                source_routes = "forward"
                record_route = "pass"
                timestamp = "ignore"
                """);
        assertThat(config.ip()).isEqualTo(IpConfig.defaults().withSourceRoutes(SourceRoutePolicy.FORWARD)
                .withRecordRoute(OptionStamp.Policy.PASS).withTimestamp(OptionStamp.Policy.IGNORE));
        assertThat(ConfigLoader.load("f.toml", PORT).ip().recordRoute()).isEqualTo(OptionStamp.Policy.PROCESS);
        assertThat(ConfigLoader.load("f.toml", PORT).ip().timestamp()).isEqualTo(OptionStamp.Policy.PROCESS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "record_route = \"porcess\" | 5:3: ip.record_route: \"porcess\" is not a choice (did you mean \"process\"?)",
        "timestamp = \"off\" | 5:3: ip.timestamp: \"off\" is not a choice: process, pass, ignore, drop",
        "record_rout = \"drop\" | 5:3: ip.record_rout: unknown key (did you mean \"record_route\"?)",
        "timestamp = true | 5:3: ip.timestamp: true is not a string",
        "source_routes = \"follow\" | 5:3: ip.source_routes: \"follow\" is not a choice: drop, reject, forward"})
    void shouldNamePlaceFieldAndValueOfAPolicyForOptions(String line, String message) {
        assertThatThrownBy(() -> ConfigLoader.load("f.toml", PORT + "[ip]\n  " + line + "\n"))
                .isInstanceOf(ConfigException.class).hasMessage("f.toml:" + message);
    }

    @Test
    void shouldRefuseAHostThatForwardsSourceRoutes() {
        assertThatThrownBy(() -> ConfigLoader.load("f.toml",
                "[engine]\nmode = \"host\"\n" + PORT + "[ip]\nsource_routes = \"forward\"\n"))
                .hasMessage("f.toml:7:1: ip.source_routes: \"forward\": only a router forwards");
    }
}
