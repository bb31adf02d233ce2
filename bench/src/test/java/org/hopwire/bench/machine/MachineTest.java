package org.hopwire.bench.machine;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MachineTest {
    @Test
    void shouldNameAMachineByProcessorFlagsAndCores() {
        String id = Machine.id("Intel(R) Xeon(R) Processor @ 2.60GHz", "avx sse", 2);
        assertThat(id).matches("intel-xeon-2c-[0-9a-f]{8}");
        assertThat(Machine.id("Intel(R) Xeon(R) Processor @ 2.60GHz", "sse  avx", 2)).isEqualTo(id);
        assertThat(Machine.id("Intel(R) Xeon(R) Processor @ 2.60GHz", "avx avx2 sse", 2)).isNotEqualTo(id);
        assertThat(Machine.id("Intel(R) Xeon(R) Processor @ 2.60GHz", "avx sse", 4)).isNotEqualTo(id);
    }

    @Test
    void shouldGiveThisOneTheSameNameTwice() {
        assertThat(Machine.here().id()).isEqualTo(Machine.here().id()).matches("[a-z0-9-]+");
    }
}
