package org.hopwire.ip.path;

/**
 * What is learned of the ways to destinations. Absent ({@code null}) components take their defaults; a value out of
 * range is refused with an {@link IllegalArgumentException} that names it.
 *
 * @param learnMtu whether "fragmentation needed" about a flow of ours lowers the path MTU (RFC 1191), default true
 * @param leastMtu no path MTU is believed below this, 68 (RFC 1191 section 3) to 1500, default 68; Linux has 552
 * @param mtuSeconds how long a path MTU is believed (RFC 1191 section 6.3), 600 to 86,400, default 600
 * @param acceptRedirects whether a host goes by redirects about flows of ours (RFC 1122 section 3.2.2.2); default true
 *        of a host; a router never does (RFC 1812 section 5.2.7.2)
 * @param redirectSeconds how long a redirect is gone by, 1 to 86,400, default 300
 * @param routerDiscovery whether a host looks for default routers and goes by their advertisements where it has no
 *        route (RFC 1256 section 5), default false
 * @param maxEntries destinations something is known of at one time, 16 to 65,536, default 1024
 */
public record PathConfig(Boolean learnMtu, Integer leastMtu, Integer mtuSeconds, Boolean acceptRedirects,
        Integer redirectSeconds, boolean routerDiscovery, Integer maxEntries) {
    /** Checks every field. */
    public PathConfig {
        learnMtu = learnMtu == null || learnMtu;
        leastMtu = inRange("least_mtu", leastMtu, 68, 68, 1500);
        mtuSeconds = inRange("mtu_seconds", mtuSeconds, 600, 600, 86_400);
        redirectSeconds = inRange("redirect_seconds", redirectSeconds, 300, 1, 86_400);
        maxEntries = inRange("max_entries", maxEntries, 1024, 16, 1 << 16);
    }

    /** Path MTU and, of a host, redirects; no router discovery. */
    public static PathConfig defaults() {
        return new PathConfig(null, null, null, null, null, false, null);
    }

    /** The same with another least MTU. */
    public PathConfig withLeastMtu(int octets) {
        return new PathConfig(learnMtu, octets, mtuSeconds, acceptRedirects, redirectSeconds, routerDiscovery,
                maxEntries);
    }

    /** The same with room for another number of destinations. */
    public PathConfig withMaxEntries(int entries) {
        return new PathConfig(learnMtu, leastMtu, mtuSeconds, acceptRedirects, redirectSeconds, routerDiscovery,
                entries);
    }

    /** The same going by redirects or not. */
    public PathConfig withAcceptRedirects(boolean accepted) {
        return new PathConfig(learnMtu, leastMtu, mtuSeconds, accepted, redirectSeconds, routerDiscovery, maxEntries);
    }

    /** The same learning path MTUs or not. */
    public PathConfig withLearnMtu(boolean learned) {
        return new PathConfig(learned, leastMtu, mtuSeconds, acceptRedirects, redirectSeconds, routerDiscovery,
                maxEntries);
    }

    /** The same looking for routers or not. */
    public PathConfig withRouterDiscovery(boolean looking) {
        return new PathConfig(learnMtu, leastMtu, mtuSeconds, acceptRedirects, redirectSeconds, looking, maxEntries);
    }

    private static int inRange(String field, Integer value, int absent, int least, int most) {
        int checked = value == null ? absent : value;
        if (checked < least || checked > most) {
            throw new IllegalArgumentException(
                    "ip.path." + field + ": " + checked + " is not " + least + " to " + most);
        }
        return checked;
    }
}
