package org.hopwire.port.linux.packet;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

import org.hopwire.port.linux.Device;
import org.hopwire.port.linux.LinuxPort;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.port.linux.sys.CallState;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.LibC;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.port.linux.sys.SystemCallException;
import org.hopwire.port.linux.tap.TapPort;
import org.hopwire.port.linux.xdp.XdpPort;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Other ways to open a port: frames for it alone, a socket somebody else made, a prepared TAP. */
@Tag("live")
class PacketOptionsTest extends CabledTest {
    private static final int NOBODY = 65_534;

    /** The kernel has the address and would answer; it does again once the port is closed. */
    @Test
    void shouldKeepFramesFromTheKernelsOwnStackWhereAsked() {
        cable.inNear("ip", "address", "add", "192.0.2.1/24", "dev", VethPair.NEAR);
        cable.farAddress("192.0.2.10/24");
        cable.farNeighbour("192.0.2.1", VethPair.NEAR_MAC);
        assertThat(pings()).isEqualTo(3);
        try (PacketPort near = openExclusively()) {
            assertThat(pings()).isZero();
            assertThat(count(near)).as("and the port has them").isPositive();
        }
        assertThat(pings()).isEqualTo(3);
    }

    private PacketPort openExclusively() {
        BpfAccess.require();
        return near(LinuxPortConfig.defaults().withExclusive(true));
    }

    private int pings() {
        Tool.require("ping", "iputils-ping");
        String ping = "ping -n -c 3 -i 0.05 -W 1 192.0.2.1 | grep -c 'bytes from' || true";
        return Integer.parseInt(cable.inFar("sh", "-c", ping).get(0).strip());
    }

    @Test
    void shouldNotShutAnInterfaceItCannotName() {
        assertThatThrownBy(() -> new PortRequest("lan", "fd:5", LinuxPortConfig.defaults().withExclusive(true), false))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("port lan exclusive");
    }

    @Test
    void shouldReceiveOnASocketThatItsParentLeftOpen() {
        int fd = NetworkNamespace.call(cable.nearNamespace(), () -> boundSocket(VethPair.NEAR));
        try (PacketPort near = open(null, "fd:" + fd, LinuxPortConfig.defaults());
                PacketPort far = far()) {
            send(far, 3);
            int received = 0;
            long start = System.nanoTime();
            while (received < 3 && System.nanoTime() - start < PATIENCE_NS) {
                received += count(near);
            }
            assertThat(received).isEqualTo(3);
        }
    }

    private static int boundSocket(String device) {
        Descriptor socket = Descriptor.socket("test", 17, 3, 0, "");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(20, 4);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) 17);
            address.set(ValueLayout.JAVA_INT, 4, Device.find(device).index());
            socket.bind(address);
        }
        return socket.fd();
    }

    @Test
    void shouldSayThatASocketIsBoundToNothing() {
        int fd = NetworkNamespace.call(cable.nearNamespace(), () -> Descriptor.socket("test", 17, 3, 0, "").fd());
        PortRequest request = new PortRequest("lan", "fd:" + fd, LinuxPortConfig.defaults(), false);
        assertThatThrownBy(() -> PacketPort.open(request))
                .hasMessage("port lan device: fd:" + fd + " is bound to no interface");
        Descriptor.adopt("test", fd).close();
    }

    @Test
    void shouldNameDeviceCallAndErrorInOneLine() {
        PortRequest request = new PortRequest("lan", "hwp-none", LinuxPortConfig.defaults(), false);
        assertThatThrownBy(() -> PacketPort.open(request)).isInstanceOf(SystemCallException.class)
                .hasMessage("hwp-none: ioctl SIOCGIFINDEX: ENODEV (no such device)");
        PortRequest notANumber = new PortRequest("lan", "fd:x", LinuxPortConfig.defaults(), false);
        assertThatThrownBy(() -> PacketPort.open(notANumber))
                .hasMessage("port lan device: \"fd:x\" is not fd: and a number");
    }

    @ParameterizedTest
    @CsvSource({"false, false, 0, 0", "false, true, 1, 0", "true, false, 0, 1", "true, true, 1, 1"})
    void shouldAskTheInterfaceForWhatItWantsAsLongAsItIsOpen(boolean isXdp, boolean isPromiscuous, int stations,
            int groups) {
        LinuxPortConfig config = groups == 1
                ? LinuxPortConfig.defaults()
                : new LinuxPortConfig(null, null, null, null, null, false, null, null, null, null, null);
        PortRequest request = new PortRequest("p", VethPair.NEAR, config, isPromiscuous);
        try (LinuxPort port = NetworkNamespace.call(cable.nearNamespace(), () -> open(request, isXdp))) {
            assertThat(port.notice()).isEmpty();
            assertThat(link()).contains("promiscuity " + stations).contains("allmulti " + groups);
        }
        assertThat(link()).contains("promiscuity 0").contains("allmulti 0");
    }

    /** Of one that is another station now, the frames for the station it was are wanted, too. */
    @ParameterizedTest
    @CsvSource({"false, false, false, 0", "false, true, false, 1", "false, false, true, 1", "true, false, false, 0",
        "true, true, false, 1", "true, false, true, 1"})
    void shouldAskAnInterfaceThatWasMadeAnewForTheSame(boolean isXdp, boolean isPromiscuous, boolean isOther,
            int stations) {
        PortRequest request = new PortRequest("p", VethPair.NEAR,
                LinuxPortConfig.defaults().withNamespace(cable.nearNamespace()), isPromiscuous);
        try (LinuxPort port = NetworkNamespace.call(cable.nearNamespace(), () -> open(request, isXdp))) {
            turnUntil(List.of(port), port::isUp);
            cable.disconnect();
            turnUntil(List.of(port), () -> !port.isUp());
            cable.connect();
            if (isOther) {
                cable.inNear("ip", "link", "set", VethPair.NEAR, "address", "02:00:00:00:0a:09");
            }
            assertThat(link()).contains("promiscuity 0").contains("allmulti 0");
            turnUntil(List.of(port), port::isUp);
            assertThat(link()).contains("promiscuity " + stations).contains("allmulti 1");
        }
    }

    private static LinuxPort open(PortRequest request, boolean isXdp) {
        BpfAccess.requireIf(isXdp);
        return isXdp ? XdpPort.open(request) : PacketPort.open(request);
    }

    private String link() {
        return String.join(" ", cable.inNear("ip", "-d", "link", "show", VethPair.NEAR));
    }

    @Test
    void shouldOpenAPreparedTapWithoutAnyPrivilege() {
        prepareTap();
        PortRequest prepared = new PortRequest("lan", "hwp-tap", LinuxPortConfig.defaults(), false);
        PortRequest missing = new PortRequest("lan", "hwp-other", LinuxPortConfig.defaults(), false);
        NetworkNamespace.call(cable.nearNamespace(), () -> {
            assumeTrue(becomeNobody(), "this user namespace has no second user");
            TapPort.open(prepared, false).close();
            assertThatThrownBy(() -> TapPort.open(missing, false)).hasMessage(
                    "port lan (hwp-other): ioctl TUNSETIFF: EPERM (not permitted); without CAP_NET_ADMIN the interface "
                            + "must be prepared: ip tuntap add dev hwp-other mode tap user NAME");
            assertThatThrownBy(() -> PacketPort.open(prepared))
                    .hasMessage("port lan (hwp-tap): socket: EPERM (not permitted); AF_PACKET needs CAP_NET_RAW");
            return null;
        });
    }

    private void prepareTap() {
        try {
            Tool.run("ip", "-n", cable.nearNamespace(), "tuntap", "add", "dev", "hwp-tap", "mode", "tap", "user",
                    Integer.toString(NOBODY));
        } catch (IllegalStateException e) {
            abort("this user namespace has no second user: " + e.getMessage().strip());
        }
    }

    /** The bare system call changes the calling thread alone, and that thread ends soon. */
    private static boolean becomeNobody() {
        int setresuid = System.getProperty("os.arch").equals("aarch64") ? 147 : 117;
        return LibC.syscall(CallState.onHeap(), setresuid, NOBODY, NOBODY, NOBODY) == 0;
    }
}
