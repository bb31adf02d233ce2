package org.hopwire.icmp;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.hopwire.wire.IcmpType;
import org.hopwire.wire.Ipv4Address;

/**
 * What ICMP says, answers and holds back. Absent ({@code null}) components take their defaults; a value out of range is
 * refused with an {@link IllegalArgumentException} that names it.
 *
 * @param policy what may be done with each type; a type without a row is {@link TypePolicy#RFC6918}
 * @param echoBroadcast whether an echo request to a broadcast or multicast address is answered (RFC 1122 section
 *        3.2.2.6 allows silence, the default)
 * @param quote how much of the offending datagram an error returns, default {@link QuotePolicy#FULL}
 * @param interfaceInformation whether errors name the interface the datagram came in by (RFC 5837), default false
 * @param limits how many errors leave, default {@link Limits#defaults()}
 * @param routerDiscovery the advertising machine of RFC 1256, default off
 */
public record IcmpConfig(Map<IcmpType, TypePolicy> policy, boolean echoBroadcast, QuotePolicy quote,
        boolean interfaceInformation, Limits limits, RouterDiscoveryConfig routerDiscovery) {

    /** What the engine does with one message type. */
    public enum TypePolicy {
        /**
         * As the RFCs in force say: echo is answered; timestamp, information, address mask, solicitation and extended
         * echo are not; errors are sent, source quench never (RFC 6633, RFC 6918).
         */
        RFC6918,
        /** As RFC 792 had it: every query is answered, source quench is sent. */
        LEGACY,
        /** Never sent, never answered. */
        OFF
    }

    /** How much of the offending datagram an error returns. */
    public enum QuotePolicy {
        /** As much as fits an error of 576 octets (RFC 1812 section 4.3.2.3). */
        FULL,
        /** Its header and 64 bits of its data (RFC 792). */
        MINIMAL
    }

    /** Checks every field. */
    public IcmpConfig {
        policy = policy == null ? Map.of() : Map.copyOf(policy);
        quote = Objects.requireNonNullElse(quote, QuotePolicy.FULL);
        limits = Objects.requireNonNullElseGet(limits, Limits::defaults);
        routerDiscovery = Objects.requireNonNullElseGet(routerDiscovery, RouterDiscoveryConfig::defaults);
    }

    /** The behaviour of the RFCs in force, with the limits on. */
    public static IcmpConfig defaults() {
        return new IcmpConfig(null, false, null, false, null, null);
    }

    /** Policy of one type. */
    public TypePolicy policy(IcmpType type) {
        return policy.getOrDefault(type, TypePolicy.RFC6918);
    }

    /** Whether errors of this type leave. */
    public boolean sends(IcmpType type) {
        return switch (policy(type)) {
            case RFC6918 -> type != IcmpType.SOURCE_QUENCH;
            case LEGACY -> true;
            case OFF -> false;
        };
    }

    /** Whether queries of this type are answered. */
    public boolean answers(IcmpType type) {
        return switch (policy(type)) {
            case RFC6918 -> type == IcmpType.ECHO_REQUEST;
            case LEGACY -> true;
            case OFF -> false;
        };
    }

    /** The same with another policy for one type. */
    public IcmpConfig withPolicy(IcmpType type, TypePolicy typePolicy) {
        Map<IcmpType, TypePolicy> changed = new EnumMap<>(IcmpType.class);
        changed.putAll(policy);
        changed.put(type, typePolicy);
        return new IcmpConfig(changed, echoBroadcast, quote, interfaceInformation, limits, routerDiscovery);
    }

    /** The same, answering echo requests to broadcast and multicast addresses or not. */
    public IcmpConfig withEchoBroadcast(boolean answered) {
        return new IcmpConfig(policy, answered, quote, interfaceInformation, limits, routerDiscovery);
    }

    /** The same with another quote. */
    public IcmpConfig withQuote(QuotePolicy quotePolicy) {
        return new IcmpConfig(policy, echoBroadcast, quotePolicy, interfaceInformation, limits, routerDiscovery);
    }

    /** The same with or without the objects of RFC 5837. */
    public IcmpConfig withInterfaceInformation(boolean appended) {
        return new IcmpConfig(policy, echoBroadcast, quote, appended, limits, routerDiscovery);
    }

    /** The same with other limits. */
    public IcmpConfig withLimits(Limits newLimits) {
        return new IcmpConfig(policy, echoBroadcast, quote, interfaceInformation, newLimits, routerDiscovery);
    }

    /** The same with another advertising machine. */
    public IcmpConfig withRouterDiscovery(RouterDiscoveryConfig discovery) {
        return new IcmpConfig(policy, echoBroadcast, quote, interfaceInformation, limits, discovery);
    }

    private static int inRange(String field, Integer value, int absent, int least, int most) {
        int checked = value == null ? absent : value;
        if (checked < least || checked > most) {
            throw new IllegalArgumentException(
                    "icmp." + field + ": " + checked + " is not " + least + " to " + most);
        }
        return checked;
    }

    /**
     * How many errors leave, by all workers together. A quarter of each burst always leaves after a rest: by default
     * the 16 probes that a traceroute has under way, three times over, for each group of sources, and twice what Linux
     * sends at once to all (icmp_msgs_burst, 50; icmp_msgs_per_sec, 1000; but 6 at once and one a second to each
     * destination, which makes stars of most of a traceroute). Junos sends 1000 a second, and five seconds' worth at
     * once. Fragmentation needed is exempt from the two buckets, because path
     * MTU discovery hangs without it, and capped on its own; redirects back off on their own.
     *
     * @param errorsPerSecond all errors together, 1 to 1,000,000,000, default 1000
     * @param burst errors that may leave at once, in the mean, 1 to 1,000,000, default 500
     * @param perPrefix the bucket of each group of sources, asked before the common one
     * @param fragmentationNeededPerSecond cap on fragmentation needed alone, 1 to 1,000,000,000, default 10,000
     * @param redirects how often a sender is told
     * @param limitedTypes types the buckets hold for; default 3, 4, 11 and 12, empty for no limit
     */
    public record Limits(Integer errorsPerSecond, Integer burst, PrefixLimit perPrefix,
            Integer fragmentationNeededPerSecond, RedirectLimit redirects, Set<IcmpType> limitedTypes) {
        static final int MAX_RATE = 1_000_000_000;
        static final int MAX_BURST = 1_000_000;

        /** Checks every field. */
        public Limits {
            errorsPerSecond = inRange("limits.errors_per_second", errorsPerSecond, 1000, 1, MAX_RATE);
            burst = inRange("limits.burst", burst, 500, 1, MAX_BURST);
            perPrefix = perPrefix == null ? new PrefixLimit(null, null, null, null) : perPrefix;
            fragmentationNeededPerSecond = inRange("limits.fragmentation_needed_per_second",
                    fragmentationNeededPerSecond, 10_000, 1, MAX_RATE);
            redirects = redirects == null ? new RedirectLimit(null, null, null, null) : redirects;
            limitedTypes = Set.copyOf(limitedTypes == null
                    ? EnumSet.of(IcmpType.DESTINATION_UNREACHABLE,
                            IcmpType.SOURCE_QUENCH, IcmpType.TIME_EXCEEDED, IcmpType.PARAMETER_PROBLEM)
                    : limitedTypes);
        }

        /** 1000 errors a second in bursts of 500; for each /24, 100 a second in bursts of 200. */
        public static Limits defaults() {
            return new Limits(null, null, null, null, null, null);
        }

        /** No bucket holds; fragmentation needed and redirects as little as can be. For measurements and tests. */
        public static Limits none() {
            return new Limits(MAX_RATE, MAX_BURST, null, MAX_RATE, null, Set.of());
        }

        /** The same with other buckets for groups of sources. */
        public Limits withPerPrefix(PrefixLimit limit) {
            return new Limits(errorsPerSecond, burst, limit, fragmentationNeededPerSecond, redirects, limitedTypes);
        }

        /** The same with another backoff of redirects. */
        public Limits withRedirects(RedirectLimit limit) {
            return new Limits(errorsPerSecond, burst, perPrefix, fragmentationNeededPerSecond, limit, limitedTypes);
        }

        /** The same with another set of types the buckets hold for. */
        public Limits withLimitedTypes(Set<IcmpType> types) {
            return new Limits(errorsPerSecond, burst, perPrefix, fragmentationNeededPerSecond, redirects, types);
        }
    }

    /**
     * The bucket of each group of sources. Groups that meet in one bucket of the keyed table share it; the table never
     * grows.
     *
     * @param length octets of the source that make a group, as a prefix length, 8 to 32, default 24
     * @param errorsPerSecond errors to one group, 1 to 1,000,000,000, default 100
     * @param burst errors to one group at once, in the mean, 1 to 1,000,000, default 200
     * @param buckets size of the table, a power of two, 16 to 1,048,576, default 4096 (8 bytes each)
     */
    public record PrefixLimit(Integer length, Integer errorsPerSecond, Integer burst, Integer buckets) {
        /** Checks every field. */
        public PrefixLimit {
            length = inRange("limits.per_prefix.length", length, 24, 8, 32);
            errorsPerSecond = inRange("limits.per_prefix.errors_per_second", errorsPerSecond, 100, 1,
                    Limits.MAX_RATE);
            burst = inRange("limits.per_prefix.burst", burst, 200, 1, Limits.MAX_BURST);
            buckets = inRange("limits.per_prefix.buckets", buckets, 4096, 16, 1 << 20);
            if (Integer.bitCount(buckets) != 1) {
                throw new IllegalArgumentException(
                        "icmp.limits.per_prefix.buckets: " + buckets + " is not a power of two");
            }
        }
    }

    /**
     * How often a sender is told of a better first hop: after the first redirect at growing intervals, after the last
     * not again until it has sent nothing that calls for one for the time of silence.
     *
     * @param count redirects before silence, 1 to 30, default 9
     * @param initialIntervalMs least time between the first two, 1 to 60,000 milliseconds, default 40
     * @param backoffFactor growth of the interval with each redirect, 1 to 16, default 2
     * @param silenceMs time without redirects after which all starts again, 1 to 3,600,000 milliseconds, default 20,480
     */
    public record RedirectLimit(Integer count, Integer initialIntervalMs, Integer backoffFactor, Integer silenceMs) {
        /** Checks every field. */
        public RedirectLimit {
            count = inRange("limits.redirects.count", count, 9, 1, 30);
            initialIntervalMs = inRange("limits.redirects.initial_interval_ms", initialIntervalMs, 40, 1, 60_000);
            backoffFactor = inRange("limits.redirects.backoff_factor", backoffFactor, 2, 1, 16);
            silenceMs = inRange("limits.redirects.silence_ms", silenceMs, 20_480, 1, 3_600_000);
        }
    }

    /**
     * Router discovery, the variables of RFC 1256 section 4.1.
     *
     * @param enabled whether advertisements are sent, default false
     * @param maxAdvertisementIntervalSeconds longest time between two, 4 to 1800, default 600
     * @param minAdvertisementIntervalSeconds shortest time between two unsolicited ones, 3 to the longest, default 0.75
     *        of the longest
     * @param lifetimeSeconds how long hosts may keep the address, from the longest interval to 9000, default three
     *        times the longest interval
     * @param preference preference of each address, higher wins; {@link Integer#MIN_VALUE} means never a default
     * @param advertisementAddress 224.0.0.1, the default, or 255.255.255.255
     */
    public record RouterDiscoveryConfig(boolean enabled, Integer maxAdvertisementIntervalSeconds,
            Integer minAdvertisementIntervalSeconds, Integer lifetimeSeconds, int preference,
            String advertisementAddress) {
        private static final int MAX_LIFETIME = 9000;

        /** Checks every field. */
        public RouterDiscoveryConfig {
            int max = inRange("router_discovery.max_advertisement_interval_seconds", maxAdvertisementIntervalSeconds,
                    600, 4, 1800);
            maxAdvertisementIntervalSeconds = max;
            minAdvertisementIntervalSeconds = inRange("router_discovery.min_advertisement_interval_seconds",
                    minAdvertisementIntervalSeconds, max * 3 / 4, 3, max);
            lifetimeSeconds = inRange("router_discovery.lifetime_seconds", lifetimeSeconds, max * 3, max, MAX_LIFETIME);
            advertisementAddress = advertisementAddress == null ? "224.0.0.1" : advertisementAddress;
            int address = Ipv4Address.parse(advertisementAddress);
            if (address != Ipv4Address.ALL_SYSTEMS && address != Ipv4Address.LIMITED_BROADCAST) {
                throw new IllegalArgumentException("icmp.router_discovery.advertisement_address: "
                        + advertisementAddress + " is not 224.0.0.1 or 255.255.255.255");
            }
        }

        /** No advertisements; everything else as RFC 1256 says. */
        public static RouterDiscoveryConfig defaults() {
            return new RouterDiscoveryConfig(false, null, null, null, 0, null);
        }

        /** The same, advertising or not. */
        public RouterDiscoveryConfig withEnabled(boolean on) {
            return new RouterDiscoveryConfig(on, maxAdvertisementIntervalSeconds, minAdvertisementIntervalSeconds,
                    lifetimeSeconds, preference, advertisementAddress);
        }

        /** {@link #advertisementAddress} as an {@link Ipv4Address}. */
        public int advertisementAddressValue() {
            return Ipv4Address.parse(advertisementAddress);
        }
    }
}
