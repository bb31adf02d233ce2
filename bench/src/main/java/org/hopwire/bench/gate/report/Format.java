package org.hopwire.bench.gate.report;

/** The forms a result can be written in. */
public enum Format {
    /** A table for a terminal. */
    TEXT {
        @Override
        public String render(GateResult result) {
            return TextReport.render(result);
        }
    },
    /** Everything; see the package. */
    JSON {
        @Override
        public String render(GateResult result) {
            return JsonReport.render(result);
        }
    },
    /** JUnit's XML, a test case for each benchmark. */
    JUNIT {
        @Override
        public String render(GateResult result) {
            return JunitReport.render(result);
        }
    },
    /** A table for a page, such as a build's summary. */
    MARKDOWN {
        @Override
        public String render(GateResult result) {
            return MarkdownReport.render(result);
        }
    },
    /** github-action-benchmark's customSmallerIsBetter. */
    BENCHMARK_ACTION {
        @Override
        public String render(GateResult result) {
            return JsonReport.benchmarkAction(result);
        }
    };

    /** The result in this form, its last line ended. */
    public abstract String render(GateResult result);
}
