package org.hopwire.icmp;

import java.util.Arrays;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hopwire.icmp.ErrorListeners.Flow;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketClass;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.ParserRig;
import org.hopwire.testkit.Packets;

import static org.hopwire.testkit.Oracle.assertHolds;

/**
 * F2: any ICMP message, quote and extension structure through parser, handlers and delivery, by default and with every
 * type answered. {@code JAZZER_FUZZ=1 mvn -pl core/engine test -Dtest=IcmpInputFuzzTest} searches; without it the known
 * inputs are replayed.
 *
 * <p>An input is one octet of choices, one octet of options length, options, and the ICMP message. Half of the choices
 * mend the message's checksum, so that the search gets behind it.
 */
class IcmpInputFuzzTest {
    private static final int RAW_CHECKSUM = 1;
    private static final String[] DESTINATIONS = {"10.0.0.1", "192.168.5.1", "10.0.0.255", "224.0.0.1", "224.0.0.2",
        "255.255.255.255", "10.0.1.1", "10.0.0.0"};
    private static final String[] SOURCES = {"10.0.0.2", "8.8.8.8", "0.0.0.0", "192.168.5.9"};

    private static final IcmpRig[] RIGS = {rig(IcmpRig.everything(), 0x00), rig(IcmpRig.everything(), 0xFF),
        rig(IcmpConfig.defaults(), 0x00), rig(IcmpConfig.defaults(), 0xFF)};

    private static IcmpRig rig(IcmpConfig config, int poison) {
        IcmpRig rig = new IcmpRig(config, poison);
        IcmpErrorListener reader = new Reader();
        for (int protocol : new int[] {6, 17, 132}) {
            rig.listeners.register(new Flow(protocol, 0, 5000, 0, 0), reader);
        }
        for (int protocol : new int[] {2, 50, 253}) {
            rig.listeners.register(new Flow(protocol, 0, 0, 0, 0), reader);
        }
        rig.listeners.register(Flow.ofQueries(77), reader);
        return rig;
    }

    @FuzzTest(maxDuration = "10m")
    void shouldSurviveAnyMessage(byte[] input) {
        if (input.length < 2) {
            return;
        }
        byte[] frame = frame(input);
        check(RIGS[0], RIGS[1], frame);
        check(RIGS[2], RIGS[3], frame);
    }

    private static byte[] frame(byte[] input) {
        int choices = input[0];
        int options = Math.min(Math.min(input[1] & 0x3C, 40), (input.length - 2) & ~3);
        byte[] message = Arrays.copyOfRange(input, 2 + options, Math.min(input.length, 2 + options + 1480));
        if ((choices & RAW_CHECKSUM) == 0 && message.length >= 4) {
            message[2] = 0;
            message[3] = 0;
            int checksum = Packets.checksum(message, 0, message.length);
            message[2] = (byte) (checksum >> 8);
            message[3] = (byte) checksum;
        }
        String destination = DESTINATIONS[choices >> 1 & 7];
        String mac = destination.endsWith(".1") && !destination.startsWith("224") ? IcmpRig.MAC : "ff:ff:ff:ff:ff:ff";
        return Packets.frame().eth(IcmpRig.PEER_MAC, mac).ip(SOURCES[choices >> 4 & 3], destination)
                .options(Arrays.copyOfRange(input, 2, 2 + options)).payload(1, message).build();
    }

    private static void check(IcmpRig zeros, IcmpRig ones, byte[] frame) {
        IcmpRig.Outcome outcome = zeros.outcome(frame);
        if (!outcome.equals(ones.outcome(frame))) {
            throw new AssertionError("the decision depends on what surrounds the frame: " + outcome);
        }
        zeros.parser.assertSurroundingsIntact();
        ones.parser.assertSurroundingsIntact();
        judge(zeros, frame);
        if (!zeros.failures.entries().isEmpty()) {
            throw new AssertionError(zeros.failures.entries().get(0).stackTrace());
        }
    }

    private static void judge(IcmpRig rig, byte[] frame) {
        Packet packet = rig.receive(frame);
        if (rig.turn.spawned().size() != 0) {
            throw new AssertionError("more than one packet for one");
        }
        switch (packet.verdict()) {
            case OUTPUT -> judgeReply(packet, frame);
            case PUNT -> deliver(rig, packet);
            case DROP, REJECT ->
                assertHolds(Arrays.equals(rig.parser.frame(), frame), "a dropped frame was written to");
            case PENDING -> assertHolds(packet.packetClass() == PacketClass.MULTICAST, "no decision");
            case CONSUME, TRANSMIT, REPLICATE -> throw new AssertionError("unexpected verdict " + packet.verdict());
        }
    }

    private static void judgeReply(Packet packet, byte[] frame) {
        byte[] reply = ParserRig.datagram(packet);
        int header = packet.headerLength();
        assertHolds(reply.length <= frame.length - 14, "longer than the question");
        assertHolds(Packets.checksum(reply, 0, header) == 0, "header checksum");
        assertHolds(Packets.checksum(reply, header, reply.length - header) == 0, "ICMP checksum");
        assertHolds(((reply[2] & 0xFF) << 8 | (reply[3] & 0xFF)) == reply.length, "total length");
    }

    private static void deliver(IcmpRig rig, Packet packet) {
        PacketList part = new PacketList(1);
        part.add(packet);
        if (rig.handlers.control().get(0).handles(packet)) {
            rig.handlers.control().get(0).onBurst(part, rig.turn);
        }
    }

    /** Reads everything a listener can read. */
    private static final class Reader implements IcmpErrorListener {
        private final byte[] octets = new byte[2000];

        @Override
        public void onIcmpError(ReceivedError error) {
            assertHolds(!error.toString().isEmpty() && error.quotedSequence() >= 0 && error.quotedTtl() >= 0
                    && error.quotedIdentification() >= 0 && error.quoted(octets) >= 20, "a field out of range");
            int objects = 0;
            if (error.hasExtensions()) {
                while (error.nextExtension()) {
                    assertHolds(error.extension(octets) >= 0 && error.extensionType() >= 0, "an object out of range");
                    assertHolds(!error.mplsLabelStack().isValid() || error.mplsLabelStack().count() > 0, "no label");
                    assertHolds(!error.interfaceInformation().toString().isEmpty(), "no text");
                    assertHolds(++objects <= 400, "extension objects without end");
                }
            }
        }

        @Override
        public void onIcmpReply(Reply reply) {
            assertHolds(reply.data().remaining() <= 1472 && reply.data().isReadOnly(), "data");
        }
    }
}
