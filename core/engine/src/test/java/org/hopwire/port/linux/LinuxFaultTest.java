package org.hopwire.port.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import com.sun.management.UnixOperatingSystemMXBean;
import org.hopwire.engine.Engine;
import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.linux.bpf.BpfAccess;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.Descriptor;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.port.linux.sys.ThisProcess;
import org.hopwire.port.linux.xdp.TagStripping;
import org.hopwire.port.linux.xdp.XdpPort;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What must not harm a port for good: a link that flaps a thousand times, a process that is killed. */
@Tag("live")
class LinuxFaultTest {
    private static final int FLAPS = 1000;
    private static final int REMADE = 60;
    private static final int SET_FLAGS = 0x8914;
    private static final int UP = 1;
    private static final long PATIENCE_NS = 5_000_000_000L;

    private static LinuxPort open(String namespace, String device, boolean isXdp) {
        PortRequest request = new PortRequest(device, device,
                LinuxPortConfig.defaults().withNamespace(namespace), true);
        BpfAccess.requireIf(isXdp);
        return NetworkNamespace.call(namespace, () -> isXdp ? XdpPort.open(request) : PacketPort.open(request));
    }

    private static void turnUntilUp(LinuxPort port) {
        turnWhile(port, () -> !port.isUp());
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
            long descriptors = descriptors();
            long mappings = mappings();
            NetworkNamespace.call(cable.nearNamespace(), () -> {
                flap(near, sent);
                return null;
            });
            assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(descriptors);
            assertThat(mappings()).as("mappings").isLessThan(mappings + FLAPS / 10);
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

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    /** Of this process: a JVM maps and unmaps a few itself. */
    private static long mappings() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldLeakNothingWhileItsInterfaceComesAndGoes(boolean isXdp) {
        try (VethPair cable = new VethPair();
                LinuxPort near = open(cable.nearNamespace(), VethPair.NEAR, isXdp)) {
            remake(cable, near);
            long descriptors = descriptors();
            long mappings = mappings();
            for (int i = 0; i < REMADE; i++) {
                remake(cable, near);
            }
            assertThat(near.count(LinuxCounter.REOPENED)).isEqualTo(REMADE + 1);
            assertThat(near.lent()).as("frames on loan").isZero();
            assertThat(descriptors()).as("descriptors").isLessThanOrEqualTo(descriptors);
            assertThat(mappings()).as("mappings").isLessThan(mappings + REMADE / 2);
        }
    }

    @Test
    void shouldWaitForAnInterfaceThatIsNotToBeHadYet() {
        try (VethPair cable = new VethPair(); LinuxPort near = open(cable.nearNamespace(), VethPair.NEAR, true)) {
            turnUntilUp(near);
            cable.disconnect();
            turnWhile(near, near::isUp);
            cable.connect();
            // its queue is taken, so that the port cannot have it again
            try (LinuxPort other = open(cable.nearNamespace(), VethPair.NEAR, true)) {
                turnUntilUp(other);
                turnWhile(near, () -> near.count(LinuxCounter.REOPEN_FAILED) < 2);
                assertThat(near.count(LinuxCounter.REOPEN_FAILED)).isGreaterThanOrEqualTo(2);
                assertThat(near.receive(new Burst())).isZero();
                near.readLosses();
                assertThat(near.isUp()).isFalse();
                assertThat(other.isUp()).isTrue();
            }
            turnUntilUp(near);
            assertThat(near.isUp()).isTrue();
            assertThat(near.count(LinuxCounter.REOPENED)).isOne();
        }
    }

    private static void remake(VethPair cable, LinuxPort port) {
        long reopened = port.count(LinuxCounter.REOPENED);
        cable.disconnect();
        turnWhile(port, () -> port.isUp());
        cable.connect();
        turnWhile(port, () -> port.count(LinuxCounter.REOPENED) == reopened || !port.isUp());
    }

    private static void turnWhile(LinuxPort port, BooleanSupplier condition) {
        Burst burst = new Burst();
        long start = System.nanoTime();
        while (condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NS) {
            burst.clear();
            port.receive(burst);
            port.release(burst);
        }
    }

    @Test
    void shouldLeaveNoProgramBehindWhenKilled() throws IOException, InterruptedException {
        try (VethPair cable = new VethPair()) {
            kill(cable);
            assertThat(link(cable)).doesNotContain("prog/xdp");
            try (LinuxPort again = open(cable.nearNamespace(), VethPair.NEAR, true)) {
                assertThat(((XdpPort) again).manner()).isEqualTo("native, copied");
            }
        }
    }

    /** A process with an AF_XDP port at the near end, begun and killed. */
    private static void kill(VethPair cable) throws IOException, InterruptedException {
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
    }

    @Test
    void shouldRestoreWhatAKilledPortHadSwitchedOnceTheNextOneCloses() throws IOException, InterruptedException {
        Tool.require("ethtool", "ethtool");
        try (VethPair cable = new VethPair()) {
            kill(cable);
            assertThat(stripping(cable)).as("left by the victim").isEqualTo("off");
            try (LinuxPort again = open(cable.nearNamespace(), VethPair.NEAR, true)) {
                assertThat(again.lent()).isZero();
                assertThat(stripping(cable)).isEqualTo("off");
                assertThat(TagStripping.sweep(cable.nearNamespace())).isEmpty();
                assertThat(stripping(cable)).as("a port that is open keeps it off").isEqualTo("off");
            }
            assertThat(stripping(cable)).isEqualTo("on");
            assertThat(link(cable)).doesNotContain("altname");
        }
    }

    @Test
    void shouldSweepWhatAKilledPortHadSwitchedAndNothingElse() throws IOException, InterruptedException {
        Tool.require("ethtool", "ethtool");
        try (VethPair killed = new VethPair(); VethPair switched = new VethPair()) {
            kill(killed);
            List<String> left = NetworkNamespace.call(killed.nearNamespace(), () -> {
                // of the thread that ends here
                ThisProcess.setCapabilities(0, 0, 0);
                return TagStripping.sweep(null);
            });
            assertThat(left).singleElement().asString().startsWith("near: a killed engine has left").contains(
                    "ethtool -K near rxvlan on; ip link property del dev near altname hopwire-rxvlan-off-");
            assertThat(stripping(killed)).isEqualTo("off");
            killed.near(false);
            killed.inNear("ip", "link", "set", VethPair.NEAR, "name", "renamed");
            assertThat(TagStripping.sweep(killed.nearNamespace())).isEmpty();
            killed.inNear("ip", "link", "set", "renamed", "name", VethPair.NEAR);
            assertThat(stripping(killed)).isEqualTo("on");
            assertThat(link(killed)).doesNotContain("altname");
            // whoever switches it off now has another reason
            killed.inNear("ethtool", "-K", VethPair.NEAR, "rxvlan", "off");
            switched.inNear("ethtool", "-K", VethPair.NEAR, "rxvlan", "off");
            for (VethPair each : List.of(killed, switched)) {
                TagStripping.sweep(each.nearNamespace());
                open(each.nearNamespace(), VethPair.NEAR, true).close();
                assertThat(stripping(each)).isEqualTo("off");
                assertThat(link(each)).doesNotContain("altname");
            }
        }
    }

    private static String stripping(VethPair cable) {
        String feature = "rx-vlan-offload: ";
        return cable.inNear("ethtool", "-k", VethPair.NEAR).stream().filter(line -> line.startsWith(feature))
                .findFirst()
                .orElseThrow().substring(feature.length());
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
