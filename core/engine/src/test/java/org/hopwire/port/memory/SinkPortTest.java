package org.hopwire.port.memory;

import org.hopwire.memory.Burst;
import org.hopwire.memory.OffHeap;
import org.hopwire.port.Port;
import org.hopwire.port.PortContractTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SinkPortTest extends PortContractTest {
    private SinkPort sink;

    @Override
    protected Port open(String name) {
        sink = new SinkPort(name);
        return sink;
    }

    @Test
    void shouldCountFramesAndBytesAndKeepTheLastFrame() {
        sink.transmit(foreignBurst(2));
        sink.transmit(foreignBurst(3));
        assertThat(sink.transmitted()).isEqualTo(5);
        assertThat(sink.transmittedBytes()).isEqualTo(60 + 61 + 60 + 61 + 62);
        assertThat(sink.lastFrame()).hasSize(62).containsOnly(3);
        sink.reset();
        assertThat(sink.transmitted()).isZero();
        assertThat(sink.lastFrame()).isEmpty();
        assertThat(sink.digest()).isZero();
    }

    @Test
    void shouldChangeItsDigestWithOrderAddressChecksumAndLength() {
        Burst burst = foreignBurst(2);
        long plain = digestOf(burst);
        assertThat(digestOf(burst)).isEqualTo(plain);
        long first = burst.address[0];
        OffHeap.fill(first + 30, 1, (byte) 99);
        long address = digestOf(burst);
        OffHeap.fill(first + 36, 1, (byte) 99);
        long checksum = digestOf(burst);
        burst.length[0]--;
        long length = digestOf(burst);
        burst.length[0]++;
        burst.address[0] = burst.address[1];
        burst.address[1] = first;
        assertThat(new long[] {plain, address, checksum, length, digestOf(burst)}).doesNotHaveDuplicates();
    }

    private long digestOf(Burst burst) {
        sink.reset();
        sink.transmit(burst);
        return sink.digest();
    }
}
