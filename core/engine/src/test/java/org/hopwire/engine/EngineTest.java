package org.hopwire.engine;

import java.util.List;
import java.util.SplittableRandom;

import org.hopwire.packet.PacketClass;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;
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
}
