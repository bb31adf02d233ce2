package org.hopwire.bridge;

import java.util.List;
import java.util.stream.IntStream;

import org.hopwire.bridge.BridgeConfig.FixedStation;
import org.hopwire.bridge.BridgeConfig.Stations;
import org.hopwire.counter.DropReason;
import org.hopwire.pipeline.PipelineCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hopwire.bridge.SwitchRig.frame;

/** Learning, ageing, moves, limits, flooding: IEEE 802.1Q sections 8.6 to 8.8 through a whole worker. */
class StationForwardingTest {
    private SwitchRig rig = new SwitchRig(4);

    private void with(BridgeConfig config) {
        rig.close();
        rig = new SwitchRig(config);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldFloodAFrameForAStationNobodyKnowsButNeverBackWhereItCameFrom() {
        assertThat(rig.on(1, frame(1, 2))).containsExactly(0, 2, 3);
        assertThat(rig.count(BridgeCounter.UNKNOWN_STATION)).isEqualTo(1);
        assertThat(rig.count(PipelineCounter.REPLICATED)).isEqualTo(2);
    }

    @Test
    void shouldSendToTheOnePortWhereAStationWasHeard() {
        rig.on(2, frame(2, 1));
        assertThat(rig.on(1, frame(1, 2))).containsExactly(2);
        assertThat(rig.left(2)).isEqualTo(frame(1, 2).build());
        assertThat(rig.count(BridgeCounter.STATION_LEARNED)).isEqualTo(2);
    }

    @Test
    void shouldNotReflectAFrameToTheSegmentItsStationIsOn() {
        rig.on(1, frame(2, 9));
        assertThat(rig.on(1, frame(1, 2))).isEmpty();
        assertThat(rig.dropped(DropReason.SAME_PORT)).isEqualTo(1);
    }

    @Test
    void shouldFloodBroadcastAndGroupsThatAreNotIpv4() {
        assertThat(rig.on(0, frame(1, 2).eth(SwitchRig.mac(1), "ff:ff:ff:ff:ff:ff"))).containsExactly(1, 2, 3);
        assertThat(rig.on(0, frame(1, 2).eth(SwitchRig.mac(1), "33:33:00:00:00:01").etherType(0x86DD)))
                .containsExactly(1, 2, 3);
        assertThat(rig.on(0, frame(1, 2).eth(SwitchRig.mac(1), "01:80:c2:00:00:10"))).containsExactly(1, 2, 3);
    }

    @Test
    void shouldForgetAStationAfterTheAgeingTimeOfThreeHundredSecondsAndNotBefore() {
        rig.on(2, frame(2, 1));
        rig.passSeconds(299);
        assertThat(rig.on(1, frame(1, 2))).containsExactly(2);
        rig.passSeconds(2);
        assertThat(rig.on(1, frame(1, 2))).containsExactly(0, 2, 3);
    }

    @Test
    void shouldRemainFreshWhileItTalks() {
        for (int i = 0; i < 10; i++) {
            rig.on(2, frame(2, 1));
            rig.passSeconds(200);
        }
        assertThat(rig.on(1, frame(1, 2))).containsExactly(2);
    }

    @Test
    void shouldGiveAgedStationsPlaceBack() {
        with(BridgeConfig.defaults(4).withStations(new Stations(100, 100, 10)));
        for (int i = 0; i < 100; i++) {
            rig.on(2, frame(i + 1, 0));
        }
        rig.passSeconds(11);
        for (int i = 0; i < 12; i++) {
            rig.on(0, frame(2000, 0));
            rig.passSeconds(1);
        }
        assertThat(rig.bridge.stations().size()).isEqualTo(1);
        assertThat(rig.count(BridgeCounter.STATION_AGED)).isEqualTo(100);
    }

    @Test
    void shouldFollowAStationThatMovesAndCountFlapping() {
        rig.on(2, frame(2, 1));
        rig.passSeconds(60);
        rig.on(3, frame(2, 1));
        assertThat(rig.on(1, frame(1, 2))).containsExactly(3);
        assertThat(rig.count(BridgeCounter.STATION_MOVED)).isEqualTo(1);
        assertThat(rig.count(BridgeCounter.STATION_FLAPPED)).isZero();
        rig.on(2, frame(2, 1));
        rig.on(3, frame(2, 1));
        assertThat(rig.count(BridgeCounter.STATION_MOVED)).isEqualTo(3);
        assertThat(rig.count(BridgeCounter.STATION_FLAPPED)).isEqualTo(2);
    }

    @Test
    void shouldNotLearnBeyondAPortsShareNorTheTables() {
        with(BridgeConfig.defaults(4).withStations(new Stations(5, 3, 300)));
        for (int i = 1; i <= 4; i++) {
            rig.on(0, frame(i, 99));
            rig.on(1, frame(10 + i, 99));
        }
        assertThat(rig.bridge.stations().size()).isEqualTo(5);
        assertThat(rig.bridge.stations().size(0)).isEqualTo(3);
        assertThat(rig.count(BridgeCounter.STATION_PORT_LIMIT)).isEqualTo(1);
        assertThat(rig.count(BridgeCounter.STATION_TABLE_LIMIT)).isEqualTo(2);
        // what is there stays exact, what is not is flooded
        assertThat(rig.on(2, frame(70, 1))).containsExactly(0);
        assertThat(rig.on(2, frame(70, 4))).containsExactly(0, 1, 3);
    }

    @Test
    void shouldFloodToAStationThatMovedToAPortWithoutRoom() {
        with(BridgeConfig.defaults(4).withStations(new Stations(5, 1, 300)));
        rig.on(0, frame(1, 99));
        rig.on(1, frame(2, 99));
        rig.on(1, frame(1, 99));
        assertThat(rig.on(2, frame(70, 1))).containsExactly(0, 1, 3);
        assertThat(rig.bridge.stations().size(0)).isZero();
    }

    @Test
    void shouldForgetWhatWasLearnedOnAPortWhoseLinkWentDown() {
        rig.on(2, frame(2, 1));
        rig.on(3, frame(3, 1));
        rig.tables.links().up(2, false);
        assertThat(rig.on(1, frame(1, 2))).containsExactly(0, 3);
        assertThat(rig.on(1, frame(1, 3))).containsExactly(3);
        assertThat(rig.count(BridgeCounter.STATION_FLUSHED)).isEqualTo(1);
        assertThat(rig.bridge.stations().size(2)).isZero();
    }

    @Test
    void shouldForgetAlsoWhereTheLinkCameBackAtOnce() {
        rig.on(2, frame(2, 1));
        rig.tables.links().up(2, false);
        rig.tables.links().up(2, true);
        assertThat(rig.on(1, frame(1, 2))).containsExactly(0, 2, 3);
        // learned anew in the same instant
        rig.on(2, frame(2, 1));
        assertThat(rig.on(1, frame(1, 2))).containsExactly(2);
    }

    @Test
    void shouldTakeNothingFromAPortWithoutALink() {
        rig.tables.links().up(1, false);
        assertThat(rig.on(1, frame(1, 2))).isEmpty();
        assertThat(rig.dropped(DropReason.PORT_DOWN)).isEqualTo(1);
    }

    @Test
    void shouldKeepAFixedStationWhereItIs() {
        with(BridgeConfig.defaults(4).withFixed(new FixedStation(2, 1, 0x0200_0000_0002L)));
        rig.passSeconds(10_000);
        rig.on(3, frame(2, 1));
        assertThat(rig.on(1, frame(1, 2))).containsExactly(2);
        assertThat(rig.count(BridgeCounter.STATION_FIXED)).isEqualTo(1);
        rig.tables.links().up(2, false);
        assertThat(rig.on(1, frame(1, 2))).isEmpty();
        assertThat(rig.dropped(DropReason.PORT_DOWN)).isEqualTo(1);
    }

    @Test
    void shouldNotLearnFromAFrameItRefuses() {
        rig.on(1, frame(1, 2).eth("01:00:00:00:00:07", SwitchRig.mac(2)));
        rig.on(1, frame(1, 2).eth("00:00:00:00:00:00", SwitchRig.mac(2)));
        rig.on(1, frame(1, 2).eth(SwitchRig.MAC, SwitchRig.mac(2)));
        assertThat(rig.dropped(DropReason.BAD_SOURCE_MAC)).isEqualTo(3);
        assertThat(rig.on(1, frame(1, 2).eth(SwitchRig.mac(1), SwitchRig.MAC))).isEmpty();
        assertThat(rig.dropped(DropReason.NOT_FOR_US)).isEqualTo(1);
        assertThat(rig.bridge.stations().size()).isZero();
    }

    @Test
    @DisplayName("IEEE 802.1Q table 8-1: 01:80:c2:00:00:00 to 0f go no further")
    void shouldNotPassOnReservedAddresses() {
        for (int i = 0; i < 16; i++) {
            assertThat(rig.on(1, frame(1, 2).eth(SwitchRig.mac(1), "01:80:c2:00:00:%02x".formatted(i)))).isEmpty();
        }
        assertThat(rig.dropped(DropReason.LINK_RESERVED)).isEqualTo(16);
    }

    @Test
    @DisplayName("End stations judge the IP header of a frame for one station or for all: a wrong checksum passes")
    void shouldPassOnWhatIsNotItsBusiness() {
        rig.on(2, frame(2, 1));
        assertThat(rig.on(1, frame(1, 2).badIpChecksum())).containsExactly(2);
        assertThat(rig.on(1, frame(1, 2).ihl(2))).containsExactly(2);
        assertThat(rig.on(1, frame(1, 2).version(6))).containsExactly(2);
        assertThat(rig.on(1, frame(1, 2).eth(SwitchRig.mac(1), "ff:ff:ff:ff:ff:ff").badIpChecksum()))
                .containsExactly(0, 2, 3);
        assertThat(rig.on(1, frame(1, 2).trailer(new byte[] {1, 2, 3}))).containsExactly(2);
        assertThat(rig.left(2)).as("padding too").isEqualTo(frame(1, 2).trailer(new byte[] {1, 2, 3}).build());
    }

    @Test
    void shouldSwitchAmongFourThousandAndNinetySixPorts() {
        with(BridgeConfig.defaults(4096));
        List<Integer> others = IntStream.range(1, 4096).boxed().toList();
        assertThat(rig.on(0, frame(1, 2))).isEqualTo(others);
        rig.on(4095, frame(2, 1));
        assertThat(rig.on(0, frame(1, 2))).containsExactly(4095);
        rig.join(1, "239.1.1.1", 63);
        rig.join(1, "239.1.1.1", 64);
        rig.join(1, "239.1.1.1", 4094);
        rig.tables.routers().router(1, 3000, true);
        assertThat(rig.on(0, SwitchRig.data(1, "10.0.0.1", "239.1.1.1"))).containsExactly(63, 64, 3000, 4094);
    }
}
