package org.hopwire.hotpath;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How often a burst makes the engine copy, add up, store for other threads, ask a queue, a clock or a port:
 * {@code work.txt} says it to one. What a change costs or saves is a line of its difference.
 */
class WorkTest {
    private static final String FILE = "work.txt";

    @Test
    void shouldDoAsMuchAsIsWrittenDown() throws ReflectiveOperationException {
        BinaryOperator<String> engine = counting();
        Map<String, String> found = new LinkedHashMap<>();
        for (Work work : Work.values()) {
            for (int burst : new int[] {1, 256}) {
                found.put(work.label() + " x " + burst, engine.apply(work.label(), String.valueOf(burst)));
            }
        }
        found.put("idle", engine.apply(Work.FORWARD.label(), "0"));
        Expected.writeWhereAsked(FILE, found);
        assertThat(found).containsExactlyEntriesOf(Expected.read(FILE));
    }

    @SuppressWarnings("unchecked")
    private static BinaryOperator<String> counting() throws ReflectiveOperationException {
        ClassLoader loader = new CountingLoader(WorkTest.class.getClassLoader());
        return (BinaryOperator<String>) loader.loadClass(WorkRun.class.getName()).getConstructor().newInstance();
    }
}
