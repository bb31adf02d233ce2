package org.hopwire.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTest {
    private static final Pattern CHART = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static String render(Path from) {
        return Report.render(new Results(from, Map.of()), "", Theme.AUTO);
    }

    /** What stands between a section's beginning and its end. */
    private static String section(String page, String id) {
        int from = page.indexOf("<section id=\"" + id + "\"");
        return page.substring(from, page.indexOf("</section>", from));
    }

    @Test
    void shouldSayInTheFirstLinesWhoIsFaster() {
        String overview = section(render(Example.folder()), "overview");
        assertThat(overview).contains("Slower than the baseline?", "✗ yes", "slowest change +8.9 %",
                "Faster than its peers?", "in 2 of 5 works", "slower than the fastest peer in 2, not decided in 1",
                "37.0 x: T18", "1.20 x the best C", "✓ 0 B");
    }

    @Test
    void shouldSayOfEachTargetHowFarItIs() {
        String peers = section(render(Example.folder()), "peers");
        assertThat(peers).contains("<td>T1</td><td>checksum of a 20-byte header</td><td class=\"told t-good\">met</td>",
                "<td>T3</td><td>checksum of 576 to 9,000 bytes</td><td class=\"told t-bad\">missed</td>"
                        + "<td>met beside 2 of 3, missed beside 1 of 3</td>",
                "<td>T9</td><td>echo, whole engine</td><td class=\"told t-warn\">open</td>",
                "<td>T15</td><td>group lookup, half misses</td><td class=\"told t-open\">not measured</td>"
                        + "<td>DPDK is missing: apt-get install dpdk-dev</td>",
                "<td>T19</td>", "asserted by tests", "echo on a wire, AF_XDP", "echo on a wire, AF_PACKET");
        for (int i = 1; i <= 20; i++) {
            assertThat(peers).contains("<td>T" + i + "</td>");
        }
    }

    @Test
    void shouldDrawThresholdsIntervalsAndVerdicts() {
        String baseline = section(render(Example.folder()), "baseline");
        assertThat(baseline).contains(">-3 %<", ">+3 %<", ">+5 %<", "+8.9 % · REGRESSION", "+3.1 % · INCONCLUSIVE",
                "-11.0 % to -6.1 %", "New, and not in the baseline: time.TimerWheelBenchmark.arm");
    }

    @Test
    void shouldNameEveryPause() {
        assertThat(section(render(Example.folder()), "latency"))
                .contains("collector: GC Pause 4.10 ms", "no pause of the virtual machine", "longest", "99.99");
    }

    @Test
    void shouldGatherWhatIsNotKnown() {
        String gaps = section(render(Example.folder()), "gaps");
        assertThat(gaps).contains("1 benchmark of the gate", "route", "T15, group lookup", "mutant spare-load",
                "the gate misses even +50 % here", "testpmd-packet, echo, frames of 64 B",
                "no answer to a checked request", "held for 1 minute only", "the longest time under zgc, 50 % load",
                "only 0.75");
    }

    @Test
    void shouldNeverDrawAnEmptyChart() {
        List<String> charts = CHART.matcher(render(Example.folder())).results().map(each -> each.group()).toList();
        assertThat(charts).hasSizeGreaterThan(25)
                .allSatisfy(each -> assertThat(each).contains("class=\"mark ", "class=\"title\"", "class=\"axis\"",
                        "class=\"tick\""));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayWhatIsMissingAndHowToGetIt(Source source) throws IOException {
        Path copy = Example.copy(folder);
        Files.delete(copy.resolve(source.file()));
        String page = render(copy);
        String command = source.command("perf-results/" + Example.MACHINE + "/" + source.file())
                .replace(">", "&gt;");
        assertThat(page).contains("To get it: <code>" + command + "</code>");
        assertThat(section(page, "gaps")).contains("<td>no " + source.file() + "</td>");
    }

    @Test
    void shouldBeAWholePageWithoutAnyFile() {
        String page = render(folder);
        assertThat(page).contains("– not measured", "✓ 0 B").doesNotContain("<svg");
        assertThat(Pattern.compile("class=\"absent\"").matcher(page).results()).hasSize(Source.values().length);
    }

    @Test
    void shouldNeedNothingFromElsewhere() {
        assertThat(render(Example.folder())).doesNotContain("<script", "<link", "src=", "http://", "https://",
                "@import",
                "url(", Example.folder().toString());
    }

    @Test
    void shouldGiveTheSameOctetsForTheSameFiles() {
        assertThat(render(Example.copy(folder))).isEqualTo(render(Example.folder()));
    }

    @Test
    void shouldTakeItsDateFromTheFilesOrTheOption() {
        assertThat(render(Example.folder())).contains("newest figures of 2026-11-27 13:13:43 UTC");
        assertThat(Report.render(new Results(Example.folder(), Map.of()), "Tuesday", Theme.AUTO))
                .contains(Example.MACHINE + "; Tuesday.");
    }

    @Test
    void shouldEscapeWhatFilesSay() {
        Path copy = Example.copy(folder);
        Example.replace(copy.resolve("peers.json"), "rte_ring, pointers in bursts of 32",
                "<img src=x onerror=alert(1)>");
        Example.replace(copy.resolve("gate.json"), "too noisy", "</table><script>");
        Example.replace(copy.resolve("latency.json"), "GC Pause", "<b>");
        Example.replace(copy.resolve("history.jsonl"), "b47aa31c", "\\\"><i>");
        assertThat(render(copy)).doesNotContain("<img", "<script", "<b>GC", "<i>", "</table><script")
                .contains("&lt;img src=x onerror=alert(1)&gt;", "&lt;/table&gt;&lt;script&gt;");
    }

    @Test
    void shouldSayThatAFileIsOfAnotherMachine() {
        Path copy = Example.copy(folder);
        Example.replace(copy.resolve("gate.json"), "example-2c-00000000", "other-8c-11111111");
        assertThat(section(render(copy), "gaps")).contains("gate.json beside the rest",
                "measured on other-8c-11111111");
    }

    @Test
    void shouldSayThatNothingOfAGateWasMeasured() throws IOException {
        Path copy = Example.copy(folder);
        String gate = Files.readString(copy.resolve("gate.json"));
        Files.writeString(copy.resolve("gate.json"), gate.replaceAll("\"low\": [-.\\d]+", "\"low\": null")
                .replaceAll("\"high\": [-.\\d]+", "\"high\": null"));
        assertThat(section(render(copy), "baseline")).contains("nothing to draw").doesNotContain("<svg");
    }
}
