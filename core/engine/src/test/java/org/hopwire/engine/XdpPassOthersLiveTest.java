package org.hopwire.engine;

import org.hopwire.engine.config.EngineMode;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.engine.config.PortKind;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.LinuxPortConfig.XdpMode;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The kernel's stack and ours on one interface: each finds its neighbours, whether or not they share an address. */
@Tag("live")
class XdpPassOthersLiveTest {
    private static final String PEER = "192.0.2.10";
    /** Answers one datagram of any sender. */
    private static final String SERVE = """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.settimeout(10)
            s.bind(('0.0.0.0', 9000))
            data, peer = s.recvfrom(64)
            s.sendto(data, peer)
            """;

    @ParameterizedTest
    @CsvSource({"AUTO, 192.0.2.1", "AUTO, 192.0.2.2", "GENERIC, 192.0.2.1"})
    void shouldLeaveTheKernelItsNeighbours(XdpMode mode, String ofTheKernel) {
        Tool.require("/usr/bin/python3", "python3");
        Tool.require("ping", "iputils-ping");
        BpfAccess.require();
        try (VethPair cable = new VethPair()) {
            cable.farAddress(PEER + "/24");
            cable.inFar("ethtool", "-K", VethPair.FAR, "tx", "off");
            cable.inNear("ip", "address", "add", ofTheKernel + "/24", "dev", VethPair.NEAR);
            PortConfig port = PortConfig.device("lan", PortKind.AF_XDP, VethPair.NEAR, "192.0.2.1/24").withOptions(
                    LinuxPortConfig.defaults().withNamespace(cable.nearNamespace()).withXdpMode(mode)
                            .withPassOthers(true));
            try (Engine engine = Engine.builder().mode(EngineMode.HOST).port(port).build()) {
                engine.start();
                Thread.ofPlatform().daemon()
                        .start(() -> cable.inNear("/usr/bin/python3", "-c", SERVE));
                assertThat(cable.inFar("/usr/bin/python3", "-c", ask(ofTheKernel))).last().asString()
                        .startsWith("answer");
                assertThat(cable.inNear("ip", "neighbour", "show", PEER)).as("the kernel's own neighbour")
                        .anyMatch(line -> line.contains(VethPair.FAR_MAC));
                assertThat(cable.inFar("ping", "-c", "3", "-i", "0.2", "192.0.2.1")).as("ours")
                        .anyMatch(line -> line.contains("3 packets transmitted, 3 received, 0% packet loss"));
                assertThat(engine.snapshot().icmpSent()).containsEntry("echo-reply", 3L);
                assertThat(engine.neighbours()).singleElement().asString().contains("REACHABLE");
                assertThat(engine.failures()).isEmpty();
            }
        }
    }

    private static String ask(String address) {
        return """
                import socket
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.settimeout(0.5)
                for attempt in range(15):
                    s.sendto(b'x', ('%s', 9000))
                    try:
                        print('answer', s.recv(64))
                        break
                    except OSError as e:
                        print(e)
                """.formatted(address);
    }
}
