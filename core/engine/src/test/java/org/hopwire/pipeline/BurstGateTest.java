package org.hopwire.pipeline;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BurstGateTest {
    private final BurstGate gate = new BurstGate(2);
    private final BurstGate.Pass first = gate.pass(0);
    private final BurstGate.Pass second = gate.pass(1);

    @Test
    void shouldBeClearOnceEveryWorkerHasLeft() {
        assertThat(first.enter()).isTrue();
        assertThat(second.enter()).isTrue();
        gate.close();
        assertThat(gate.isClear()).isFalse();
        first.leave();
        assertThat(gate.isClear()).isFalse();
        second.leave();
        assertThat(gate.isClear()).isTrue();
    }

    @Test
    void shouldLetNobodyInWhileItIsClosed() {
        gate.close();
        assertThat(first.enter()).isFalse();
        assertThat(gate.isClear()).as("who was turned away is outside").isTrue();
        gate.open();
        assertThat(first.enter()).isTrue();
        assertThat(gate.isClear()).isFalse();
    }
}
