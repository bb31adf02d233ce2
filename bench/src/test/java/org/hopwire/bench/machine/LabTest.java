package org.hopwire.bench.machine;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

/** Only where this process may make namespaces. */
class LabTest {
    /** Above what Linux gives any process. */
    private static final String ABANDONED = "hopwire-bench-99999999-left";

    private static Lab lab(String... roles) {
        try {
            return Lab.open(roles);
        } catch (BenchException e) {
            abort(e.getMessage());
            throw e;
        }
    }

    private static String in(String namespace, String words) {
        return Shell.run(Lab.inside(namespace, List.of(words.split(" ", -1))));
    }

    @Test
    void shouldJoinTwoNamespacesInWhichNobodySpeaks() {
        try (Lab lab = lab("one", "other")) {
            String one = lab.namespace("one");
            String other = lab.namespace("other");
            lab.cable(new Lab.End(one, "a", "02:00:00:00:00:01"), new Lab.End(other, "b", "02:00:00:00:00:02"));
            assertThat(in(one, "ip -o link show a")).contains("02:00:00:00:00:01", "LOWER_UP");
            assertThat(in(other, "ip -o link show b")).contains("02:00:00:00:00:02", "LOWER_UP");
            assertThat(in(one, "ip -o address show a")).isEmpty();
        }
    }

    @Test
    void shouldTakeAllAwayWhereACableCannotBeMade() {
        Lab lab = lab("one");
        Lab.End end = new Lab.End(lab.namespace("one"), "a", "02:00:00:00:00:01");
        assertThatThrownBy(() -> lab.cable(end, end)).isInstanceOf(BenchException.class);
        assertThat(Shell.run("ip netns list")).doesNotContain(lab.namespace("one"));
    }

    @Test
    void shouldRemoveWhatAKilledProcessHasLeft() {
        lab("one").close();
        Shell.run("ip netns add " + ABANDONED);
        lab("one").close();
        assertThat(Shell.run("ip netns list")).doesNotContain(ABANDONED);
    }
}
