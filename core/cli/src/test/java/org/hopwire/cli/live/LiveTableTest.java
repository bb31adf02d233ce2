package org.hopwire.cli.live;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import org.hopwire.cli.Terminal;
import org.hopwire.cli.UnluckyPort;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.linux.LinuxCounter;
import org.hopwire.port.memory.MemoryPort;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiveTableTest {
    private static final long SECOND = 1_000_000_000;
    /** Too short for an IPv4 header: dropped. */
    private static final byte[] STUB = new byte[60];

    private final StringWriter text = new StringWriter();

    private String draw(boolean redraws) {
        return draw(redraws, Terminal.Size.UNBOUNDED);
    }

    private String draw(boolean redraws, Terminal.Size size) {
        MemoryPort lan = new MemoryPort("lan");
        LiveTable table = new LiveTable(new PrintWriter(text), redraws, () -> size);
        try (Engine engine = Engine.builder().port(PortConfig.memory("lan", "10.0.0.1/24"), lan).build()) {
            EngineSnapshot before = engine.snapshot();
            table.begin(before, 0);
            for (int i = 0; i < 1000; i++) {
                lan.inject(STUB);
            }
            while (engine.invoke() > 0) {
                // until all are counted
            }
            table.draw(engine.snapshot(), 2 * SECOND, 3_725 * SECOND);
            table.draw(engine.snapshot(), 3 * SECOND, 3_726 * SECOND);
        }
        return text.toString();
    }

    private List<String> tables() {
        String both = draw(false);
        int second = both.indexOf("up 1:02:06");
        return List.of(both.substring(0, second), both.substring(second));
    }

    @Test
    void shouldTellRatesWithWhatFramingAdds() {
        String first = tables().get(0);
        assertThat(first).startsWith("up 1:02:05, in 1,000, out 0, dropped 1,000");
        // 500 a second, 60 octets and 24 of preamble, check sequence and gap
        assertThat(first).containsPattern("lan +500 +0\\.3 +0 +0\\.0 +0").containsPattern("dropped +\\S+ 1,000");
    }

    @Test
    void shouldForgetWhatItHasTold() {
        String second = tables().get(1);
        assertThat(second).containsPattern("lan +0 +0\\.0 +0 +0\\.0 +0").doesNotContain("dropped  ");
    }

    @Test
    @DisplayName("on a narrow terminal a line is never longer than a line, and tells packets a second")
    void shouldFitANarrowTerminal() {
        String narrow = draw(true, new Terminal.Size(40, 24)).replaceAll("\\u001b\\[\\d*[FJ]", "");
        assertThat(narrow.lines()).hasSizeGreaterThan(6).allMatch(line -> line.length() <= 40);
        assertThat(narrow).containsPattern("(?m)^Port +in \\[pkt/s] +out \\[pkt/s]$")
                .containsPattern("(?m)^lan +500 +0$");
    }

    @Test
    @DisplayName("on a low terminal the table is cut: what has scrolled out cannot be drawn over")
    void shouldFitALowTerminal() {
        assertThat(draw(true, new Terminal.Size(100, 3))).contains("\u001b[2F\u001b[J").doesNotContain("[4F")
                .hasLineCount(4);
    }

    @Test
    void shouldTellWhatTheKernelLostSinceTheLastTable() {
        UnluckyPort lan = new UnluckyPort();
        LiveTable table = new LiveTable(new PrintWriter(text), false, () -> Terminal.Size.UNBOUNDED);
        try (Engine engine = Engine.builder().port(PortConfig.memory("lan", "10.0.0.1/24"), lan).build()) {
            lan.befall(LinuxCounter.KERNEL_DROPPED, 5);
            table.begin(engine.snapshot(), 0);
            table.draw(engine.snapshot(), SECOND, SECOND);
            assertThat(text.toString()).doesNotContain("kernel-dropped");
            lan.befall(LinuxCounter.KERNEL_DROPPED, 1234);
            table.draw(engine.snapshot(), 2 * SECOND, 2 * SECOND);
        }
        assertThat(text.toString()).containsPattern("lan .*\n  lost +kernel-dropped 1,234\n");
    }

    @Test
    void shouldDrawOverTheLastTableOnATerminalOnly() {
        assertThat(draw(false)).doesNotContain("\u001b");
        assertThat(draw(true)).contains("\u001b[4F\u001b[J");
    }
}
