package org.hopwire.port.linux.packet;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.hopwire.memory.Burst;
import org.hopwire.memory.FrameSlab;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.Port;
import org.hopwire.port.linux.LinuxPortConfig;
import org.hopwire.port.linux.PortRequest;
import org.hopwire.port.linux.sys.NetworkNamespace;
import org.hopwire.testkit.Packets;
import org.hopwire.testkit.VethPair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A cable for each test, and packet sockets at its ends. */
abstract class CabledTest {
    static final long PATIENCE_NS = 3_000_000_000L;

    VethPair cable;

    @BeforeEach
    void plugIn() {
        cable = new VethPair();
    }

    @AfterEach
    void unplug() {
        // none where namespaces are not to be had
        if (cable != null) {
            cable.close();
        }
    }

    final PacketPort near(LinuxPortConfig config) {
        return open(cable.nearNamespace(), VethPair.NEAR, config);
    }

    final PacketPort far() {
        return open(cable.farNamespace(), VethPair.FAR, LinuxPortConfig.defaults());
    }

    static PacketPort open(String namespace, String device, LinuxPortConfig config) {
        PortRequest request = new PortRequest("p", device, config.withNamespace(namespace), true);
        PacketPort port = NetworkNamespace.call(namespace, () -> PacketPort.open(request));
        turnUntil(List.of(port), port::isUp);
        return port;
    }

    static void turnUntil(List<? extends Port> ports, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NS) {
            ports.forEach(CabledTest::count);
        }
    }

    /** Receives, and gives back; answers how many. */
    static int count(Port port) {
        Burst burst = new Burst();
        int n = port.receive(burst);
        port.release(burst);
        return n;
    }

    /** Sends a datagram of each of so many flows to the near end. */
    static void send(PacketPort from, int flows) {
        try (FrameSlab slab = new FrameSlab(flows, 2048, 128)) {
            Burst burst = new Burst();
            for (int i = 0; i < flows; i++) {
                byte[] frame = Packets.ipv4("192.0.2." + (10 + i), "192.0.2.1")
                        .eth(VethPair.FAR_MAC, VethPair.NEAR_MAC).udp(1000 + i, 53).build();
                long address = slab.acquire();
                OffHeap.put(frame, 0, address, frame.length);
                burst.add(address, frame.length, 0);
            }
            assertThat(from.transmit(burst)).isEqualTo(flows);
        }
    }
}
