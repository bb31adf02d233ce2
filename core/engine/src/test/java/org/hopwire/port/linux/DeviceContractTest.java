package org.hopwire.port.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import com.sun.management.ThreadMXBean;
import org.hopwire.checksum.InternetChecksum;
import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.Port;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Hex;
import org.hopwire.testkit.Tool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What every port on a Linux interface promises of the frames it carries, with the kernel as the judge. */
@Tag("live")
public abstract class DeviceContractTest extends DeviceLifeContractTest {
    private static final int MOST_BURSTS = 64;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldDeliverWhatItSendsByteForByte() {
        byte[][] sent = {frame(60), frame(61), frame(1514), frame(14 + 46)};
        Burst burst = burstOf(sent);
        assertThat(port.transmit(burst)).isEqualTo(4);
        port.flush();
        assertThat(collect(far, 4)).containsExactly(sent);
    }

    @Test
    void shouldPassOverAFrameNoDeviceCouldTake() {
        byte[][] sent = {frame(60), frame(9), frame(61)};
        Burst burst = burstOf(sent);
        assertThat(port.transmit(burst)).isEqualTo(3);
        port.flush();
        assertThat(burst.flags[1] & Burst.UNSENDABLE).as("a runt without a whole Ethernet header").isNotZero();
        assertThat(collect(far, 2)).containsExactly(sent[0], sent[2]);
        assertThat(near().count(LinuxCounter.UNSENDABLE)).isOne();
    }

    /** Whether the device has a limit of its own on what it is given. */
    protected boolean hasLimit() {
        return true;
    }

    @Test
    void shouldPassOverAFrameLongerThanTheDeviceTakes() {
        assumeTrue(hasLimit(), "the kernel's own stack takes frames of any length");
        byte[][] sent = {frame(60), frame(1600), frame(61)};
        Burst burst = burstOf(sent);
        assertThat(port.transmit(burst)).isEqualTo(3);
        port.flush();
        assertThat(burst.flags[1] & Burst.UNSENDABLE).isNotZero();
        assertThat(collect(far, 2)).containsExactly(sent[0], sent[2]);
    }

    /** Gives both ends of the link an MTU. */
    protected final void widen(int mtu) {
        for (String[] end : new String[][] {{cable.nearNamespace(), device()}, {farNamespace(), farDevice()}}) {
            try {
                Tool.run("ip", "-n", end[0], "link", "set", end[1], "mtu", Integer.toString(mtu));
            } catch (IllegalStateException e) {
                abort("the device takes no other MTU now: " + e.getMessage().strip());
            }
        }
    }

    @Test
    void shouldHandOverWholeOrMarkOrCountAFrameLongerThanTheLinkWas() {
        widen(9000);
        sendFromFar(frame(60), frame(5000), frame(61));
        settle(2);
        List<byte[]> received = new ArrayList<>();
        int marked = 0;
        Burst burst = new Burst();
        long start = System.nanoTime();
        while (received.stream().noneMatch(each -> each.length == 61) && System.nanoTime() - start < PATIENCE_NS) {
            burst.clear();
            port.receive(burst);
            for (int i = 0; i < burst.size(); i++) {
                received.add(OffHeap.bytes(burst.address[i], burst.length[i]));
                marked += (burst.flags[i] & Burst.TRUNCATED) == 0 ? 0 : 1;
            }
            port.release(burst);
        }
        near().readLosses();
        assertThat(received).contains(frame(60), frame(61));
        long whole = received.stream().filter(each -> each.length == 5000).count();
        assertThat(near().count(LinuxCounter.TRUNCATED)).as("cut").isEqualTo(marked);
        assertThat(whole + marked + near().count(LinuxCounter.KERNEL_DROPPED)).as("fate of the long one").isOne();
    }

    @Test
    void shouldCountWhatTheKernelCouldNotHandOverAndGoOn() {
        int accepted = 0;
        for (int i = 0; i < MOST_BURSTS && near().count(LinuxCounter.KERNEL_DROPPED) == 0; i++) {
            byte[][] sent = new byte[64][];
            Arrays.setAll(sent, this::arriving);
            Burst burst = burstOf(sent);
            accepted += far.transmit(burst);
            free(burst);
            settle(sent.length);
            near().readLosses();
        }
        assertThat(near().count(LinuxCounter.KERNEL_DROPPED)).isPositive();
        // a sender that is told of a loss tries again
        assertThat(collectAll() + near().count(LinuxCounter.KERNEL_DROPPED)).isGreaterThanOrEqualTo(accepted);
        arrive(5);
        assertThat(collect(port, 5)).as("and goes on").hasSize(5);
    }

    @Test
    void shouldTellAnotherMtuOfItsInterface() {
        assertThat(port.mtu()).isEqualTo(1500);
        widen(1400);
        turnUntil(port, () -> port.mtu() == 1400);
        assertThat(port.mtu()).isEqualTo(1400);
        widen(1500);
        turnUntil(port, () -> port.mtu() == 1500);
        assertThat(port.mtu()).isEqualTo(1500);
        widen(9000);
        switchTo(false);
        turnUntil(port, () -> !port.isUp());
        assertThat(port.mtu()).as("no more than there is room for").isBetween(1500, 9000);
    }

    @Test
    void shouldHandOverVlanTagsWhereTheyStood() {
        byte[] tagged = frame(64);
        System.arraycopy(Hex.parse("81 00 60 07 88 b5"), 0, tagged, 12, 6);
        byte[] twice = frame(68);
        System.arraycopy(Hex.parse("88 a8 00 63 81 00 20 07 88 b5"), 0, twice, 12, 10);
        arrive(tagged, twice);
        Burst burst = new Burst();
        assertThat(port.receive(burst)).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            assertThat(OffHeap.bytes(burst.address[i], burst.length[i])).isEqualTo(i == 0 ? tagged : twice);
            assertThat(burst.originalLength[i]).isEqualTo(burst.length[i]);
            assertThat(burst.flags[i] & Burst.VLAN_STRIPPED).isZero();
            OffHeap.fill(burst.address[i] - Port.MIN_HEADROOM, Port.MIN_HEADROOM, (byte) 0xEE);
        }
        port.release(burst);
        assertThat(port.transmit(burstOf(tagged, twice))).isEqualTo(2);
        port.flush();
        assertThat(collect(far, 2)).containsExactly(tagged, twice);
    }

    @Test
    void shouldCompleteTheChecksumALocalSenderLeftOpen() {
        Tool.run("ip", "-n", farNamespace(), "address", "add", "192.0.2.10/24", "dev", farDevice());
        Tool.run("ip", "-n", farNamespace(), "neighbour", "replace", "192.0.2.1", "lladdr", "02:00:00:00:0a:01", "dev",
                farDevice(), "nud", "permanent");
        NetworkNamespace.call(farNamespace(), () -> sendDatagram(new byte[101]));
        settle(1);
        List<byte[]> received = collect(port, 1);
        assertThat(received).hasSize(1);
        byte[] ip = Arrays.copyOfRange(received.get(0), 14, received.get(0).length);
        assertThat(udpSum(ip)).as("sum over pseudo-header and datagram").isEqualTo(InternetChecksum.VALID_SUM);
    }

    private static Object sendDatagram(byte[] payload) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(payload, payload.length, InetAddress.getByName("192.0.2.1"), 33_434));
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By hand, word for word (RFC 768, RFC 1071). */
    private static int udpSum(byte[] ip) {
        int udpLength = ip.length - 20;
        int sum = 17 + udpLength;
        for (int i = 12; i < ip.length; i++) {
            sum += i % 2 == 0 ? (ip[i] & 0xff) << 8 : ip[i] & 0xff;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }

    @Test
    void shouldAllocateNothingPerFrame() {
        Burst out = burstOf(frame(60), frame(61), frame(62), frame(63));
        Burst in = new Burst();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 2_000 && least != 0; round++) {
            far.transmit(out);
            settle(4);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            // so many turns that looks at the link are compiled, too
            for (int i = 0; i < TURNS; i++) {
                in.clear();
                port.receive(in);
                port.transmit(in);
                port.flush();
                port.release(in);
                if (i % (TURNS / 10) == 0) {
                    port.transmit(out);
                    port.flush();
                }
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            collect(far, 44);
        }
        assertThat(least).as("bytes in %s turns", TURNS).isZero();
    }
}
