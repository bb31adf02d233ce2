package org.hopwire.bench.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A whole page in one file: no script, no font, no picture from elsewhere. */
public final class Page {
    private final String title;
    private final String subtitle;
    private final Theme theme;

    /** With a title and the line below it. */
    public Page(String title, String subtitle, Theme theme) {
        this.title = title;
        this.subtitle = subtitle;
        this.theme = theme;
    }

    /** The page; the first section has no heading and no link. */
    public String render(List<Section> sections) {
        Html html = new Html();
        html.markup("<!doctype html>\n<html lang=\"en\" data-theme=\"" + theme.name().toLowerCase(Locale.ROOT)
                + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.add("title", "", title).markup("\n<style>\n" + css() + "</style>\n</head>\n<body>\n<header>\n");
        html.add("h1", "", title).markup("\n").add("p", "sub", subtitle).markup("\n</header>\n<main>\n");
        html.markup(section(sections.getFirst(), "")).markup(links(sections));
        sections.stream().skip(1).forEach(each -> html
                .markup(section(each, Html.element("h2", "", Html.escape(each.title())) + "\n")));
        return html.markup("</main>\n</body>\n</html>\n").toString();
    }

    private static String section(Section section, String heading) {
        return "<section id=\"" + Html.escape(section.id()) + "\">\n" + heading + section.markup() + "</section>\n";
    }

    private static String links(List<Section> sections) {
        StringBuilder text = new StringBuilder("<nav>");
        sections.stream().skip(1).forEach(each -> text.append("<a href=\"#").append(Html.escape(each.id()))
                .append("\">").append(Html.escape(each.title())).append("</a>\n"));
        return text.append("</nav>\n").toString();
    }

    private static String css() {
        try (InputStream in = Page.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
