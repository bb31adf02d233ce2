package org.hopwire.bench.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.page.Theme;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a browser makes of the page: every mark is seen, nothing covers a label, nothing sticks out. */
class ScreenshotTest {
    private static final int HEIGHT = 1000;
    private static final int ENOUGH_PIXELS = 8;
    private static final int ALIKE = 10;
    private static final int CHARTS = 26;
    private static final Pattern RGB = Pattern.compile("rgb\\((\\d+), (\\d+), (\\d+)\\)");
    /** Tells where each chart lies, in which colours its marks are, and which labels touch. */
    private static final String PROBE = """
            <script>
            const box = e => e.getBoundingClientRect();
            const touches = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
                && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
            const charts = [...document.querySelectorAll('svg')].map(svg => {
              const r = box(svg), texts = [...svg.querySelectorAll('text')].filter(t => t.textContent);
              const faults = [];
              texts.forEach((t, i) => {
                if (box(t).left < r.left - 1 || box(t).right > r.right + 1 || box(t).bottom > r.bottom + 1)
                  faults.push('outside: ' + t.textContent);
                texts.slice(i + 1).forEach(o => {
                  if (touches(box(t), box(o))) faults.push(t.textContent + ' touches ' + o.textContent);
                });
              });
              const colours = [...svg.querySelectorAll('.mark')].map(m => {
                const s = getComputedStyle(m);
                return m.classList.contains('dot') ? s.fill : s.stroke;
              });
              return {title: svg.getAttribute('aria-label'), x: r.left, y: r.top, width: r.width, height: r.height,
                marks: colours.length, colours: [...new Set(colours)], faults: faults};
            });
            const probe = document.createElement('pre');
            probe.id = 'probe';
            probe.textContent = JSON.stringify({charts: charts, height: document.documentElement.scrollHeight,
              width: document.documentElement.scrollWidth});
            document.body.append(probe);
            </script>
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,1280", "light,520"})
    void shouldShowEveryMarkAndCoverNoLabel(String theme, int width) throws IOException, InterruptedException {
        Browser browser = new Browser(folder);
        String page = Report.render(new Results(Example.folder(), Map.of()), "",
                Theme.valueOf(theme.toUpperCase(Locale.ROOT)));
        JsonNode probed = probe(browser, page, width);
        assertThat(probed.get("width").asInt()).as("nothing wider than the window").isLessThanOrEqualTo(width);
        assertThat(probed.get("charts")).hasSizeGreaterThanOrEqualTo(CHARTS);
        int height = probed.get("height").asInt();
        Path file = Files.writeString(folder.resolve("report.html"), page);
        BufferedImage picture = browser.picture(file, width, height, picture(theme, width));
        for (JsonNode chart : probed.get("charts")) {
            check(chart, picture, width);
        }
    }

    private static Path picture(String theme, int width) throws IOException {
        return Files.createDirectories(Path.of("target")).resolve("report-example-" + theme + "-" + width + ".png");
    }

    private JsonNode probe(Browser browser, String page, int width) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("probed.html"), page.replace("</body>", PROBE + "</body>"));
        String document = browser.document(file, width, HEIGHT);
        String found = document.substring(document.lastIndexOf("<pre id=\"probe\">") + "<pre id=\"probe\">".length(),
                document.lastIndexOf("</pre>"));
        return new ObjectMapper().readTree(found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
    }

    private static void check(JsonNode chart, BufferedImage picture, int width) {
        String title = chart.get("title").asText();
        assertThat(chart.get("faults")).as(title).isEmpty();
        assertThat(chart.get("marks").asInt()).as(title).isPositive();
        for (JsonNode colour : chart.get("colours")) {
            // a chart wider than the window is scrolled to: the page itself is not
            if (chart.get("x").asDouble() + chart.get("width").asDouble() <= width) {
                assertThat(pixels(chart, picture, colour.asText())).as(title + " in " + colour.asText())
                        .isGreaterThanOrEqualTo(ENOUGH_PIXELS);
            }
        }
    }

    private static int pixels(JsonNode chart, BufferedImage picture, String colour) {
        Matcher rgb = RGB.matcher(colour);
        assertThat(rgb.matches()).as(colour).isTrue();
        List<Integer> wanted = List.of(Integer.valueOf(rgb.group(1)), Integer.valueOf(rgb.group(2)),
                Integer.valueOf(rgb.group(3)));
        int found = 0;
        // the first line of a chart is its title, the second what its colours mean: neither is a mark
        int top = (int) chart.get("y").asDouble() + 40;
        for (int y = top; y < chart.get("y").asDouble() + chart.get("height").asDouble(); y++) {
            for (int x = (int) chart.get("x").asDouble(); x < chart.get("x").asDouble()
                    + chart.get("width").asDouble(); x++) {
                found += isLike(picture.getRGB(x, y), wanted) ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean isLike(int pixel, List<Integer> wanted) {
        return Math.abs((pixel >> 16 & 0xff) - wanted.get(0)) <= ALIKE
                && Math.abs((pixel >> 8 & 0xff) - wanted.get(1)) <= ALIKE
                && Math.abs((pixel & 0xff) - wanted.get(2)) <= ALIKE;
    }
}
