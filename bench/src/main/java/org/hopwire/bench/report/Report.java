package org.hopwire.bench.report;

import java.util.ArrayList;
import java.util.List;

import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Page;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Theme;
import org.hopwire.bench.report.section.Allocation;
import org.hopwire.bench.report.section.Baseline;
import org.hopwire.bench.report.section.Costs;
import org.hopwire.bench.report.section.Gaps;
import org.hopwire.bench.report.section.Latency;
import org.hopwire.bench.report.section.Origin;
import org.hopwire.bench.report.section.Overview;
import org.hopwire.bench.report.section.Part;
import org.hopwire.bench.report.section.Peers;
import org.hopwire.bench.report.section.Sizes;
import org.hopwire.bench.report.section.Steady;
import org.hopwire.bench.report.section.Trend;
import org.hopwire.bench.report.section.Trust;
import org.hopwire.bench.report.section.Wire;

/** All sections, in the order of the page. */
final class Report {
    /** The last lists what the others could not say. */
    private static final List<Part> PARTS = List.of(new Overview(), new Baseline(), new Peers(), new Wire(),
            new Latency(), new Costs(), new Steady(), new Sizes(), new Allocation(), new Trend(), new Trust(),
            new Origin(), new Gaps());

    private Report() {}

    /**
     * The page.
     *
     * @param date of the report; that of the newest figures where empty
     */
    static String render(Results results, String date, Theme theme) {
        Notices notices = new Notices();
        List<Section> sections = new ArrayList<>();
        PARTS.forEach(each -> sections.add(each.write(results, notices)));
        String newest = date.isEmpty() ? Origin.newest(results).replace('T', ' ').replace("Z", " UTC") : date;
        return new Page("Hopwire: how fast it is", "On " + results.machine()
                + (newest.isEmpty() ? "" : (date.isEmpty() ? "; newest figures of " : "; ") + newest)
                + ". " + notices.all().size() + " things are not known: the last section lists them.", theme)
                .render(sections);
    }
}
