package org.hopwire.igmp.router.store;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RecordIndexTest {
    private static final int KEYS = 40_000;

    // record number to key, as a caller's records would hold them
    private final int[] keyOf = new int[1 << 20];

    private int find(RecordIndex index, int key, int hash) {
        int slot = index.first(hash);
        while (slot != Records.NONE && keyOf[slot] != key) {
            slot = index.next(hash, slot);
        }
        return slot;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("what is in the index is found and nothing else, at every moment, while it grows and empties")
    void shouldFindExactlyWhatIsThere(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RecordIndex index = new RecordIndex(random.split());
        Map<Integer, Integer> model = new HashMap<>();
        boolean grew = false;
        for (int round = 0; round < 400_000; round++) {
            int key = random.nextInt(KEYS);
            // the third of the rounds that empties it makes it small again, so that it grows more than once
            boolean emptying = round / 60_000 % 2 == 1;
            Integer known = model.get(key);
            if (known == null && !emptying) {
                add(index, model, key, round);
            } else if (known != null && (emptying || random.nextInt(4) == 0)) {
                index.remove(index.hash(0, key), known);
                model.remove(key);
            }
            grew |= index.isGrowing();
            check(index, model, random.nextInt(KEYS), seed);
        }
        assertThat(grew).isTrue();
        for (int key = 0; key < KEYS; key++) {
            check(index, model, key, seed);
        }
    }

    private void add(RecordIndex index, Map<Integer, Integer> model, int key, int slot) {
        keyOf[slot] = key;
        index.add(index.hash(0, key), slot);
        model.put(key, slot);
    }

    private void check(RecordIndex index, Map<Integer, Integer> model, int key, long seed) {
        int expected = model.getOrDefault(key, Records.NONE);
        int found = find(index, key, index.hash(0, key));
        if (found != expected) {
            assertThat(found).as("seed %d key %d", seed, key).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("keys of one hash are told apart by the caller, before, during and after growth")
    void shouldShowEveryRecordOfOneHash() {
        RecordIndex index = new RecordIndex(new SplittableRandom(4));
        int hash = 0x7FFF_FFF0;
        for (int slot = 0; slot < 3000; slot++) {
            keyOf[slot] = slot;
            // few of one hash among many: a run of thousands would take the square of it
            index.add(slot % 100 == 0 ? hash : index.hash(1, slot), slot);
            for (int key = 0; key <= slot; key += 100) {
                assertThat(find(index, key, hash)).isEqualTo(key);
            }
            assertThat(find(index, 1, hash)).isEqualTo(Records.NONE);
        }
        index.remove(hash, 1500);
        assertThat(find(index, 1500, hash)).isEqualTo(Records.NONE);
        assertThat(find(index, 1600, hash)).isEqualTo(1600);
    }

    @Test
    @DisplayName("a record can be found and removed while the places are being moved, the report in the middle of it")
    void shouldServeInTheMiddleOfItsGrowth() {
        RecordIndex index = new RecordIndex(new SplittableRandom(5));
        int slot = 0;
        while (slot < 10_000 || !index.isGrowing()) {
            keyOf[slot] = slot;
            index.add(index.hash(0, slot), slot);
            slot++;
        }
        for (int key = 0; key < slot; key++) {
            assertThat(find(index, key, index.hash(0, key))).isEqualTo(key);
        }
        for (int key = 0; key < slot; key += 2) {
            index.remove(index.hash(0, key), key);
        }
        assertThat(index.isGrowing()).isTrue();
        for (int key = 0; key < slot; key++) {
            assertThat(find(index, key, index.hash(0, key))).isEqualTo(key % 2 == 0 ? Records.NONE : key);
        }
        for (int key = 0; index.isGrowing(); key += 2) {
            index.add(index.hash(0, key), key);
        }
        for (int key = 1; key < slot; key += 2) {
            assertThat(find(index, key, index.hash(0, key))).isEqualTo(key);
        }
    }

    @Test
    @DisplayName("no added record waits for all the others: old places are gone through a few at a time")
    void shouldGrowInSmallSteps() {
        RecordIndex index = new RecordIndex(new SplittableRandom(6));
        int growing = 0;
        for (int slot = 0; slot < 100_000; slot++) {
            index.add(index.hash(0, slot), slot);
            growing += index.isGrowing() ? 1 : 0;
        }
        // an eighth of every capacity left behind, the last one 131,072
        assertThat(growing).isBetween(131_072 / 8, 2 * 131_072 / 8);
    }

    @Test
    @DisplayName("the hash depends on the key drawn, so that nobody can choose groups that collide")
    void shouldHashByItsOwnKey() {
        RandomGenerator random = new SplittableRandom(7);
        RecordIndex one = new RecordIndex(random);
        RecordIndex other = new RecordIndex(random);
        assertThat(one.hash(1, 2)).isNotEqualTo(other.hash(1, 2)).isNotEqualTo(one.hash(2, 1));
    }
}
