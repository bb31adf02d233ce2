package org.hopwire.bench.gate.report;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.hopwire.bench.gate.decide.Rule;
import org.hopwire.bench.gate.decide.Verdict;
import org.hopwire.bench.machine.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FormatTest {
    private static final String COMMIT = "41d11de0123456789012345678901234567890ab";
    private static final Row CONFIRMATION = row("x.B.run(size=64)", Verdict.REGRESSION, 0.08, null);
    private static final GateResult RESULT = new GateResult(GateResult.SCHEMA, "20261127T104229Z", "gate",
            Verdict.REGRESSION, 1, "", COMMIT, COMMIT + "+changes",
            new Machine("m-2c-00", "Some CPU", 2, "Linux 6", "25", "unknown", 0.5), Rule.standard(0.03), 61.5,
            row("reference.ReferenceBenchmark.sum", Verdict.OK, 0.001, null),
            List.of(row("x.A.run", Verdict.OK, -0.004, null),
                    row("x.B.run(size=64)", Verdict.REGRESSION, 0.07, CONFIRMATION),
                    new Row("x.C.run", Verdict.LOST, "the candidate has no such benchmark", 0, null, null, null, null,
                            null, List.of(), 0, 0, null),
                    new Row("x.D.run", Verdict.INCONCLUSIVE, "too noisy", 21, 0.01, -0.2, 0.3, 10.0, 10.1,
                            Collections.nCopies(21, 0.0), 1, 1, null)),
            List.of("x.New.run"), "forks.jsonl");

    private static Row row(String benchmark, Verdict verdict, double change, Row confirmation) {
        return new Row(benchmark, verdict, confirmation == null ? "" : "confirmed", 7, change, change - 0.01,
                change + 0.01, 10.0, 10 * (1 + change), Collections.nCopies(7, change), 0, 0, confirmation);
    }

    @Test
    void shouldPrintATableWithTheFiguresThatDecided() {
        List<String> lines = Format.TEXT.render(RESULT).lines().map(each -> each.replaceAll(" {2,}", "  ")).toList();
        assertThat(lines).containsExactly(
                "benchmark  baseline ns  candidate ns  change %  interval %  pairs  verdict",
                "(the same kernel twice)  10.00  10.01  +0.1  [-0.9, +1.1]  7  OK",
                "x.A.run  10.00  9.96  -0.4  [-1.4, +0.6]  7  OK",
                "x.B.run(size=64)  10.00  10.80  +8.0  [+7.0, +9.0]  7  REGRESSION: confirmed",
                "x.C.run  -  -  -  [-, -]  0  LOST: the candidate has no such benchmark",
                "x.D.run  10.00  10.10  +1.0  [-20.0, +30.0]  21  INCONCLUSIVE: too noisy (2 pairs run anew)",
                "x.New.run  -  -  -  -  0  new, nothing to compare with");
    }

    @Test
    void shouldPutFiguresBelowOneAnother() {
        List<String> lines = Format.TEXT.render(RESULT).lines().toList();
        int end = lines.get(0).indexOf("pairs") + "pairs".length();
        assertThat(lines.subList(1, lines.size())).allMatch(each -> each.substring(end - 1).matches("\\d  \\S.*"));
    }

    @Test
    void shouldSumUpInOneLine() {
        assertThat(Cells.headline(RESULT)).isEqualTo(
                "REGRESSION: 1 OK, 1 REGRESSION, 1 INCONCLUSIVE, 1 LOST; baseline 41d11de01234, candidate 41d11de01234+changes");
    }

    @Test
    void shouldReadBackTheJsonItWrote(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("gate.json");
        Files.writeString(file, Format.JSON.render(RESULT));
        assertThat(JsonReport.read(file)).isEqualTo(RESULT);
        Files.writeString(file, Format.JSON.render(RESULT).replace("gate/1", "gate/9"));
        assertThatThrownBy(() -> JsonReport.read(file)).hasMessage("schema: hopwire.gate/9 is not hopwire.gate/1");
    }

    @Test
    void shouldTellBuildServersWhatFailedAndWhatIsUndecided() throws Exception {
        Element suite = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(Format.JUNIT.render(RESULT)))).getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("4");
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        assertThat(suite.getAttribute("skipped")).isEqualTo("1");
        Element slow = (Element) suite.getElementsByTagName("testcase").item(1);
        assertThat(slow.getAttribute("classname")).isEqualTo("org.hopwire.bench.x.B");
        assertThat(slow.getAttribute("name")).isEqualTo("run(size=64)");
        assertThat(((Element) slow.getElementsByTagName("failure").item(0)).getAttribute("message"))
                .isEqualTo("REGRESSION: confirmed; change +8.0 % [+7.0, +9.0], 7 pairs");
    }

    @Test
    void shouldWriteATableInMarkdown() {
        assertThat(Format.MARKDOWN.render(RESULT)).startsWith("### Performance: REGRESSION: ")
                .contains("| `x.B.run(size=64)` | 10.00 | 10.80 | +8.0 | [+7.0, +9.0] | 7 | REGRESSION: confirmed |")
                .contains("| `x.New.run` | - |").endsWith("Some CPU, 2 processors, JDK 25, 61.5 s\n");
    }

    @Test
    void shouldWriteWhatBenchmarkActionReads() throws IOException {
        JsonNode all = new ObjectMapper().readTree(Format.BENCHMARK_ACTION.render(RESULT));
        assertThat(all).hasSize(3);
        assertThat(all.get(1).path("name").asText()).isEqualTo("x.B.run(size=64)");
        assertThat(all.get(1).path("unit").asText()).isEqualTo("ns/op");
        assertThat(all.get(1).path("value").asDouble()).isEqualTo(10.8);
        assertThat(all.get(1).path("range").asText()).isEqualTo("± 1.00 %");
    }
}
