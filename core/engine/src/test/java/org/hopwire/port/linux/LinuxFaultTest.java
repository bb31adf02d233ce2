package org.hopwire.port.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.hopwire.engine.Engine;
import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.port.linux.sys.SystemCallException;
import org.hopwire.port.linux.xdp.XdpPort;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** What must not harm a port for good: a link that flaps a thousand times, a process that is killed. */
@Tag("live")
class LinuxFaultTest {
    private static final int FLAPS = 1000;
    private static final int SET_FLAGS = 0x8914;
    private static final int UP = 1;
    private static final long PATIENCE_NS = 5_000_000_000L;

    private static LinuxPort open(String namespace, String device, boolean isXdp) {
        PortRequest request = new PortRequest(device, device, LinuxPortConfig.defaults(), true);
        try {
            return NetworkNamespace.call(namespace, () -> isXdp ? XdpPort.open(request) : PacketPort.open(request));
        } catch (SystemCallException e) {
            assumeFalse(isXdp && e.isPermission(), e.getMessage());
            throw e;
        }
    }

    private static void turnUntilUp(LinuxPort port) {
        Burst burst = new Burst();
        long start = System.nanoTime();
        while (!port.isUp() && System.nanoTime() - start < PATIENCE_NS) {
            burst.clear();
            port.receive(burst);
            port.release(burst);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldOutliveAThousandFlapsOfItsLink(boolean isXdp) {
        try (VethPair cable = new VethPair();
                LinuxPort near = open(cable.nearNamespace(), VethPair.NEAR, isXdp);
                LinuxPort far = open(cable.farNamespace(), VethPair.FAR, false);
                FrameSlab slab = new FrameSlab(1, 2048, 128)) {
            turnUntilUp(near);
            Burst sent = new Burst();
            long frame = slab.acquire();
            OffHeap.fill(frame, 60, (byte) 0xff);
            sent.add(frame, 60, 0);
            NetworkNamespace.call(cable.nearNamespace(), () -> {
                flap(near, sent);
                return null;
            });
            assertThat(near.count(LinuxCounter.LINK_LOST)).as("the port has noticed").isPositive();
            turnUntilUp(near);
            turnUntilUp(far);
            assertThat(near.isUp()).isTrue();
            assertThat(near.transmit(sent)).isOne();
            near.flush();
            Burst received = new Burst();
            long start = System.nanoTime();
            while (far.receive(received) == 0 && System.nanoTime() - start < PATIENCE_NS) {
                Thread.onSpinWait();
            }
            assertThat(received.size()).isPositive();
            far.release(received);
        }
    }

    private static void flap(LinuxPort port, Burst sent) {
        Burst burst = new Burst();
        try (Arena arena = Arena.ofConfined(); Descriptor socket = Descriptor.socket("test", 2, 2, 0, "")) {
            for (int i = 0; i < FLAPS; i++) {
                for (int flags : new int[] {0, UP}) {
                    MemorySegment request = Device.requestFor(arena, VethPair.NEAR);
                    request.set(ValueLayout.JAVA_SHORT, 16, (short) flags);
                    socket.control(SET_FLAGS, "SIOCSIFFLAGS", request.address(), "");
                    for (int turn = 0; turn < 200; turn++) {
                        burst.clear();
                        port.receive(burst);
                        port.release(burst);
                    }
                    port.transmit(sent);
                    port.flush();
                }
            }
        }
    }

    @Test
    void shouldLeaveNoProgramBehindWhenKilled() throws IOException, InterruptedException {
        try (VethPair cable = new VethPair()) {
            // or else the other process would have to say that it may not
            open(cable.nearNamespace(), VethPair.NEAR, true).close();
            Process victim = new ProcessBuilder(command(cable)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
            try (BufferedReader output = new BufferedReader(
                    new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII))) {
                assertThat(output.readLine()).isEqualTo("native, copied");
                assertThat(link(cable)).contains("prog/xdp");
            } finally {
                victim.destroyForcibly();
            }
            assertThat(victim.waitFor(3, TimeUnit.SECONDS)).isTrue();
            assertThat(link(cable)).doesNotContain("prog/xdp");
            try (LinuxPort again = open(cable.nearNamespace(), VethPair.NEAR, true)) {
                assertThat(((XdpPort) again).manner()).isEqualTo("native, copied");
            }
        }
    }

    private static List<String> command(VethPair cable) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        try (InputStream in = Engine.class.getResourceAsStream("hopwire.jvm")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("--"))
                    .forEach(command::add);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), XdpVictim.class.getName(),
                cable.nearNamespace(), VethPair.NEAR));
        return command;
    }

    private static String link(VethPair cable) {
        return String.join(" ", cable.inNear("ip", "-d", "link", "show", VethPair.NEAR));
    }
}
