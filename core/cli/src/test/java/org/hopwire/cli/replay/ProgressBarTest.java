package org.hopwire.cli.replay;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressBarTest {
    private final StringWriter terminal = new StringWriter();
    private long nowNs;

    private ProgressBar bar(long total) {
        return new ProgressBar(new PrintWriter(terminal), total, () -> nowNs);
    }

    @Test
    void shouldDrawTenTimesASecondAtMost() {
        ProgressBar bar = bar(1000);
        nowNs = 99_999_999;
        bar.update(5, 500);
        assertThat(terminal.toString()).isEmpty();
        nowNs = 100_000_000;
        bar.update(10, 500);
        assertThat(terminal.toString()).isEqualTo("\r[###############...............]  50 % 10 frames, 100/s");
        bar.erase();
        assertThat(terminal.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void shouldDrawNoBarWhereTheEndIsUnknown() {
        ProgressBar bar = bar(0);
        nowNs = 1_000_000_000;
        bar.update(1234, 99);
        assertThat(terminal.toString()).isEqualTo("\r 1,234 frames, 1,234/s");
    }

    @Test
    void shouldLeaveNoTraceWhereNothingWasDrawn() {
        bar(10).erase();
        assertThat(terminal.toString()).isEmpty();
    }

    @Test
    void shouldNotPassItsEnd() {
        ProgressBar bar = bar(10);
        nowNs = 1_000_000_000;
        bar.update(1, 25);
        assertThat(terminal.toString()).contains("100 %");
    }
}
