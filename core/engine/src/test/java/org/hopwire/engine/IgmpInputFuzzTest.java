package org.hopwire.engine;

import java.util.Arrays;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.hopwire.testkit.Lab;
import org.hopwire.testkit.Packets;

import static org.hopwire.testkit.Oracle.assertHolds;

/**
 * Any IGMP message, however sent, while no IGMP role is active: nothing is answered or forwarded (R-REFL-04), exactly
 * one counter moves, nothing is thrown.
 *
 * <p>Input: destination and framing in the first octet, then the message.
 */
class IgmpInputFuzzTest {
    private static final String[] DESTINATIONS = {"224.0.0.1", "224.0.0.2", "224.0.0.22", "239.1.2.3", "192.0.2.1",
        "192.0.2.255", "198.51.100.1", "232.1.1.1"};
    private static final int MAX_MESSAGE = 1400;
    private static final Lab LAB = new Lab();

    @FuzzTest(maxDuration = "10m")
    void shouldCountAndKeepSilent(byte[] input) {
        if (input.length == 0) {
            return;
        }
        long receivedBefore = LAB.snapshot().received();
        List<byte[]> sent = LAB.onLan(frame(input));
        EngineSnapshot figures = LAB.snapshot();
        assertHolds(sent.isEmpty() && LAB.wan().drain().isEmpty(), "IGMP drew an answer");
        assertHolds(figures.received() == receivedBefore + 1, "one frame was injected");
        assertHolds(figures.received() == figures.droppedTotal(), "a frame is not accounted for");
        assertHolds(LAB.engine().failures().isEmpty(), "a handler failed");
    }

    private static byte[] frame(byte... input) {
        int how = input[0];
        byte[] message = Arrays.copyOfRange(input, 1, Math.min(input.length, MAX_MESSAGE));
        Packets packets = Lab.fromLan(DESTINATIONS[how & 7]).ttl((how & 8) == 0 ? 1 : 64);
        if ((how & 16) == 0) {
            packets.routerAlert();
        }
        if ((how & 32) != 0) {
            packets.eth(Lab.LAN_HOST_MAC, "01:00:5e:00:00:16");
        }
        return packets.igmp(message).build();
    }
}
