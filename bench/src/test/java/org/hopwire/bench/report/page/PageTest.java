package org.hopwire.bench.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.hopwire.bench.report.chart.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PageTest {
    private static final Pattern COLOUR = Pattern.compile("--(\\w+): light-dark\\(#(\\w{6}), #(\\w{6})\\);");
    private static final double TEXT = 4.5;

    private static String css() throws IOException {
        try (InputStream in = PageTest.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Map<String, String> colours(int theme) throws IOException {
        Map<String, String> colours = new TreeMap<>();
        Matcher matcher = COLOUR.matcher(css());
        while (matcher.find()) {
            colours.put(matcher.group(1), matcher.group(2 + theme));
        }
        return colours;
    }

    /** WCAG 2.2, 1.4.3: tones colour text as well as marks. */
    @ParameterizedTest
    @EnumSource
    void shouldBeReadableOnPaperAndCardsLightAndDark(Tone tone) throws IOException {
        for (int theme = 0; theme < 2; theme++) {
            Map<String, String> colours = colours(theme);
            for (String text : List.of(tone.css().substring(2), "ink", "muted")) {
                assertThat(contrast(colours.get(text), colours.get("paper"))).as(text).isGreaterThan(TEXT);
                assertThat(contrast(colours.get(text), colours.get("card"))).as(text).isGreaterThan(TEXT);
            }
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * part(colour, 0) + 0.7152 * part(colour, 2) + 0.0722 * part(colour, 4);
    }

    private static double part(String colour, int at) {
        double value = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }

    @Test
    void shouldKnowEveryTone() throws IOException {
        String css = css();
        for (Tone each : Tone.values()) {
            assertThat(css).contains("." + each.css() + " {");
        }
    }

    @Test
    void shouldEscapeCellsAndRightAlignFigures() {
        String table = new Table("what", "ns\t").row("<b>", 3).row(null, new Table.Told("a&b", Tone.BAD)).markup();
        assertThat(table).contains("<td>&lt;b&gt;</td><td class=\"n\">3</td>", "<td>–</td>",
                "<td class=\"n told t-bad\">a&amp;b</td>", "<th scope=\"col\" class=\"n\">ns</th>");
    }

    @Test
    void shouldLinkAllSectionsButTheFirst() {
        String page = new Page("T<", "S", Theme.DARK).render(List.of(new Section("a", "A", "1"),
                new Section("b", "B&", "2")));
        assertThat(page).contains("<title>T&lt;</title>", "data-theme=\"dark\"", "<a href=\"#b\">B&amp;</a>",
                "<h2>B&amp;</h2>").doesNotContain("href=\"#a\"");
    }

    @Test
    void shouldCountANoticeOnce() {
        Notices notices = new Notices();
        notices.add(Notices.Kind.VOID, "a", "b", "");
        notices.add(Notices.Kind.VOID, "a", "b", "");
        assertThat(notices.all()).hasSize(1);
    }
}
