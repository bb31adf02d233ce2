package org.hopwire.memory;

import java.util.BitSet;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortSetsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 4096})
    void shouldBehaveAsABitSetDoes(int ports) {
        SplittableRandom random = new SplittableRandom(ports);
        PortSets sets = new PortSets(ports, 3);
        sets.allot();
        int set = sets.allot();
        BitSet model = new BitSet();
        for (int i = 0; i < 1000; i++) {
            int port = random.nextInt(ports);
            if (random.nextInt(3) == 0) {
                sets.remove(set, port);
                model.clear(port);
            } else {
                sets.add(set, port);
                model.set(port);
            }
            assertThat(sets.contains(set, port)).isEqualTo(model.get(port));
            assertThat(sets.count(set)).isEqualTo(model.cardinality());
            assertThat(sets.isEmpty(set)).isEqualTo(model.isEmpty());
        }
        assertThat(sets.isEmpty(0)).isTrue();
    }

    @Test
    void shouldHandOutEmptySetsUntilAllAreInUse() {
        PortSets sets = new PortSets(70, 2);
        int first = sets.allot();
        sets.word(first, 1, 3);
        sets.or(first, 1, 4);
        assertThat(sets.word(first, 1)).isEqualTo(7);
        assertThat(sets.allot()).isEqualTo(1);
        assertThat(sets.allot()).isEqualTo(-1);
        sets.clear();
        assertThat(sets.isEmpty(sets.allot())).isTrue();
    }

    @Test
    void shouldNameTheFigureThatIsOutOfRange() {
        assertThatThrownBy(() -> new PortSets(4097, 1)).hasMessage("ports: 4097 is not 1 to 4096");
        assertThatThrownBy(() -> new PortSets(1, 0)).hasMessage("port sets: 0 is less than 1");
    }
}
