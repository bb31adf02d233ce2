package org.hopwire.simulation;

import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.igmp.config.IgmpConfig;
import org.hopwire.igmp.config.IgmpConfig.Snooping.Unregistered;

/**
 * What a network consists of. One LAN: a hub, or a tree of snooping switches; perhaps a second one behind a proxy, a
 * hub of its own or another VLAN of the same switches.
 *
 * @param seed of everything
 * @param version of the routers and switches
 * @param routers how many
 * @param hostVersions version of each host
 * @param hostsPerEngine hosts that share an engine, a port each, and its fate
 * @param switches how many; 0 for a hub
 * @param robustness of the routers
 * @param querySeconds query interval
 * @param responseSeconds query response interval
 * @param fastLeave whether routers and switches track hosts to end groups at once
 * @param pim whether routers send PIM hellos, so that switches find those that do not query
 * @param unregistered policy of the switches
 * @param groupLimit most groups of a router's LAN; the model holds only where they all fit
 * @param chaosSeconds how long things go wrong
 * @param proxied hosts, the last ones, that are behind a proxy (RFC 4605)
 * @param trunk how switches carry VLANs among each other
 */
record Plan(long seed, int version, int routers, List<Integer> hostVersions, int hostsPerEngine, int switches,
        int robustness, int querySeconds, int responseSeconds, boolean fastLeave, boolean pim,
        Unregistered unregistered, int groupLimit, int chaosSeconds, int proxied, Trunk trunk) {
    static final long SECOND_NS = 1_000_000_000L;
    /** The first two and the last share a link-layer address; the fourth is source-specific; the last stays unused. */
    static final List<String> GROUPS = List.of("239.1.1.1", "239.129.1.1", "239.7.7.7", "232.1.1.1", "224.1.1.1");
    static final int SSM_GROUP = 3;
    static final int FRESH_GROUP = 4;
    /** The last is never named in a filter. */
    static final List<String> SOURCES = List.of("10.99.0.1", "10.99.0.2", "10.99.0.3", "10.99.0.4", "10.99.0.9");
    static final int ROOMY = 64;
    static final int MAIN_VLAN = 10;
    static final int SECOND_VLAN = 20;
    private static final int SLACK_SECONDS = 5;
    private static final int LONGEST_DELAY_SECONDS = 30;

    /** VLANs between switches. */
    enum Trunk {
        /** None anywhere. */
        NONE,
        /** Both carry a tag. */
        TAGGED,
        /** The second carries a tag. */
        NATIVE
    }

    static Plan of(long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x5eed);
        int size = random.nextInt(100);
        int hosts = size < 70 ? 1 + random.nextInt(3) : size < 95 ? 2 + random.nextInt(8) : 10 + random.nextInt(41);
        int routers = random.nextInt(100) < 50 ? 1 : 1 + random.nextInt(4);
        int switches = random.nextInt(100) < 50 ? 0 : random.nextInt(100) < 60 ? 1 : 1 + random.nextInt(5);
        int version = random.nextInt(100) < 70 ? 3 : random.nextInt(100) < 70 ? 2 : 1;
        boolean pure = random.nextInt(100) < 40;
        List<Integer> versions = random.ints(hosts, 0, 100)
                .mapToObj(draw -> pure || draw < 60 ? 3 : draw < 85 ? 2 : 1).toList();
        int query = List.of(10, 10, 10, 12, 16, 60, 125).get(random.nextInt(7));
        // version 1 grants 10 s, whatever is configured
        int response = version == 1 ? 10 : 1 + random.nextInt(10);
        boolean hellos = (routers > 1 && (switches > 0 || version == 1)) || random.nextInt(100) < 20;
        List<Unregistered> policies = List.of(Unregistered.values());
        Unregistered policy = policies.get(random.nextInt(policies.size()));
        int perEngine = hosts <= 3 ? 1 : 1 + random.nextInt(8);
        int robustness = 1 + random.nextInt(3);
        boolean fast = random.nextBoolean();
        int groupLimit = random.nextInt(100) < 10 ? 1 + random.nextInt(2) : ROOMY;
        int chaos = 30 + random.nextInt(300);
        int proxied = random.nextInt(100) < 20 ? 1 + random.nextInt(hosts) : 0;
        Trunk trunk = switches > 0 && random.nextInt(100) < 40
                ? random.nextBoolean() ? Trunk.TAGGED : Trunk.NATIVE
                : Trunk.NONE;
        return new Plan(seed, version, routers, versions, perEngine, switches,
                robustness, query, response, fast, hellos, policy, groupLimit, chaos, proxied, trunk);
    }

    boolean isRoomy() {
        return groupLimit >= GROUPS.size();
    }

    boolean isPureV3() {
        return version == 3 && hostVersions.stream().allMatch(each -> each == 3);
    }

    /** Hosts of the LAN the routers are on. */
    int direct() {
        return hostVersions.size() - proxied;
    }

    boolean isProxied(int host) {
        return host >= direct();
    }

    /** Whether whatever comes to the second LAN comes to all of it. */
    boolean isSecondAHub() {
        return trunk == Trunk.NONE;
    }

    List<Integer> vlans() {
        return trunk == Trunk.NONE ? List.of(1) : List.of(MAIN_VLAN, SECOND_VLAN);
    }

    /** LANs a change has to go through. */
    int hops() {
        return proxied > 0 ? 2 : 1;
    }

    /** The router with the lowest address; in version 1 the designated one, which has the highest. */
    int querier() {
        return version == 1 ? routers - 1 : 0;
    }

    /** Version a host's reports are in when the routers alone decide. */
    int spoken(int host) {
        return Math.min(version, hostVersions.get(host));
    }

    int groupMembershipSeconds() {
        return robustness * querySeconds + responseSeconds;
    }

    /** Longest pause between repetitions of what a host says unasked, all of them. */
    int announcementSeconds() {
        return robustness * (isPureV3() ? 1 : 10) + 1;
    }

    int pruneSeconds() {
        return hops() * ((isPureV3() ? robustness : groupMembershipSeconds()) + 1);
    }

    /** From the last fault to a state that follows from the members alone. */
    int settleSeconds() {
        // somebody may have asked in version 1, which grants 10 s
        int longest = robustness * querySeconds + 10;
        return LONGEST_DELAY_SECONDS + (hops() + 1) * longest + hops() * querySeconds + responseSeconds + robustness
                + (pim ? 35 : 0) + SLACK_SECONDS;
    }

    IgmpConfig.Timers timers() {
        return new IgmpConfig.Timers(robustness, querySeconds * 1000, responseSeconds * 1000, null, null, null, null);
    }

    IgmpConfig configure(IgmpConfig base, int spokenVersion) {
        return base.withVersion(spokenVersion).withTimers(IgmpConfig.TimerProfile.RFC9776, timers())
                .withFastLeave(fastLeave).withPim(new IgmpConfig.Pim(pim, null, 10));
    }

    IgmpConfig.Snooping snooping() {
        return new IgmpConfig.Snooping(unregistered, null, null, null, null);
    }
}
