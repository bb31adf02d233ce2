package org.hopwire.bench.gate.report;

import java.util.List;

final class MarkdownReport {
    private MarkdownReport() {}

    static String render(GateResult result) {
        StringBuilder text = new StringBuilder("### Performance: ").append(Cells.headline(result)).append("\n\n")
                .append(line(List.of("benchmark", "baseline ns", "candidate ns", "change %", "interval %", "pairs",
                        "verdict")))
                .append("| --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
        for (Row each : result.benchmarks()) {
            Row figures = each.deciding();
            text.append(line(List.of("`" + each.benchmark() + "`", Cells.ns(figures.baselineNs()),
                    Cells.ns(figures.candidateNs()), Cells.percent(figures.change()), Cells.interval(figures),
                    Integer.toString(figures.pairs()), Cells.verdict(each))));
        }
        result.added().forEach(
                each -> text.append(line(List.of("`" + each + "`", "-", "-", "-", "-", "0", "new"))));
        return text.append("\n").append(result.machine().cpu()).append(", ").append(result.machine().cores())
                .append(" processors, JDK ").append(result.machine().jdk()).append(", ").append(result.tookS())
                .append(" s\n").toString();
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells.stream().map(each -> each.replace("|", "\\|")).toList()) + " |\n";
    }
}
