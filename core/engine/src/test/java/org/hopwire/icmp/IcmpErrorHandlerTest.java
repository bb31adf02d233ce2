package org.hopwire.icmp;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

import com.sun.management.ThreadMXBean;
import org.hopwire.counter.CounterRegistry;
import org.hopwire.icmp.IcmpConfig.Limits;
import org.hopwire.packet.BurstHandler;
import org.hopwire.packet.CraftedPacket;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IcmpErrorHandlerTest {
    private final Turn turn = ErrorFixture.turn(0);

    private static IcmpHandlers handlers(IcmpConfig config, ErrorExtensions... extensions) {
        return new IcmpHandlers(config, ErrorFixture.interfaces(), new CounterRegistry(1000), "test",
                new SplittableRandom(5), IcmpHandlers.Shared.ofNobody(), extensions);
    }

    private static CraftedPacket refused(RejectCause cause, String destination) {
        CraftedPacket crafted = CraftedPacket.of(Packets.ipv4(ErrorFixture.SENDER, destination)
                .udp(4000, 53, new byte[12]).build());
        crafted.packet().reject(cause, 1400);
        return crafted;
    }

    private void run(IcmpHandlers handlers, CraftedPacket... crafted) {
        handlers.errors().onBurst(ErrorFixture.listOf(crafted), turn);
    }

    @ParameterizedTest
    @EnumSource(value = RejectCause.class, mode = EnumSource.Mode.EXCLUDE, names = "SOURCE_QUENCH")
    void shouldTurnARefusedPacketIntoItsError(RejectCause cause) {
        IcmpHandlers handlers = handlers(IcmpConfig.defaults());
        CraftedPacket crafted = refused(cause, ErrorFixture.FAR);
        run(handlers, crafted);
        Packet packet = crafted.packet();
        assertThat(packet.verdict()).isEqualTo(Verdict.OUTPUT);
        assertThat(packet.outPort()).isEqualTo(-1);
        assertThat(packet.is(Packet.ANSWER)).isTrue();
        assertThat(packet.view().getByte(20)).isEqualTo((byte) cause.type());
        assertThat(handlers.counters().raised().get(cause)).isEqualTo(1);
        assertThat(handlers.counters().sent().get(IcmpType.of(cause.type()))).isEqualTo(1);
        assertThat(handlers.counters().suppressed().sum()).isZero();
    }

    @Test
    @DisplayName("RFC 6633: a source quench is not sent, the packet is dropped under its cause's reason")
    void shouldDropWhatMayNotBeAnswered() {
        IcmpHandlers handlers = handlers(IcmpConfig.defaults());
        CraftedPacket crafted = refused(RejectCause.SOURCE_QUENCH, ErrorFixture.FAR);
        byte[] before = crafted.bytes();
        run(handlers, crafted);
        assertThat(crafted.packet().verdict()).isEqualTo(Verdict.DROP);
        assertThat(crafted.packet().dropReason()).isEqualTo(RejectCause.SOURCE_QUENCH.dropReason());
        assertThat(crafted.bytes()).isEqualTo(before);
        assertThat(handlers.counters().suppressed().get(SuppressionRule.POLICY_OFF)).isEqualTo(1);
        assertThat(handlers.counters().sent().sum()).isZero();
    }

    @Test
    @DisplayName("RFC 1122 3.2.1.3: an error about a datagram to us comes from the address it was sent to")
    void shouldAnswerFromTheAddressThatWasAsked() {
        CraftedPacket crafted = refused(RejectCause.PORT_UNREACHABLE, "10.0.1.1");
        run(handlers(IcmpConfig.defaults()), crafted);
        assertThat(crafted.packet().source()).isEqualTo(Packets.address("10.0.1.1"));
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.4: in transit the address of the outgoing interface is filled in later")
    void shouldLeaveTheSourceOfTransitErrorsOpen() {
        CraftedPacket crafted = refused(RejectCause.TTL_EXCEEDED, ErrorFixture.FAR);
        run(handlers(IcmpConfig.defaults()), crafted);
        assertThat(crafted.packet().source()).isZero();
        assertThat(crafted.packet().destination()).isEqualTo(Packets.address(ErrorFixture.SENDER));
    }

    @Test
    void shouldDropWithoutHeadroom() {
        IcmpHandlers handlers = handlers(IcmpConfig.defaults());
        byte[] datagram = Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).udp(1, 2).build();
        CraftedPacket crafted = CraftedPacket.of(datagram, IcmpErrorWriter.HEADROOM - 1, 0, 0xA5);
        crafted.packet().reject(RejectCause.TTL_EXCEEDED, 0);
        run(handlers, crafted);
        assertThat(crafted.packet().verdict()).isEqualTo(Verdict.DROP);
        assertThat(handlers.counters().suppressed().get(SuppressionRule.NO_ROOM)).isEqualTo(1);
    }

    @Test
    @DisplayName("RFC 1812 4.3.2.8: what the limits hold back is dropped and counted by limit")
    void shouldCountWhatTheLimitsHoldBack() {
        IcmpHandlers handlers = handlers(IcmpConfig.defaults());
        CraftedPacket[] flood = new CraftedPacket[400];
        for (int i = 0; i < flood.length; i++) {
            flood[i] = refused(RejectCause.TTL_EXCEEDED, ErrorFixture.FAR);
        }
        run(handlers, flood);
        long sent = handlers.counters().raised().get(RejectCause.TTL_EXCEEDED);
        assertThat(sent).isBetween(50L, 350L);
        assertThat(handlers.counters().suppressed().get(SuppressionRule.PREFIX_LIMIT)).isEqualTo(400 - sent);
        assertThat(flood).filteredOn(each -> each.packet().verdict() == Verdict.OUTPUT).hasSize((int) sent);
    }

    @Test
    void shouldCountMixedBurstsExactly() {
        IcmpHandlers handlers = handlers(IcmpConfig.defaults().withLimits(Limits.none()));
        run(handlers, refused(RejectCause.TTL_EXCEEDED, ErrorFixture.FAR),
                refused(RejectCause.TTL_EXCEEDED, ErrorFixture.FAR),
                refused(RejectCause.TTL_EXCEEDED, "10.0.1.255"),
                refused(RejectCause.NET_UNREACHABLE, ErrorFixture.FAR),
                refused(RejectCause.TTL_EXCEEDED, ErrorFixture.FAR));
        IcmpCounters counters = handlers.counters();
        assertThat(counters.raised().get(RejectCause.TTL_EXCEEDED)).isEqualTo(3);
        assertThat(counters.raised().get(RejectCause.NET_UNREACHABLE)).isEqualTo(1);
        assertThat(counters.sent().get(IcmpType.TIME_EXCEEDED)).isEqualTo(3);
        assertThat(counters.suppressed().get(SuppressionRule.DESTINATION_BROADCAST)).isEqualTo(1);
        assertThat(counters.raised().sum() + counters.suppressed().sum()).isEqualTo(5);
    }

    @Test
    @DisplayName("RFC 5837: switched on by configuration, counted where there is no room")
    void shouldAppendInterfaceInformationWhenConfigured() {
        IcmpHandlers handlers = handlers(IcmpConfig.defaults().withInterfaceInformation(true));
        CraftedPacket crafted = refused(RejectCause.TTL_EXCEEDED, ErrorFixture.FAR);
        CraftedPacket tight = CraftedPacket.of(Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).udp(1, 2).build(),
                IcmpErrorWriter.HEADROOM, 0, 0xA5);
        tight.packet().reject(RejectCause.TTL_EXCEEDED, 0);
        run(handlers, crafted, tight);
        assertThat(crafted.packet().length()).isGreaterThan(28 + 128);
        assertThat(tight.packet().length()).isEqualTo(28 + 28);
        assertThat(handlers.counters().events().get(IcmpCounters.Event.EXTENSIONS_LEFT_OUT)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("T19: not one byte of garbage, with and without extensions")
    void shouldNotAllocate(boolean extended) {
        BurstHandler errors = handlers(IcmpConfig.defaults().withInterfaceInformation(extended)).errors();
        byte[] datagram = Packets.ipv4(ErrorFixture.SENDER, ErrorFixture.FAR).udp(1, 2, new byte[200]).build();
        CraftedPacket crafted = CraftedPacket.of(datagram);
        PacketList list = ErrorFixture.listOf(crafted);
        RejectCause[] causes = RejectCause.values();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 400 && least != 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                turn.begin((round * 20_000L + i) * 1_000_000, 0);
                crafted.restore();
                crafted.packet().reject(causes[i % causes.length], 1400);
                errors.onBurst(list, turn);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }
}
