package org.hopwire.pipeline;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.counter.DropReason;
import org.hopwire.counter.RowLabels;
import org.hopwire.memory.Burst;
import org.hopwire.memory.PortSets;
import org.hopwire.packet.Packet;
import org.hopwire.packet.RejectCause;
import org.hopwire.pipeline.ObservedPacket.Fate;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.EtherType;
import org.hopwire.wire.IpProtocol;
import org.hopwire.wire.Ipv4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** A filter by its small domains, each whole, beside what a plain reading of the frame says. */
class PacketFilterTest {
    private static final String MAC = "02:00:00:00:00:01";
    private static final String SOURCE = "192.0.2.10";
    private static final String DESTINATION = "198.51.100.77";
    private static final List<String> PORTS = List.of("lan", "wan", "dmz");
    private static final int HEAD = 60;

    private final PortSets sets = new PortSets(PORTS.size(), 4);

    private static PacketFilter.Builder filter() {
        return PacketFilter.among(PORTS);
    }

    private static boolean passes(PacketFilter.Builder filter, byte[] frame) {
        return filter.build().wantsFrame(new UnsafeBuffer(frame));
    }

    private static Packets ip(int protocol) {
        return Packets.ipv4(SOURCE, DESTINATION).eth(MAC, MAC).payload(protocol, new byte[20]);
    }

    private static Packets arp() {
        return Packets.frame().eth(MAC, MAC).raw(0x0806, Packets.arp(1, MAC, SOURCE, MAC, DESTINATION));
    }

    @Test
    void shouldTakeEachProtocolByItsNameOrNumberAndNoOther() {
        for (int wanted = 0; wanted < 256; wanted++) {
            List<PacketFilter> filters = Stream.of(IpProtocol.name(wanted), "protocol-" + wanted,
                    Integer.toString(wanted), IpProtocol.name(wanted).toUpperCase(Locale.ROOT))
                    .map(each -> filter().protocol(each).build()).toList();
            for (int sent = 0; sent < 256; sent++) {
                boolean isWanted = sent == wanted;
                UnsafeBuffer frame = new UnsafeBuffer(ip(sent).build());
                assertThat(filters).allMatch(each -> each.wantsFrame(frame) == isWanted);
            }
        }
    }

    @Test
    void shouldTakeEachEthernetTypeAndNoOther() {
        byte[] frame = ip(17).build();
        for (int wanted : new int[] {0, 0x26, EtherType.ARP, EtherType.IPV6, 0x88CC, 0xFFFF}) {
            PacketFilter filter = filter().protocol(String.format("0x%x", wanted)).build();
            for (int type = 0; type <= 0xFFFF; type++) {
                ByteBuffer.wrap(frame).putShort(12, (short) type);
                assertThat(filter.wantsFrame(new UnsafeBuffer(frame))).as("%x of %x", type, wanted)
                        .isEqualTo(type == wanted);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"arp, true, false", "ARP, true, false", "ipv4, false, true", "ipv6, false, false", "udp, false, true"})
    void shouldKnowEthernetTypesByName(String name, boolean isArp, boolean isUdp) {
        assertThat(passes(filter().protocol(name), arp().build())).isEqualTo(isArp);
        assertThat(passes(filter().protocol(name), ip(17).build())).isEqualTo(isUdp);
    }

    /** A prefix of every length around either address, and one beside it. */
    @Test
    void shouldTakeEveryLengthOfPrefixOfEitherAddress() {
        for (Packets frame : List.of(ip(1), ip(1).vlan(7), arp(), arp().vlan(7))) {
            for (int length = 0; length <= 32; length++) {
                for (String address : List.of(SOURCE, DESTINATION)) {
                    String prefix = address + "/" + length;
                    assertThat(passes(filter().host(prefix), frame.build())).as(prefix).isTrue();
                    // another in the last bit of the prefix: neither of both, while it is told apart from them
                    String other = length < 8 ? "127.0.0.1/" + length : flipped(address, length) + "/" + length;
                    assertThat(passes(filter().host(other), frame.build())).as(other)
                            .isEqualTo(isInPrefix(SOURCE, other, length) || isInPrefix(DESTINATION, other, length));
                }
            }
        }
    }

    private static String flipped(String address, int bit) {
        int flipped = Packets.address(address) ^ 1 << (32 - bit);
        return Ipv4Address.format(flipped);
    }

    private static boolean isInPrefix(String address, String prefix, int length) {
        long low = Packets.address(address) & 0xFFFF_FFFFL;
        long high = Packets.address(prefix.substring(0, prefix.indexOf('/'))) & 0xFFFF_FFFFL;
        return low >>> (32 - length) == high >>> (32 - length);
    }

    @Test
    void shouldTakeAnAddressWholeAndAnyOfSeveral() {
        assertThat(passes(filter().host(SOURCE), ip(1).build())).isTrue();
        assertThat(passes(filter().host("192.0.2.11"), ip(1).build())).isFalse();
        assertThat(passes(filter().host("192.0.2.11").host(DESTINATION), ip(1).build())).isTrue();
    }

    /** What a line does not show, because it is not there, is no match. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldBelieveNothingThatIsNotThere(boolean isTagged) {
        int link = isTagged ? 18 : 14;
        byte[] udp = isTagged ? ip(17).vlan(7).build() : ip(17).build();
        byte[] arp = isTagged ? arp().vlan(7).build() : arp().build();
        for (int length = 0; length < arp.length; length++) {
            byte[] cutIp = Arrays.copyOf(udp, length);
            byte[] cutArp = Arrays.copyOf(arp, length);
            assertThat(passes(filter().protocol("udp"), cutIp)).as("%d", length).isEqualTo(length >= link + 20);
            assertThat(passes(filter().protocol("ipv4"), cutIp)).as("%d", length).isEqualTo(length >= link);
            assertThat(passes(filter().host(SOURCE), cutIp)).as("%d", length).isEqualTo(length >= link + 20);
            assertThat(passes(filter().protocol("arp"), cutArp)).as("%d", length).isEqualTo(length >= link);
            assertThat(passes(filter().host(SOURCE), cutArp)).as("%d", length).isEqualTo(length >= link + 28);
            assertThat(passes(filter().verdict("dropped"), cutIp)).as("%d", length).isTrue();
        }
    }

    private static Packet arrived(int port) {
        Burst burst = new Burst();
        burst.add(0x1000, HEAD, 0);
        Packet packet = new Packet();
        packet.arrive(burst, 0, port, 64);
        return packet;
    }

    private boolean passes(PacketFilter.Builder filter, Packet packet, Fate fate, RejectCause cause) {
        return filter.build().wantsEnd(packet, fate, cause, sets);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeEachVerdictAndNoOther(Fate wanted) {
        for (Fate fate : Fate.values()) {
            assertThat(passes(filter().verdict(wanted.label()), arrived(0), fate, null)).isEqualTo(fate == wanted);
            assertThat(passes(filter(), arrived(0), fate, null)).isTrue();
        }
    }

    /** A drop's own reason goes before the cause it was refused with; either is asked for by its label. */
    @Test
    void shouldTakeEachReasonAsItIsShown() {
        for (String wanted : Stream.concat(Stream.of(DropReason.values()), Stream.of(RejectCause.values()))
                .map(RowLabels::of).distinct().toList()) {
            PacketFilter.Builder filter = filter().reason(wanted);
            for (DropReason each : DropReason.values()) {
                Packet dropped = arrived(0);
                dropped.drop(each);
                assertThat(passes(filter, dropped, Fate.DROPPED, RejectCause.TTL_EXCEEDED)).as(wanted)
                        .isEqualTo(each.label().equals(wanted));
            }
            for (RejectCause each : RejectCause.values()) {
                assertThat(passes(filter, arrived(0), Fate.ANSWERED, each)).as(wanted)
                        .isEqualTo(RowLabels.of(each).equals(wanted));
            }
            assertThat(passes(filter, arrived(0), Fate.FORWARDED, null)).as(wanted).isFalse();
        }
    }

    @Test
    void shouldTakeAPortEitherWayButNotWhereAPacketOfOursDidNotComeIn() {
        for (int wanted = 0; wanted < PORTS.size(); wanted++) {
            for (int in = 0; in < PORTS.size(); in++) {
                for (int out = 0; out < PORTS.size(); out++) {
                    PacketFilter.Builder filter = filter().port(PORTS.get(wanted));
                    Packet packet = arrived(in);
                    packet.transmit(out);
                    boolean isOut = wanted == out;
                    assertThat(passes(filter, packet, Fate.FORWARDED, null)).isEqualTo(wanted == in || isOut);
                    assertThat(passes(filter, packet, Fate.SENT, null)).isEqualTo(isOut);
                    assertThat(passes(filter, packet, Fate.DROPPED, null)).isEqualTo(wanted == in);
                }
            }
        }
    }

    @Test
    void shouldTakeEveryPortAFrameLeavesBy() {
        int set = sets.allot();
        sets.add(set, 1);
        sets.add(set, 2);
        Packet packet = arrived(-1);
        packet.replicate(set);
        assertThat(IntStream.range(0, PORTS.size())
                .filter(each -> passes(filter().port(PORTS.get(each)), packet, Fate.SENT, null))).containsExactly(1, 2);
    }

    @Test
    void shouldWantAnyOfOneKindAndAllKinds() {
        PacketFilter.Builder filter = filter().verdict("dropped").verdict("punted").port("lan").port("dmz");
        assertThat(passes(filter, arrived(0), Fate.PUNTED, null)).isTrue();
        assertThat(passes(filter, arrived(2), Fate.DROPPED, null)).isTrue();
        assertThat(passes(filter, arrived(1), Fate.DROPPED, null)).isFalse();
        assertThat(passes(filter, arrived(0), Fate.CONSUMED, null)).isFalse();
        PacketFilter.Builder both = filter().protocol("udp").host(SOURCE);
        assertThat(passes(both, ip(17).build())).isTrue();
        assertThat(passes(both, ip(6).build())).isFalse();
        assertThat(passes(both, arp().build())).isFalse();
    }

    @Test
    void shouldStayAsItWasBuilt() {
        PacketFilter.Builder builder = filter().protocol("udp").verdict("dropped").host(SOURCE).port("lan");
        PacketFilter before = builder.build();
        builder.protocol("igmp").verdict("sent").host("10.0.0.0/8").port("wan");
        assertThat(before.wantsFrame(new UnsafeBuffer(ip(2).build()))).isFalse();
        assertThat(before.wantsEnd(arrived(0), Fate.SENT, null, sets)).isFalse();
        assertThat(before.wantsEnd(arrived(1), Fate.DROPPED, null, sets)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"verdict, lost, 'is none of forwarded, answered, dropped, consumed, punted, sent'",
        "verdict, '', is none of", "reason, no-rout, 'is no reason such as no-route or ttl-exceeded'",
        "reason, '', is no reason", "port, nowhere, 'is none of the ports lan, wan, dmz'",
        "port, LAN, is none of the ports", "protocol, igpm, 'is no protocol such as icmp,'", "protocol, 256, is no",
        "protocol, -1, is no", "protocol, protocol-256, is no", "protocol, 0x, is no", "protocol, 0x10000, is no",
        "host, 192.0.2, is no IPv4 address or prefix", "host, 192.0.2.1/33, is no IPv4 address or prefix",
        "host, example.org, is no IPv4 address or prefix"})
    void shouldRefuseWhatNoPacketCanBe(String kind, String word, String why) {
        BiConsumer<PacketFilter.Builder, String> condition = switch (kind) {
            case "verdict" -> PacketFilter.Builder::verdict;
            case "reason" -> PacketFilter.Builder::reason;
            case "port" -> PacketFilter.Builder::port;
            case "protocol" -> PacketFilter.Builder::protocol;
            default -> PacketFilter.Builder::host;
        };
        assertThatIllegalArgumentException().isThrownBy(() -> condition.accept(filter(), word))
                .withMessageStartingWith("'" + word + "' " + why);
    }

    @Test
    void shouldNotListThousandsOfPorts() {
        PacketFilter.Builder large = PacketFilter
                .among(IntStream.range(0, 4096).mapToObj(each -> "port" + each).toList());
        assertThatIllegalArgumentException().isThrownBy(() -> large.port("lan"))
                .withMessage("'lan' is no port of this engine");
    }
}
