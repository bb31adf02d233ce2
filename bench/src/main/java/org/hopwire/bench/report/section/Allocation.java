package org.hopwire.bench.report.section;

import java.util.Map;

import org.hopwire.bench.report.chart.Numbers;
import org.hopwire.bench.report.chart.Tone;
import org.hopwire.bench.report.input.Results;
import org.hopwire.bench.report.input.Soak;
import org.hopwire.bench.report.input.Source;
import org.hopwire.bench.report.input.Work;
import org.hopwire.bench.report.page.Html;
import org.hopwire.bench.report.page.Notices;
import org.hopwire.bench.report.page.Section;
import org.hopwire.bench.report.page.Table;

/** Garbage and work of each path, which need no clock. */
public final class Allocation implements Part {
    @Override
    public Section write(Results results, Notices notices) {
        Html html = new Html();
        html.say("Not one octet is allocated for a packet, whatever becomes of it. That is asserted, not measured: "
                + "org.hopwire.hotpath.AllocationTest gives every kind of engine every kind of "
                + "frame and asks for exactly "
                + "0 B, and mvn verify fails otherwise. Paths that allocate on purpose, such as a handler that throws, "
                + "are named in that test.");
        results.get(Source.SOAK, Soak.class).ifPresent(soak -> html.say(soaked(soak)));
        results.get(Source.WORK, Work.class).filter(each -> !each.lines().isEmpty()).ifPresentOrElse(
                work -> html.say("What a burst does beside computing, as WorkTest holds it: calls of two turns of the "
                        + "worker and the control agent, none of which depends on the machine.").markup(table(work)),
                () -> Part.absent(html, results, notices, Source.WORK, "copies, sums and calls of a burst, by path"));
        return new Section("allocation", "Allocation and work by path", html.toString());
    }

    private static String soaked(Soak soak) {
        Soak.Sample first = soak.samples().getFirst();
        Soak.Sample last = soak.samples().getLast();
        return "Measured in the soak: " + Numbers.whole(last.workerBytes() - first.workerBytes())
                + " octets allocated by the worker's thread over " + Numbers.whole(last.received() - first.received())
                + " frames.";
    }

    private static String table(Work work) {
        Table table = new Table("path", "packets in a burst\t", "allocated\t", "copies\t", "octets copied\t",
                "checksums\t", "octets summed\t", "additions to counters\t", "calls of queues\t", "calls of ports\t");
        for (Work.Line each : work.lines()) {
            table.row(each.path(), each.packets(), new Table.Told("0 B", Tone.GOOD), each.count("copy"),
                    Numbers.whole((double) each.count("copy-octets")), each.count("sum"),
                    Numbers.whole((double) each.count("sum-octets")), each.count("counter"), sum(each, "queue-"),
                    sum(each, "port-"));
        }
        return table.markup();
    }

    private static long sum(Work.Line line, String prefix) {
        return line.counts().entrySet().stream().filter(each -> each.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue).sum();
    }
}
