package org.hopwire.port.linux.xdp;

import java.util.HexFormat;
import java.util.List;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.DeviceContractTest;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.LinuxPortConfig.XdpMode;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.Tunnel;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** AF_XDP with the program in the driver. */
@Tag("live")
class NativeXdpPortTest extends DeviceContractTest {
    private static final int RING = 128;

    @Override
    protected LinuxPort openDevice(PortRequest request) {
        BpfAccess.require();
        return XdpPort.open(request);
    }

    @Override
    protected LinuxPortConfig config() {
        return super.config().withXdpMode(XdpMode.NATIVE);
    }

    private XdpPort xdp() {
        return (XdpPort) near();
    }

    @Override
    protected void settle(int count) {
        long start = System.nanoTime();
        while (xdp().waiting() < count && System.nanoTime() - start < 1_000_000_000L) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldSayHowFramesTravel() {
        assertThat(xdp().manner()).isEqualTo(
                config().xdpMode() == XdpMode.NATIVE ? "native, copied" : "generic, copied");
    }

    @Test
    void shouldCountWhatTheFullRingLost() {
        for (int i = 0; i < 3; i++) {
            arrive(100);
        }
        assertThat(collectOnce()).isEqualTo(RING);
        near().readLosses();
        assertThat(near().count(LinuxCounter.KERNEL_DROPPED)).isEqualTo(300 - RING);
        assertThat(near().count(LinuxCounter.KERNEL_RECEIVED)).isEqualTo(300);
        arrive(5);
        assertThat(collect(port, 5)).as("and goes on").hasSize(5);
        assertThat(near().count(LinuxCounter.RING_INVALID)).isZero();
    }

    private int collectOnce() {
        Burst burst = new Burst();
        int n = port.receive(burst);
        port.release(burst);
        return n;
    }

    @Test
    void shouldSendFramesOfItsOwnFromWhereTheyLie() {
        Burst burst = new Burst();
        for (int turn = 0; turn < 10 * RING; turn++) {
            sendFromFar(frame(60 + turn % 100));
            settle(1);
            burst.clear();
            assertThat(port.receive(burst)).isOne();
            // an answer in place, its start moved into the headroom
            burst.address[0] -= 8;
            burst.length[0] += 8;
            OffHeap.put(frame(14), 0, burst.address[0], 14);
            assertThat(port.transmit(burst)).isOne();
            port.flush();
            port.release(burst);
            assertThat(collect(far, 1)).allMatch(answer -> answer.length >= 68);
        }
        assertThat(near().lent()).isZero();
    }

    @Test
    void shouldLeaveOtherProtocolsToTheKernelWhereAsked() {
        port.close();
        LinuxPortConfig filtered = config().withPassOthers(true);
        port = NetworkNamespace.call(cable.nearNamespace(),
                () -> XdpPort.open(new PortRequest("filter", VethPair.NEAR, filtered, true)));
        try (PacketPort kernel = NetworkNamespace.call(cable.nearNamespace(), () -> PacketPort.open(
                new PortRequest("kernel", VethPair.NEAR, LinuxPortConfig.defaults(), true)))) {
            turnUntil(port, port::isUp);
            turnUntil(far, far::isUp);
            byte[] arp = Packets.frame().eth(VethPair.FAR_MAC, "ff:ff:ff:ff:ff:ff").raw(0x0806,
                    Packets.arp(1, VethPair.FAR_MAC, "192.0.2.10", "00:00:00:00:00:00", "192.0.2.1")).build();
            byte[] echo = datagram().echo(1, 2).build();
            byte[] igmp = datagram().igmp(new byte[] {0x11, 0, 0, 0, 0, 0, 0, 0}).build();
            byte[] udp = datagram().udp(1, 2).build();
            byte[] other = frame(60);
            byte[] taggedEcho = tagged(echo);
            byte[] taggedUdp = tagged(udp);
            byte[] taggedArp = tagged(arp);
            sendFromFar(arp, udp, echo, other, taggedUdp, igmp, taggedEcho, taggedArp);
            settle(3);
            assertThat(collect(kernel, 5)).containsExactly(arp, udp, other, taggedUdp, taggedArp);
            List<byte[]> ours = collect(port, 5);
            assertThat(ours).as("a copy of ARP, on a way of its own").containsExactlyInAnyOrder(arp, echo, igmp,
                    taggedEcho, taggedArp);
            assertThat(near().lent()).isZero();
        }
    }

    @Test
    void shouldSeeATagThatItsSenderLeftToHardwareOrSayThatItDoesNot() {
        Tool.require("ping", "iputils-ping");
        cable.farAddress("192.0.2.10/24");
        cable.farNeighbour("192.0.2.1", VethPair.NEAR_MAC);
        try (Descriptor pusher = TagPusher.push(cable.farNamespace(), VethPair.FAR, 0x6007)) {
            assertThat(pusher.fd()).isPositive();
            cable.inFar("sh", "-c", "ping -c 1 -W 1 192.0.2.1; true");
        }
        byte[] frame = collect(port, 1).getFirst();
        boolean isTagged = config().xdpMode() == XdpMode.NATIVE;
        assertThat(HexFormat.of().formatHex(frame, 12, isTagged ? 19 : 15)).isEqualTo(isTagged
                ? "81006007080045"
                : "080045");
        assertThat(HexFormat.ofDelimiter(":").formatHex(frame, 0, 12))
                .isEqualTo(VethPair.NEAR_MAC + ":" + VethPair.FAR_MAC);
        assertThat(frame).hasSize(isTagged ? 102 : 98);
        assertThat(xdp().isTagBlind()).isEqualTo(!isTagged);
        assertThat(port.notice()).matches(isTagged ? "" : "port .*: frames of a VLAN may look untagged; .* txvlan off");
    }

    @Test
    void shouldCompleteWhatALocalSenderLeftOpenInATunnel() {
        List<Tunnel> tunnels = Tunnel.all().toList();
        arrive(tunnels.stream().map(Tunnel::leftOpen).toArray(byte[][]::new));
        assertThat(collect(port, tunnels.size()))
                .containsExactlyElementsOf(tunnels.stream().map(Tunnel::whole).toList());
        assertThat(near().count(LinuxCounter.CHECKSUM_COMPLETED)).isEqualTo(tunnels.size());
    }

    /** Chunks of 2 KiB hold that much, behind the kernel's headroom and with a tag in front. */
    @Test
    void shouldFollowItsInterfaceToTheMtuThatAChunkHolds() {
        widen(1774);
        turnUntil(port, () -> port.mtu() == 1774);
        assertThat(port.mtu()).isEqualTo(1774);
        arrive(frame(1788));
        assertThat(collect(port, 1)).containsExactly(frame(1788));
        assertThat(port.transmit(burstOf(frame(1788), frame(1789)))).isEqualTo(2);
        assertThat(near().count(LinuxCounter.UNSENDABLE)).as("longer than the link takes").isOne();
        widen(3000);
        switchTo(false);
        turnUntil(port, () -> !port.isUp());
        assertThat(port.mtu()).as("no more than there is room for").isEqualTo(1774);
    }

    @Test
    void shouldHaveRoomForTheMtuOfAnInterfaceThatWasMadeAnew() {
        delete();
        turnUntil(port, () -> !port.isUp());
        turnUntil(far, () -> !far.isUp());
        create();
        widen(3000);
        turnUntil(port, port::isUp);
        turnUntil(far, far::isUp);
        assertThat(port.mtu()).isEqualTo(3000);
        arrive(frame(3014));
        assertThat(collect(port, 1)).containsExactly(frame(3014));
    }

    @Test
    void shouldKeepTheInterfaceFromStrippingTagsWhileItIsOpen() {
        Tool.require("ethtool", "ethtool");
        assertThat(stripping()).isEqualTo("rx-vlan-offload: off");
        port.close();
        assertThat(stripping()).isEqualTo("rx-vlan-offload: on");
    }

    private String stripping() {
        return cable.inNear("ethtool", "-k", VethPair.NEAR).stream().filter(line -> line.startsWith("rx-vlan-offload"))
                .findFirst().orElseThrow();
    }

    private static Packets datagram() {
        return Packets.ipv4("192.0.2.10", "192.0.2.1").eth(VethPair.FAR_MAC, VethPair.NEAR_MAC);
    }

    private static byte[] tagged(byte[] frame) {
        byte[] tagged = new byte[frame.length + 4];
        System.arraycopy(frame, 0, tagged, 0, 12);
        System.arraycopy(new byte[] {(byte) 0x81, 0, 0, 7}, 0, tagged, 12, 4);
        System.arraycopy(frame, 12, tagged, 16, frame.length - 12);
        return tagged;
    }
}
