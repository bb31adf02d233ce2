package org.hopwire.bench.machine;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ChildTest {
    private static Child sh(String script) {
        return Child.start("the child", List.of("sh", "-c", script));
    }

    @Test
    void shouldBeToldByLinesAndAnswerByLines() {
        try (Child child = sh("while read word; do echo noise; echo \"done $word\"; done")) {
            child.tell("this");
            assertThat(child.await("done")).isEqualTo("done this");
            child.tell("that");
            assertThat(child.await("done")).isEqualTo("done that");
        }
    }

    @Test
    void shouldQuoteWhoEndsWithoutAnAnswer() {
        try (Child child = sh("echo why >&2; exit 1")) {
            assertThatThrownBy(() -> child.await("ready")).isInstanceOf(BenchException.class)
                    .hasMessage("the child has ended: why");
        }
    }

    @Test
    void shouldLetItEndByItselfWhenItsInputDoes() {
        try (Child child = sh("cat; echo rest")) {
            child.finish(30);
            assertThat(child.await("rest")).isEqualTo("rest");
        }
    }

    @Test
    void shouldEndWhoDoesNotWantTo() {
        Child child = sh("trap '' TERM; echo ready; while :; do sleep 1; done");
        child.await("ready");
        child.close();
        assertThat(ProcessHandle.of(child.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
