package org.hopwire.cli.figures;

import java.io.PrintWriter;
import java.io.StringWriter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.hopwire.cli.Json;
import org.hopwire.cli.UnluckyPort;
import org.hopwire.engine.Engine;
import org.hopwire.engine.EngineSnapshot;
import org.hopwire.engine.config.PortConfig;
import org.hopwire.port.linux.LinuxCounter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresReportTest {
    private static EngineSnapshot figures(LinuxCounter... rows) {
        UnluckyPort lan = new UnluckyPort();
        try (Engine engine = Engine.builder().port(PortConfig.memory("lan", "10.0.0.1/24"), lan).build()) {
            for (int i = 0; i < rows.length; i++) {
                lan.befall(rows[i], 1001 + i);
            }
            return engine.snapshot();
        }
    }

    private static String text(EngineSnapshot figures) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new FiguresReport(figures).print(out);
        out.flush();
        return text.toString();
    }

    private static ObjectNode json(EngineSnapshot figures) {
        ObjectNode document = Json.document();
        new FiguresReport(figures).putInto(document);
        return document;
    }

    @Test
    void shouldShowWhatTheKernelLostBelowItsPort() {
        EngineSnapshot figures = figures(LinuxCounter.KERNEL_DROPPED, LinuxCounter.TRUNCATED, LinuxCounter.LINK_LOST,
                LinuxCounter.REOPEN_FAILED);
        assertThat(text(figures)).containsPattern("  lan +0 +0\n    kernel-dropped +1,001\n    truncated +1,002\n")
                .containsPattern("link-lost +1,").containsPattern("reopen-failed +1,");
        assertThat(json(figures).path("ports").path("lan").path("mishaps").path("kernel-dropped").asLong())
                .isEqualTo(1001);
    }

    @Test
    void shouldNotMentionWhatIsMereWork() {
        EngineSnapshot figures = figures(LinuxCounter.KERNEL_RECEIVED, LinuxCounter.SEND_CALLS,
                LinuxCounter.TAG_RESTORED);
        assertThat(figures.ports().get("lan").mishaps()).isEmpty();
        assertThat(json(figures).path("ports").path("lan").path("mishaps").isObject()).isTrue();
    }
}
