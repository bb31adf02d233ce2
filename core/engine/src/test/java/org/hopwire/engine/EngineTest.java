package org.hopwire.engine;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.NeighborConfig;
import org.hopwire.engine.config.RouteConfig;
import org.hopwire.icmp.ErrorExtensions;
import org.hopwire.icmp.ErrorListeners;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.ControlTimers;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.RejectCause;
import org.hopwire.packet.Turn;
import org.hopwire.port.memory.MemoryPort;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpExtensions;
import org.hopwire.wire.MplsLabelStack;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EngineTest {
    private static final String LAN_TO_HOST = "02 00 00 00 01 0a 02 00 00 00 01 01 08 00";

    @Test
    void shouldAnswerAnEchoRequest() {
        try (Lab lab = new Lab()) {
            List<byte[]> sent = lab.onLan(Lab.fromLan("192.0.2.1").echo(0x1234, 7, new byte[] {1, 2, 3}).build());
            assertThat(sent).hasSize(1);
            byte[] reply = sent.get(0);
            assertThat(Hex.format(reply)).startsWith(LAN_TO_HOST);
            assertThat(reply[34]).isZero();
            assertThat(Packets.checksum(reply, 34, reply.length - 34)).isZero();
            assertThat(Hex.format(reply)).endsWith("12 34 00 07 01 02 03");
        }
    }

    @Test
    void shouldForwardWithTtlDecrementedAndMacsRewritten() {
        try (Lab lab = new Lab()) {
            byte[] frame = Lab.fromLan("198.51.100.10").ttl(9).udp(1000, 2000, new byte[20]).build();
            assertThat(lab.onLan(frame)).isEmpty();
            List<byte[]> sent = lab.wan().drain();
            byte[] expected = Packets.ipv4("192.0.2.10", "198.51.100.10").eth(Lab.WAN_MAC, Lab.WAN_HOST_MAC).ttl(8)
                    .udp(1000, 2000, new byte[20]).build();
            assertThat(sent).containsExactly(expected);
            assertThat(lab.snapshot().forwarded()).isOne();
        }
    }

    @Test
    void shouldAnswerTtlOneInTransitWithTimeExceeded() {
        try (Lab lab = new Lab()) {
            List<byte[]> sent = lab.onLan(Lab.fromLan("198.51.100.10").ttl(1).udp(1000, 33434, new byte[4]).build());
            assertThat(sent).hasSize(1);
            byte[] error = sent.get(0);
            assertThat(error[34]).isEqualTo((byte) 11);
            assertThat(Hex.format(error, 26, 4)).isEqualTo("c0 00 02 01");
            assertThat(Packets.checksum(error, 14, 20)).isZero();
            assertThat(Packets.checksum(error, 34, error.length - 34)).isZero();
            assertThat(lab.snapshot().errorsRaised()).containsEntry("ttl-exceeded", 1L);
        }
    }

    @Test
    void shouldTellARedirectThatWasHeldBackFromOneThatWasLost() {
        try (Lab lab = new Lab(builder -> builder.route(RouteConfig.via("203.0.113.0/24", "192.0.2.254"))
                .neighbor(new NeighborConfig("lan", "192.0.2.254", "02:00:00:00:01:fe")))) {
            lab.onLan(Lab.fromLan("192.0.2.1").echo(1, 1, new byte[8]).build());
            for (int i = 0; i < 20; i++) {
                // a reply in transit: were the copy that was to become a redirect counted as ours, it would be one less
                lab.onLan(Lab.fromLan("203.0.113.1").icmp(0, 0, 0x10001, new byte[8]).build());
            }
            EngineSnapshot figures = lab.snapshot();
            long redirects = figures.icmpSent().get("redirect");
            assertThat(redirects).isBetween(1L, 19L);
            assertThat(figures.forwarded()).isEqualTo(20);
            assertThat(figures.originatedSuppressed()).isEqualTo(20 - redirects)
                    .isEqualTo(figures.errorsSuppressed().get("redirect-backoff"));
            assertThat(figures.originatedLost()).isZero();
            assertThat(figures.icmpSent()).containsEntry("echo-reply", 1L);
            assertThat(figures.internals()).isEmpty();
            assertThat(figures.icmpEvents()).isEmpty();
        }
    }

    @Test
    void shouldAccountForEveryFrame() {
        SplittableRandom random = new SplittableRandom(42);
        try (Lab lab = new Lab()) {
            for (int i = 0; i < 3_000; i++) {
                lab.lan().inject(randomFrame(random));
                if (i % 97 == 0) {
                    lab.run();
                }
            }
            lab.run();
            EngineSnapshot figures = lab.snapshot();
            assertThat(figures.received()).isEqualTo(3_000);
            assertThat(figures.received())
                    .isEqualTo(figures.forwarded() + figures.consumed() + figures.droppedTotal());
            int sent = lab.lan().drain().size() + lab.wan().drain().size();
            assertThat(figures.transmitted()).isEqualTo((long) sent)
                    .isEqualTo(figures.forwarded() + figures.originated());
            assertThat(lab.engine().failures()).isEmpty();
        }
    }

    private static byte[] randomFrame(SplittableRandom random) {
        String[] targets = {"192.0.2.1", "198.51.100.10", "203.0.113.9", "192.0.2.255", "224.0.0.5", "198.51.100.77"};
        Packets packets = Lab.fromLan(targets[random.nextInt(targets.length)]).ttl(random.nextInt(4));
        byte[] data = new byte[random.nextInt(100)];
        byte[] frame = (random.nextBoolean() ? packets.echo(1, 2, data) : packets.udp(5, 6, data)).build();
        if (random.nextInt(4) == 0) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return frame;
    }

    @Test
    void shouldKeepTheAccountWhereAPortRefuses() {
        try (Lab lab = new Lab()) {
            lab.wan().transmitLimit(2);
            for (int i = 0; i < 5; i++) {
                lab.lan().inject(Lab.fromLan("198.51.100.10").udp(1, 2).build());
            }
            lab.run();
            assertThat(lab.snapshot().forwarded()).isEqualTo(2);
            assertThat(lab.snapshot().dropped()).containsEntry("port-full", 3L);
        }
    }

    @Test
    void shouldCountABurstWhoseHandlerFailsAndGoOn() {
        boolean[] broken = {true};
        try (Lab lab = new Lab(builder -> builder.handler(PacketClass.LOCAL, (part, turn) -> {
            if (broken[0]) {
                throw new IllegalStateException("planted");
            }
            part.get(0).consume();
        }))) {
            lab.lan().inject(Lab.fromLan("192.0.2.1").udp(1, 2).build());
            lab.lan().inject(Lab.fromLan("198.51.100.10").udp(1, 2).build());
            lab.run();
            assertThat(lab.snapshot().dropped()).containsEntry("fault", 2L);
            assertThat(lab.engine().failures()).singleElement().asString().contains("planted");
            broken[0] = false;
            lab.onLan(Lab.fromLan("192.0.2.1").udp(1, 2).build());
            assertThat(lab.snapshot().consumed()).isOne();
            assertThat(lab.snapshot().received()).isEqualTo(3);
        }
    }

    @Test
    void shouldForwardNothingAsAHost() {
        try (Lab lab = new Lab(builder -> builder.mode(EngineMode.HOST))) {
            assertThat(lab.onLan(Lab.fromLan("198.51.100.10").udp(1, 2).build())).isEmpty();
            assertThat(lab.wan().drain()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsEntry("not-for-us", 1L);
        }
    }

    @Test
    void shouldRefuseToBeInvokedOrStartedOnceItRuns() {
        try (Lab lab = new Lab()) {
            lab.engine().start();
            assertThatIllegalStateException().isThrownBy(lab.engine()::invoke);
            assertThatIllegalStateException().isThrownBy(lab.engine()::start);
        }
    }

    @Test
    void shouldCloseTwiceWithoutComplaint() {
        Lab lab = new Lab();
        lab.close();
        lab.close();
        assertThat(lab.snapshot().received()).isZero();
    }

    @Test
    void shouldNameWhatIsWrongWithARoute() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lab(builder -> builder.route(RouteConfig.via("0.0.0.0/0", "10.9.9.9"))))
                .withMessage("route 0.0.0.0/0 via: 10.9.9.9 is on no port's network");
        assertThatIllegalArgumentException().isThrownBy(() -> RouteConfig.reject("10.0.0.0/8", "nope"))
                .withMessageContaining("route 10.0.0.0/8 reject: \"nope\"");
    }

    @Test
    void shouldTellAListenerOfAnErrorAboutItsFlow() {
        ErrorListeners listeners = new ErrorListeners();
        List<String> heard = new ArrayList<>();
        listeners.register(new ErrorListeners.Flow(17, 0, 5000, 0, 0),
                error -> heard.add(error.type() + "/" + error.code()));
        try (Lab lab = new Lab(builder -> builder.icmpListeners(listeners))) {
            byte[] ours = Packets.ipv4("192.0.2.1", "198.51.100.10").udp(5000, 6).build();
            byte[] theirs = Packets.ipv4("192.0.2.1", "198.51.100.10").udp(5001, 6).build();
            lab.onLan(Lab.fromLan("192.0.2.1").icmp(3, 3, 0, ours).build());
            lab.onLan(Lab.fromLan("192.0.2.1").icmp(3, 3, 0, theirs).build());
            assertThat(lab.engine().failures()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsExactly(Map.entry("quote-unmatched", 1L));
            assertThat(heard).containsExactly("3/3");
            assertThat(lab.snapshot().consumed()).isOne();
            assertThat(lab.snapshot().dropped()).containsExactly(Map.entry("quote-unmatched", 1L));
        }
    }

    @Test
    void shouldAppendWhatAnEmbedderAddsToErrors() {
        ErrorExtensions label = new ErrorExtensions() {
            @Override
            public int length(Packet offending, RejectCause cause) {
                return IcmpExtensions.OBJECT_HEADER_LENGTH + 4;
            }

            @Override
            public void write(Packet offending, RejectCause cause, UnsafeBuffer buffer, IcmpExtensions.Writer writer) {
                buffer.putInt(writer.openObject(), MplsLabelStack.entry(16_001, 0, true, 255), ByteOrder.BIG_ENDIAN);
                writer.closeObject(MplsLabelStack.OBJECT_CLASS, MplsLabelStack.OBJECT_TYPE, 4);
            }
        };
        try (Lab lab = new Lab(builder -> builder.icmpExtensions(label))) {
            byte[] error = lab.onLan(Lab.fromLan("198.51.100.10").ttl(1).udp(1, 2).build()).get(0);
            assertThat(error).hasSize(14 + 28 + 128 + 4 + 8);
            assertThat(Hex.format(error, 42 + 128 + 4, 8)).isEqualTo("00 08 01 01 03 e8 11 ff");
            assertThat(Packets.checksum(error, 34, error.length - 34)).isZero();
        }
    }

    @Test
    void shouldNotCountAsSentWhatCouldNotLeave() {
        try (Lab lab = new Lab()) {
            byte[] fromNowhere = Packets.ipv4("203.0.113.9", "192.0.2.1").eth(Lab.LAN_HOST_MAC, Lab.LAN_MAC).echo(1, 1)
                    .build();
            assertThat(lab.onLan(fromNowhere)).isEmpty();
            assertThat(lab.snapshot().icmpSent()).isEmpty();
            assertThat(lab.snapshot().dropped()).containsExactly(Map.entry("output-unrouted", 1L));
        }
    }

    @Test
    void shouldSendHomeWhatAFailingMachineWasGiven() {
        ControlHandler failing = new ControlHandler() {
            @Override
            public void onStart(ControlTimers timers, Turn turn) {
                timers.arm(Lab.NOON_NS, 7);
            }

            @Override
            public void onTimer(long payload, long deadlineNs, Turn turn) {
                turn.spawn(20);
                throw new IllegalStateException("planted in a timer");
            }

            @Override
            public boolean handles(Packet punted) {
                return true;
            }

            @Override
            public void onBurst(PacketList part, Turn turn) {
                turn.spawn(20);
                throw new IllegalStateException("planted in a handler");
            }
        };
        try (Lab lab = new Lab(builder -> builder.control(failing).handler(PacketClass.LOCAL, (part, turn) -> {
            for (int i = 0; i < part.size(); i++) {
                part.get(i).punt();
            }
        }))) {
            for (int i = 0; i < 2_000; i++) {
                lab.lan().inject(Lab.fromLan("192.0.2.1").udp(1, 2).build());
                lab.run();
                // a turn without work in between: failures in a row would end the agent
                lab.run();
            }
            assertThat(lab.engine().stoppedBy()).isNull();
            assertThat(lab.snapshot().consumed()).isEqualTo(2_000);
            assertThat(lab.engine().failures()).hasSize(2);
        }
    }

    @Test
    void shouldRefuseAPortThatIsNotConfigured() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Lab(builder -> builder.open("dmz", new MemoryPort("dmz"))))
                .withMessageContaining("port dmz");
    }
}
