package org.hopwire.engine;

import java.util.List;
import java.util.Locale;

import org.hopwire.engine.config.EngineConfig;
import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.EngineSettings;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.Port;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.LinuxPortConfig.XdpMode;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.SystemCallException;
import org.hopwire.port.linux.xdp.XdpPort;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What becomes of AF_XDP ports where workers, queues and frames are more than fit: an answer comes once, or none. */
@Tag("live")
class XdpWorkersLiveTest {
    private static final String PEER = "192.0.2.10";
    private static final String FEW_QUEUES = "port lan options.queue: engine workers: 2 need receive queues 0 to 1, "
            + "and near has 1; ethtool -L sets it";

    private final VethPair cable = new VethPair();
    private LinuxPortConfig options = LinuxPortConfig.defaults().withNamespace(cable.nearNamespace());

    @BeforeEach
    void require() {
        Tool.require("ping", "iputils-ping");
        Tool.require("ethtool", "ethtool");
        BpfAccess.require();
        cable.farAddress(PEER + "/24");
    }

    @AfterEach
    void removeBed() {
        cable.close();
    }

    private void queues(int near, int far) {
        cable.inNear("ethtool", "-L", VethPair.NEAR, "rx", "" + near, "tx", "" + near);
        cable.inFar("ethtool", "-L", VethPair.FAR, "rx", "" + far, "tx", "" + far);
    }

    private void mtu(int octets) {
        cable.inNear("ip", "link", "set", VethPair.NEAR, "mtu", "" + octets);
        // a driver's program has to hold what the other end may send
        cable.inFar("ip", "link", "set", VethPair.FAR, "mtu", "" + octets);
    }

    private Engine engine(int workers) {
        return engine(workers, 0);
    }

    private Engine engine(int workers, int vlan) {
        PortConfig port = PortConfig.device("lan", PortKind.AF_XDP, VethPair.NEAR, "192.0.2.1/24")
                .withOptions(options).withVlan(vlan);
        EngineSettings settings = new EngineSettings(EngineMode.HOST, null, 1L, workers, null);
        return Engine.builder().config(new EngineConfig(settings, List.of(port), null, null, null, null)).build();
    }

    private void assertAnswersOnce(Engine engine) {
        assertThat(cable.inFar("ping", "-c", "4", "-i", "0.2", "192.0.2.1"))
                .anyMatch(line -> line.contains("4 packets transmitted, 4 received, 0% packet loss"));
        assertThat(engine.failures()).isEmpty();
    }

    private static List<Port> ports(Engine engine) {
        return engine.queues().stream().flatMap(List::stream).toList();
    }

    @Test
    void shouldShareOneProgramAmongTheQueuesOfAllWorkers() {
        queues(2, 2);
        try (Engine engine = engine(2)) {
            assertThat(engine.notices()).isEmpty();
            assertThat(ports(engine)).hasSize(2).allMatch(XdpPort.class::isInstance);
            engine.start();
            assertAnswersOnce(engine);
        }
    }

    @Test
    void shouldAnswerOnceWhereAllWorkersFallBack() {
        mtu(9000);
        queues(2, 2);
        try (Engine engine = engine(2)) {
            assertThat(engine.notices()).singleElement().asString()
                    .startsWith("AF_PACKET instead of AF_XDP: port lan (near): mtu 9000");
            assertThat(ports(engine)).hasSize(2).allMatch(PacketPort.class::isInstance);
            engine.start();
            assertAnswersOnce(engine);
        }
    }

    @Test
    void shouldRefuseMoreWorkersThanQueues() {
        assertThatThrownBy(() -> engine(2).close()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage(FEW_QUEUES);
    }

    @Test
    void shouldSayWhichQueuesPassItBy() {
        queues(2, 1);
        try (Engine engine = engine(1)) {
            assertThat(engine.notices()).containsExactly("port lan (near): what arrives in receive queues other than 0 "
                    + "is not ours to see; ethtool -L near, or as many engine workers as queues");
        }
    }

    @Test
    void shouldComeBackWithAllQueuesAfterTheInterfaceWasMadeAnew() {
        queues(2, 2);
        try (Engine engine = engine(2)) {
            engine.start();
            cable.disconnect();
            cable.connect();
            cable.farAddress(PEER + "/24");
            queues(2, 2);
            cable.inFar("sh", "-c", "for i in $(seq 100); do ping -c 1 -W 1 192.0.2.1 && break; sleep 0.1; done; true");
            assertAnswersOnce(engine);
            assertThat(cable.inNear("ethtool", "-k", VethPair.NEAR)).as("of the new one, not restored with the old")
                    .contains("rx-vlan-offload: off");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NATIVE", "GENERIC"})
    void shouldNotFallBackWhereAModeIsAskedFor(XdpMode mode) {
        mtu(9000);
        options = options.withXdpMode(mode);
        assertThatThrownBy(() -> engine(1).close()).isInstanceOf(SystemCallException.class)
                .hasMessageStartingWith("port lan (near): mtu 9000 is more than a chunk of AF_XDP holds")
                .hasMessageEndingWith("options.xdp_mode \"" + mode.name().toLowerCase(Locale.ROOT)
                        + "\" rules AF_PACKET out");
    }

    @Test
    void shouldFallBackWhereAVlanWouldLookUntagged() {
        // too long for the driver's program, not for the kernel's
        mtu(3700);
        try (Engine engine = engine(1, 0)) {
            assertThat(ports(engine)).singleElement().isInstanceOf(XdpPort.class);
            assertThat(engine.notices()).singleElement().asString()
                    .startsWith("port lan (near): frames of a VLAN may look untagged");
        }
        try (Engine engine = engine(1, 7)) {
            assertThat(ports(engine)).singleElement().isInstanceOf(PacketPort.class);
            assertThat(engine.notices()).singleElement().asString()
                    .startsWith("AF_PACKET instead of AF_XDP: port lan (near): VLAN tags kept beside the frame");
        }
        options = options.withXdpMode(XdpMode.GENERIC);
        assertThatThrownBy(() -> engine(1, 7).close()).isInstanceOf(SystemCallException.class)
                .hasMessageEndingWith("options.xdp_mode \"generic\" rules AF_PACKET out");
        mtu(1500);
        options = options.withXdpMode(XdpMode.NATIVE);
        try (Engine engine = engine(1, 7)) {
            assertThat(engine.notices()).isEmpty();
        }
    }

    @Test
    void shouldNotFallBackWhereTheKernelIsToHaveItsShare() {
        mtu(9000);
        options = options.withPassOthers(true);
        assertThatThrownBy(() -> engine(1).close()).isInstanceOf(SystemCallException.class)
                .hasMessageEndingWith("options.pass_others rules AF_PACKET out");
    }
}
