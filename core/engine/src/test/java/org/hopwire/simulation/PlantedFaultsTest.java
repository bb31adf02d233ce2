package org.hopwire.simulation;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import org.hopwire.simulation.Sandbox.Change;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The simulation finds what it is there to find: faults planted in the engine's source, one at a time. */
class PlantedFaultsTest {
    private static final int MOST_SCHEDULES = 200;
    private static final String ROUTER = "org.hopwire.igmp.router.";
    private static final String HOST = "org.hopwire.igmp.host.";

    /**
     * A fault.
     *
     * @param checker that finds it first
     */
    record Fault(String name, String checker, List<Change> changes) {
        Fault(String name, String checker, String className, String pattern, String replacement) {
            this(name, checker, List.of(new Change(className, pattern, replacement)));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> faults() {
        return Stream.of(elections(), routers(), hosts(), switches(), proxies(), stalls()).flatMap(List::stream);
    }

    private static List<Fault> elections() {
        String querier = ROUTER + "Querier";
        return List.of(
                new Fault("0.0.0.0 wins the election", "QUERIER", List.of(
                        new Change(querier, "if \\(source == family.unspecified\\(\\)\\)",
                                "if (source == family.unspecified() && !isActive())"),
                        new Change(querier, "address != family.unspecified\\(\\)\\s*&& \\(", "(address == 0 || "))),
                new Fault("a querier never cedes", "QUERIER", querier, "querying = false;(\\s*cancelOwnQueries\\(\\);"
                        + "\\s*otherUntilNs)", "$1"),
                new Fault("the highest address wins", "QUERIER", querier,
                        "family.compare\\(address, ownAddress\\) < 0", "family.compare(address, ownAddress) > 0"),
                new Fault("nobody takes over from a querier that is gone", "QUERIER", querier,
                        "querying = canQuery\\(\\);", "querying = false;"),
                new Fault("general queries without pause", "BOUNDS", querier,
                        "\\? of.startupQueryIntervalNs\\(\\) : of.queryIntervalNs\\(\\)",
                        "? of.startupQueryIntervalNs() : of.queryIntervalNs() / 5000"));
    }

    private static List<Fault> routers() {
        return List.of(
                new Fault("group queries are not sent", "LIVENESS", ROUTER + "QueryTrains",
                        "sink.group\\(store.group\\(slot\\), suppress, timers\\);", ""),
                new Fault("group-and-source queries are not sent", "LIVENESS", ROUTER + "QueryTrains",
                        "sink.sources\\(store.group\\(slot\\), sources, count, suppress, timers\\);", ""),
                new Fault("a leave does not lower the group timer", "LIVENESS", ROUTER + "QueryTrains",
                        "store.timerNs\\(slot, untilNs\\);", ""),
                new Fault("a leave is ignored", "LIVENESS", ROUTER + "RecordFilter",
                        "BLOCK_OLD_SOURCES -> true;", "BLOCK_OLD_SOURCES -> type == RecordType.BLOCK_OLD_SOURCES;"),
                new Fault("a quarter of the Group Membership Interval", "SAFETY", ROUTER + "GroupMachine",
                        "now \\+ membershipIntervalNs", "now + membershipIntervalNs / 4"),
                new Fault("a stale timer is not moved", "LIVENESS", ROUTER + "GroupTable",
                        "armed && store.armedNs\\(slot\\) - dueNs <= 0", "armed"),
                new Fault("an EXCLUDE record adds to the exclude list", "LIVENESS", ROUTER + "GroupMachine",
                        "EXCLUDE_IS_EX\\(Both.KEEP, RecordOnly.ADD,",
                        "EXCLUDE_IS_EX(Both.KEEP, RecordOnly.ADD_TO_EXCLUDED,"),
                new Fault("the data path is not told of sources", "SAFETY", ROUTER + "GroupMachine",
                        "\\|\\| !Arrays.equals\\(before, 0, beforeCount, after, 0, afterCount\\)",
                        "|| beforeCount + afterCount == 0"),
                new Fault("one group more than the limit", "BOUNDS", ROUTER + "GroupAdmission",
                        "store.groupCount\\(\\) >= config", "store.groupCount() > config"),
                new Fault("a source that is gone still counts", "SAFETY", ROUTER + "GroupMachine",
                        "store.learnedCount\\(slot, store.learnedCount\\(slot\\) - 1\\);", ""),
                new Fault("a group that is gone still counts", "BOUNDS", ROUTER + "store.Records",
                        "if \\(--used == 0\\)", "if (used - 1 == 0)"));
    }

    private static List<Fault> hosts() {
        return List.of(
                new Fault("EXCLUDE lists of two sockets are united", "SAFETY", "org.hopwire.igmp.core.FilterMerge",
                        "excluded.retainAll\\(sources\\);", "excluded.addAll(sources);"),
                new Fault("an INCLUDE does not lift another socket's EXCLUDE", "SAFETY",
                        "org.hopwire.igmp.core.FilterMerge", "excluded.removeAll\\(included\\);", ""),
                new Fault("version 3 is suppressed by old reports", "SAFETY", HOST + "HostInterface",
                        "if \\(known != null && !link.isVersion3\\(\\)\\) \\{", "responses.cancel();"
                                + " if (known != null && !link.isVersion3()) {"),
                new Fault("a change is not told until somebody asks", "LIVENESS", HOST + "HostInterface",
                        "changes.transmit\\(group, nowNs\\);", "group.endChanges();"),
                new Fault("delays that no seed decides", "DETERMINISM", HOST + "HostLink",
                        "services.random\\(\\).nextLong\\(mostNs\\)", "System.nanoTime() % mostNs"));
    }

    private static List<Fault> switches() {
        return List.of(
                new Fault("a switch lets hosts hear reports", "SAFETY", "org.hopwire.bridge.MembershipMessageHandler",
                        "if \\(isFromMember\\(packet\\)\\) \\{", "if (isFromMember(packet) && packet.ttl() > 1) {"),
                new Fault("a switch learns no router port from queries", "SAFETY", "org.hopwire.igmp.SnoopHandler",
                        "routerHeard\\(vlan, packet.inPort\\(\\), holdNs\\(vlan\\), nowNs\\);", ""),
                new Fault("a switch takes one VLAN's router ports for all", "SAFETY",
                        "org.hopwire.bridge.GroupHandler", "routers.word\\(row, i\\)", "routers.word(0, i)"),
                new Fault("a switch looks for members in the default VLAN", "SAFETY",
                        "org.hopwire.bridge.GroupHandler", "vlan\\[i\\] = packet.vlan\\(\\);",
                        "vlan[i] = BridgePort.DEFAULT_VLAN;"),
                new Fault("every change of the topology is asked about", "BOUNDS", "org.hopwire.igmp.SnoopHandler",
                        "!vlan.asked \\|\\| freeNs - nowNs <= 0", "freeNs != nowNs + 1"));
    }

    private static List<Fault> proxies() {
        String proxy = "org.hopwire.igmp.proxy.MulticastProxy";
        return List.of(
                new Fault("a proxy joins nothing upstream", "SAFETY", proxy,
                        "merge\\(group\\);\\s*ask\\(group, nowNs\\);", "merge(group);"),
                new Fault("a proxy forgets to leave upstream", "SAFETY", proxy,
                        "database.remove\\(its, gone\\);\\s*noteChange\\(its\\);", "database.remove(its, gone);"),
                new Fault("a proxy sends nothing upstream", "SAFETY", "org.hopwire.ip.MulticastForwardHandler",
                        "boolean upstream = scope.addsUpstream\\(packet.inPort\\(\\)\\);",
                        "boolean upstream = false;"));
    }

    private static List<Fault> stalls() {
        return List.of(new Fault("a timer that is late is lost", "QUERIER", "org.hopwire.igmp.core.MachineTimers",
                "owners.get\\(\\(int\\) \\(payload",
                "if (nowNs - deadlineNs < 1_000_000_000L) owners.get((int) (payload"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    @DisplayName("the simulation catches a planted fault (self-test of its checkers)")
    void shouldCatchPlantedFault(Fault fault) {
        LongFunction<String> simulation = Sandbox.simulation(fault.changes());
        int played = 0;
        String complaints = "";
        for (long seed = 0; complaints.isEmpty() && played < MOST_SCHEDULES; seed++) {
            if (isSmall(seed)) {
                played++;
                complaints = simulation.apply(seed);
            }
        }
        System.out.println("planted: " + fault.name() + ": schedule " + played + ": " + complaints.lines().findFirst()
                .orElse("NOT CAUGHT"));
        assertThat(complaints).as(fault.name()).startsWith(fault.checker());
    }

    private static boolean isSmall(long seed) {
        Plan plan = Plan.of(seed);
        return plan.hostVersions().size() <= 4 && plan.querySeconds() <= 16 && plan.switches() <= 2;
    }

    @Test
    void shouldPlantAtLeastFifteenFaults() {
        assertThat(faults()).hasSizeGreaterThanOrEqualTo(15);
    }

    @Test
    void shouldFindNothingWhereNothingIsPlanted() {
        LongFunction<String> simulation = Sandbox.simulation(List.of());
        for (long seed = 0; seed < 20; seed++) {
            assertThat(simulation.apply(seed)).as("seed " + seed).isEmpty();
        }
    }
}
