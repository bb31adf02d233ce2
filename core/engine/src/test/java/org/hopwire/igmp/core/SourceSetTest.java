package org.hopwire.igmp.core;

import java.util.Arrays;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Sets of sources against the library's sets. */
class SourceSetTest {
    private static SourceSet of(NavigableSet<Integer> values) {
        SourceSet set = new SourceSet();
        int[] reversed = values.descendingSet().stream().mapToInt(Integer::intValue).toArray();
        set.assign(reversed, reversed.length);
        return set;
    }

    private static void check(SourceSet set, NavigableSet<Integer> model) {
        assertThat(Arrays.copyOf(set.values(), set.size()))
                .isEqualTo(model.stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void shouldComputeUnionIntersectionAndDifference() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 5_000; round++) {
            NavigableSet<Integer> one = randomSet(random);
            NavigableSet<Integer> other = randomSet(random);
            SourceSet union = of(one);
            union.addAll(of(other));
            SourceSet common = of(one);
            common.retainAll(of(other));
            SourceSet rest = of(one);
            rest.removeAll(of(other));
            NavigableSet<Integer> model = new TreeSet<>(one);
            model.addAll(other);
            check(union, model);
            model.retainAll(one);
            model.retainAll(other);
            check(common, model);
            model.addAll(one);
            model.removeAll(other);
            check(rest, model);
            assertThat(of(one).sameAs(of(other))).isEqualTo(one.equals(other));
        }
    }

    private static NavigableSet<Integer> randomSet(SplittableRandom random) {
        NavigableSet<Integer> set = new TreeSet<>();
        int size = random.nextInt(12);
        for (int i = 0; i < size; i++) {
            set.add(random.nextInt(-8, 8));
        }
        return set;
    }

    @Test
    void shouldCountDoublesOnceAndAddInOrder() {
        SourceSet set = new SourceSet();
        set.assign(new int[] {5, -1, 5, 3, -1, 5}, 6);
        assertThat(set.add(4)).isTrue();
        assertThat(set.add(3)).isFalse();
        assertThat(Arrays.copyOf(set.values(), set.size())).containsExactly(-1, 3, 4, 5);
        assertThat(set.contains(4)).isTrue();
        assertThat(set.contains(0)).isFalse();
    }
}
