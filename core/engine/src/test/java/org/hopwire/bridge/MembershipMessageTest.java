package org.hopwire.bridge;

import java.util.Arrays;
import java.util.List;

import org.hopwire.counter.DropReason;
import org.hopwire.packet.PacketClass;
import org.hopwire.pipeline.PipelineCounter;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.bridge.SwitchRig.igmp;

/** IGMP and PIM through a switch: RFC 4541 section 2.1.1. Port 3 has a router, ports 0 to 2 have hosts. */
class MembershipMessageTest {
    private static final String GROUP = "239.1.1.1";
    private final SwitchRig rig = new SwitchRig(4);

    MembershipMessageTest() {
        rig.tables.routers().router(1, 3, true);
    }

    private static byte[] message(int type) {
        return new byte[] {(byte) type, 0, 0, 0, (byte) 239, 1, 1, 1};
    }

    private static byte[] reportV3() {
        return new byte[] {0x22, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0, (byte) 239, 1, 1, 1};
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest(name = "type {0} to {1}")
    @CsvSource({"0x12,239.1.1.1", "0x16,239.1.1.1", "0x17,224.0.0.2", "0x22,224.0.0.22"})
    @DisplayName("Reports and leaves reach router ports alone, never hosts; OVN #126: no report suppresses another")
    void shouldKeepReportsFromHosts(String type, String destination) {
        byte[] message = Integer.decode(type) == 0x22 ? reportV3() : message(Integer.decode(type));
        Packets report = igmp(1, destination, message);
        assertThat(rig.on(0, report)).containsExactly(3);
        assertThat(rig.left(3)).isEqualTo(report.build());
        assertThat(rig.punted).hasSize(1);
        assertThat(rig.punted.get(0).sort()).isEqualTo(PacketClass.IGMP);
        assertThat(rig.punted.get(0).datagram()).isEqualTo(Packets.withoutEthernet(report.build()));
        assertThat(rig.count(PipelineCounter.FORWARDED)).isEqualTo(1);
        assertThat(rig.count(PipelineCounter.CONSUMED)).isZero();
    }

    @Test
    void shouldConsumeAReportWhereThereIsNoRouterPort() {
        rig.tables.routers().router(1, 3, false);
        assertThat(rig.on(0, igmp(1, GROUP, message(0x16)))).isEmpty();
        assertThat(rig.punted).hasSize(1);
        assertThat(rig.count(PipelineCounter.CONSUMED)).isEqualTo(1);
    }

    @Test
    void shouldNotSendAReportBackToTheRouterPortItCameFrom() {
        assertThat(rig.on(3, igmp(1, GROUP, message(0x16)))).isEmpty();
        assertThat(rig.punted).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "239.1.1.1"})
    void shouldFloodQueriesAndShowThemToTheControlAgent(String destination) {
        assertThat(rig.on(3, igmp(9, destination, message(0x11)))).containsExactly(0, 1, 2);
        assertThat(rig.punted).extracting(SwitchRig.Punt::port).containsExactly(3);
    }

    @Test
    @DisplayName("R-QUER-02: a query from 0.0.0.0 is forwarded and shown like any; who learns what from it is policy")
    void shouldForwardAQueryFromNobody() {
        byte[] query = igmp(9, "224.0.0.1", message(0x11)).ip("0.0.0.0", "224.0.0.1").build();
        assertThat(rig.on(2, query)).containsExactly(0, 1, 3);
        assertThat(rig.punted.get(0).datagram()).startsWith(0x46);
        assertThat(rig.tables.routers().isRouterPort(1, 2)).as("the data path learns no router port").isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x30, 0x31, 0x32, 0x13, 0x14, 0x1E, 0x1F, 0x42, 0xFF})
    @DisplayName("Multicast router discovery, and kinds that a snooper does not know, go to all (RFC 4541 2.1.1)")
    void shouldFloodOtherKinds(int type) {
        assertThat(rig.on(2, igmp(9, "224.0.0.106", message(type)))).containsExactly(0, 1, 3);
        assertThat(rig.punted).hasSize(1);
    }

    @Test
    void shouldFloodPimHellosAndShowThemToTheControlAgent() {
        byte[] hello = {0x20, 0, 0, 0, 0, 1, 0, 2, 0, 105};
        int sum = Packets.checksum(hello, 0, hello.length);
        hello[2] = (byte) (sum >> 8);
        hello[3] = (byte) sum;
        assertThat(rig.on(2, SwitchRig.data(9, "10.0.0.9", "224.0.0.13").payload(103, hello))).containsExactly(0, 1, 3);
        assertThat(rig.punted).extracting(SwitchRig.Punt::sort).containsExactly(PacketClass.PIM);
        hello[9] ^= 1;
        assertThat(rig.on(2, SwitchRig.data(9, "10.0.0.9", "224.0.0.13").payload(103, hello))).containsExactly(0, 1, 3);
        assertThat(rig.punted).as("one with a wrong checksum teaches nothing").hasSize(1);
    }

    @Test
    void shouldDropWhatIsWrongUpToTheChecksum() {
        rig.on(0, igmp(1, GROUP, message(0x16)).badL4Checksum());
        rig.on(0, igmp(1, GROUP, Arrays.copyOf(message(0x16), 7)));
        rig.on(0, igmp(1, GROUP, message(0x16)).badIpChecksum());
        rig.on(0, igmp(1, GROUP, message(0x16)).ihl(15));
        assertThat(rig.dropped(DropReason.IGMP_BAD_CHECKSUM)).isEqualTo(1);
        assertThat(rig.dropped(DropReason.IGMP_SHORT)).isEqualTo(1);
        assertThat(rig.dropped(DropReason.BAD_HEADER_CHECKSUM)).isEqualTo(1);
        assertThat(rig.dropped(DropReason.BAD_TOTAL_LENGTH) + rig.dropped(DropReason.BAD_IHL)).isEqualTo(1);
        assertThat(rig.punted).isEmpty();
    }

    @Test
    @DisplayName("RFC 4541 2.1.1 (5): what a port may pass although it is malformed is for routers alone, and counted")
    void shouldPassMalformedReportsToRoutersWhereThePortDoes() {
        byte[] cut = reportV3();
        cut[7] = 2;
        assertThat(rig.on(0, igmp(1, "224.0.0.22", cut))).isEmpty();
        assertThat(rig.dropped(DropReason.IGMP_BAD_LENGTH)).isEqualTo(1);
        assertThat(rig.punted).as("the control agent is not bothered").isEmpty();
        BridgePort lenient = BridgePort.access(1).passingMalformed();
        try (SwitchRig other = new SwitchRig(BridgeConfig.of(List.of(lenient, BridgePort.access(1),
                BridgePort.access(1).withRouter())))) {
            assertThat(other.on(0, igmp(1, "224.0.0.22", cut))).containsExactly(2);
            assertThat(other.on(1, igmp(2, "224.0.0.22", cut))).as("the other port is strict").isEmpty();
            assertThat(other.count(BridgeCounter.MALFORMED_PASSED)).isEqualTo(1);
            assertThat(other.punted).hasSize(1);
        }
    }

    @Test
    @DisplayName("R-SUPP-01: a report in a frame that is not its own kind reaches no host and teaches nothing")
    void shouldNotPassOnAReportInAForeignFrame() {
        rig.on(1, SwitchRig.frame(2, 1));
        byte[] message = message(0x16);
        List<Packets> forged = List.of(igmp(1, GROUP, message).eth(SwitchRig.mac(1), SwitchRig.mac(2)),
                igmp(1, GROUP, message).eth(SwitchRig.mac(1), SwitchRig.mac(200)),
                igmp(1, GROUP, message).eth(SwitchRig.mac(1), "ff:ff:ff:ff:ff:ff"),
                igmp(1, GROUP, message).eth(SwitchRig.mac(1), "01:00:5e:01:01:02"),
                igmp(1, GROUP, message).eth(SwitchRig.mac(1), "33:33:00:00:00:01"),
                igmp(1, GROUP, message).ip("10.0.0.1", "10.0.0.2"),
                igmp(1, GROUP, message).ip("10.0.0.1", "10.0.0.2").eth(SwitchRig.mac(1), SwitchRig.mac(2)));
        for (Packets each : forged) {
            assertThat(rig.on(0, each)).isEmpty();
        }
        assertThat(rig.dropped(DropReason.IGMP_MISADDRESSED)).isEqualTo(forged.size());
        assertThat(rig.punted).isEmpty();
    }

    @Test
    @DisplayName("RFC 9776 4.2.14: a report to a router's own address goes where the router is")
    void shouldPassAReportToARoutersAddress() {
        rig.on(3, SwitchRig.frame(9, 1));
        Packets report = igmp(1, GROUP, message(0x16)).ip("10.0.0.1", "10.0.0.9").eth(SwitchRig.mac(1),
                SwitchRig.mac(9));
        assertThat(rig.on(0, report)).containsExactly(3);
        Packets toUs = igmp(1, GROUP, message(0x16)).ip("10.0.0.1", "10.0.0.9").eth(SwitchRig.mac(1), SwitchRig.MAC);
        assertThat(rig.on(0, toUs)).isEmpty();
        assertThat(rig.punted).hasSize(1);
    }

    @Test
    void shouldPassAQueryToOneStation() {
        rig.on(1, SwitchRig.frame(2, 1));
        Packets query = igmp(9, GROUP, message(0x11)).ip("10.0.0.9", "10.0.0.2").eth(SwitchRig.mac(9),
                SwitchRig.mac(2));
        assertThat(rig.on(3, query)).containsExactly(1);
    }

    @Test
    void shouldKeepFragmentsOfIgmpFromHosts() {
        rig.on(1, SwitchRig.frame(2, 1));
        assertThat(rig.on(0, igmp(1, GROUP, message(0x16)).moreFragments())).containsExactly(3);
        assertThat(rig.on(0, igmp(1, GROUP, message(0x16)).fragmentOffset(8))).containsExactly(3);
        assertThat(rig.on(0, igmp(1, GROUP, message(0x16)).moreFragments().ip("10.0.0.1", "10.0.0.2")
                .eth(SwitchRig.mac(1), SwitchRig.mac(2)))).isEmpty();
        assertThat(rig.punted).isEmpty();
    }

    @Test
    void shouldGoOnForwardingWhereTheControlAgentIsBusy() {
        byte[] query = igmp(9, "224.0.0.1", message(0x11)).build();
        for (int i = 0; i < 100; i++) {
            rig.inject(2, query, 0, 0);
        }
        assertThat(rig.run()).containsExactly(0, 1, 3);
        assertThat(rig.punted).hasSize(64);
        assertThat(rig.count(PipelineCounter.MIRRORS_LOST)).isEqualTo(36);
        assertThat(rig.count(PipelineCounter.FORWARDED)).isEqualTo(100);
    }
}
