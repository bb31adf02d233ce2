package org.hopwire.bench.gate.report;

import java.util.ArrayList;
import java.util.List;

final class TextReport {
    private TextReport() {}

    static String render(GateResult result) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("benchmark", "baseline ns", "candidate ns", "change %", "interval %", "pairs", "verdict"));
        if (result.reference() != null) {
            lines.add(line(result.reference(), "(the same kernel twice)"));
        }
        result.benchmarks().forEach(each -> lines.add(line(each, each.benchmark())));
        result.added()
                .forEach(each -> lines.add(List.of(each, "-", "-", "-", "-", "0", "new, nothing to compare with")));
        return Cells.table(lines);
    }

    private static List<String> line(Row row, String name) {
        Row figures = row.deciding();
        return List.of(name, Cells.ns(figures.baselineNs()), Cells.ns(figures.candidateNs()),
                Cells.percent(figures.change()), Cells.interval(figures), Integer.toString(figures.pairs()),
                Cells.verdict(row));
    }
}
