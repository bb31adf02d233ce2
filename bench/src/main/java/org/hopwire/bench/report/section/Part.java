package org.hopwire.bench.report.section;

import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;

/** One question a reader has, answered. */
public interface Part {
    /** The section; what it cannot say goes to the notices. */
    Section write(Results results, Notices notices);

    /** Says that there is nothing to show, and how to get it. */
    static void absent(Html html, Results results, Notices notices, Source source, String what) {
        String command = source.command(results.home(source));
        notices.add(Notices.Kind.MISSING, what, "no " + source.file(), command);
        html.markup("<p class=\"absent\">Not measured on this machine, or not kept: ").markup(Html.escape(what))
                .markup(". To get it: ").add("code", "", command).markup("</p>\n");
    }
}
