package org.hopwire.bridge;

import java.util.List;

import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.bridge.SwitchRig.frame;

/**
 * VLANs (IEEE 802.1Q): ports 0 and 1 are access ports of VLAN 10, port 2 of VLAN 20; port 3 is a trunk with VLANs 10
 * and 20 tagged and 99 native; port 4 a trunk with VLAN 10 native and 20 tagged; port 5 takes tagged frames of 10
 * alone.
 */
class VlanForwardingTest {
    private static final int PRIORITY_5 = 0xA000;
    private final SwitchRig rig = new SwitchRig(BridgeConfig.of(List.of(BridgePort.access(10), BridgePort.access(10),
            BridgePort.access(20), BridgePort.trunk(99, 10, 20), BridgePort.trunk(10, 20), BridgePort.trunk(0, 10))));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldFloodInTheVlanAloneTaggedWhereItIsTagged() {
        byte[] plain = frame(1, 2).build();
        byte[] tagged = frame(1, 2).vlan(10).build();
        assertThat(rig.on(0, plain)).containsExactly(1, 3, 4, 5);
        assertThat(rig.left(1)).isEqualTo(plain);
        assertThat(rig.left(4)).isEqualTo(plain);
        assertThat(rig.left(3)).isEqualTo(tagged);
        assertThat(rig.left(5)).isEqualTo(tagged);
        assertThat(rig.count(PipelineCounter.FORWARDED)).isEqualTo(1);
        assertThat(rig.count(PipelineCounter.REPLICATED)).isEqualTo(3);
    }

    @Test
    void shouldTakeTheTagAwayOnAccessPorts() {
        assertThat(rig.on(3, frame(1, 2).tag(0x8100, PRIORITY_5 | 10))).containsExactly(0, 1, 4, 5);
        assertThat(rig.left(0)).isEqualTo(frame(1, 2).build());
        assertThat(rig.left(5)).as("priority kept").isEqualTo(frame(1, 2).tag(0x8100, PRIORITY_5 | 10).build());
    }

    @Test
    void shouldKeepStationsOfOneAddressInTwoVlansApart() {
        rig.on(0, frame(7, 1));
        rig.on(2, frame(7, 1));
        assertThat(rig.on(1, frame(1, 7))).containsExactly(0);
        assertThat(rig.on(4, frame(1, 7).vlan(20))).containsExactly(2);
        assertThat(rig.left(2)).isEqualTo(frame(1, 7).build());
        assertThat(rig.count(BridgeCounter.STATION_MOVED)).isZero();
    }

    @Test
    void shouldTagAKnownStationsFrameInPlace() {
        rig.on(3, frame(8, 1).vlan(10));
        assertThat(rig.on(0, frame(1, 8))).containsExactly(3);
        assertThat(rig.left(3)).isEqualTo(frame(1, 8).vlan(10).build());
        assertThat(rig.count(PipelineCounter.REPLICATED)).as("of the first frame alone").isEqualTo(3);
    }

    @Test
    void shouldPutFramesWithoutVlanOrWithAPriorityAloneInTheUntaggedVlan() {
        assertThat(rig.on(4, frame(1, 2))).containsExactly(0, 1, 3, 5);
        assertThat(rig.on(4, frame(1, 2).tag(0x8100, PRIORITY_5))).containsExactly(0, 1, 3, 5);
        assertThat(rig.left(3)).isEqualTo(frame(1, 2).tag(0x8100, PRIORITY_5 | 10).build());
        assertThat(rig.left(0)).isEqualTo(frame(1, 2).build());
    }

    @Test
    void shouldRefuseVlansThatAreNotOfThePort() {
        assertThat(rig.on(0, frame(1, 2).vlan(20))).isEmpty();
        assertThat(rig.on(3, frame(1, 2).vlan(30))).isEmpty();
        assertThat(rig.on(3, frame(1, 2).vlan(4095))).isEmpty();
        assertThat(rig.on(5, frame(1, 2))).as("no untagged vlan").isEmpty();
        assertThat(rig.on(5, frame(1, 2).tag(0x8100, PRIORITY_5))).isEmpty();
        assertThat(rig.dropped(DropReason.BAD_VLAN)).isEqualTo(5);
        assertThat(rig.bridge.stations().size()).isZero();
    }

    @Test
    void shouldFindNobodyInAVlanOfOnePort() {
        assertThat(rig.on(3, frame(1, 2))).isEmpty();
        assertThat(rig.dropped(DropReason.NO_EGRESS_PORT)).isEqualTo(1);
    }

    @Test
    void shouldTakeATagThatThePortStripped() {
        rig.inject(3, frame(1, 2).build(), Burst.VLAN_STRIPPED, 0x8100 << 16 | PRIORITY_5 | 10);
        assertThat(rig.run()).containsExactly(0, 1, 4, 5);
        assertThat(rig.left(0)).isEqualTo(frame(1, 2).build());
        assertThat(rig.left(5)).isEqualTo(frame(1, 2).tag(0x8100, PRIORITY_5 | 10).build());
    }

    @Test
    void shouldTreatAServiceTagAsPayloadWhetherStrippedOrNot() {
        byte[] service = frame(1, 2).tag(0x88A8, 10).build();
        assertThat(rig.on(0, service)).containsExactly(1, 3, 4, 5);
        assertThat(rig.left(1)).isEqualTo(service);
        rig.inject(0, frame(1, 2).build(), Burst.VLAN_STRIPPED, 0x88A8 << 16 | 10);
        assertThat(rig.run()).containsExactly(1, 3, 4, 5);
        assertThat(rig.left(1)).isEqualTo(service);
        assertThat(rig.left(3)).isEqualTo(frame(1, 2).tag(0x8100, 10).tag(0x88A8, 10).build());
    }

    @Test
    void shouldCarryAnInnerTagThrough() {
        Packets both = frame(1, 2).vlan(10).vlan(77);
        assertThat(rig.on(3, both)).containsExactly(0, 1, 4, 5);
        assertThat(rig.left(0)).isEqualTo(frame(1, 2).vlan(77).build());
    }

    @Test
    void shouldLookGroupsUpInTheirVlanAlone() {
        rig.join(10, "239.1.1.1", 1);
        rig.join(10, "239.1.1.1", 3);
        rig.join(20, "239.1.1.1", 2);
        rig.join(20, "239.1.1.1", 0);
        assertThat(rig.on(0, SwitchRig.data(1, "10.0.0.1", "239.1.1.1"))).containsExactly(1, 3);
        assertThat(rig.left(3)).isEqualTo(SwitchRig.data(1, "10.0.0.1", "239.1.1.1").vlan(10).build());
        assertThat(rig.on(3, SwitchRig.data(1, "10.0.0.1", "239.1.1.1").vlan(20))).as("port 0 is not in vlan 20")
                .containsExactly(2);
    }

    @Test
    void shouldTellTheControlAgentTheVlan() {
        rig.on(3, SwitchRig.igmp(1, "239.1.1.1", new byte[] {0x16, 0, 0, 0, (byte) 239, 1, 1, 1}).vlan(20));
        rig.on(0, SwitchRig.igmp(1, "239.1.1.1", new byte[] {0x16, 0, 0, 0, (byte) 239, 1, 1, 1}));
        assertThat(rig.punted).extracting(SwitchRig.Punt::vlan).containsExactly(20, 10);
        assertThat(rig.punted).extracting(SwitchRig.Punt::port).containsExactly(3, 0);
    }

    @Test
    void shouldSendItsOwnFramesIntoAVlanWithAndWithoutTag() {
        byte[] query = Packets.ipv4("10.0.0.254", "224.0.0.1").ttl(1).routerAlert().igmp(new byte[] {0x11, 100, 0, 0, 0,
            0, 0, 0}).build();
        assertThat(rig.say(10, -1, query)).containsExactly(0, 1, 3, 4, 5);
        Packets framed = Packets.ipv4("10.0.0.254", "224.0.0.1").eth(SwitchRig.MAC, "01:00:5e:00:00:01").ttl(1)
                .routerAlert().igmp(new byte[] {0x11, 100, 0, 0, 0, 0, 0, 0});
        assertThat(rig.left(0)).isEqualTo(framed.build());
        assertThat(rig.left(3)).isEqualTo(framed.vlan(10).build());
        assertThat(rig.count(PipelineCounter.ORIGINATED)).isEqualTo(5);
        assertThat(rig.say(20, 3, query)).containsExactly(3);
        assertThat(rig.say(20, 0, query)).as("port 0 is not in vlan 20").isEmpty();
        assertThat(rig.say(7, -1, query)).as("no such vlan").isEmpty();
        assertThat(rig.count(PipelineCounter.ORIGINATED_LOST)).isEqualTo(2);
    }
}
