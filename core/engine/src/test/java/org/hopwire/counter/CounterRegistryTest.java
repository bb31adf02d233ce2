package org.hopwire.counter;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CounterRegistryTest {
    private enum Event {
        LINK_UP, LINK_DOWN
    }

    private enum Rival {
        LINK_UP
    }

    private final CounterRegistry registry = new CounterRegistry(8);

    @Test
    void shouldLabelRowsByScope() {
        CounterSet<Event> events = registry.register(Event.class, "port.eth0", 3);
        events.add(Event.LINK_DOWN, 5);
        assertThat(registry.snapshot()).containsExactly(new CounterReading(3, "port.eth0", "link-up", 0),
                new CounterReading(3, "port.eth0", "link-down", 5));
        assertThat(registry.toMap()).containsEntry("port.eth0.link-down", 5L).hasSize(2);
        assertThat(events.scope()).isEqualTo("port.eth0");
        assertThat(events.typeId()).isEqualTo(3);
        assertThat(events.size()).isEqualTo(2);
    }

    @Test
    void shouldSumTheRowsOfAllScopes() {
        registry.register(Event.class, "a", 3).add(Event.LINK_UP, 2);
        registry.register(Event.class, "b", 3).add(Event.LINK_UP, 40);
        registry.register(Rival.class, "c", 4).add(Rival.LINK_UP, 1000);
        assertThat(registry.totals(Event.class)).containsEntry("link-up", 42L).containsEntry("link-down", 0L)
                .hasSize(2);
        assertThat(registry.totals(DropReason.class)).isEmpty();
    }

    @Test
    void shouldReadTheSameThroughAgronasLayout() {
        registry.register(Event.class, "a", 3).add(Event.LINK_DOWN, 9);
        List<String> seen = new ArrayList<>();
        registry.reader().forEach((value, id, label) -> seen.add(id + " " + label + " " + value));
        assertThat(seen).containsExactly("0 a.link-up 0", "1 a.link-down 9");
        assertThat(registry.reader().getCounterTypeId(1)).isEqualTo(3);
    }

    @Test
    void shouldRefuseALabelThatIsTaken() {
        registry.register(Event.class, "a", 3);
        assertThatThrownBy(() -> registry.register(Event.class, "a", 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counter label 'a.link-up' is taken");
        assertThatThrownBy(() -> registry.register(Rival.class, "a", 4)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("counter label 'a.link-up' is taken");
        assertThat(registry.used()).isEqualTo(2);
    }

    @Test
    void shouldRefuseATypeIdWithTwoMeanings() {
        registry.register(Event.class, "a", 3);
        assertThatThrownBy(() -> registry.register(Rival.class, "b", 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type id 3 of Rival");
        assertThatThrownBy(() -> registry.register(Event.class, "b", 5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type id 5 of Event");
    }

    @Test
    void shouldRefuseMoreCountersThanThereIsRoomFor() {
        assertThatThrownBy(() -> registry.register(DropReason.class, "worker-0", 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("counter scope 'worker-0' needs " + DropReason.count() + " counters, 8 of 8 are free");
        for (String scope : List.of("a", "b", "c", "d")) {
            registry.register(Event.class, scope, 3);
        }
        assertThat(registry.used()).isEqualTo(registry.capacity()).isEqualTo(8);
        assertThatThrownBy(() -> registry.register(Event.class, "e", 3)).hasMessageContaining("0 of 8 are free");
    }

    @Test
    void shouldRefuseAnUnusableScopeOrCapacity() {
        for (String scope : List.of("", "a b", "a\n", "\u00e9", "x".repeat(CounterRegistry.MAX_SCOPE_LENGTH + 1))) {
            assertThatThrownBy(() -> registry.register(Event.class, scope, 3))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("counter scope is '" + scope);
        }
        assertThatThrownBy(() -> new CounterRegistry(0)).hasMessageContaining("capacity is 0");
        assertThat(registry.used()).isZero();
    }
}
