package org.hopwire.icmp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.agrona.concurrent.UnsafeBuffer;
import org.hopwire.icmp.ErrorListeners.Flow;
import org.hopwire.packet.ControlHandler;
import org.hopwire.packet.Packet;
import org.hopwire.packet.PacketList;
import org.hopwire.packet.Verdict;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Packets;
import org.hopwire.wire.IcmpExtensions;
import org.hopwire.wire.InterfaceInformation;
import org.hopwire.wire.MplsLabelStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorDeliveryTest {
    private final IcmpRig rig = new IcmpRig(IcmpConfig.defaults());
    private final List<String> heard = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    private ControlHandler delivery() {
        return rig.handlers.control().get(0);
    }

    private void deliver(byte[] frame) {
        Packet packet = rig.receive(frame);
        assertThat(packet.verdict()).isEqualTo(Verdict.PUNT);
        assertThat(delivery().handles(packet)).isTrue();
        PacketList part = new PacketList(1);
        part.add(packet);
        delivery().onBurst(part, rig.turn);
    }

    private static byte[] error(int type, int code, int rest, byte[] quote) {
        return IcmpRig.toUs().ip("10.0.0.2", "10.0.0.1").icmp(type, code, rest, quote).build();
    }

    private static byte[] udp() {
        return Packets.ipv4("10.0.0.1", "8.8.8.8").id(77).ttl(1).udp(5000, 33434, new byte[4]).build();
    }

    @Test
    @DisplayName("RFC 1122 3.2.2: the listener learns type, code, datum, reporter and the quoted five-tuple")
    void shouldTellAllOfAnError() {
        rig.listeners.register(new Flow(17, 0, 5000, 0, 0), error -> {
            heard.add(error.toString());
            heard.add("mtu " + error.nextHopMtu() + " pointer " + error.pointer() + " port " + error.inPort() + " ttl "
                    + error.quotedTtl() + " id " + error.quotedIdentification() + " sequence "
                    + error.quotedSequence());
            byte[] quote = new byte[100];
            assertThat(error.quoted(quote)).isEqualTo(udp().length);
            assertThat(Arrays.copyOf(quote, udp().length)).isEqualTo(udp());
        });

        deliver(error(3, 4, 0x0700_0578, udp()));

        assertThat(rig.failures.entries()).isEmpty();
        assertThat(heard).containsExactly(
                "destination-unreachable 4 from 10.0.0.2 about protocol 17 10.0.0.1:5000 > 8.8.8.8:33434",
                "mtu 1400 pointer 7 port 0 ttl 1 id 77 sequence 0");
    }

    @Test
    @DisplayName("R-REDIR-01: a redirect carries its gateway to the listener")
    void shouldTellOfARedirect() {
        rig.listeners.register(new Flow(17, 0, 5000, 0, 0), error -> heard.add(error.type() + "/" + error.code()
                + " " + Integer.toHexString(error.gateway())));

        deliver(error(5, 1, 0x0A00_00FE, udp()));

        assertThat(heard).containsExactly("5/1 a0000fe");
    }

    @Test
    @DisplayName("an error about an echo request tells its identifier and sequence number")
    void shouldTellWhichEcho() {
        rig.listeners.register(Flow.ofQueries(77), error -> heard.add(error.quotedSourcePort() + " "
                + error.quotedSequence() + " " + error.quotedDestinationPort()));

        deliver(error(11, 0, 0, Packets.ipv4("10.0.0.1", "8.8.8.8").echo(77, 513).build()));

        assertThat(heard).containsExactly("77 513 0");
    }

    @Test
    @DisplayName("RFC 4884, 4950, 5837: label stack and interface of an error's extensions can be read")
    void shouldShowExtensions() {
        rig.listeners.register(new Flow(17, 0, 5000, 0, 0), error -> {
            assertThat(error.hasExtensions()).isTrue();
            assertThat(error.quotedLength()).isEqualTo(128);
            while (error.nextExtension()) {
                heard.add(error.extensionClass() == MplsLabelStack.OBJECT_CLASS
                        ? error.mplsLabelStack().toString()
                        : error.interfaceInformation().toString());
                heard.add(error.extensionType() + ": " + error.extension(new byte[3]));
            }
        });

        deliver(error(11, 0, 32 << 16, withExtensions()));

        assertThat(rig.failures.entries()).isEmpty();
        assertThat(heard).containsExactly("mpls label 16001 class 0 ttl 1 bottom", "1: 3",
                "interface role 0 index 7 name ge-0", "10: 3");
    }

    private static byte[] withExtensions() {
        UnsafeBuffer buffer = new UnsafeBuffer(Arrays.copyOf(udp(), 200));
        IcmpExtensions.Writer writer = new IcmpExtensions.Writer().begin(buffer, 128);
        new MplsLabelStack().wrap(buffer, writer.openObject(), 4).write(0, MplsLabelStack.entry(16_001, 0, true, 1));
        writer.closeObject(MplsLabelStack.OBJECT_CLASS, MplsLabelStack.OBJECT_TYPE, 4);
        InterfaceInformation information = new InterfaceInformation()
                .begin(buffer, writer.openObject(), InterfaceInformation.ROLE_INCOMING).index(7)
                .name("ge-0".getBytes(StandardCharsets.UTF_8));
        writer.closeObject(InterfaceInformation.OBJECT_CLASS, information.cType(), information.length());
        int length = 128 + writer.finish();
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    @Test
    @DisplayName("R-ICMP-02: malformed extensions are no extensions")
    void shouldNotShowMalformedExtensions() {
        rig.listeners.register(new Flow(17, 0, 5000, 0, 0), error -> heard.add(error.hasExtensions() + " "
                + error.nextExtension()));
        byte[] quote = withExtensions();
        quote[131] ^= 1;

        deliver(error(11, 0, 32 << 16, quote));

        assertThat(heard).containsExactly("false false");
    }

    @Test
    @DisplayName("R-ICMP-02: a length octet that would cut the quoted header short is not believed (found by fuzzing)")
    void shouldNotBelieveALengthBelowTheHeader() {
        rig.listeners.register(new Flow(17, 0, 5000, 0, 0), error -> heard.add(error.quotedLength() + " "
                + error.hasExtensions()));

        for (int words : new int[] {1, 2, 6, 7, 31, 255}) {
            deliver(error(11, 0, words << 16, Arrays.copyOf(udp(), 140)));
        }

        assertThat(heard).hasSize(6).containsOnly("140 false");
    }

    @Test
    @DisplayName("a reply is told with its identifier, sequence number and data")
    void shouldTellOfAReply() {
        rig.listeners.register(Flow.ofQueries(77), new IcmpErrorListener() {
            @Override
            public void onIcmpError(ReceivedError error) {
                heard.add("error");
            }

            @Override
            public void onIcmpReply(Reply reply) {
                heard.add(reply.type() + "/" + reply.code() + " " + Integer.toHexString(reply.source()) + " "
                        + reply.identifier() + " " + reply.sequence() + " " + reply.ttl() + " "
                        + Hex.format(bytesOf(reply)));
            }
        });

        deliver(IcmpRig.request().ttl(57).echoReply(77, 5, (byte) 1, (byte) 2).trailer((byte) 3).build());

        assertThat(heard).containsExactly("0/0 a000002 77 5 57 01 02");
    }

    private static byte[] bytesOf(IcmpErrorListener.Reply reply) {
        byte[] bytes = new byte[reply.data().remaining()];
        reply.data().get(bytes);
        return bytes;
    }

    @Test
    @DisplayName("a listener for errors alone ignores replies")
    void shouldIgnoreRepliesUnlessWanted() {
        rig.listeners.register(Flow.ofQueries(77), error -> heard.add("error"));

        deliver(IcmpRig.request().echoReply(77, 5).build());

        assertThat(heard).isEmpty();
    }

    @Test
    @DisplayName("what a listener throws is recorded, and the next message is delivered")
    void shouldSurviveListenersThatThrow() {
        RuntimeException[] failure = {new IllegalStateException("mine")};
        rig.listeners.register(new Flow(17, 0, 5000, 0, 0), error -> {
            heard.add("called");
            if (failure[0] != null) {
                throw failure[0];
            }
        });
        deliver(error(3, 3, 0, udp()));
        failure[0] = null;
        deliver(error(3, 3, 0, udp()));

        assertThat(heard).hasSize(2);
        assertThat(rig.failures.entries()).hasSize(1);
        assertThat(rig.failures.entries().get(0).summary()).contains("mine");
    }

    @Test
    @DisplayName("a flow that was removed while its error was under way is told nothing")
    void shouldForgetARemovedFlow() {
        Flow flow = new Flow(17, 0, 5000, 0, 0);
        rig.listeners.register(flow, error -> heard.add("called"));
        Packet packet = rig.receive(error(3, 3, 0, udp()));
        rig.listeners.remove(flow);
        PacketList part = new PacketList(1);
        part.add(packet);

        delivery().onBurst(part, rig.turn);

        assertThat(heard).isEmpty();
    }

    @Test
    @DisplayName("solicitations and other punted packets are left to others")
    void shouldNotTakeWhatIsNotItsOwn() {
        try (IcmpRig open = new IcmpRig(IcmpRig.everything())) {
            Packet packet = open.receive(Packets.frame().eth(IcmpRig.PEER_MAC, "01:00:5e:00:00:02")
                    .ip("10.0.0.2", "224.0.0.2").icmp(10, 0, 0).build());
            assertThat(packet.verdict()).isEqualTo(Verdict.PUNT);
            assertThat(open.handlers.control().get(0).handles(packet)).isFalse();
        }
    }
}
