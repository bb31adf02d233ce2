package org.hopwire.pipeline;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadMarkTest {
    private static final long NOW = 5_000;

    private final ReadMark mark = new ReadMark(2);
    private final ReadMark.Reader first = mark.reader(0);
    private final ReadMark.Reader second = mark.reader(1);

    private static void turn(ReadMark.Reader reader, boolean isMoreWaiting) {
        reader.end(reader.question(), isMoreWaiting);
    }

    private boolean isReadAfterATurnOfControl(long timeNs) {
        mark.settle(mark.isAnswered(), NOW);
        return mark.isRead(timeNs);
    }

    @Test
    void shouldHaveReadNothingBeforeItIsAsked() {
        assertThat(mark.isRead(NOW)).isFalse();
        assertThat(mark.isRead(Long.MIN_VALUE)).isFalse();
    }

    @Test
    @DisplayName("what had arrived by the question is read once every worker has ended a turn begun after it")
    void shouldWaitForEveryWorker() {
        mark.ask(NOW);
        turn(first, false);
        assertThat(isReadAfterATurnOfControl(NOW)).isFalse();
        turn(second, false);
        assertThat(isReadAfterATurnOfControl(NOW)).isTrue();
        assertThat(mark.isRead(NOW - 1)).isTrue();
        assertThat(mark.isRead(NOW + 1)).as("later frames").isFalse();
        assertThat(mark.readNs()).isEqualTo(NOW);
    }

    @Test
    @DisplayName("a turn that began before the question is no answer: its ports were looked at too early")
    void shouldNotTakeATurnThatBeganBefore() {
        turn(second, false);
        long before = first.question();
        mark.ask(NOW);
        first.end(before, false);
        turn(second, false);
        assertThat(isReadAfterATurnOfControl(NOW)).isFalse();
        turn(first, false);
        assertThat(isReadAfterATurnOfControl(NOW)).isTrue();
    }

    @Test
    @DisplayName("a full burst means that more waits; after 64 of them what waited at the first has been read")
    void shouldReadOnWhileMoreWaits() {
        mark.ask(NOW);
        turn(second, false);
        for (int i = 1; i < ReadMark.MOST_TURNS; i++) {
            turn(first, true);
            assertThat(isReadAfterATurnOfControl(NOW)).as("turn " + i).isFalse();
        }
        turn(first, true);
        assertThat(isReadAfterATurnOfControl(NOW)).isTrue();
    }

    @Test
    @DisplayName("packets that came with the answers are handled first")
    void shouldWaitUntilTheAnswersAreHandled() {
        mark.ask(NOW);
        turn(first, false);
        turn(second, false);
        mark.settle(false, NOW);
        assertThat(mark.isRead(NOW)).isFalse();
    }

    @Test
    @DisplayName("a worker that does not come back holds timers up for a second, and no longer")
    void shouldGiveUpOnAWorkerThatIsGone() {
        mark.ask(NOW);
        mark.settle(false, NOW + ReadMark.PATIENCE_NS - 1);
        assertThat(mark.isRead(NOW)).isFalse();
        mark.settle(false, NOW + ReadMark.PATIENCE_NS);
        assertThat(mark.isRead(NOW)).isTrue();
    }

    @Test
    void shouldCompareTimesByDifferenceSoThatTheClockMayWrap() {
        mark.ask(Long.MAX_VALUE);
        turn(first, false);
        turn(second, false);
        assertThat(isReadAfterATurnOfControl(Long.MAX_VALUE - 5)).isTrue();
        assertThat(mark.isRead(Long.MIN_VALUE)).isFalse();
    }
}
