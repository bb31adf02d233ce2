package org.hopwire.bridge;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.counter.CounterRegistry;
import org.hopwire.counter.CounterSet;
import org.hopwire.counter.DropReason;
import org.hopwire.memory.Burst;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.ParserRig;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Packets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The switch's gate on frames between poison: nothing outside a frame is read or written. */
class SwitchParserTest {
    private static final VlanTable VLANS = new VlanTable(List.of(BridgePort.trunk(1, 7), BridgePort.access(1)));
    private static final byte[] REPORT = {0x16, 0, 0, 0, (byte) 239, 1, 1, 1};
    private final ParserRig zeros = rig(0x00);
    private final ParserRig ones = rig(0xFF);

    private static ParserRig rig(int poison) {
        CounterSet<BridgeCounter> counters = new CounterRegistry(64).register(BridgeCounter.class, "b", 150);
        return new ParserRig(new SwitchParser(VLANS, new LinkStateTable(2),
                new TopologyWatch(new TopologyTable(2), counters), SwitchRig.OWN_MAC), poison);
    }

    @AfterEach
    void close() {
        zeros.close();
        ones.close();
    }

    private static String outcome(ParserRig rig, byte[] frame, int flags, int tag) {
        Packet packet = rig.parse(0, frame, frame.length, flags, tag);
        if (packet.verdict() == Verdict.DROP) {
            return packet.dropReason().label();
        }
        assertThat(packet.address() + packet.length()).as("view inside the frame")
                .isLessThanOrEqualTo(packet.frameAddress() + packet.frameLength());
        return packet.packetClass() + " vlan " + packet.vlan() + " to " + packet.targetMac() + ' '
                + packet.is(Packet.LINK_GROUP) + packet.is(Packet.MULTICAST) + ' '
                + HexFormat.of().formatHex(ParserRig.datagram(packet));
    }

    private String both(byte[] frame) {
        String first = outcome(zeros, frame, 0, 0);
        zeros.assertSurroundingsIntact();
        assertThat(outcome(ones, frame, 0, 0)).as("the same among zeros and among ones").isEqualTo(first);
        ones.assertSurroundingsIntact();
        return first;
    }

    private static Packets report() {
        return SwitchRig.igmp(1, "239.1.1.1", REPORT);
    }

    @Test
    @DisplayName("R-LEN-04: a frame cut after any octet, with and without tag, is short or passes unseen")
    void shouldSurviveEveryTruncation() {
        for (Packets whole : List.of(report(), report().vlan(7))) {
            byte[] frame = whole.build();
            int link = frame.length == report().build().length ? 14 : 18;
            for (int length = 0; length < frame.length; length++) {
                String outcome = both(Arrays.copyOf(frame, length));
                assertThat(outcome).as("%d octets", length)
                        .isEqualTo(length < link + 20
                                ? "short-frame"
                                : length < link + 24
                                        ? "bad-ihl"
                                        : "bad-total-length");
            }
            assertThat(both(frame)).startsWith("IGMP vlan ");
        }
    }

    @Test
    @DisplayName("R-LEN-05: a frame the capture cut is not passed on as if it were whole")
    void shouldDropWhatTheCaptureCut() {
        assertThat(outcome(zeros, report().build(), Burst.TRUNCATED, 0)).isEqualTo("truncated");
    }

    @Test
    @DisplayName("R-LEN-03: padding is not part of the message")
    void shouldKeepPaddingOutOfTheView() {
        byte[] padded = report().trailer(new byte[] {9, 9, 9}).build();
        assertThat(both(padded)).isEqualTo(both(report().build()));
    }

    @Test
    void shouldGiveOneAnswerForAnyMutatedFrame() {
        long seed = 0x5EED_0B21L;
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> seeds = List.of(report().build(), report().vlan(7).build(), SwitchRig.frame(1, 2).build(),
                SwitchRig.data(1, "10.0.0.1", "239.1.1.1").build(),
                SwitchRig.data(1, "10.0.0.1", "224.0.0.13").payload(103, new byte[] {0x20, 0, (byte) 0xdf, (byte) 0xff})
                        .build());
        for (int i = 0; i < 40_000; i++) {
            byte[] frame = seeds.get(random.nextInt(seeds.size())).clone();
            frame = Arrays.copyOf(frame, random.nextInt(3) == 0 ? random.nextInt(frame.length + 8) : frame.length);
            for (int n = random.nextInt(5); n > 0 && frame.length > 0; n--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            byte[] before = frame.clone();
            String outcome = both(frame);
            assertThat(outcome).as("seed %x, step %d, frame %s", seed, i, HexFormat.of().formatHex(before))
                    .isNotBlank();
        }
    }

    @Test
    void shouldSayWhereAStrippedTagWas() {
        byte[] frame = report().build();
        Packet packet = zeros.parse(0, frame, frame.length, Burst.VLAN_STRIPPED, 0x8100 << 16 | 7);
        assertThat(packet.vlan()).isEqualTo(7);
        assertThat(packet.packetClass()).isEqualTo(PacketClass.IGMP);
        assertThat(packet.frameLength()).isEqualTo(frame.length + 4);
        assertThat(packet.address() - packet.frameAddress()).isEqualTo(18);
        assertThat(packet.headroom()).as("what the port grants, less the tag, and the header").isEqualTo(62 - 4 + 18);
    }

    @Test
    void shouldNameTheReasonForAReservedOrForeignVlan() {
        assertThat(both(report().vlan(9).build())).isEqualTo(DropReason.BAD_VLAN.label());
        assertThat(both(report().vlan(4095).build())).isEqualTo(DropReason.BAD_VLAN.label());
    }
}
