package org.hopwire.bench.report.section;

import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** What a reader must not take for known; to be written after all others. */
public final class Gaps implements Part {
    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        if (notices.all().isEmpty()) {
            html.say("Nothing: every section has its figures, and no verdict is open.");
        } else {
            Table table = new Table("state", "what", "why", "what would tell");
            notices.all().forEach(each -> table.row(
                    new Table.Told(each.kind().words(),
                            each.kind() == Notices.Kind.INCONCLUSIVE ? Tone.WARN : Tone.OPEN),
                    each.what(), each.why(), each.command()));
            html.markup(table.markup());
        }
        return new Section("gaps", "What is not known", html.toString());
    }
}
