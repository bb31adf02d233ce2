package org.hopwire.port.memory;

import org.hopwire.memory.Burst;
import org.hopwire.port.Port;
import org.hopwire.port.ReceivingPortContractTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MemoryPortTest extends ReceivingPortContractTest {
    private MemoryPort memory;

    @Override
    protected Port open(String name) {
        memory = new MemoryPort(name, 300, 1514);
        return memory;
    }

    @Override
    protected void arrive(int frames) {
        for (int i = 0; i < frames; i++) {
            assertThat(memory.inject(arriving(i))).isTrue();
        }
    }

    @Override
    protected int available() {
        return memory.available();
    }

    @Test
    void shouldHandOverTimeFlagsAndTag() {
        memory.inject(new byte[20], 1500, 1_700_000_000_123_456_789L, Burst.TRUNCATED | Burst.VLAN_STRIPPED,
                0x8100_0064);
        Burst burst = new Burst();
        memory.receive(burst);
        assertThat(burst.originalLength[0]).isEqualTo(1500);
        assertThat(burst.timestampNs[0]).isEqualTo(1_700_000_000_123_456_789L);
        assertThat(burst.flags[0]).isEqualTo(Burst.TRUNCATED | Burst.VLAN_STRIPPED);
        assertThat(burst.vlan[0]).isEqualTo(0x8100_0064);
    }

    @Test
    void shouldCountATruncatedFrameLongerOnTheWireThanHere() {
        memory.inject(new byte[20], 5, Burst.TRUNCATED);
        Burst burst = new Burst();
        memory.receive(burst);
        assertThat(burst.originalLength[0]).isGreaterThan(burst.length[0]);
    }

    @Test
    void shouldLoseWhatDoesNotFitItsSlots() {
        arrive(300);
        assertThat(memory.inject(new byte[60])).isFalse();
        assertThat(memory.pending()).isEqualTo(300);
    }

    @Test
    void shouldRefuseAFrameLongerThanASlotByName() {
        assertThatIllegalArgumentException().isThrownBy(() -> memory.inject(new byte[1515]))
                .withMessage("port wan0: frame length 1515 exceeds 1514");
    }

    @Test
    void shouldDrainCopiesOfWhatWasSentOnce() {
        memory.transmit(foreignBurst(3));
        assertThat(memory.sentCount()).isEqualTo(3);
        assertThat(memory.drain()).hasSize(3).satisfies(sent -> {
            assertThat(sent.get(0)).hasSize(60).containsOnly(1);
            assertThat(sent.get(2)).hasSize(62).containsOnly(3);
        });
        assertThat(memory.drain()).isEmpty();
    }

    @Test
    void shouldAcceptOnlyAPrefixOnceItsTransmitLimitIsReached() {
        memory.transmitLimit(5);
        assertThat(memory.transmit(foreignBurst(4))).isEqualTo(4);
        assertThat(memory.transmit(foreignBurst(4))).isEqualTo(1);
        assertThat(memory.transmit(foreignBurst(1))).isZero();
        assertThat(memory.drain()).hasSize(5);
        assertThat(memory.transmit(foreignBurst(1))).isEqualTo(1);
    }

    @Test
    void shouldCarryNothingWhileTheLinkIsDown() {
        arrive(1);
        memory.down(true);
        assertThat(memory.receive(new Burst())).isZero();
        assertThat(memory.transmit(foreignBurst(1))).isZero();
        memory.down(false);
        assertThat(memory.receive(new Burst())).isEqualTo(1);
        assertThat(memory.transmit(foreignBurst(1))).isEqualTo(1);
    }
}
