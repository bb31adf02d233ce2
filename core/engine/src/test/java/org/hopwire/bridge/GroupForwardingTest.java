package org.hopwire.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.hopwire.counter.DropReason;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.bridge.SwitchRig.data;

/** Multicast data by group and source: RFC 4541 section 2.1.2. */
class GroupForwardingTest {
    private static final String GROUP = "239.1.1.1";
    private static final String S1 = "10.0.0.11";
    private static final String S2 = "10.0.0.12";
    private static final String S3 = "10.0.0.13";
    private SwitchRig rig = new SwitchRig(6);

    private void with(BridgeConfig config) {
        rig.close();
        rig = new SwitchRig(config);
    }

    private List<Integer> send(String source, String group) {
        return rig.on(0, data(1, source, group));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldSendToMembersAndRouterPortsAlone() {
        rig.join(1, GROUP, 2);
        rig.join(1, GROUP, 4);
        rig.tables.routers().router(1, 5, true);
        assertThat(send(S1, GROUP)).containsExactly(2, 4, 5);
        assertThat(rig.left(4)).as("TTL and all, untouched").isEqualTo(data(1, S1, GROUP).build());
        assertThat(rig.count(BridgeCounter.GROUP_REGISTERED)).isEqualTo(1);
    }

    @Test
    void shouldNotSendBackToAMemberOnTheSendersPort() {
        rig.join(1, GROUP, 0);
        assertThat(send(S1, GROUP)).isEmpty();
        assertThat(rig.dropped(DropReason.MULTICAST_UNREGISTERED)).isEqualTo(1);
        rig.join(1, GROUP, 3);
        assertThat(send(S1, GROUP)).containsExactly(3);
        assertThat(rig.count(PipelineCounter.FORWARDED)).isEqualTo(1);
    }

    @Test
    @DisplayName("32:1 aliasing: 224.1.1.1 and 239.129.1.1 share 01:00:5e:01:01:01 and are told apart by IP address")
    void shouldTellGroupsOfOneLinkAddressApart() {
        byte[] one = data(1, S1, "225.1.1.1").build();
        byte[] other = data(1, S1, "239.129.1.1").build();
        assertThat(one).startsWith(0x01, 0x00, 0x5e, 0x01, 0x01, 0x01);
        assertThat(other).startsWith(0x01, 0x00, 0x5e, 0x01, 0x01, 0x01);
        rig.join(1, "225.1.1.1", 2);
        rig.join(1, "239.129.1.1", 3);
        assertThat(rig.on(0, one)).containsExactly(2);
        assertThat(rig.on(0, other)).containsExactly(3);
    }

    @Test
    void shouldGoByTheIpGroupWhereTheFrameNamesAnother() {
        rig.join(1, GROUP, 2);
        assertThat(rig.on(0, data(1, S1, GROUP).eth(SwitchRig.mac(1), "01:00:5e:7f:00:01"))).containsExactly(2);
    }

    @Test
    @DisplayName("EXCLUDE is exact: all sources but the listed; INCLUDE: the listed alone (RFC 9776 section 6.3)")
    void shouldForwardByExactlyWhatWasAskedFor() {
        rig.filter(1, GROUP, 1, true, S1, S2);
        rig.filter(1, GROUP, 2, false, S1);
        rig.filter(1, GROUP, 3, true);
        rig.filter(1, GROUP, 4, false, S1, S2);
        assertThat(send(S1, GROUP)).containsExactly(2, 3, 4);
        assertThat(send(S2, GROUP)).containsExactly(3, 4);
        assertThat(send(S3, GROUP)).containsExactly(1, 3);
        rig.filter(1, GROUP, 1, false);
        rig.filter(1, GROUP, 3, false);
        assertThat(send(S3, GROUP)).as("registered, unwanted from there").isEmpty();
        assertThat(rig.dropped(DropReason.MULTICAST_UNREGISTERED)).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithAModelOfFiltersForAnyMixture() {
        SplittableRandom random = new SplittableRandom(20251122);
        String[] sources = {S1, S2, S3};
        for (int round = 0; round < 60; round++) {
            String group = "239.2." + round + ".1";
            List<TreeSet<Integer>> wanted = List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
            boolean known = false;
            for (int port = 1; port < 6; port++) {
                int mask = random.nextInt(8);
                boolean exclude = random.nextBoolean();
                List<String> list = new ArrayList<>();
                for (int s = 0; s < 3; s++) {
                    boolean listed = (mask >> s & 1) != 0;
                    if (listed) {
                        list.add(sources[s]);
                    }
                    if (listed != exclude) {
                        wanted.get(s).add(port);
                    }
                }
                known |= exclude || mask != 0;
                rig.filter(1, group, port, exclude, list.toArray(String[]::new));
            }
            for (int s = 0; s < 3; s++) {
                List<Integer> expected = known ? List.copyOf(wanted.get(s)) : List.of(1, 2, 3, 4, 5);
                assertThat(send(sources[s], group)).as("round %d source %d", round, s).isEqualTo(expected);
            }
        }
    }

    @Test
    @DisplayName("R-STATE-02: a group the full table has no room for follows the policy; the others stay exact")
    void shouldFloodAGroupWithoutMembersByDefault() {
        rig.join(1, GROUP, 2);
        assertThat(send(S1, "239.9.9.9")).containsExactly(1, 2, 3, 4, 5);
        assertThat(send(S1, GROUP)).containsExactly(2);
        assertThat(rig.count(BridgeCounter.GROUP_UNREGISTERED)).isEqualTo(1);
    }

    @Test
    void shouldSendAGroupWithoutMembersToRouterPortsWhereThatIsThePolicy() {
        with(BridgeConfig.defaults(6).withUnregistered(GroupPolicy.ROUTER_PORTS));
        assertThat(send(S1, GROUP)).isEmpty();
        rig.tables.routers().router(1, 4, true);
        assertThat(send(S1, GROUP)).containsExactly(4);
        rig.tables.routers().router(1, 4, false);
        assertThat(send(S1, GROUP)).isEmpty();
        assertThat(rig.dropped(DropReason.MULTICAST_UNREGISTERED)).isEqualTo(2);
    }

    @Test
    void shouldDropAGroupWithoutMembersWhereThatIsThePolicy() {
        with(BridgeConfig.defaults(6).withUnregistered(GroupPolicy.DROP));
        rig.tables.routers().router(1, 4, true);
        assertThat(send(S1, GROUP)).isEmpty();
        assertThat(rig.dropped(DropReason.MULTICAST_UNREGISTERED)).isEqualTo(1);
        rig.tables.routers().policy(1, GroupPolicy.FLOOD, GroupPolicy.FLOOD);
        assertThat(send(S1, GROUP)).as("changed while running").containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    @DisplayName("RFC 4541 2.1.2 (2): 224.0.0.0/24 goes to all ports, whatever is registered and whatever the policy")
    void shouldFloodLinkScope() {
        with(BridgeConfig.defaults(6).withUnregistered(GroupPolicy.DROP));
        rig.join(1, "224.0.0.251", 2);
        assertThat(send(S1, "224.0.0.251")).containsExactly(1, 2, 3, 4, 5);
        assertThat(send(S1, "224.0.0.5")).containsExactly(1, 2, 3, 4, 5);
        assertThat(send(S1, "224.0.1.1")).as("not of that block").isEmpty();
    }

    @Test
    void shouldKeepLinkScopeFromHostsWhereThePolicySaysSo() {
        with(BridgeConfig.defaults(6).withLinkScope(GroupPolicy.ROUTER_PORTS));
        rig.tables.routers().router(1, 4, true);
        assertThat(send(S1, "224.0.0.251")).containsExactly(4);
        rig.tables.routers().policy(1, GroupPolicy.FLOOD, GroupPolicy.DROP);
        assertThat(send(S1, "224.0.0.251")).isEmpty();
    }

    @Test
    void shouldKeepAConfiguredRouterPort() {
        with(BridgeConfig.of(List.of(BridgePort.access(1), BridgePort.access(1), BridgePort.access(1).withRouter(),
                BridgePort.access(2).withRouter())).withUnregistered(GroupPolicy.ROUTER_PORTS));
        assertThat(send(S1, GROUP)).containsExactly(2);
        rig.tables.routers().router(1, 2, false);
        assertThat(send(S1, GROUP)).containsExactly(2);
    }

    @Test
    void shouldSendNothingToAPortWithoutALink() {
        rig.join(1, GROUP, 2);
        rig.join(1, GROUP, 3);
        rig.tables.links().up(3, false);
        assertThat(send(S1, GROUP)).containsExactly(2);
    }

    @Test
    @DisplayName("Data is forwarded by its IP header, so the header must be right: each fault has its reason")
    void shouldDropMulticastWhoseHeaderIsWrong() {
        rig.on(0, data(1, S1, GROUP).badIpChecksum());
        rig.on(0, data(1, S1, GROUP).version(6));
        rig.on(0, data(1, S1, GROUP).ihl(4));
        rig.on(0, data(1, S1, GROUP).totalLength(2000));
        rig.on(0, data(1, S1, GROUP).totalLength(19));
        rig.on(0, data(1, S1, GROUP).truncateTo(30));
        assertThat(rig.dropped(DropReason.BAD_HEADER_CHECKSUM)).isEqualTo(1);
        assertThat(rig.dropped(DropReason.BAD_VERSION)).isEqualTo(1);
        assertThat(rig.dropped(DropReason.BAD_IHL)).isEqualTo(1);
        assertThat(rig.dropped(DropReason.BAD_TOTAL_LENGTH)).isEqualTo(2);
        assertThat(rig.dropped(DropReason.SHORT_FRAME)).isEqualTo(1);
        assertThat(rig.bridge.stations().size()).as("nothing learned from them").isZero();
    }

    @Test
    void shouldForwardFragmentsOfDataLikeWhole() {
        rig.join(1, GROUP, 2);
        Packets later = data(1, S1, GROUP).fragmentOffset(1480);
        assertThat(rig.on(0, later)).containsExactly(2);
        assertThat(rig.left(2)).isEqualTo(later.build());
    }

    @Test
    void shouldFloodUnicastIpInAGroupFrame() {
        assertThat(rig.on(0, data(1, S1, GROUP).ip(S1, "10.0.0.200"))).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void shouldLeavePaddingBehindTheDatagramAsItIs() {
        rig.join(1, GROUP, 2);
        Packets padded = data(1, S1, GROUP).trailer(new byte[] {7, 8, 9});
        assertThat(rig.on(0, padded)).containsExactly(2);
        assertThat(rig.left(2)).isEqualTo(padded.build());
    }
}
