package org.hopwire.icmp;

import org.hopwire.icmp.ErrorListeners.Flow;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.ParserRig;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IcmpInputExhaustiveTest {
    private static final Packets US = Packets.frame().eth(IcmpRig.PEER_MAC, IcmpRig.MAC).ip("10.0.0.2", "10.0.0.1");

    @Test
    @DisplayName("R-ICMP-01: all 256 types x 256 codes x 0 to 12 octets, by default: only echo is answered")
    void shouldAnswerOnlyEchoByDefault() {
        try (IcmpRig rig = new IcmpRig(IcmpConfig.defaults())) {
            rig.listeners.register(new Flow(17, 0, 0, 0, 0), error -> {});
            long answered = sweep(rig);
            assertThat(answered).isEqualTo(256 * 5);
            assertThat(rig.sent(IcmpType.ECHO_REPLY)).isEqualTo(answered);
        }
    }

    @Test
    @DisplayName("R-ICMP-01: the same where everything is answered: one answer at most, never longer than the question")
    void shouldStayBoundedWhereEverythingIsAnswered() {
        try (IcmpRig rig = new IcmpRig(IcmpRig.everything())) {
            // echo with any code, mask (12 octets), information (8 to 12) with code 0, extended echo with any code
            assertThat(sweep(rig)).isEqualTo(256 * 5 + 1 + 5 + 256 * 5);
        }
    }

    private static long sweep(IcmpRig rig) {
        long answered = 0;
        long counted = 0;
        for (int type = 0; type < 256; type++) {
            for (int code = 0; code < 256; code++) {
                for (int length = 0; length <= 12; length++) {
                    byte[] frame = frame(type, code, length);
                    Packet packet = rig.receive(frame);
                    counted += packet.packetClass() == PacketClass.SETTLED ? 0 : 1;
                    answered += judge(packet, type, length, frame);
                }
            }
        }
        assertThat(counted).as("every message with a whole header reaches a handler").isEqualTo(256 * 256 * 5);
        assertThat(rig.handlers.counters().received().sum()).as("and is counted as received").isEqualTo(counted);
        return answered;
    }

    private static byte[] frame(int type, int code, int length) {
        byte[] message = new byte[length];
        if (length >= 1) {
            message[0] = (byte) type;
        }
        if (length >= 2) {
            message[1] = (byte) code;
        }
        if (length >= 4) {
            int checksum = Packets.checksum(message, 0, length);
            message[2] = (byte) (checksum >> 8);
            message[3] = (byte) checksum;
        }
        return US.payload(1, message).build();
    }

    private static int judge(Packet packet, int type, int length, byte[] frame) {
        if (packet.verdict() == Verdict.OUTPUT) {
            assertThat(type).isIn(8, 15, 17, 42);
            assertThat(packet.length()).isLessThanOrEqualTo(20 + length);
            byte[] bytes = ParserRig.datagram(packet);
            assertThat(Packets.checksum(bytes, 0, 20)).isZero();
            assertThat(Packets.checksum(bytes, 20, bytes.length - 20)).isZero();
            return 1;
        }
        assertThat(packet.verdict()).as("type %d in %d octets", type, frame.length)
                .isIn(type == 10 ? Verdict.PUNT : Verdict.DROP, Verdict.DROP);
        return 0;
    }
}
