package org.hopwire.bench.report.chart;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ChartTest {
    private static final Axis X = new Axis("packets", LinearScale.of(0, 100, 5), Numbers::plain);
    private static final Axis Y = new Axis("ns per packet", LogScale.of(1, 100), Numbers::plain);
    private static final String HOSTILE = "<script>\"a\" & 'b'</script>";

    @Test
    void shouldMarkEveryPointAndDrawTheLineThroughAll() throws Exception {
        Document chart = parse(new LineChart("Cost", X, Y, List.of(line("", 3))).draw());
        assertThat(of(chart, "circle", "mark dot")).hasSize(3);
        assertThat(of(chart, "polyline", "mark line").getFirst().getAttribute("points").split(" ")).hasSize(3);
        assertThat(of(chart, "polygon", "band")).as("the interval").hasSize(1);
    }

    @Test
    void shouldLeaveOutDotsWhereThereAreTooMany() throws Exception {
        Document chart = parse(new LineChart("Cost", X, Y, List.of(line("", 41))).draw());
        assertThat(of(chart, "circle", "mark dot")).isEmpty();
        assertThat(of(chart, "polyline", "mark line").getFirst().getAttribute("points").split(" ")).hasSize(41);
    }

    @Test
    void shouldLabelBothAxesAndNameEachLine() throws Exception {
        Document chart = parse(new LineChart("Cost", X, Y, List.of(line("forward", 2), line("echo", 2))).draw());
        assertThat(texts(chart)).contains("Cost", "packets", "ns per packet", "forward", "echo", "0", "100");
        assertThat(chart.getDocumentElement().getAttribute("aria-label")).isEqualTo("Cost");
    }

    @Test
    void shouldSayNothingInMarkup() throws Exception {
        Axis axis = new Axis(HOSTILE, X.scale(), each -> HOSTILE);
        Document line = parse(new LineChart(HOSTILE, axis, axis, List.of(line(HOSTILE, 2))).draw());
        assertThat(texts(line)).contains(HOSTILE);
        assertThat(line.getElementsByTagName("script").getLength()).isZero();
        Document plot = parse(plot(List.of(row(HOSTILE, 10, 20, 30, null))));
        assertThat(plot.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void shouldDrawAnIntervalFromItsLowEndToItsHighOne() throws Exception {
        Document plot = parse(plot(List.of(row("a", 0, 50, 100, null))));
        Element dot = of(plot, "circle", "mark dot").getFirst();
        String path = of(plot, "path", "mark line").getFirst().getAttribute("d");
        double low = Double.parseDouble(path.substring(1, path.indexOf(' ')));
        double high = Double.parseDouble(path.substring(path.indexOf('H') + 1));
        assertThat(low).isLessThan(high);
        assertThat(Double.parseDouble(dot.getAttribute("cx"))).isCloseTo((low + high) / 2, within(0.11));
    }

    @Test
    void shouldDrawATargetAndALimit() throws Exception {
        Document plot = parse(plot(List.of(row("a", 10, 20, 30, 25.0), row("b", 10, 20, 30, null))));
        assertThat(of(plot, "path", "target")).hasSize(1);
        assertThat(of(plot, "path", "limit")).hasSize(1);
        assertThat(texts(plot)).contains("here", "a", "b");
    }

    @Test
    void shouldKeepWhatIsBeyondTheAxisAtItsEnd() throws Exception {
        Document plot = parse(plot(List.of(row("a", -500, 20, 900, null))));
        for (Element each : of(plot, "circle", "sample")) {
            assertThat(Double.parseDouble(each.getAttribute("cx"))).isBetween(0.0, 960.0);
        }
        assertThat(of(plot, "path", "mark line").getFirst().getAttribute("d")).doesNotContain("-");
    }

    @Test
    void shouldCutALabelThatIsTooLong() throws Exception {
        Document plot = parse(plot(List.of(row("m".repeat(200), 10, 20, 30, null))));
        assertThat(texts(plot)).anyMatch(each -> each.startsWith("mmm") && each.endsWith("…") && each.length() < 60);
    }

    @Test
    void shouldStepFromBinToBin() throws Exception {
        List<StepHistogram.Bin> bins = List.of(new StepHistogram.Bin(0, 10, 5), new StepHistogram.Bin(10, 40, 50),
                new StepHistogram.Bin(40, 100, 0));
        Document chart = parse(new StepHistogram("Times", X, Y,
                List.of(new StepHistogram.Steps("g1", Tone.FIRST, bins))).draw());
        String path = of(chart, "path", "mark line").getFirst().getAttribute("d");
        assertThat(path.chars().filter(each -> each == 'H')).hasSize(3);
        assertThat(path.chars().filter(each -> each == 'V')).hasSize(4);
    }

    @Test
    void shouldDrawTheSameTwice() {
        assertThat(plot(List.of(row("a", 1, 2, 3, 4.0)))).isEqualTo(plot(List.of(row("a", 1, 2, 3, 4.0))));
    }

    private static LineChart.Line line(String name, int points) {
        return new LineChart.Line(name, Tone.FIRST, false, IntStream.range(0, points)
                .mapToObj(i -> new LineChart.Point(i, 10 + i, 9 + i, 12 + i)).toList());
    }

    private static IntervalPlot.Row row(String label, double low, double at, double high, Double target) {
        return new IntervalPlot.Row(label, "", List.of(new IntervalPlot.Mark(low, at, high, Tone.OURS, false, "hint")),
                List.of(low, high), target, "figures", null);
    }

    private static String plot(List<IntervalPlot.Row> rows) {
        return new IntervalPlot("Title", X, List.of(), List.of(new IntervalPlot.Group("", rows)),
                List.of(new IntervalPlot.Limit(50, "here", Tone.BAD))).draw();
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> of(Document chart, String name, String css) {
        return elements(chart, name).stream().filter(each -> each.getAttribute("class").startsWith(css)).toList();
    }

    private static List<Element> elements(Document chart, String name) {
        NodeList found = chart.getElementsByTagName(name);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
    }

    private static List<String> texts(Document chart) {
        return elements(chart, "text").stream().map(Element::getTextContent).toList();
    }
}
