package org.hopwire.bench.report.page;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.report.chart.Tone;

/** Rows of cells: text to the left, figures to the right, verdicts in colour and words. */
public final class Table {
    private final List<String> columns;
    private final List<String> rows = new ArrayList<>();

    /** A column's head; those that end in a tab hold figures. */
    public Table(String... columns) {
        this.columns = List.of(columns);
    }

    /** A cell with a colour. */
    public record Told(String text, Tone tone) {}

    /** A row of texts and {@link Told}; {@code null} is a dash. */
    public Table row(Object... cells) {
        StringBuilder row = new StringBuilder("<tr>");
        for (int i = 0; i < columns.size(); i++) {
            row.append(cell(cells[i], columns.get(i).endsWith("\t") ? "n" : ""));
        }
        rows.add(row.append("</tr>\n").toString());
        return this;
    }

    private static String cell(Object value, String css) {
        if (value instanceof Told told) {
            return Html.element("td", (css + " told " + told.tone().css()).strip(), Html.escape(told.text()));
        }
        return Html.element("td", css, value == null ? "–" : Html.escape(value.toString()));
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table. */
    public String markup() {
        StringBuilder text = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
        for (String each : columns) {
            text.append("<th scope=\"col\"").append(each.endsWith("\t") ? " class=\"n\">" : ">")
                    .append(Html.escape(each.strip())).append("</th>");
        }
        text.append("</tr></thead>\n<tbody>\n");
        rows.forEach(text::append);
        return text.append("</tbody></table></div>\n").toString();
    }
}
