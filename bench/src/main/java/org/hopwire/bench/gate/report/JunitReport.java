package org.hopwire.bench.gate.report;

import java.io.StringWriter;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.hopwire.bench.gate.decide.Verdict;

/** A regression or a lost benchmark is a failure; where the noise hides the answer the test is skipped. */
final class JunitReport {
    private final XMLStreamWriter xml;

    private JunitReport(XMLStreamWriter xml) {
        this.xml = xml;
    }

    static String render(GateResult result) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            new JunitReport(xml).suite(result);
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return text + "\n";
    }

    private void suite(GateResult result) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "performance");
        xml.writeAttribute("tests", Integer.toString(result.benchmarks().size()));
        xml.writeAttribute("failures", Long.toString(count(result, 1)));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", Long.toString(count(result, Verdict.INCONCLUSIVE.exitCode())));
        xml.writeAttribute("time", Double.toString(result.tookS()));
        for (Row each : result.benchmarks()) {
            testCase(each);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static long count(GateResult result, int exitCode) {
        return result.benchmarks().stream().filter(each -> each.verdict().exitCode() == exitCode).count();
    }

    private void testCase(Row row) throws XMLStreamException {
        int method = row.benchmark().split("\\(", 2)[0].lastIndexOf('.');
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "org.hopwire.bench." + row.benchmark().substring(0, Math.max(0, method)));
        xml.writeAttribute("name", row.benchmark().substring(method + 1));
        String message = String.format(Locale.ROOT, "%s; change %s %% %s, %d pairs", Cells.verdict(row),
                Cells.percent(row.deciding().change()), Cells.interval(row.deciding()), row.deciding().pairs());
        switch (row.verdict().exitCode()) {
            case 0 -> output(message);
            case 1 -> empty("failure", message);
            default -> empty("skipped", message);
        }
        xml.writeEndElement();
    }

    private void output(String message) throws XMLStreamException {
        xml.writeStartElement("system-out");
        xml.writeCharacters(message);
        xml.writeEndElement();
    }

    private void empty(String element, String message) throws XMLStreamException {
        xml.writeEmptyElement(element);
        xml.writeAttribute("message", message);
    }
}
