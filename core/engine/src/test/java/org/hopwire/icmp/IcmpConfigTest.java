package org.hopwire.icmp;

import java.util.EnumSet;
import java.util.Set;

import org.hopwire.icmp.IcmpConfig.Limits;
import org.hopwire.icmp.IcmpConfig.PrefixLimit;
import org.hopwire.icmp.IcmpConfig.QuotePolicy;
import org.hopwire.icmp.IcmpConfig.RedirectLimit;
import org.hopwire.icmp.IcmpConfig.RouterDiscoveryConfig;
import org.hopwire.icmp.IcmpConfig.TypePolicy;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class IcmpConfigTest {
    private final IcmpConfig defaults = IcmpConfig.defaults();

    @Test
    void shouldLimitByDefault() {
        Limits limits = defaults.limits();
        assertThat(limits.errorsPerSecond()).isEqualTo(1000);
        assertThat(limits.burst()).isEqualTo(500);
        assertThat(limits.perPrefix()).isEqualTo(new PrefixLimit(24, 100, 200, 4096));
        assertThat(limits.redirects()).isEqualTo(new RedirectLimit(9, 40, 2, 20_480));
        assertThat(limits.limitedTypes()).isEqualTo(EnumSet.of(IcmpType.DESTINATION_UNREACHABLE,
                IcmpType.SOURCE_QUENCH, IcmpType.TIME_EXCEEDED, IcmpType.PARAMETER_PROBLEM));
    }

    @Test
    @DisplayName("R-DEPR-01, RFC 6918, RFC 6633: deprecated queries are not answered, source quench is not sent")
    void shouldFollowRfc6918ByDefault() {
        Set<IcmpType> answered = EnumSet.noneOf(IcmpType.class);
        for (IcmpType type : IcmpType.values()) {
            if (defaults.answers(type)) {
                answered.add(type);
            }
        }
        assertThat(answered).containsExactly(IcmpType.ECHO_REQUEST);
        assertThat(defaults.sends(IcmpType.SOURCE_QUENCH)).isFalse();
        assertThat(defaults.sends(IcmpType.TIME_EXCEEDED)).isTrue();
        assertThat(defaults.echoBroadcast()).isFalse();
        assertThat(defaults.interfaceInformation()).isFalse();
        assertThat(defaults.quote()).isEqualTo(QuotePolicy.FULL);
    }

    @ParameterizedTest
    @EnumSource(IcmpType.class)
    void shouldObeyThePolicyOfEachType(IcmpType type) {
        IcmpConfig legacy = defaults.withPolicy(type, TypePolicy.LEGACY);
        assertThat(legacy.answers(type)).isTrue();
        assertThat(legacy.sends(type)).isTrue();
        IcmpConfig off = legacy.withPolicy(type, TypePolicy.OFF);
        assertThat(off.answers(type)).isFalse();
        assertThat(off.sends(type)).isFalse();
    }

    @Test
    void shouldChangeOneThingAtATime() {
        IcmpConfig changed = defaults.withEchoBroadcast(true).withQuote(QuotePolicy.MINIMAL)
                .withInterfaceInformation(true).withLimits(Limits.none())
                .withRouterDiscovery(RouterDiscoveryConfig.defaults().withEnabled(true))
                .withPolicy(IcmpType.REDIRECT, TypePolicy.OFF);
        assertThat(changed.echoBroadcast()).isTrue();
        assertThat(changed.quote()).isEqualTo(QuotePolicy.MINIMAL);
        assertThat(changed.interfaceInformation()).isTrue();
        assertThat(changed.limits().limitedTypes()).isEmpty();
        assertThat(changed.routerDiscovery().enabled()).isTrue();
        assertThat(changed.sends(IcmpType.REDIRECT)).isFalse();
        assertThat(defaults.sends(IcmpType.REDIRECT)).isTrue();
    }

    @Test
    @DisplayName("RFC 1256 4.1: the advertising machine's defaults hang on its longest interval")
    void shouldDeriveRouterDiscoveryDefaults() {
        assertThat(defaults.routerDiscovery())
                .isEqualTo(new RouterDiscoveryConfig(false, 600, 450, 1800, 0, "224.0.0.1"));
        RouterDiscoveryConfig quick = new RouterDiscoveryConfig(true, 100, null, null, 7, "255.255.255.255");
        assertThat(quick.minAdvertisementIntervalSeconds()).isEqualTo(75);
        assertThat(quick.lifetimeSeconds()).isEqualTo(300);
        assertThat(quick.advertisementAddressValue()).isEqualTo(-1);
    }

    @Test
    void shouldNameTheFieldAndTheValueThatAreWrong() {
        refused(() -> new Limits(0, null, null, null, null, null), "icmp.limits.errors_per_second: 0 is not 1 to");
        refused(() -> new Limits(null, 1_000_001, null, null, null, null), "icmp.limits.burst: 1000001 is not");
        refused(() -> new Limits(null, null, null, -1, null, null), "icmp.limits.fragmentation_needed_per_second: -1");
        refused(() -> new PrefixLimit(7, null, null, null), "icmp.limits.per_prefix.length: 7 is not 8 to 32");
        refused(() -> new PrefixLimit(null, 0, null, null), "icmp.limits.per_prefix.errors_per_second: 0");
        refused(() -> new PrefixLimit(null, null, 0, null), "icmp.limits.per_prefix.burst: 0");
        refused(() -> new PrefixLimit(null, null, null, 4095), "icmp.limits.per_prefix.buckets: 4095 is not a power");
        refused(() -> new PrefixLimit(null, null, null, 8), "icmp.limits.per_prefix.buckets: 8 is not 16 to");
        refused(() -> new RedirectLimit(31, null, null, null), "icmp.limits.redirects.count: 31 is not 1 to 30");
        refused(() -> new RedirectLimit(null, 0, null, null), "icmp.limits.redirects.initial_interval_ms: 0");
        refused(() -> new RedirectLimit(null, null, 17, null), "icmp.limits.redirects.backoff_factor: 17");
        refused(() -> new RedirectLimit(null, null, null, 0), "icmp.limits.redirects.silence_ms: 0");
    }

    @Test
    @DisplayName("RFC 1256 4.1: ranges of the advertising machine's variables")
    void shouldRefuseRouterDiscoveryOutOfRange() {
        refused(() -> new RouterDiscoveryConfig(true, 3, null, null, 0, null), "interval_seconds: 3 is not 4 to 1800");
        refused(() -> new RouterDiscoveryConfig(true, 1801, null, null, 0, null), "1801 is not 4 to 1800");
        refused(() -> new RouterDiscoveryConfig(true, 600, 601, null, 0, null), "601 is not 3 to 600");
        refused(() -> new RouterDiscoveryConfig(true, 600, null, 599, 0, null), "599 is not 600 to 9000");
        refused(() -> new RouterDiscoveryConfig(true, 600, null, 9001, 0, null), "9001 is not 600 to 9000");
        refused(() -> new RouterDiscoveryConfig(true, null, null, null, 0, "224.0.0.2"), "224.0.0.2 is not 224.0.0.1");
    }

    private static void refused(Runnable constructor, String message) {
        assertThatIllegalArgumentException().isThrownBy(constructor::run).withMessageContaining(message);
    }
}
