package org.hopwire.simulation;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Many schedules, each from its seed; {@code -Dhopwire.simulation.schedules=100000} plays more. */
class SimulationTest {
    private static final int SCHEDULES = Integer.getInteger("hopwire.simulation.schedules", 1000);
    private static final long FIRST_SEED = Long.getLong("hopwire.simulation.seed", 1);

    @Test
    @DisplayName("every router's state, every flow, every counter is what the model says, whatever went wrong before "
            + "(R-STATE-03, R-STATE-05)")
    void shouldAgreeWithTheModelAfterChaos() {
        assertThat(Campaign.play(FIRST_SEED, SCHEDULES)).isEmpty();
    }

    @Test
    void shouldPlayTheSameSeedTheSameWay() {
        Outcome first = Simulation.run(Schedule.of(FIRST_SEED));
        Outcome second = Simulation.run(Schedule.of(FIRST_SEED));
        assertThat(second).isEqualTo(first);
        assertThat(first.frames()).isPositive();
    }

    @Test
    void shouldShrinkAFailureToTheEventsItNeeds() {
        Schedule schedule = Schedule.of(FIRST_SEED);
        Event first = schedule.events().get(1);
        Event second = schedule.events().get(schedule.events().size() - 1);

        Schedule shortest = Shrinker.shrink(schedule,
                candidate -> candidate.events().containsAll(List.of(first, second)));

        assertThat(shortest.events()).containsExactly(first, second);
    }
}
