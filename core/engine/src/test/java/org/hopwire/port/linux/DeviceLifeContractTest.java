package org.hopwire.port.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.Port;
import org.hopwire.port.ReceivingPortContractTest;
import org.hopwire.port.linux.packet.PacketPort;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.ProcessHoldings;
import org.hopwire.testkit.Tool;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What every port on a Linux interface promises of its life: link, interface, end. With its bed: namespaces of its own,
 * and at the far end a packet socket that sends and sees frames as they are.
 */
public abstract class DeviceLifeContractTest extends ReceivingPortContractTest {
    /** How long to wait for the kernel. */
    protected static final long PATIENCE_NS = 5_000_000_000L;
    /** Turns of a port in which it looks at its interface many times. */
    protected static final int TURNS = 1000;
    private static final int MANY_TURNS = 20 * TURNS;
    /** Frames that take more turns, one in each, than there are between two looks. */
    private static final int MANY = 100;

    /** Namespaces and cable of this test. */
    protected VethPair cable;
    /** The far end. */
    protected PacketPort far;
    private FrameSlab frames;

    /** The port under test, in the namespace of the calling thread. */
    protected abstract LinuxPort openDevice(PortRequest request);

    /** Interface the port is on. */
    protected String device() {
        return VethPair.NEAR;
    }

    /** Interface at the far end. */
    protected String farDevice() {
        return VethPair.FAR;
    }

    /** Namespace of the far end. */
    protected String farNamespace() {
        return cable.farNamespace();
    }

    /** Makes the interface anew after {@link #delete}. */
    protected void create() {
        cable.connect();
    }

    /** Deletes the interface. */
    protected void delete() {
        cable.disconnect();
    }

    /** Switches the interface on or off. */
    protected void switchTo(boolean isUp) {
        Tool.run("ip", "-n", cable.nearNamespace(), "link", "set", device(), isUp ? "up" : "down");
    }

    /** How the port is opened. */
    protected LinuxPortConfig config() {
        return LinuxPortConfig.defaults().withRingFrames(128).withNamespace(cable.nearNamespace());
    }

    @Override
    protected final Port open(String name) {
        cable = new VethPair();
        frames = new FrameSlab(Burst.MAX_SIZE, 16_384, 128);
        LinuxPort opened = openNear(name);
        far = openFar();
        // the carrier of a cable that was just plugged in shows a moment later
        turnUntil(opened, opened::isUp);
        turnUntil(far, far::isUp);
        return opened;
    }

    private LinuxPort openNear(String name) {
        PortRequest request = new PortRequest(name, device(), config(), true);
        return NetworkNamespace.call(cable.nearNamespace(), () -> openDevice(request));
    }

    private PacketPort openFar() {
        LinuxPortConfig options = LinuxPortConfig.defaults().withRingFrames(1024).withNamespace(farNamespace());
        return NetworkNamespace.call(farNamespace(),
                () -> PacketPort.open(new PortRequest("far", farDevice(), options, true)));
    }

    @AfterEach
    void removeBed() {
        for (AutoCloseable part : new AutoCloseable[] {port, far, frames, cable}) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            // a test that was skipped has not everything
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The port under test. */
    protected final LinuxPort near() {
        return (LinuxPort) port;
    }

    @Override
    protected int available() {
        return 1_000_000 - near().lent();
    }

    @Override
    protected void arrive(int count) {
        byte[][] sent = new byte[count][];
        Arrays.setAll(sent, this::arriving);
        arrive(sent);
    }

    /** Lets frames arrive, and waits until the port has them. */
    protected void arrive(byte[]... sent) {
        sendFromFar(sent);
        settle(sent.length);
    }

    /** Sends from the far end. */
    protected final void sendFromFar(byte[]... sent) {
        Burst burst = burstOf(sent);
        assertThat(far.transmit(burst)).isEqualTo(sent.length);
        free(burst);
    }

    /** Waits until frames that were sent can be received. */
    protected abstract void settle(int count);

    /** A burst of memory of ours with the given frames. */
    protected final Burst burstOf(byte[]... contents) {
        Burst burst = new Burst();
        for (byte[] each : contents) {
            long address = frames.acquire();
            OffHeap.put(each, 0, address, each.length);
            burst.add(address, each.length, 0);
        }
        return burst;
    }

    /** Gives memory of ours back. */
    protected final void free(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            frames.release(burst.address[i]);
        }
    }

    /** Gives a port turns until something holds. */
    protected final void turnUntil(Port turned, BooleanSupplier condition) {
        turnUntil(turned, condition, Integer.MAX_VALUE);
    }

    private static void turnUntil(Port turned, BooleanSupplier condition, int mostTurns) {
        Burst burst = new Burst();
        long start = System.nanoTime();
        for (int i = 0; i < mostTurns && !condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NS; i++) {
            burst.clear();
            turned.receive(burst);
            turned.release(burst);
            Thread.onSpinWait();
        }
    }

    /** What arrives at a port, until there is as much as expected, or too long nothing. */
    protected final List<byte[]> collect(Port from, int expected) {
        List<byte[]> all = new ArrayList<>();
        Burst burst = new Burst();
        long start = System.nanoTime();
        while (all.size() < expected && System.nanoTime() - start < PATIENCE_NS) {
            burst.clear();
            from.receive(burst);
            for (int i = 0; i < burst.size(); i++) {
                all.add(OffHeap.bytes(burst.address[i], burst.length[i]));
            }
            from.release(burst);
        }
        return all;
    }

    /** A broadcast frame of an experimental type, of any length. */
    protected static byte[] frame(int length) {
        byte[] frame = new byte[length];
        Arrays.fill(frame, (byte) 0x5a);
        byte[] header = Hex.parse("ff ff ff ff ff ff 02 00 00 00 0a 07 88 b5");
        System.arraycopy(header, 0, frame, 0, Math.min(length, header.length));
        return frame;
    }

    /** Frames that come before there are none for a long time. */
    protected final int collectAll() {
        int all = 0;
        Burst burst = new Burst();
        for (int empty = 0; empty < TURNS; empty++) {
            burst.clear();
            if (port.receive(burst) > 0) {
                all += burst.size();
                empty = 0;
            }
            port.release(burst);
        }
        return all;
    }

    @Test
    void shouldStopAndGoOnWithItsLink() {
        assertThat(port.isUp()).isTrue();
        for (int flap = 0; flap < 3; flap++) {
            switchTo(false);
            turnUntil(port, () -> !port.isUp());
            turnUntil(far, () -> !far.isUp());
            assertThat(port.isUp()).isFalse();
            assertThat(port.transmit(burstOf(frame(60)))).as("a link that is down takes nothing").isZero();
            switchTo(true);
            turnUntil(port, port::isUp);
            turnUntil(far, far::isUp);
            byte[] after = frame(70 + flap);
            assertThat(port.transmit(burstOf(after))).isOne();
            port.flush();
            assertThat(collect(far, 1)).containsExactly(after);
        }
        assertThat(near().count(LinuxCounter.LINK_LOST)).isEqualTo(3);
    }

    @Test
    void shouldServeAnInterfaceOfTheSameNameThatWasMadeAnew() {
        delete();
        turnUntil(port, () -> !port.isUp());
        turnUntil(far, () -> !far.isUp());
        assertThat(port.isUp()).isFalse();
        assertThat(port.transmit(burstOf(frame(60)))).isZero();
        create();
        turnUntil(port, port::isUp);
        turnUntil(far, far::isUp);
        assertThat(port.isUp()).isTrue();
        assertThat(near().count(LinuxCounter.REOPENED)).isOne();
        byte[] out = frame(77);
        assertThat(port.transmit(burstOf(out))).isOne();
        port.flush();
        assertThat(collect(far, 1)).containsExactly(out);
        arrive(frame(78), frame(79));
        assertThat(collect(port, 2)).containsExactly(frame(78), frame(79));
    }

    @Test
    void shouldLeaveNoDescriptorAndNoMappingBehind() throws IOException {
        port.close();
        openAndClose();
        ProcessHoldings before = ProcessHoldings.now();
        for (int i = 0; i < 20; i++) {
            openAndClose();
        }
        ProcessHoldings after = ProcessHoldings.now();
        assertThat(after.descriptors()).isEqualTo(before.descriptors());
        assertThat(after.ringMappings()).isEqualTo(before.ringMappings());
        // the smallest of the port's own areas times 20 would show
        assertThat(after.virtualKib() - before.virtualKib()).as("KiB of address space more").isLessThan(20 * 64);
    }

    private void openAndClose() {
        LinuxPort opened = openNear("again");
        opened.receive(new Burst());
        opened.close();
    }

    @Test
    void shouldTakeNothingInButSendOnceItsIntakeIsStopped() {
        arrive(5);
        assertThat(collectTheRest(new Burst())).isEqualTo(5);
        sendFromFar(frame(60), frame(61), frame(62));
        assertThat(collectAll()).as("what comes later").isZero();
        near().readLosses();
        assertThat(near().count(LinuxCounter.KERNEL_DROPPED)).as("not lost either").isZero();
        byte[] out = frame(63);
        assertThat(port.transmit(burstOf(out))).isOne();
        port.flush();
        assertThat(collect(far, 1)).containsExactly(out);
    }

    @Test
    void shouldNotServeAnotherInterfaceOnceItsIntakeIsStopped() {
        assertThat(collectTheRest(new Burst())).isZero();
        delete();
        create();
        turnUntil(port, () -> near().count(LinuxCounter.REOPENED) > 0, MANY_TURNS);
        assertThat(near().count(LinuxCounter.REOPENED)).isZero();
    }

    /** Whether frames that have arrived are still there when the interface is gone. */
    protected boolean outlivesItsInterface() {
        return true;
    }

    @Test
    void shouldHandOverWhatHadArrivedBeforeItsInterfaceWasDeleted() {
        assumeTrue(outlivesItsInterface(), "the kernel takes its queue with it");
        arrive(MANY);
        delete();
        create();
        Burst burst = new Burst(1);
        int received = 0;
        // one a turn, so that the port finds out about its interface long before it has handed over the last
        for (int turn = 0; turn < MANY; turn++) {
            burst.clear();
            received += port.receive(burst);
            port.release(burst);
        }
        assertThat(received).isEqualTo(MANY);
        turnUntil(port, port::isUp);
        assertThat(near().count(LinuxCounter.REOPENED)).as("then it goes on").isOne();
    }

    @BeforeEach
    void expectQuiet() {
        // what was sent while the cable came up is not the test's
        collectNow(port);
        collectNow(far);
    }

    private void collectNow(Port from) {
        Burst burst = new Burst();
        from.receive(burst);
        from.release(burst);
    }
}
