package org.hopwire.memory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class GraceTest {
    private final long cells = Pages.map(Grace.BYTES);
    private final Grace grace = new Grace(cells);

    @AfterEach
    void close() {
        Pages.unmap(cells, Grace.BYTES);
    }

    @Test
    void shouldKeepAThingUntilWhoLooksHasLookedAway() {
        Grace.Cell reader = grace.register();
        reader.quiesce();
        grace.retire(7);
        assertThat(grace.poll(grace.advance())).isZero();
        reader.quiesce();
        assertThat(grace.poll(grace.advance())).isEqualTo(7);
        assertThat(grace.size()).isZero();
    }

    @Test
    void shouldNotWaitForWhoIsAway() {
        Grace.Cell reader = grace.register();
        reader.quiesce();
        reader.away();
        grace.retire(7);
        assertThat(grace.poll(grace.advance())).isEqualTo(7);
    }

    /** A worker that never sends an answer has a way into the routes all the same. */
    @Test
    void shouldNotWaitForWhoHasNeverLooked() {
        grace.register();
        for (int thing = 1; thing < 1000; thing++) {
            grace.retire(thing);
            assertThat(grace.poll(grace.advance())).isEqualTo(thing);
        }
    }

    @Test
    void shouldGiveThingsBackInTheirOrderHoweverManyWait() {
        Grace.Cell reader = grace.register();
        reader.quiesce();
        for (int thing = 1; thing <= 1000; thing++) {
            grace.retire(thing);
        }
        assertThat(grace.poll(grace.advance())).isZero();
        reader.away();
        long seen = grace.advance();
        for (int thing = 1; thing <= 1000; thing++) {
            assertThat(grace.poll(seen)).isEqualTo(thing);
        }
        assertThat(grace.poll(seen)).isZero();
    }

    @Test
    void shouldSayWhenThereAreTooManyReaders() {
        for (int i = 0; i < Grace.MOST_READERS; i++) {
            grace.register();
        }
        assertThatIllegalStateException().isThrownBy(grace::register).withMessageContaining("256");
    }
}
